/** Where something that moves is, how fast and where to, from its path: straight lines, as the globe draws them. */
import { fromEcef, local, toEcef } from "./earth.ts";

/** Time in seconds, longitude and latitude in degrees, height in metres. */
export type Sample = [number, number, number, number];

export interface Fix {
  lon: number;
  lat: number;
  /** Above sea level [m]. */
  height: number;
  /** [m/s] */
  speed: number;
  /** Of its flight over the ground, from north [deg]; null where it goes straight up or down. */
  heading: number | null;
  /** Upwards [m/s]. */
  climb: number;
}

/** The last sample that does not come after a time, but never the last of all: a segment begins there. */
function segment(path: readonly Sample[], time: number): number {
  let [low, high] = [0, path.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (path[middle]![0] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where it is at a time; before its path begins at its first place, after the end at its last. */
export function along(path: readonly Sample[], time: number): Fix | null {
  const first = path[0];
  if (!first) return null;
  const from = segment(path, time);
  const [a, b] = [path[Math.max(0, from)]!, path[Math.max(0, from) + 1] ?? first];
  const span = b[0] - a[0];
  const share = span > 0 ? Math.min(1, Math.max(0, (time - a[0]) / span)) : 0;
  const [p, q] = [toEcef(a[1], a[2], a[3]), toEcef(b[1], b[2], b[3])];
  const step: [number, number, number] = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
  const [lon, lat, height] = fromEcef([p[0] + share * step[0], p[1] + share * step[1], p[2] + share * step[2]]);
  const [east, north, up] = local(lon, lat, step);
  const still = span <= 0;
  return {
    lon,
    lat,
    height,
    speed: still ? 0 : Math.hypot(east, north, up) / span,
    heading: still || Math.hypot(east, north) < 0.02 * Math.abs(up) ? null : ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360,
    climb: still ? 0 : up / span,
  };
}
