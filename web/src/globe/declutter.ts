/** Names on the globe that would lie on one another make room: looked at again whenever the picture has changed. */
import { Cartesian2, Cartesian3, SceneTransforms } from "@cesium/engine";
import { roomy, type Box } from "../model/declutter.ts";
import type { Globe } from "./globe.ts";

/** A name as it wants to be drawn. */
export interface Name {
  text: string;
  at: Cartesian3;
  /** From its place to the middle of its near end [px]. */
  offset: { x: number; y: number };
  align: "left" | "center" | "right";
  rank: number;
  /** Drawn only within so many metres of the camera. */
  within: number;
  show: (on: boolean) => void;
}

export type Names = () => readonly Name[];

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
  private on = true;
  private looked = -LOOK;
  private soon = 0;
  private seen = "";
  private readonly window = new Cartesian2();

  constructor(private readonly globe: Globe) {
    globe.widget.scene.postRender.addEventListener(() => this.look());
  }

  add(names: Names): void {
    this.sources.push(names);
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
      for (const { show } of all) show(true);
      return;
    }
    const boxes = all.map((name) => this.box(name));
    const room = roomy(boxes.map((box) => box ?? { left: -1e6, top: -1e6, width: 0, height: 0, rank: 1e9 }));
    all.forEach(({ show }, i) => show(boxes[i] === null || room[i]!));
    this.globe.render();
  }

  /** Where a name lies in the picture; null for one that is not in it. */
  private box({ text, at, offset, align, rank, within }: Name): Box | null {
    const { camera, scene } = this.globe.widget;
    if (within < Infinity && Cartesian3.distance(camera.positionWC, at) > within) return null;
    const spot = SceneTransforms.worldToWindowCoordinates(scene, at, this.window);
    if (!spot) return null;
    const width = widthOf(text);
    const left = spot.x + offset.x - { left: 0, center: width / 2, right: width }[align];
    return { left, top: spot.y + offset.y - HEIGHT / 2, width, height: HEIGHT, rank };
  }
}
