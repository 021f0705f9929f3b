/** Handles on the places of a scenario: taken with the pointer and put down elsewhere. */
import {
  ArcType,
  Cartesian2,
  Cartesian3,
  Cartographic,
  Color,
  Material,
  Math as CesiumMath,
  PointPrimitiveCollection,
  PolylineCollection,
  ScreenSpaceEventHandler,
  ScreenSpaceEventType,
  type PointPrimitive,
  type Polyline,
} from "@cesium/engine";
import type { Placed } from "../scenario/places.ts";
import type { Globe } from "./globe.ts";
import { RULER } from "./styles.ts";

const INK = Color.fromCssColorString(RULER);
const EDGE = Color.fromCssColorString("#06131f");
/** How near [px] a handle is to be pressed. */
const NEAR = 12;

interface Held {
  handle: PointPrimitive;
  placed: Placed;
}

export class Handles {
  /** Told where a place has been put. */
  onMoved: ((placed: Placed, lat: number, lon: number) => void) | null = null;
  onTaken: ((placed: Placed | null) => void) | null = null;
  private readonly points: PointPrimitiveCollection;
  private readonly way: Polyline;
  private readonly handler: ScreenSpaceEventHandler;
  private handles: Held[] = [];
  private held: Held | null = null;
  private moved = false;

  constructor(private readonly globe: Globe) {
    const { primitives } = globe.widget.scene;
    const lines = primitives.add(new PolylineCollection()) as PolylineCollection;
    this.way = lines.add({ positions: [], width: 2, arcType: ArcType.NONE, show: false, material: Material.fromType("Color", { color: INK }) });
    this.points = primitives.add(new PointPrimitiveCollection()) as PointPrimitiveCollection;
    this.handler = new ScreenSpaceEventHandler(globe.widget.canvas);
    this.handler.setInputAction((press: { position: Cartesian2 }) => this.take(press.position), ScreenSpaceEventType.LEFT_DOWN);
    this.handler.setInputAction((move: { endPosition: Cartesian2 }) => this.carry(move.endPosition), ScreenSpaceEventType.MOUSE_MOVE);
    this.handler.setInputAction(() => this.put(), ScreenSpaceEventType.LEFT_UP);
    globe.widget.canvas.addEventListener("pointercancel", () => this.drop());
  }

  /** The places that have handles; the chosen one's is larger. */
  show(all: readonly Placed[], chosen: string | null): void {
    if (this.held) return;
    this.points.removeAll();
    this.handles = all.map((placed) => {
      const own = placed.path.join(".") === chosen;
      const handle = this.points.add({
        position: Cartesian3.fromDegrees(placed.lon, placed.lat, 80),
        pixelSize: own ? 15 : 11,
        color: own ? INK : INK.withAlpha(0.35),
        outlineColor: own ? EDGE : INK,
        outlineWidth: 2.5,
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
      });
      return { handle, placed };
    });
    this.globe.render();
  }

  /** Put down what is held where it was. */
  drop(): void {
    if (!this.held) return;
    const { handle, placed } = this.held;
    handle.position = Cartesian3.fromDegrees(placed.lon, placed.lat, 80);
    this.free();
  }

  private take(at: Cartesian2): void {
    const { scene } = this.globe.widget;
    const near = this.handles
      .map((one) => ({ one, at: scene.cartesianToCanvasCoordinates(one.handle.position, new Cartesian2()) }))
      .flatMap(({ one, at: shown }) => (shown && Cartesian2.distance(shown, at) < NEAR ? [{ one, far: Cartesian2.distance(shown, at) }] : []))
      .toSorted((a, b) => a.far - b.far)[0];
    if (!near) return;
    this.held = near.one;
    this.moved = false;
    scene.screenSpaceCameraController.enableInputs = false;
    this.onTaken?.(near.one.placed);
  }

  private carry(at: Cartesian2): void {
    if (!this.held) return;
    const ground = this.globe.widget.camera.pickEllipsoid(at);
    if (!ground) return;
    this.moved = true;
    const to = Cartographic.fromCartesian(ground);
    const { placed, handle } = this.held;
    handle.position = Cartesian3.fromRadians(to.longitude, to.latitude, 80);
    this.way.positions = [Cartesian3.fromDegrees(placed.lon, placed.lat, 80), handle.position];
    this.way.show = true;
    this.globe.render();
  }

  private put(): void {
    if (!this.held) return;
    const { handle, placed } = this.held;
    const { longitude, latitude } = Cartographic.fromCartesian(handle.position);
    const moved = this.moved;
    this.free();
    if (moved) this.onMoved?.(placed, CesiumMath.toDegrees(latitude), CesiumMath.toDegrees(longitude));
  }

  private free(): void {
    this.held = null;
    this.way.show = false;
    this.globe.widget.scene.screenSpaceCameraController.enableInputs = true;
    this.globe.render();
  }
}
