/** Where what moves stands at a time, as the record of a replication says. */
import type { ReplayEvent, Scene } from "../model/types.ts";

export interface Spot {
  lon: number;
  lat: number;
  height_m: number;
}

/** From `from` on it is at `at`; where `until` is given it is on its way from `at` to `to`, which it reaches then. */
export interface Stay {
  from: number;
  at: Spot;
  until?: number;
  to?: Spot;
}

/** The stays and moves of every radar that moves, by its name: a fire unit goes with its engagement radar. */
export function stays(scene: Scene, events: readonly ReplayEvent[]): Map<string, Stay[]> {
  const found = new Map<string, Stay[]>();
  for (const radar of scene.radars) {
    if (radar.positions.length === 0) continue;
    const spots = new Map<string, Spot>([[radar.name, radar], ...radar.positions.map((spot): [string, Spot] => [`${radar.name}@${spot.name}`, spot])]);
    const own = events.filter((event) => event.radar === radar.name && (event.kind === "moving" || event.kind === "in-place"));
    let at: Spot = radar;
    const its: Stay[] = [];
    own.forEach((event, i) => {
      const to = spots.get(event.target ?? "") ?? at;
      // One that is on the move at the beginning is drawn where it goes to: where it came from is not told.
      if (event.kind === "in-place" || i === 0) its.push({ from: event.time, at: to });
      else its.push({ from: event.time, at, to, until: own[i + 1]?.time ?? Infinity });
      if (event.kind === "in-place" || i === 0) at = to;
    });
    found.set(radar.name, its);
  }
  return found;
}

/** Where it is: in place, or on the straight line to its next position, which the whole move takes. Null: never moves. */
export function spotAt(its: readonly Stay[] | undefined, time: number): Spot | null {
  const now = its?.findLast((stay) => stay.from <= time) ?? its?.[0];
  if (!now) return null;
  if (now.to === undefined || now.until === undefined || !Number.isFinite(now.until)) return now.at;
  const share = Math.min(Math.max((time - now.from) / (now.until - now.from), 0), 1);
  const between = (a: number, b: number): number => a + share * (b - a);
  return { lon: between(now.at.lon, now.to.lon), lat: between(now.at.lat, now.to.lat), height_m: between(now.at.height_m, now.to.height_m) };
}
