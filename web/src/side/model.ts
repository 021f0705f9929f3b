/** A side view in numbers: what flies, by distance over the ground from where it is looked from, and the scales of its axes. */
import { alongGround } from "../replay/earth.ts";
import { missileId, type Story } from "../replay/story.ts";
import { short } from "../model/selection.ts";
import type { MissileEnvelopeOut } from "../model/service.ts";
import type { Scene } from "../model/types.ts";

/** Where a side view is looked from: a radar or a fire unit. */
export interface Origin {
  /** `radar/NAME` or `unit/NAME`. */
  id: string;
  name: string;
  lon: number;
  lat: number;
  /** Where its radar looks [deg]; null: all round. */
  facing: number | null;
  /** How far what it has reaches [m], by print. */
  reach: number;
}

/** A place of the side view: time [s], distance over the ground [m], height above sea level [m], bearing [deg]. */
export interface Spot {
  time: number;
  range: number;
  height: number;
  bearing: number;
}

export interface Way {
  id: string;
  name: string;
  kind: "threat" | "missile";
  begin: number;
  end: number;
  spots: Spot[];
}

export function origins(scene: Scene): Origin[] {
  return [
    ...scene.units.map((unit): Origin => ({
      id: `unit/${unit.name}`,
      name: unit.name,
      lon: unit.lon,
      lat: unit.lat,
      facing: unit.facing_deg,
      reach: Math.max(0, ...unit.missiles.map((missile) => missile.max_range_m)),
    })),
    ...scene.radars
      .filter((radar) => radar.kind === "surveillance")
      .map((radar): Origin => ({
        id: `radar/${radar.name}`,
        name: radar.name,
        lon: radar.lon,
        lat: radar.lat,
        facing: radar.sector_deg < 360 ? radar.facing_deg : null,
        reach: radar.range_m,
      })),
  ];
}

/** The origin that stands for what is selected: a fire unit for its radar too; null where it has none. */
export function originOf(scene: Scene, selected: string | null): string | null {
  if (selected === null) return null;
  const radar = selected.startsWith("radar/") ? scene.radars.find(({ name }) => `radar/${name}` === selected) : undefined;
  const id = radar?.unit ? `unit/${radar.unit}` : selected;
  return origins(scene).some((origin) => origin.id === id) ? id : null;
}

type Sample = [number, number, number, number];

function spots(origin: Origin, path: readonly Sample[], shift = 0): Spot[] {
  return path.map(([time, lon, lat, height]) => ({ time: time + shift, height, ...alongGround([origin.lon, origin.lat], [lon, lat]) }));
}

/** Every way of a replication; of a scenario before any chance, one for each formation and class. */
export function ways(scene: Scene, story: Story | null, origin: Origin): Way[] {
  if (story) {
    const threats = [...story.lives.values()].flatMap(({ threat, begin, fate }): Way[] =>
      begin === null
        ? []
        : [{ id: `threat/${threat.name}`, name: threat.name, kind: "threat", begin, end: fate.time ?? Infinity, spots: spots(origin, threat.path, begin - threat.start_s) }],
    );
    const missiles = [...story.shots.values()].map(
      (shot): Way => ({ id: missileId(shot), name: `${short(scene, shot.unit)} no. ${shot.number}`, kind: "missile", begin: shot.launch, end: shot.arrival, spots: spots(origin, shot.path) }),
    );
    return [...threats, ...missiles];
  }
  const first = new Map(scene.threats.toReversed().map((threat) => [`${threat.formation}/${threat.class}`, threat]));
  return [...first].map(([key, threat]) => ({ id: `formation/${key}`, name: threat.formation, kind: "threat", begin: threat.start_s, end: threat.end_s, spots: spots(origin, threat.path) }));
}

function between(a: Spot, b: Spot, share: number): Spot {
  const turn = ((b.bearing - a.bearing + 540) % 360) - 180;
  return {
    time: a.time + (b.time - a.time) * share,
    range: a.range + (b.range - a.range) * share,
    height: a.height + (b.height - a.height) * share,
    bearing: (a.bearing + turn * share + 360) % 360,
  };
}

/** Where it is at a time; null before and after its way. */
export function spotAt(way: Way, time: number): Spot | null {
  if (time < way.begin || time >= way.end) return null;
  const next = way.spots.findIndex((spot) => spot.time > time);
  if (next <= 0) return way.spots[next === 0 ? 0 : way.spots.length - 1] ?? null;
  const [a, b] = [way.spots[next - 1]!, way.spots[next]!];
  return between(a, b, b.time > a.time ? (time - a.time) / (b.time - a.time) : 0);
}

/** How far a bearing is beside an azimuth [deg]. */
export function beside(bearing: number, azimuth: number): number {
  return Math.abs(((bearing - azimuth + 540) % 360) - 180);
}

/** What is shown: everything, by its distance, or what is within so many degrees of the azimuth. */
export type Band = number | null;

export function within(spot: Spot, azimuth: number, band: Band): boolean {
  return band === null || beside(spot.bearing, azimuth) <= band;
}

/** The parts of a way up to a time that are shown, each as places side by side. Long legs are looked at in pieces. */
export function flown(way: Way, time: number, azimuth: number, band: Band): Spot[][] {
  const until = Math.min(time, way.end);
  const found: Spot[][] = [];
  let part: Spot[] = [];
  const add = (spot: Spot): void => {
    if (within(spot, azimuth, band)) part.push(spot);
    else if (part.length > 0) {
      found.push(part);
      part = [];
    }
  };
  for (const [i, spot] of way.spots.entries()) {
    if (spot.time > until) {
      const before = way.spots[i - 1];
      if (before && spot.time > before.time && until > before.time) add(between(before, spot, (until - before.time) / (spot.time - before.time)));
      break;
    }
    if (spot.time >= way.begin) add(spot);
  }
  if (part.length > 0) found.push(part);
  return found.filter((one) => one.length > 1);
}

/** Round values from 0 up to an end, some six of them. */
export function ticks(end: number, most = 6): number[] {
  if (!(end > 0)) return [0];
  const rough = end / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Round heights for an axis by the square root up to an end, in its units: 1, 2 and 5 times powers of ten, far enough apart. */
export function rootTicks(end: number, most = 6): number[] {
  const found = [0];
  const apart = 1 / (most + 2);
  for (let power = 1; power <= end; power *= 10)
    for (const times of [1, 2, 5]) if (times * power <= end && Math.sqrt((times * power) / end) - Math.sqrt(found.at(-1)! / end) >= apart) found.push(times * power);
  return found;
}

/** A value of a table between two of its arguments, which ascend. */
export function valueAt(argument: readonly number[], values: readonly number[], at: number): number {
  const next = argument.findIndex((one) => one >= at);
  if (next < 0) return values.at(-1) ?? 0;
  if (next === 0) return values[0] ?? 0;
  const [a, b] = [argument[next - 1]!, argument[next]!];
  return values[next - 1]! + ((values[next]! - values[next - 1]!) * (at - a)) / (b - a);
}

/** The heights between which something reaches a distance [m]; null where it reaches it nowhere. */
export function heightsAt(reach: { altitude_m: readonly number[]; near_m: readonly number[]; far_m: readonly number[] }, distance: number): [number, number] | null {
  const inside = reach.altitude_m.filter((_, i) => reach.near_m[i]! <= distance && distance <= reach.far_m[i]!);
  return inside.length > 0 ? [inside[0]!, inside.at(-1)!] : null;
}

/** Rows of an outline that are drawn of each of its sides. */
const ROWS = 28;

/** The outline as distance and height, from the floor out and up, and back along the least distance. */
export function outline({ altitude_m: heights, near_m: near, far_m: far }: Pick<MissileEnvelopeOut, "altitude_m" | "near_m" | "far_m">): [number, number][] {
  const every = Math.max(1, Math.floor(heights.length / ROWS));
  const rows = heights.map((_, i) => i).filter((i) => i % every === 0 || i === heights.length - 1);
  return [...rows.map((i): [number, number] => [far[i]!, heights[i]!]), ...rows.toReversed().map((i): [number, number] => [near[i]!, heights[i]!])];
}

export interface Sector {
  lon: number;
  lat: number;
  /** From and to [deg]; a whole turn where it looks all round. */
  from: number;
  to: number;
}

export function sectorOf(scene: Scene, unit: string): Sector | null {
  const radar = scene.radars.find((one) => one.unit === unit);
  const place = scene.units.find(({ name }) => name === unit);
  if (!place) return null;
  const half = Math.min(180, (radar?.sector_deg ?? 360) / 2);
  const facing = radar?.facing_deg ?? place.facing_deg;
  return { lon: place.lon, lat: place.lat, from: facing - half, to: facing + half };
}
