/** Lines that give the globe a scale: coasts, and the lines of a graticule. */
import { Cartesian3, Color, Material, PolylineCollection } from "@cesium/engine";
import { mesh } from "topojson-client";
import type { Topology } from "topojson-specification";
import type { Lines } from "../model/graticule.ts";
import world from "world-atlas/land-110m.json";

function material(css: string, alpha: number): Material {
  return Material.fromType("Color", { color: Color.fromCssColorString(css).withAlpha(alpha) });
}

export function coastline(): PolylineCollection {
  const topology = world as unknown as Topology;
  const land = topology.objects["land"];
  const lines = new PolylineCollection();
  if (!land) return lines;
  const coast = material("#9fb8c8", 0.55);
  for (const line of mesh(topology, land as never).coordinates) {
    const positions = Cartesian3.fromDegreesArray(line.flatMap((point) => [point[0] ?? 0, point[1] ?? 0]));
    lines.add({ positions, width: 1.2, material: coast });
  }
  return lines;
}

/** Places along a line, close enough together that it follows the earth. */
function along(from: number, to: number): number[] {
  const pieces = Math.min(180, Math.max(24, Math.ceil((to - from) / 2)));
  return Array.from({ length: pieces + 1 }, (_, i) => from + ((to - from) * i) / pieces);
}

/** Draw the lines of a graticule in the place of those before; the equator and Greenwich are stronger. */
export function drawGraticule(into: PolylineCollection, { meridians, parallels, extent }: Lines, dark: boolean): void {
  into.removeAll();
  const [css, weak, strong] = dark ? (["#c5d6e4", 0.16, 0.34] as const) : (["#1d3a52", 0.2, 0.42] as const);
  const add = (points: [number, number][], value: number): void => {
    into.add({ positions: Cartesian3.fromDegreesArray(points.flat()), width: 1, material: material(css, value === 0 ? strong : weak) });
  };
  for (const lon of meridians) add(along(extent.south, extent.north).map((lat) => [lon, lat]), lon);
  for (const lat of parallels) add(along(extent.west, extent.east).map((lon) => [lon, lat]), lat);
}
