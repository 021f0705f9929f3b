/** What stands and what comes, drawn before any chance: sites with their ranges, routes with a symbol a group. */
import {
  Cartesian2,
  Cartesian3,
  CustomDataSource,
  Color,
  DistanceDisplayCondition,
  HorizontalOrigin,
  LabelStyle,
  Material,
  VerticalOrigin,
  type LabelGraphics,
  type PolylineCollection,
} from "@cesium/engine";
import { plural } from "../ui/format.ts";
import { distance, type Units } from "../model/units.ts";
import type { Scene, SceneThreat } from "../model/types.ts";
import { INKS, planLines, type LineStyle } from "./styles.ts";
import { siteSymbol, threatSymbol } from "./symbols.ts";

const EARTH = 6_371_000;
/** Sites of one system stand within a few kilometres: from further away its post stands for them. */
export const NEAR_M = 120_000;
const NEAR = new DistanceDisplayCondition(0, NEAR_M);
export interface Inks {
  friend: Color;
  hostile: Color;
  asset: Color;
  edge: Color;
}

export function inks(dark: boolean): Inks {
  const of = (css: string): Color => Color.fromCssColorString(css);
  const { friend, hostile, asset, edge } = INKS[dark ? "dark" : "light"];
  return { friend: of(friend), hostile: of(hostile), asset: of(asset), edge: of(edge).withAlpha(0.9) };
}

/** Longitude and latitude at a distance [m] and bearing [deg]: for a drawing a sphere will do. */
export function pointAt(lon: number, lat: number, range: number, degrees: number): [number, number] {
  const [phi, arc, bearing] = [(lat * Math.PI) / 180, range / EARTH, (degrees * Math.PI) / 180];
  const sine = Math.sin(phi) * Math.cos(arc) + Math.cos(phi) * Math.sin(arc) * Math.cos(bearing);
  const across = Math.atan2(Math.sin(bearing) * Math.sin(arc) * Math.cos(phi), Math.cos(arc) - Math.sin(phi) * sine);
  return [lon + (across * 180) / Math.PI, (Math.asin(sine) * 180) / Math.PI];
}

/** Points on the ground at a distance and bearings. */
export function ring(lon: number, lat: number, range: number, from = 0, to = 360): Cartesian3[] {
  const steps = Math.max(8, Math.round((to - from) / 4));
  return Array.from({ length: steps + 1 }, (_, i) => {
    return Cartesian3.fromDegrees(...pointAt(lon, lat, range, from + ((to - from) * i) / steps), 30);
  });
}

/** A line style as Cesium has it. */
export function drawn({ css, alpha, dash, width }: LineStyle): { width: number; material: Material } {
  const color = Color.fromCssColorString(css).withAlpha(alpha);
  return { width, material: dash > 0 ? Material.fromType("PolylineDash", { color, dashLength: dash }) : Material.fromType("Color", { color }) };
}

function symbol(kind: Parameters<typeof siteSymbol>[0], name = "") {
  return { image: siteSymbol(kind, name), scale: 0.5, disableDepthTestDistance: Number.POSITIVE_INFINITY };
}

export function labelStyle(text: string, color: Color, edge: Color): LabelGraphics.ConstructorOptions {
  return {
    text,
    font: "600 12px system-ui, sans-serif",
    style: LabelStyle.FILL_AND_OUTLINE,
    fillColor: color,
    outlineColor: edge,
    outlineWidth: 4,
    horizontalOrigin: HorizontalOrigin.LEFT,
    verticalOrigin: VerticalOrigin.CENTER,
    pixelOffset: new Cartesian2(18, 0),
    disableDepthTestDistance: Number.POSITIVE_INFINITY,
  };
}

/** Each group once: its first member stands for it. */
function groups(threats: SceneThreat[]): { first: SceneThreat; count: number }[] {
  const found = new Map<string, { first: SceneThreat; count: number }>();
  for (const threat of threats) {
    const key = `${threat.group}/${threat.class}`;
    const known = found.get(key);
    if (known) known.count += 1;
    else found.set(key, { first: threat, count: 1 });
  }
  return [...found.values()];
}

export function drawSites(layer: CustomDataSource, scene: Scene, playing: boolean, { friend, hostile, asset: own, edge }: Inks): void {
  const { entities } = layer;
  // Where a raid is simulated, sites make room for it.
  const scale = playing ? 0.34 : 0.5;
  // From the middle of a symbol to a name beside it [px].
  const beside = playing ? 18 : 24;
  scene.assets.forEach((asset, i) => {
    // The names of assets side by side stand under one another.
    const above = scene.assets.slice(0, i).filter((other) => Math.hypot(other.lon - asset.lon, other.lat - asset.lat) < 0.15);
    entities.add({
      id: `asset/${asset.name}`,
      position: Cartesian3.fromDegrees(asset.lon, asset.lat, asset.height_m),
      // Below its place, the post above it: what is defended often stands beside what defends it.
      billboard: { ...symbol("asset", asset.name), scale, verticalOrigin: VerticalOrigin.TOP },
      label: { ...labelStyle(asset.name, own, edge), pixelOffset: new Cartesian2(-beside, 12 + 14 * above.length), horizontalOrigin: HorizontalOrigin.RIGHT },
    });
  });
  for (const post of scene.posts)
    entities.add({
      id: `post/${post.name}`,
      position: Cartesian3.fromDegrees(post.lon, post.lat, post.height_m),
      billboard: { ...symbol("post"), scale, verticalOrigin: VerticalOrigin.BOTTOM },
      label: { ...labelStyle(post.name.replace(/\/post$/, ""), friend, edge), pixelOffset: new Cartesian2(beside, -12) },
    });
  for (const jammer of scene.jammers)
    entities.add({
      id: `jammer/${jammer.name}`,
      position: Cartesian3.fromDegrees(jammer.lon, jammer.lat, jammer.height_m),
      billboard: { ...symbol("jammer"), scale },
      label: { ...labelStyle(`${jammer.name} (jammer)`, hostile, edge), pixelOffset: new Cartesian2(beside, 0) },
    });
  for (const unit of scene.units)
    entities.add({
      id: `unit/${unit.name}`,
      position: Cartesian3.fromDegrees(unit.lon, unit.lat, unit.height_m),
      billboard: { ...symbol("unit"), scale, distanceDisplayCondition: NEAR },
      label: {
        ...labelStyle(doing(unit.name, scene.radars.find((radar) => radar.unit === unit.name)?.silent ? "silent" : "radiates"), friend, edge),
        pixelOffset: new Cartesian2(beside, 0),
        distanceDisplayCondition: NEAR,
      },
    });
  for (const radar of scene.radars)
    entities.add({
      id: `radar/${radar.name}`,
      position: Cartesian3.fromDegrees(radar.lon, radar.lat, radar.height_m + radar.antenna_m),
      billboard: {
        ...symbol("radar"),
        scale,
        pixelOffset: new Cartesian2(0, -26),
        show: radar.kind === "surveillance",
        distanceDisplayCondition: NEAR,
      },
    });
}

/** Where what moves goes to: its further positions, and the roads between them, which nobody has surveyed. */
export function drawPositions(layer: CustomDataSource, lines: PolylineCollection, scene: Scene, dark: boolean): void {
  const { friend, edge } = inks(dark);
  for (const radar of scene.radars)
    [radar, ...radar.positions].forEach((spot, i, all) => {
      const before = all[i - 1];
      if (!before) return;
      const [a, b] = [before, spot].map(({ lon, lat, height_m }) => Cartesian3.fromDegrees(lon, lat, height_m));
      lines.add({ id: `road/${radar.name}/${spot.name}`, positions: [a!, b!], ...drawn(planLines(dark ? "dark" : "light").road) });
      layer.entities.add({
        id: `position/${radar.name}/${spot.name}`,
        position: b!,
        point: {
          pixelSize: 9,
          color: Color.TRANSPARENT,
          outlineColor: friend,
          outlineWidth: 2,
          disableDepthTestDistance: Number.POSITIVE_INFINITY,
          distanceDisplayCondition: NEAR,
        },
        label: { ...labelStyle(spot.name, friend, edge), font: "11px system-ui, sans-serif", pixelOffset: new Cartesian2(10, 0), distanceDisplayCondition: NEAR },
      });
    });
}

/** What a radar does beside its unit's name, where that is not to radiate. */
export function doing(name: string, does: "radiates" | "silent" | "moves"): string {
  const short = name.split("/").at(-1) ?? name;
  return { radiates: short, silent: `${short} (silent)`, moves: `${short} (on the move)` }[does];
}

/** How far missiles reach by their published figure. */
export function drawRings(layer: CustomDataSource, lines: PolylineCollection, scene: Scene, dark: boolean, units: Units): void {
  const { friend, edge } = inks(dark);
  const { entities } = layer;
  const ranged: { name: string; lon: number; lat: number }[] = [];
  for (const unit of scene.units)
    for (const missile of unit.missiles) {
      if (!missile.max_range_m) continue;
      // Units that stand side by side have rings that lie on each other: one is enough.
      const near = ranged.some((other) => other.name === missile.name && Math.hypot(other.lon - unit.lon, other.lat - unit.lat) < 0.2);
      if (near) continue;
      ranged.push({ name: missile.name, lon: unit.lon, lat: unit.lat });
      const points = ring(unit.lon, unit.lat, missile.max_range_m);
      lines.add({ id: `range/${unit.name}/${missile.name}`, positions: points, ...drawn(planLines(dark ? "dark" : "light").range) });
      const top = points[0];
      if (top)
        entities.add({
          id: `range/${unit.name}/${missile.name}/label`,
          position: top,
          label: {
            ...labelStyle(`${missile.name}  ${distance(missile.max_range_m, units, 0)}`, friend, edge),
            font: "11px system-ui, sans-serif",
            pixelOffset: new Cartesian2(0, -9),
            horizontalOrigin: HorizontalOrigin.CENTER,
          },
        });
    }
}

/** Where engagement radars look. */
export function drawSectors(lines: PolylineCollection, scene: Scene, dark: boolean): void {
  for (const radar of scene.radars) {
    if (radar.kind !== "engagement" || radar.facing_deg === null || !radar.sector_deg || radar.sector_deg >= 360) continue;
    const reach = Math.min(radar.range_m ?? 100_000, 300_000);
    const [from, to] = [radar.facing_deg - radar.sector_deg / 2, radar.facing_deg + radar.sector_deg / 2];
    const apex = Cartesian3.fromDegrees(radar.lon, radar.lat, 30);
    const border = [apex, ...ring(radar.lon, radar.lat, reach, from, to), apex];
    const styles = planLines(dark ? "dark" : "light");
    lines.add({ id: `sector/${radar.name}`, positions: border, ...drawn(radar.silent ? styles.silent : styles.sector) });
  }
}

export function drawRoutes(layer: CustomDataSource, lines: PolylineCollection, scene: Scene, dark: boolean): void {
  const { hostile, edge } = inks(dark);
  const styles = planLines(dark ? "dark" : "light");
  const { entities } = layer;
  const formations = groups(scene.threats);
  const [west, south, east, north] = scene.bounds;
  const span = Math.max(east - west, north - south);
  for (const { first, count } of formations) {
    const start = first.path[0];
    if (!start) continue;
    // A name stands on the left of its symbol where another group's symbol would stand in it.
    const crowded = formations.some(({ first: other }) => {
      const [, lon = 0, lat = 0] = other.path[0] ?? [];
      const [dx, dy] = [(lon - start[1]) / span, (lat - start[2]) / span];
      return other !== first && other.carrier === null && dx > 0 && dx < 0.15 && Math.abs(dy) < 0.02;
    });
    const points = first.path.map(([, lon, lat, height]) => Cartesian3.fromDegrees(lon, lat, height));
    const released = first.carrier !== null;
    lines.add({
      id: `route/${first.group}/${first.class}`,
      positions: points,
      ...drawn(released ? styles.released : styles.route),
    });
    entities.add({
      id: `formation/${first.group}/${first.class}`,
      position: Cartesian3.fromDegrees(start[1], start[2], start[3]),
      billboard: {
        image: threatSymbol(first),
        scale: 0.5,
        show: !released,
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
      },
      label: {
        ...labelStyle(groupLabel(first, count), hostile, edge),
        show: !released,
        horizontalOrigin: crowded ? HorizontalOrigin.RIGHT : HorizontalOrigin.LEFT,
        pixelOffset: new Cartesian2(crowded ? -24 : 24, 0),
      },
    });
  }
}

/** What a label says of a formation's jammer. */
function jams(first: SceneThreat): string {
  if (first.jammer_w_per_mhz <= 0) return "";
  return first.jams_for_others ? ", jamming for others" : ", jamming";
}

function groupLabel(first: SceneThreat, count: number): string {
  return `${first.group}${count > 1 ? ` ×${count}` : ""}${jams(first)}`;
}

/** What a screen reader hears of the picture. */
export function described(scene: Scene): string {
  const kinds = groups(scene.threats).map(({ first, count }) => `${count} ${first.class}${jams(first)}`);
  const jammers = scene.jammers.length > 0 ? `, ${plural(scene.jammers.length, "stand-off jammer")}` : "";
  return (
    `${plural(scene.assets.length, "asset")}, ${plural(scene.units.length, "fire unit")}, ` +
    `${plural(scene.radars.length, "radar")}${jammers}; the raid: ${kinds.join(", ") || "none"}.`
  );
}
