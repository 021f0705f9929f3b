/**
 * Coverage as a volume: each outline at the height above ground that it was worked out for, walled up to the next one.
 * Between two heights it has the outline of the lower one: what is covered low is covered above it, the cone of silence
 * and ceilings aside, and what comes in between the service was not asked for.
 */
import { Cartesian3, Cartographic, Color, PolygonGeometry, PolygonHierarchy, PolylineCollection, PrimitiveCollection, Math as CesiumMath } from "@cesium/engine";
import { heightAt, type Ground } from "../model/ground.ts";
import type { CoverageMap } from "../model/types.ts";
import type { Globe } from "./globe.ts";
import { Sheet, corner, emptyMesh, quad, type Mesh } from "./mesh.ts";
import { drawn } from "./scene.ts";

type Ring = [number, number][];

/** How opaque a sheet at a height is, and the wall above it. */
const [SHEET, WALL] = [0.13, 0.16];

/** Finest triangles of a sheet [deg], and how many of them a side has at most. */
const [FINE, SIDE] = [0.02, 60];

/** Its parts, each an outline with its holes. */
export function polygons(geometry: { type: string; coordinates: unknown }): Ring[][] {
  if (geometry.type === "Polygon") return [geometry.coordinates as Ring[]];
  return geometry.type === "MultiPolygon" ? (geometry.coordinates as Ring[][]) : [];
}

function places(ring: Ring): Cartesian3[] {
  return ring.slice(0, -1).map(([lon, lat]) => Cartesian3.fromDegrees(lon, lat));
}

function extent(ring: Ring): number {
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  return Math.max(Math.max(...lons) - Math.min(...lons), Math.max(...lats) - Math.min(...lats));
}

/** A flat sheet at a height above the ground under each of its corners. */
function sheet(mesh: Mesh, rings: Ring[], height: number, ground: Ground | null, colour: number[]): void {
  const [outer, ...holes] = rings;
  if (!outer || outer.length < 4) return;
  const hierarchy = new PolygonHierarchy(places(outer), holes.filter((hole) => hole.length > 3).map((hole) => new PolygonHierarchy(places(hole))));
  const granularity = CesiumMath.toRadians(Math.max(FINE, extent(outer) / SIDE));
  const made = PolygonGeometry.createGeometry(new PolygonGeometry({ polygonHierarchy: hierarchy, granularity }));
  const values = made?.attributes.position?.values;
  if (!made?.indices || !values) return;
  const first = mesh.places.length / 3;
  const spot = new Cartographic();
  for (let i = 0; i < values.length; i += 3) {
    Cartographic.fromCartesian(new Cartesian3(values[i], values[i + 1], values[i + 2]), undefined, spot);
    const [lon, lat] = [CesiumMath.toDegrees(spot.longitude), CesiumMath.toDegrees(spot.latitude)];
    corner(mesh, Cartesian3.fromRadians(spot.longitude, spot.latitude, heightAt(ground, lon, lat) + height), colour);
  }
  for (const index of made.indices as unknown as Iterable<number>) mesh.triangles.push(first + index);
}

function wall(mesh: Mesh, ring: Ring, low: number, high: number, ground: Ground | null, colour: number[]): void {
  let last: [number, number] | null = null;
  const faint = [...colour.slice(0, 3), WALL * 0.25];
  for (const [lon, lat] of ring) {
    const foot = heightAt(ground, lon, lat);
    const pair: [number, number] = [
      corner(mesh, Cartesian3.fromDegrees(lon, lat, foot + low), [...colour.slice(0, 3), WALL]),
      corner(mesh, Cartesian3.fromDegrees(lon, lat, foot + high), faint),
    ];
    if (last) quad(mesh, last[0], pair[0], pair[1], last[1]);
    last = pair;
  }
}

export class Volume {
  private readonly sheet: Sheet;
  private readonly lines: PolylineCollection;

  constructor(private readonly globe: Globe) {
    const { primitives } = globe.widget.scene;
    this.sheet = new Sheet(primitives.add(new PrimitiveCollection()) as PrimitiveCollection);
    this.lines = primitives.add(new PolylineCollection()) as PolylineCollection;
  }

  show(map: CoverageMap | null, colours: Map<number, string>, ground: Ground | null): void {
    this.lines.removeAll();
    const mesh = emptyMesh();
    const heights = [...colours.keys()].toSorted((a, b) => a - b);
    for (const { properties, geometry } of map?.features ?? []) {
      const low = properties.altitude_m;
      const high = heights.find((height) => height > low) ?? low;
      const css = colours.get(low) ?? "#6fb7f2";
      const { red, green, blue } = Color.fromCssColorString(css);
      for (const rings of polygons(geometry)) {
        sheet(mesh, rings, low, ground, [red, green, blue, SHEET]);
        for (const ring of rings) {
          if (high > low) wall(mesh, ring, low, high, ground, [red, green, blue, WALL]);
          const positions = ring.map(([lon, lat]) => Cartesian3.fromDegrees(lon, lat, heightAt(ground, lon, lat) + low));
          this.lines.add({ positions, ...drawn({ css, alpha: 0.95, width: 1.4, dash: 0 }) });
        }
      }
    }
    this.sheet.set(mesh);
    this.globe.render();
  }
}
