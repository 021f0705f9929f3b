/** The ground of a scene, from its own elevation model as the service gives it; beyond the model is sea. */
import type { TerrainOut } from "./service.ts";

export type Ground = TerrainOut;

/** Row and column of a place, as parts of a cell; null beyond the model. */
function cell(ground: Ground, lon: number, lat: number): [row: number, column: number] | null {
  const { west, south, east, north, rows, columns } = ground;
  // A model may lie across the 180th meridian.
  const from = lon < west ? lon + 360 : lon;
  const [row, column] = [((north - lat) / (north - south)) * (rows - 1), ((from - west) / (east - west)) * (columns - 1)];
  return row >= 0 && row <= rows - 1 && column >= 0 && column <= columns - 1 ? [row, column] : null;
}

/** Whether the model says what the ground is there. */
export function over(ground: Ground | null, lon: number, lat: number): boolean {
  return ground !== null && cell(ground, lon, lat) !== null;
}

/** The height of the ground above sea level [m], between its posts as the engine has it: bilinear. */
export function heightAt(ground: Ground | null, lon: number, lat: number): number {
  const at = ground && cell(ground, lon, lat);
  if (!at) return 0;
  const { rows, columns, heights_m: posts } = ground;
  const [top, left] = [Math.min(Math.floor(at[0]), Math.max(0, rows - 2)), Math.min(Math.floor(at[1]), Math.max(0, columns - 2))];
  const [down, right] = [at[0] - top, at[1] - left];
  const post = (row: number, column: number): number => posts[Math.min(row, rows - 1) * columns + Math.min(column, columns - 1)]!;
  const above = post(top, left) * (1 - right) + post(top, left + 1) * right;
  const below = post(top + 1, left) * (1 - right) + post(top + 1, left + 1) * right;
  return above * (1 - down) + below * down;
}

/** West, south, east and north [deg]. */
export interface Edges {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The heights of a tile, in rows from its north-west corner, its edges included; null where all of it is sea. */
export function tile(ground: Ground, { west, south, east, north }: Edges, side: number): Float32Array | null {
  const turned = east < ground.west ? 360 : 0;
  if (west + turned > ground.east || east + turned < ground.west || south > ground.north || north < ground.south) return null;
  const found = new Float32Array(side * side);
  for (let row = 0; row < side; row += 1) {
    const lat = north + ((south - north) * row) / (side - 1);
    for (let column = 0; column < side; column += 1) found[row * side + column] = heightAt(ground, west + ((east - west) * column) / (side - 1), lat);
  }
  return found;
}
