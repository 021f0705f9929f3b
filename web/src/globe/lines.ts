/** Lines that give the globe a scale: coasts and a graticule. */
import { Cartesian3, Color, Material, PolylineCollection } from "@cesium/engine";
import { mesh } from "topojson-client";
import type { Topology } from "topojson-specification";
import world from "world-atlas/land-110m.json";

function material(css: string, alpha: number): Material {
  return Material.fromType("Color", { color: Color.fromCssColorString(css).withAlpha(alpha) });
}

export function coastline(): PolylineCollection {
  const topology = world as unknown as Topology;
  const land = topology.objects["land"];
  const lines = new PolylineCollection();
  if (!land) return lines;
  for (const line of mesh(topology, land as never).coordinates) {
    const positions = Cartesian3.fromDegreesArray(line.flatMap((point) => [point[0] ?? 0, point[1] ?? 0]));
    lines.add({ positions, width: 1.2, material: material("#9fb8c8", 0.55) });
  }
  return lines;
}

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => from + i * by);

/** Meridians and parallels every ten degrees. */
export function graticule(): PolylineCollection {
  const lines = new PolylineCollection();
  const add = (points: [number, number][], strong: boolean): void => {
    lines.add({
      positions: Cartesian3.fromDegreesArray(points.flat()),
      width: 1,
      material: material("#c5d6e4", strong ? 0.3 : 0.12),
    });
  };
  for (const lon of steps(-180, 170, 10)) add(steps(-80, 80, 4).map((lat): [number, number] => [lon, lat]), lon === 0);
  for (const lat of steps(-80, 80, 10)) add(steps(-180, 180, 4).map((lon): [number, number] => [lon, lat]), lat === 0);
  return lines;
}

/** Every degree around an exercise, most of which lie where there is nothing but sea. */
export function localGraticule([west, south, east, north]: [number, number, number, number]): PolylineCollection {
  const lines = new PolylineCollection();
  const span = Math.max(east - west, north - south);
  // An exercise that spans a continent has lines enough.
  if (span > 40) return lines;
  const pad = Math.max(2, Math.ceil(span));
  const [w, e] = [Math.floor(west) - pad, Math.ceil(east) + pad];
  const [s, n] = [Math.max(-85, Math.floor(south) - pad), Math.min(85, Math.ceil(north) + pad)];
  const add = (points: [number, number][]): void => {
    lines.add({ positions: Cartesian3.fromDegreesArray(points.flat()), width: 1, material: material("#c5d6e4", 0.13) });
  };
  for (const lon of steps(w, e, 1)) add(steps(s, n, 1).map((lat): [number, number] => [lon, lat]));
  for (const lat of steps(s, n, 1)) add(steps(w, e, 1).map((lon): [number, number] => [lon, lat]));
  return lines;
}
