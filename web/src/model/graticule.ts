/** The graticule: how far its lines are apart at a zoom, which of them are in view, and where they meet an edge of the picture. */

/** Degrees between lines: 1, 2 or 5 times a power of ten as they are read, then tens that divide a hemisphere. */
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30] as const;

/** Lines are no closer than this [px], so that numbers stand between them. */
const APART = 90;

/** Lines of one direction that are drawn at most: a view to the horizon holds more degrees than can be told apart. */
const MOST = 80;

/** West and south are smaller than east and north; east of the date line goes on beyond 180 degrees. */
export interface Extent {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface Lines {
  step: number;
  meridians: number[];
  parallels: number[];
  /** What they cross. */
  extent: Extent;
}

/** The smallest step whose lines are far enough apart where a pixel is so many degrees. */
export function stepAt(degreesPerPixel: number): number {
  return STEPS.find((step) => step >= degreesPerPixel * APART) ?? STEPS.at(-1)!;
}

function multiples(from: number, to: number, step: number): number[] {
  const [first, last] = [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toFixed(6)));
}

/** Cut a side to so many steps around what is looked at. */
function cut(from: number, to: number, middle: number, step: number): [number, number] {
  const half = (MOST / 2) * step;
  if (to - from <= 2 * half) return [from, to];
  const at = Math.min(Math.max(middle, from + half), to - half);
  return [at - half, at + half];
}

/**
 * The lines of a view, with a margin, so that a small move needs no others; at whole multiples of a step to each side, so that the
 * lines of nearly the same view are the same lines.
 */
export function linesOf(view: Extent, middle: { lon: number; lat: number }, step: number): Lines {
  const margin = (from: number, to: number): [number, number] => {
    const wide = 4 * step;
    return [Math.floor(from / wide - 0.25) * wide, Math.ceil(to / wide + 0.25) * wide];
  };
  const lon = middle.lon < view.west ? middle.lon + 360 : middle.lon;
  const [w, e] = margin(...cut(view.west, view.east, lon, step));
  const [s, n] = margin(...cut(view.south, view.north, middle.lat, step));
  const whole = e - w >= 360;
  // Meridians end short of the poles, where they would run into one another.
  const end = Math.min(90 - step, 89);
  const extent = { west: whole ? -180 : w, east: whole ? 180 : e, south: Math.max(-end, s), north: Math.min(end, n) };
  const meridians = multiples(extent.west, extent.east, step);
  return { step, meridians: whole ? meridians.slice(0, -1) : meridians, parallels: multiples(extent.south, extent.north, step), extent };
}

/** "20° W", "0.5° S"; the equator and Greenwich have no side. */
export function degrees(value: number, kind: "lon" | "lat", step: number): string {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const turned = kind === "lon" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
  const text = Math.abs(turned).toFixed(digits);
  if (Number(text) === 0) return "0°";
  if (kind === "lon" && Number(text) === 180) return "180°";
  const sides = kind === "lon" ? "EW" : "NS";
  return `${text}° ${sides[turned < 0 ? 1 : 0]}`;
}

/** What is found along an edge of the picture: degrees where there is ground, null where there is none. */
export type Sample = number | null;

export interface Crossing {
  /** The line's degrees. */
  value: number;
  /** Where along the edge, from 0 to 1. */
  at: number;
}

/** Where lines of a step meet an edge, of which samples at equal distances are given. */
export function crossings(samples: readonly Sample[], step: number, round = false): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 1; i < samples.length; i += 1) {
    const [a, b] = [samples[i - 1], samples[i]];
    if (a === null || b === null || a === undefined || b === undefined) continue;
    // The short way across the date line.
    const to = round && Math.abs(b - a) > 180 ? b + (b < a ? 360 : -360) : b;
    const [low, high] = a < to ? [a, to] : [to, a];
    const between = multiples(low, high, step).filter((value) => value > low && value <= high);
    // Where many lines pass between two samples they run along the horizon: there is no room for numbers.
    if (between.length > 1) continue;
    for (const value of between) found.push({ value, at: (i - 1 + (value - a) / (to - a)) / (samples.length - 1) });
  }
  return found;
}

/** Leave out what would stand in another's number: those that are closer than a share of the edge to the one before. */
export function spaced(found: readonly Crossing[], least: number): Crossing[] {
  const kept: Crossing[] = [];
  for (const one of found.toSorted((a, b) => a.at - b.at)) if (kept.length === 0 || one.at - kept.at(-1)!.at >= least) kept.push(one);
  return kept;
}

/** The span of the samples in degrees for each of their steps, in the middle of what has ground; null where nothing has. */
export function perSample(samples: readonly Sample[], round = false): number | null {
  const ways: number[] = [];
  for (let i = 1; i < samples.length; i += 1) {
    const [a, b] = [samples[i - 1], samples[i]];
    if (a === null || b === null || a === undefined || b === undefined) continue;
    const way = Math.abs(b - a);
    ways.push(round && way > 180 ? 360 - way : way);
  }
  return ways.length > 0 ? (ways.toSorted((a, b) => a - b)[Math.floor(ways.length / 2)] ?? null) : null;
}
