/** What things are called where people read them. */
import { catalogue } from "./state.ts";

/** A threat class by the catalogue's title; one that a scenario brings along, by its own name. */
export function classTitle(name: string): string {
  const entry = catalogue.value.find((item) => item.kind === "threat" && item.name === name);
  return entry?.title ?? name;
}
