/** Where what moves on the ground is, and what its radar does, as the record of a replication says. */
import type { ReplayEvent } from "../model/types.ts";
import { along, type Sample } from "./along.ts";

export interface Spot {
  lon: number;
  lat: number;
  height_m: number;
}

/** What a radar does from a time on. */
export interface Turn {
  from: number;
  does: "radiates" | "silent" | "moves";
  /** Of a move the name of the position that it leads to. */
  to?: string;
}

/** Where it is, by the samples that the service gives; null for what never moves. */
export function spotAt(path: readonly Sample[] | undefined, time: number): Spot | null {
  const fix = path && along(path, time);
  return fix ? { lon: fix.lon, lat: fix.lat, height_m: fix.height } : null;
}

/** The end of a name of a position, as threats are aimed at it. */
export function leadsTo(target: string | undefined): string {
  return (target ?? "").split("@")[1] ?? "home";
}

/** What each radar does in turn, of those whose record says so; all others radiate. */
export function turns(events: readonly ReplayEvent[]): Map<string, Turn[]> {
  const found = new Map<string, Turn[]>();
  for (const { kind, radar, time, target } of events) {
    if (!radar || (kind !== "emitting" && kind !== "silent" && kind !== "moving" && kind !== "in-place")) continue;
    const own = found.get(radar) ?? [];
    found.set(radar, own);
    const last = own.at(-1);
    if (kind === "moving") own.push({ from: time, does: "moves", to: leadsTo(target) });
    // A radar falls silent for a move, and is in place before it radiates.
    else if (kind === "in-place" && last?.does === "moves") own.push({ from: time, does: "silent" });
    else if (kind === "emitting") own.push({ from: time, does: "radiates" });
    else if (kind === "silent" && last?.does !== "moves") own.push({ from: time, does: "silent" });
  }
  return found;
}

export function turnAt(own: readonly Turn[] | undefined, time: number): Turn {
  return own?.findLast((turn) => turn.from <= time) ?? { from: -Infinity, does: "radiates" };
}
