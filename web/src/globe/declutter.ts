/** Names on the globe that would lie on one another make room: looked at again whenever the picture has changed. */
import { Cartesian2, Cartesian3, SceneTransforms } from "@cesium/engine";
import { placed, type Box } from "../model/declutter.ts";
import type { Globe } from "./globe.ts";

/** Where a name stands beside its place. */
export interface Spot {
  /** From its place to the middle of its near end [px]. */
  offset: { x: number; y: number };
  align: "left" | "center" | "right";
}

/** A name as it wants to be drawn. */
export interface Name {
  text: string;
  at: Cartesian3;
  /** Where it may stand, the best first. */
  spots: readonly Spot[];
  rank: number;
  /** Drawn only within so many metres of the camera. */
  within: number;
  /** Draw it at one of its spots, or do not draw it. */
  show: (on: boolean, spot: number) => void;
}

/** A symbol that no name should lie on. */
export interface Sign {
  at: Cartesian3;
  /** From its place to its middle [px]. */
  offset: { x: number; y: number };
  width: number;
  height: number;
  within: number;
}

export type Names = () => readonly Name[];
export type Signs = () => readonly Sign[];

/** Between two looks [ms]. */
const LOOK = 250;
const HEIGHT = 15;

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map<string, number>();

function widthOf(text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    if (pen) pen.font = "600 12px system-ui, sans-serif";
    width = pen ? pen.measureText(text).width + 6 : 7 * text.length;
    if (widths.size > 5000) widths.clear();
    widths.set(text, width);
  }
  return width;
}

export class Declutter {
  private readonly sources: Names[] = [];
  private readonly symbols: Signs[] = [];
  private on = true;
  private looked = -LOOK;
  private soon = 0;
  private seen = "";
  private readonly window = new Cartesian2();

  constructor(private readonly globe: Globe) {
    globe.widget.scene.postRender.addEventListener(() => this.look());
  }

  add(names: Names, symbols?: Signs): void {
    this.sources.push(names);
    if (symbols) this.symbols.push(symbols);
  }

  /** What is named, or where, has changed. */
  changed(): void {
    this.seen = "";
  }

  switch(on: boolean): void {
    this.on = on;
    this.changed();
    this.globe.render();
  }

  private look(): void {
    const { camera, canvas } = this.globe.widget;
    const { positionWC: p, directionWC: d } = camera;
    const key = `${p.x.toFixed(0)},${p.y.toFixed(0)},${p.z.toFixed(0)},${d.x.toFixed(5)},${d.y.toFixed(5)},${d.z.toFixed(5)},${canvas.width},${canvas.height}`;
    if (key === this.seen || this.soon) return;
    const passed = performance.now() - this.looked;
    if (passed < LOOK) {
      this.soon = window.setTimeout(() => {
        this.soon = 0;
        this.globe.render();
      }, LOOK - passed);
      return;
    }
    this.looked = performance.now();
    this.seen = key;
    const all = this.sources.flatMap((names) => names());
    if (!this.on) {
      for (const { show } of all) show(true, 0);
      return;
    }
    const wanted = all.map((name) => ({ rank: name.rank, places: this.places(name) }));
    const symbols = this.symbols.flatMap((known) => known().flatMap((symbol) => this.box(symbol)));
    const { width, height } = canvas;
    const chosen = placed(wanted, symbols, { left: 0, top: 0, width, height });
    // One that is not in the picture takes no room, and needs none.
    all.forEach(({ show }, i) => show(wanted[i]!.places.length === 0 || chosen[i]! >= 0, Math.max(0, chosen[i]!)));
    this.globe.render();
  }

  /** Where something is in the picture; null where it is not in it. */
  private windowed({ at, within }: { at: Cartesian3; within: number }): Cartesian2 | null {
    const { camera, scene } = this.globe.widget;
    const far = Cartesian3.distance(camera.positionWC, at);
    // From where the eye itself is, nothing lies in any direction.
    if (far < 1 || far > within) return null;
    return SceneTransforms.worldToWindowCoordinates(scene, at, this.window) ?? null;
  }

  private places(name: Name): Box[] {
    const seen = this.windowed(name);
    if (!seen) return [];
    const width = widthOf(name.text);
    return name.spots.map(({ offset, align }) => {
      const left = seen.x + offset.x - { left: 0, center: width / 2, right: width }[align];
      return { left, top: seen.y + offset.y - HEIGHT / 2, width, height: HEIGHT };
    });
  }

  private box(symbol: Sign): Box[] {
    const seen = this.windowed(symbol);
    const { offset, width, height } = symbol;
    return seen ? [{ left: seen.x + offset.x - width / 2, top: seen.y + offset.y - height / 2, width, height }] : [];
  }
}
