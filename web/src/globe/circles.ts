/** Range rings around what stands: around the selected site, else around every command post. */
import { Cartesian2, HorizontalOrigin, LabelCollection, PolylineCollection, VerticalOrigin } from "@cesium/engine";
import { ringsAt } from "../model/circles.ts";
import { parts } from "../model/selection.ts";
import { distance, type Units } from "../model/units.ts";
import type { Scene } from "../model/types.ts";
import type { Globe } from "./globe.ts";
import { drawn, inks, labelStyle, ring } from "./scene.ts";
import { planLines } from "./styles.ts";

interface Centre {
  lon: number;
  lat: number;
}

/** What rings are drawn around. */
export function centres(scene: Scene, selected: string | null): Centre[] {
  const [kind, name] = parts(selected ?? "");
  const called = (item: { name: string }): boolean => item.name === name;
  const kinds: Record<string, readonly (Centre & { name: string })[]> = { unit: scene.units, radar: scene.radars, post: scene.posts, asset: scene.assets, jammer: scene.jammers };
  const own = kinds[kind]?.find(called);
  if (own) return [own];
  return scene.posts.length > 0 ? scene.posts : scene.assets;
}

export class Circles {
  private readonly lines: PolylineCollection;
  private readonly labels: LabelCollection;
  private key = "";

  constructor(private readonly globe: Globe) {
    const { primitives } = globe.widget.scene;
    this.lines = primitives.add(new PolylineCollection()) as PolylineCollection;
    this.labels = primitives.add(new LabelCollection()) as LabelCollection;
  }

  /** Rings every so many metres; none where there is no step. */
  show(around: readonly Centre[], step: number | null, dark: boolean, units: Units): void {
    const key = JSON.stringify([around.map(({ lon, lat }) => [lon, lat]), step, dark, units]);
    if (key === this.key) return;
    this.key = key;
    this.lines.removeAll();
    this.labels.removeAll();
    const style = planLines(dark ? "dark" : "light").circle;
    const ink = inks(dark);
    for (const { lon, lat } of step === null ? [] : around)
      for (const range of ringsAt(step!)) {
        const points = ring(lon, lat, range);
        this.lines.add({ positions: points, ...drawn(style) });
        // East of the middle, where no missile range has its own.
        const place = points[Math.round(points.length / 4)];
        if (!place) continue;
        this.labels.add({
          ...labelStyle(distance(range, units, step! < 1000 ? 1 : 0), ink.friend, ink.edge),
          position: place,
          font: "11px system-ui, sans-serif",
          horizontalOrigin: HorizontalOrigin.CENTER,
          verticalOrigin: VerticalOrigin.CENTER,
          pixelOffset: new Cartesian2(0, 0),
        } as never);
      }
    this.globe.render();
  }
}
