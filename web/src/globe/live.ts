/** Lines that change with the clock: from what flies to the ground, from radars to their tracks, from units to targets. */
import { Cartesian3, Color, Material, PolylineCollection, type Polyline } from "@cesium/engine";
import type { Shown } from "../model/layers.ts";
import { linksShown, type Link } from "../replay/links.ts";
import type { Story } from "../replay/story.ts";
import { whereabouts, type Whereabouts } from "../replay/whereabouts.ts";
import type { Globe } from "./globe.ts";

type Kind = Link["kind"] | "drop";

function material(css: string, alpha: number, dash = 0): Material {
  const color = Color.fromCssColorString(css).withAlpha(alpha);
  return dash > 0 ? Material.fromType("PolylineDash", { color, dashLength: dash }) : Material.fromType("Color", { color });
}

const STYLES: Record<"dark" | "light", Record<Kind, Material>> = {
  dark: {
    track: material("#7fd4ff", 0.55, 6),
    assigned: material("#ffd45e", 0.85, 14),
    launched: material("#ffb020", 0.95),
    assessed: material("#c7b0ff", 0.85, 14),
    drop: material("#dfe9f2", 0.35),
  },
  light: {
    track: material("#0b5f8f", 0.6, 6),
    assigned: material("#7a5200", 0.9, 14),
    launched: material("#a34700", 0.95),
    assessed: material("#5b3fa3", 0.9, 14),
    drop: material("#22313d", 0.4),
  },
};

export class Live {
  private readonly lines: PolylineCollection;
  private readonly pool: Polyline[] = [];
  private used = 0;

  constructor(private readonly globe: Globe) {
    this.lines = globe.widget.scene.primitives.add(new PolylineCollection()) as PolylineCollection;
  }

  update(story: Story | null, time: number, selected: string | null, on: Shown, dark: boolean): void {
    this.used = 0;
    if (story) {
      const styles = STYLES[dark ? "dark" : "light"];
      const find = (id: string): Whereabouts | null => whereabouts(story.replay.scene, story, id, time);
      for (const link of linksShown(story, time, selected, on)) {
        const [a, b] = [find(link.from), find(link.to)];
        if (a && b) this.draw(a, b, styles[link.kind]);
      }
      const flying = on.drops ? [...story.lives.keys()].map((name) => `threat/${name}`).concat([...story.shots.keys()]) : [];
      for (const id of flying) {
        const place = find(id);
        if (place?.phase === "moving") this.draw(place, { ...place, height: 0 }, styles.drop);
      }
    }
    for (let i = this.used; i < this.pool.length; i += 1) this.pool[i]!.show = false;
    this.globe.render();
  }

  private draw(a: Whereabouts, b: Whereabouts, style: Material): void {
    const positions = [Cartesian3.fromDegrees(a.lon, a.lat, a.height), Cartesian3.fromDegrees(b.lon, b.lat, b.height)];
    const line = this.pool[this.used];
    if (line) {
      line.positions = positions;
      line.material = style;
      line.show = true;
    } else this.pool.push(this.lines.add({ positions, material: style, width: 1.5 }));
    this.used += 1;
  }
}
