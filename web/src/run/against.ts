/** What a scenario is held against where nothing has been chosen. */
import type { Job } from "../model/types.ts";

/**
 * The other side of a comparison: the one chosen last, else the stored state of what is edited, else a relative by name
 * (`my-port-raid` of `port-raid`), else the scenario that was run last; empty where there is no other.
 */
export function nearest(name: string, options: readonly string[], last: string, jobs: readonly Pick<Job, "scenario" | "kind">[]): string {
  if (options.includes(last)) return last;
  if (options.includes(name)) return name;
  const akin = (other: string): boolean => `-${other}-`.includes(`-${name}-`) || `-${name}-`.includes(`-${other}-`);
  const run = jobs.find(({ kind, scenario }) => kind === "run" && scenario !== null && scenario !== name && options.includes(scenario));
  return options.find(akin) ?? run?.scenario ?? options[0] ?? "";
}
