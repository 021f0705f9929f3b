/** Degrees and metres to the earth-fixed frame (WGS84) in which the globe draws straight lines, and back. */

export type Vector = [number, number, number];

const A = 6_378_137;
const E2 = 6.694_379_990_14e-3;
const RAD = Math.PI / 180;

export function toEcef(lon: number, lat: number, height: number): Vector {
  const [l, p] = [lon * RAD, lat * RAD];
  const n = A / Math.sqrt(1 - E2 * Math.sin(p) ** 2);
  return [(n + height) * Math.cos(p) * Math.cos(l), (n + height) * Math.cos(p) * Math.sin(l), (n * (1 - E2) + height) * Math.sin(p)];
}

/** Longitude and latitude in degrees, height in metres; to a millimetre within 100 km of the ground. */
export function fromEcef([x, y, z]: Vector): Vector {
  const p = Math.hypot(x, y);
  let lat = Math.atan2(z, p * (1 - E2));
  for (let i = 0; i < 6; i += 1) {
    const n = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
    lat = Math.atan2(z + E2 * n * Math.sin(lat), p);
  }
  const sine = Math.sin(lat);
  const height = p * Math.cos(lat) + z * sine - A * Math.sqrt(1 - E2 * sine * sine);
  return [Math.atan2(y, x) / RAD, lat / RAD, height];
}

/** A direction of the earth-fixed frame as east, north and up at a place in degrees. */
export function local(lon: number, lat: number, [x, y, z]: Vector): Vector {
  const [l, p] = [lon * RAD, lat * RAD];
  const east = -Math.sin(l) * x + Math.cos(l) * y;
  const out = Math.cos(l) * x + Math.sin(l) * y;
  return [east, -Math.sin(p) * out + Math.cos(p) * z, Math.cos(p) * out + Math.sin(p) * z];
}

/** Distance in metres along the straight line, and the bearing in degrees at the first place. */
export function rangeAndBearing(from: Vector, to: Vector): { range: number; bearing: number; elevation: number } {
  const [a, b] = [toEcef(...from), toEcef(...to)];
  const [east, north, up] = local(from[0], from[1], [b[0] - a[0], b[1] - a[1], b[2] - a[2]]);
  const range = Math.hypot(east, north, up);
  return {
    range,
    bearing: (Math.atan2(east, north) / RAD + 360) % 360,
    elevation: range > 0 ? Math.asin(up / range) / RAD : 0,
  };
}

/** Distance in metres along the ground between two places, and the bearing in degrees at the first. */
export function alongGround(from: [lon: number, lat: number], to: [lon: number, lat: number]): { range: number; bearing: number } {
  const { range, bearing } = rangeAndBearing([...from, 0], [...to, 0]);
  // The arc above its chord; a sphere does for the difference, which is 1 part in 1,600 at 500 km.
  const R = 6_371_000;
  return { range: 2 * R * Math.asin(Math.min(1, range / (2 * R))), bearing };
}
