/** Lines that change with the clock: from what flies to the ground, from radars to their tracks, from units to targets. */
import { Cartesian3, PolylineCollection, type Polyline } from "@cesium/engine";
import { heightAt, type Ground } from "../model/ground.ts";
import type { Shown } from "../model/layers.ts";
import type { Scene } from "../model/types.ts";
import { commandLinks, linksShown } from "../replay/links.ts";
import type { Story } from "../replay/story.ts";
import { whereabouts, type Whereabouts } from "../replay/whereabouts.ts";
import type { Globe } from "./globe.ts";
import { drawn } from "./scene.ts";
import { LIVE, type LineStyle, type LiveKind } from "./styles.ts";

type Drawn = ReturnType<typeof drawn>;

function of(styles: Record<LiveKind, LineStyle>): Record<LiveKind, Drawn> {
  return Object.fromEntries(Object.entries(styles).map(([kind, style]) => [kind, drawn(style)])) as Record<LiveKind, Drawn>;
}

const STYLES = { dark: of(LIVE.dark), light: of(LIVE.light) };

export class Live {
  private readonly lines: PolylineCollection;
  private readonly pool: Polyline[] = [];
  private used = 0;

  constructor(private readonly globe: Globe) {
    this.lines = globe.widget.scene.primitives.add(new PolylineCollection()) as PolylineCollection;
  }

  update(scene: Scene | null, story: Story | null, time: number, selected: string | null, on: Shown, dark: boolean, ground: Ground | null): void {
    this.used = 0;
    const styles = STYLES[dark ? "dark" : "light"];
    const find = (id: string): Whereabouts | null => scene && whereabouts(scene, story, id, time);
    for (const link of scene && on.command ? commandLinks(scene, story, time) : []) {
      const [a, b] = [find(link.from), find(link.to)];
      if (a && b) this.draw(a, b, styles[link.kind]);
    }
    if (story) {
      for (const link of linksShown(story, time, selected, on)) {
        const [a, b] = [find(link.from), find(link.to)];
        if (a && b) this.draw(a, b, styles[link.kind]);
      }
      const flying = on.drops ? [...story.lives.keys()].map((name) => `threat/${name}`).concat([...story.shots.keys()]) : [];
      for (const id of flying) {
        const place = find(id);
        if (place?.phase === "moving") this.draw(place, { ...place, height: heightAt(ground, place.lon, place.lat) }, styles.drop);
      }
    }
    for (let i = this.used; i < this.pool.length; i += 1) this.pool[i]!.show = false;
    this.globe.render();
  }

  private draw(a: Whereabouts, b: Whereabouts, style: Drawn): void {
    const positions = [Cartesian3.fromDegrees(a.lon, a.lat, a.height), Cartesian3.fromDegrees(b.lon, b.lat, b.height)];
    const line = this.pool[this.used];
    if (line) {
      line.positions = positions;
      line.material = style.material;
      line.show = true;
    } else this.pool.push(this.lines.add({ positions, ...style }));
    this.used += 1;
  }
}
