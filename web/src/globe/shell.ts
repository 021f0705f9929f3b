/** The envelopes of a fire unit's missiles as shells: the outline that the service works out, turned through its sector. */
import { Cartesian3, Color, PolylineCollection, PrimitiveCollection } from "@cesium/engine";
import type { MissileEnvelopeOut } from "../model/service.ts";
import { outline, type Sector } from "../side/model.ts";
import type { Globe } from "./globe.ts";
import { Sheet, corner, emptyMesh, quad, type Mesh } from "./mesh.ts";
import { drawn, pointAt } from "./scene.ts";
import { envelopeLine } from "./styles.ts";

/** Bearings [deg] between two meridians of a shell. */
const STEP = 4;

const OPAQUE = 0.11;

function turned(mesh: Mesh, sector: Sector, points: readonly [number, number][], css: string): void {
  const { red, green, blue } = Color.fromCssColorString(css);
  const steps = Math.max(1, Math.ceil((sector.to - sector.from) / STEP));
  let last: number[] | null = null;
  for (let i = 0; i <= steps; i += 1) {
    const bearing = sector.from + ((sector.to - sector.from) * i) / steps;
    const meridian = points.map(([range, height]) =>
      corner(mesh, Cartesian3.fromDegrees(...pointAt(sector.lon, sector.lat, range, bearing), height), [red, green, blue, OPAQUE]),
    );
    const before: number[] = last ?? [];
    for (const [k, at] of before.entries()) {
      const next = (k + 1) % meridian.length;
      quad(mesh, at, meridian[k]!, meridian[next]!, before[next]!);
    }
    last = meridian;
  }
}

export class Shells {
  private readonly sheet: Sheet;
  private readonly lines: PolylineCollection;

  constructor(private readonly globe: Globe) {
    const { primitives } = globe.widget.scene;
    this.sheet = new Sheet(primitives.add(new PrimitiveCollection()) as PrimitiveCollection);
    this.lines = primitives.add(new PolylineCollection()) as PolylineCollection;
  }

  show(sector: Sector | null, missiles: readonly MissileEnvelopeOut[], dark: boolean): void {
    this.lines.removeAll();
    const mesh = emptyMesh();
    for (const [i, missile] of missiles.entries()) {
      const points = sector && missile.altitude_m.length > 0 ? outline(missile) : null;
      if (!sector || !points) continue;
      const style = envelopeLine(dark ? "dark" : "light", i);
      turned(mesh, sector, points, style.css);
      const at = (range: number, height: number, bearing: number): Cartesian3 => Cartesian3.fromDegrees(...pointAt(sector.lon, sector.lat, range, bearing), height);
      const whole = sector.to - sector.from >= 360;
      // Its outline at the edges of the sector, or at four bearings; and how far it reaches at the top and at its best height.
      const edges = whole ? [0, 90, 180, 270] : [sector.from, sector.to];
      for (const bearing of edges) this.lines.add({ positions: [...points, points[0]!].map(([range, height]) => at(range, height, bearing)), ...drawn(style) });
      const best = points.reduce((most, point) => (point[0] > most[0] ? point : most));
      const top = points.reduce((most, point) => (point[1] >= most[1] && point[0] > 0 ? point : most));
      const steps = Math.ceil((sector.to - sector.from) / STEP);
      for (const [range, height] of [best, top])
        this.lines.add({ positions: Array.from({ length: steps + 1 }, (_, k) => at(range, height, sector.from + ((sector.to - sector.from) * k) / steps)), ...drawn(style) });
    }
    this.sheet.set(mesh);
    this.globe.render();
  }
}
