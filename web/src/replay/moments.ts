/** When something worth looking at happens in a replication. */
import type { Replay, ReplayEvent } from "../model/types.ts";

/** Events worth a mark on the timeline, and their lane. */
export const MARKS: Record<string, string> = {
  firm: "firm track",
  launch: "launch",
  hit: "hit",
  miss: "miss",
  leak: "leak",
};

/** The first firm track of each threat, then launches, hits, misses and leaks, in time order. */
export function marks(replay: Replay): ReplayEvent[] {
  const seen = new Set<string>();
  return replay.events.filter((event) => {
    if (!(event.kind in MARKS)) return false;
    if (event.kind !== "firm") return true;
    if (seen.has(event.threat ?? "")) return false;
    seen.add(event.threat ?? "");
    return true;
  });
}

/** The time after which nothing more happens, which is often long before the clock of the scenario ends. */
export function lastMoment(replay: Replay): number {
  let last = lasts.get(replay);
  if (last === undefined) lasts.set(replay, (last = lastOf(replay)));
  return last;
}

/** The clock asks with every frame. */
const lasts = new WeakMap<Replay, number>();

function lastOf(replay: Replay): number {
  const fates = replay.fates.reduce((last, fate) => Math.max(last, fate.time ?? 0), 0);
  const shown = replay.events.reduce((last, event) => (event.kind === "reload" ? last : Math.max(last, event.time)), 0);
  return Math.max(fates, shown, 1) + 20;
}

/** The nearest of some times, in order, before or after another; undefined where there is none. */
export function neighbour(times: readonly number[], now: number, direction: 1 | -1): number | undefined {
  // Not the one that it stands on, which is drawn with fewer digits.
  return direction > 0 ? times.find((time) => time > now + 0.01) : times.findLast((time) => time < now - 0.01);
}

/** Where the clock begins when it is started: where it stands, but from the other end where it stands at its goal. */
export function begun(now: number, speed: number, end: number): number {
  if (speed > 0 && now >= end - 0.5) return 0;
  return speed < 0 && now <= 0.5 ? end : now;
}
