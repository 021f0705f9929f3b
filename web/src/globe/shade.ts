/** A picture of the ground from its heights: coloured by height, shaded as if lit from the north-west. */
import { heightAt, type Ground } from "../model/ground.ts";

/** Colours by height [m], from the shore up; between two of them they are mixed. */
export const TINTS: readonly (readonly [metres: number, red: number, green: number, blue: number])[] = [
  [0, 126, 148, 108],
  [250, 150, 160, 112],
  [600, 176, 164, 122],
  [1200, 164, 138, 110],
  [2000, 196, 184, 172],
  [3500, 240, 240, 240],
];

/** How much steeper the light takes the ground than it is, so that gentle slopes are seen. */
const STEEPER = 2;

/** Sides [px] of the picture are powers of two, of which a graphics card makes smaller ones for the distance. */
function side(posts: number): number {
  return Math.min(2048, Math.max(256, 2 ** Math.ceil(Math.log2(posts * 2))));
}

export function tint(metres: number): [number, number, number] {
  const next = TINTS.findIndex(([top]) => top > metres);
  const [low, high] = next < 0 ? [TINTS.at(-1)!, TINTS.at(-1)!] : [TINTS[Math.max(0, next - 1)]!, TINTS[next]!];
  const share = high[0] > low[0] ? Math.max(0, (metres - low[0]) / (high[0] - low[0])) : 0;
  return [1, 2, 3].map((k) => low[k]! + (high[k]! - low[k]!) * share) as [number, number, number];
}

/** Brightness of a slope, 1 on the level: metres of height for each metre to the east and to the north. */
export function light(east: number, north: number): number {
  const [x, y] = [-east * STEEPER, -north * STEEPER];
  // From the north-west, 45 degrees high, against what falls on the level.
  const sun = (-x + y) / 2 + Math.SQRT1_2;
  return Math.min(1.45, Math.max(0.35, sun / Math.hypot(x, y, 1) / Math.SQRT1_2));
}

/** The picture: red, green, blue and alpha of each pixel, in rows from the north; sea is left out. */
export function shaded(ground: Ground): { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> } {
  const { west, south, east, north, rows, columns } = ground;
  const [width, height] = [side(columns), side(rows)];
  const pixels = new Uint8ClampedArray(width * height * 4);
  const [dx, dy] = [(east - west) / (columns - 1), (north - south) / (rows - 1)];
  const metres = 111_195;
  for (let y = 0; y < height; y += 1) {
    // A pixel's middle; the picture goes half a cell beyond the outer posts.
    const lat = Math.min(north, Math.max(south, north + dy / 2 - ((y + 0.5) / height) * rows * dy));
    const wide = metres * Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    for (let x = 0; x < width; x += 1) {
      const lon = Math.min(east, Math.max(west, west - dx / 2 + ((x + 0.5) / width) * columns * dx));
      const level = heightAt(ground, lon, lat);
      if (level <= 0) continue;
      const slope = (a: number, b: number, step: number): number => (a - b) / step;
      const lit = light(
        slope(heightAt(ground, lon + dx, lat), heightAt(ground, lon - dx, lat), 2 * dx * wide),
        slope(heightAt(ground, lon, lat + dy), heightAt(ground, lon, lat - dy), 2 * dy * metres),
      );
      const colour = tint(level);
      const at = 4 * (y * width + x);
      for (let k = 0; k < 3; k += 1) pixels[at + k] = colour[k]! * lit;
      // The shore is soft: heights are whole metres.
      pixels[at + 3] = Math.min(1, level / 2) * 255;
    }
  }
  return { width, height, pixels };
}
