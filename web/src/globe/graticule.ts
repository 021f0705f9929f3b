/** Meridians and parallels as the zoom needs them, and their degrees along the edges of the picture. */
import { Cartesian2, Cartographic, Math as CesiumMath, PolylineCollection, SceneMode } from "@cesium/engine";
import { crossings, degrees, linesOf, perSample, spaced, stepAt, type Crossing } from "../model/graticule.ts";
import type { Globe } from "./globe.ts";
import { drawGraticule } from "./lines.ts";

/** A number beside a line that meets the left edge of the picture, or above the bottom edge [px]. */
export interface Tick {
  text: string;
  edge: "left" | "bottom";
  x: number;
  y: number;
}

/** Places looked at along an edge, and how far inside the picture [px] they are. */
const SAMPLES = 64;
const INSIDE = 10;

/** Between two looks at a camera that moves [ms]. */
const LOOK = 120;

export class Graticule {
  /** Told which numbers stand at the edges, when those have changed. */
  onTicks: ((ticks: Tick[]) => void) | null = null;
  private readonly lines: PolylineCollection;
  private drawn = "";
  private looked = -LOOK;
  private soon = 0;
  private told = "";
  private on = true;
  private dark = true;

  constructor(private readonly globe: Globe) {
    const { scene } = globe.widget;
    this.lines = scene.primitives.add(new PolylineCollection()) as PolylineCollection;
    scene.postRender.addEventListener(() => this.update());
  }

  show(on: boolean, dark: boolean): void {
    [this.on, this.dark, this.told, this.drawn] = [on, dark, "", ""];
    this.lines.show = on;
    this.globe.render();
  }

  private update(): void {
    if (!this.on) {
      this.tell([]);
      return;
    }
    const { camera, canvas, scene } = this.globe.widget;
    if (this.soon) return;
    // The picture is the same one as long as the camera has not moved. To ask how large the canvas stands in the page lays the page out.
    const [p, d, u] = [camera.positionWC, camera.directionWC, camera.upWC];
    const key = `${p.x},${p.y},${p.z},${d.x},${d.y},${d.z},${u.x},${u.y},${u.z},${canvas.width},${canvas.height},${scene.mode},${camera.getMagnitude()}`;
    if (key === this.told) return;
    // A camera that goes along with something moves with every frame; the numbers follow a few times a second.
    const passed = performance.now() - this.looked;
    if (passed < LOOK) {
      this.soon = window.setTimeout(() => {
        this.soon = 0;
        this.globe.render();
      }, LOOK - passed);
      return;
    }
    this.looked = performance.now();
    this.told = key;
    const { clientWidth: width, clientHeight: height } = canvas;
    const left = this.edge((share) => new Cartesian2(INSIDE, share * height));
    const bottom = this.edge((share) => new Cartesian2(share * width, height - INSIDE));
    const middle = this.edge((share) => new Cartesian2(share * width, height / 2));
    const upright = this.edge((share) => new Cartesian2(width / 2, share * height));
    const step = this.step(middle, upright, width, height);
    if (step === null) {
      this.tell([]);
      this.lines.show = false;
      return;
    }
    this.lines.show = true;
    this.draw(step);
    // Where east is nearer to the top than north, the edges change places.
    const turned = Math.abs(Math.sin(this.globe.heading() * (Math.PI / 180))) > Math.SQRT1_2;
    const [beside, below] = turned ? (["lon", "lat"] as const) : (["lat", "lon"] as const);
    const found = (places: Place[], kind: Kind, least: number): Crossing[] =>
      spaced(crossings(places.map((one) => one?.[kind] ?? null), step, kind === "lon"), least);
    const inside = (at: number, size: number, margin: number): boolean => at >= margin && at <= size - margin;
    // The buttons stand above, on a phone in two rows. Where an edge has no ground, as of a whole globe, the numbers stand on the lines through the middle.
    const [west, south] = [left.some(Boolean), bottom.some(Boolean)];
    this.tell([
      ...found(west ? left : upright, beside, 22 / height)
        .map(({ value, at }): Tick => ({ edge: "left", x: west ? 4 : Math.round(width / 2) + 4, y: Math.round(at * height), text: degrees(value, beside, step) }))
        .filter(({ y }) => inside(y, height, width < 760 ? 92 : 54)),
      ...found(south ? bottom : middle, below, 58 / width)
        .map(({ value, at }): Tick => ({ edge: "bottom", x: Math.round(at * width), y: south ? height - 3 : Math.round(height / 2) - 2, text: degrees(value, below, step) }))
        .filter(({ x }) => inside(x, width, 40)),
    ]);
  }

  /** The step at the zoom in the middle of the picture, across or upright, whichever has less room. */
  private step(middle: Place[], upright: Place[], width: number, height: number): number | null {
    const across = (["lon", "lat"] as const).map((kind) => perSample(middle.map((one) => one?.[kind] ?? null), kind === "lon") ?? 0);
    const up = (["lon", "lat"] as const).map((kind) => perSample(upright.map((one) => one?.[kind] ?? null), kind === "lon") ?? 0);
    const finest = Math.max(...across) / (width / (SAMPLES - 1));
    const other = Math.max(...up) / (height / (SAMPLES - 1));
    if (finest <= 0 && other <= 0) return null;
    return stepAt(finest > 0 ? finest : other);
  }

  private edge(place: (share: number) => Cartesian2): Place[] {
    const { camera } = this.globe.widget;
    return Array.from({ length: SAMPLES }, (_, i) => {
      const found = camera.pickEllipsoid(place(i / (SAMPLES - 1)));
      if (!found) return null;
      const at = Cartographic.fromCartesian(found);
      return { lon: CesiumMath.toDegrees(at.longitude), lat: CesiumMath.toDegrees(at.latitude) };
    });
  }

  private draw(step: number): void {
    const { camera, scene } = this.globe.widget;
    const seen = camera.computeViewRectangle();
    if (!seen) return;
    const [west, south, east, north] = [seen.west, seen.south, seen.east, seen.north].map(CesiumMath.toDegrees) as [number, number, number, number];
    const under = camera.positionCartographic;
    const { clientWidth, clientHeight } = scene.canvas;
    const looked = camera.pickEllipsoid(new Cartesian2(clientWidth / 2, clientHeight / 2));
    const at = looked ? Cartographic.fromCartesian(looked) : under;
    const lines = linesOf({ west, south, east: east < west ? east + 360 : east, north }, { lon: CesiumMath.toDegrees(at.longitude), lat: CesiumMath.toDegrees(at.latitude) }, step);
    const key = JSON.stringify([step, lines.extent, this.dark, scene.mode === SceneMode.SCENE2D]);
    if (key === this.drawn) return;
    this.drawn = key;
    drawGraticule(this.lines, lines, this.dark);
    this.globe.render();
  }

  private ticks = "";

  private tell(ticks: Tick[]): void {
    const key = JSON.stringify(ticks);
    if (key === this.ticks) return;
    this.ticks = key;
    this.onTicks?.(ticks);
  }
}

type Kind = "lon" | "lat";
type Place = Record<Kind, number> | null;
