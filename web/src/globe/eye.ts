/** How the globe is looked at: freely, along with something, from straight above, from the antenna of a radar. */
import {
  Cartesian2,
  Cartesian3,
  Cartographic,
  CameraEventType,
  HeadingPitchRange,
  KeyboardEventModifier,
  Math as CesiumMath,
  Matrix4,
  PerspectiveFrustum,
  SceneMode,
  Transforms,
} from "@cesium/engine";
import { FREE, type Camera, type Orbit, type Standing, type View } from "../model/address.ts";
import { parts } from "../model/selection.ts";
import type { Scene } from "../model/types.ts";
import type { Globe } from "./globe.ts";

/** Where something is: degrees, and metres above sea level. */
export interface Spot {
  lon: number;
  lat: number;
  height: number;
}

export type Find = (id: string) => Spot | null;

const { toDegrees, toRadians } = CesiumMath;

/** From how far [m] something is followed at first: near enough to see it alone, far enough to see who shoots. */
const FOLLOWED = 60_000;
const ABOVE = 150_000;
/** The field of view [deg] of the globe, and of the eye at a radar. */
const FIELD = 60;

function cartesian({ lon, lat, height }: Spot): Cartesian3 {
  return Cartesian3.fromDegrees(lon, lat, height);
}

function differs(a: number, b: number, by: number): boolean {
  return Math.abs(a - b) > by;
}

/** Whether two cameras would be told apart in a picture. */
function moved(a: Camera | null, b: Camera | null): boolean {
  if (!a || !b) return a !== b;
  const turned = (x: number, y: number): boolean => Math.abs(((x - y + 540) % 360) - 180) > 0.15;
  if (turned(a.heading, b.heading) || differs(a.pitch, b.pitch, 0.15)) return true;
  if ("range" in a || "range" in b) return !("range" in a && "range" in b) || differs(a.range, b.range, a.range * 0.003);
  const far = (a.height / 111_000) * 0.003;
  return differs(a.lon, b.lon, far) || differs(a.lat, b.lat, far) || differs(a.height, b.height, a.height * 0.003);
}

export class Eye {
  /** Told when the user has moved the camera. */
  onMove: ((camera: Camera) => void) | null = null;
  private view: View = FREE;
  private find: Find = () => null;
  /** What is looked at from a radar; null: straight on. */
  private lookedAt: string | null = null;
  private facing = 0;
  /** Where the camera was put, by this class or as the user was heard last. */
  private put: Camera | null = null;
  private readonly still = [new Cartesian3(), new Cartesian3(), new Cartesian3(), new Cartesian3()];
  /** How something is to be followed that is not there yet. */
  private wanted: Orbit | null = null;

  constructor(private readonly globe: Globe) {
    this.globe.widget.camera.moveEnd.addEventListener(() => this.hear());
    this.globe.widget.scene.preUpdate.addEventListener(() => this.hush());
  }

  private get flat(): boolean {
    return this.globe.widget.scene.mode === SceneMode.SCENE2D;
  }

  private get along(): string | null {
    return this.view.mode === "follow" || this.view.mode === "top" ? this.view.of : null;
  }

  /** What the user's hands are held by: nothing, something that is gone along with, or a radar's antenna. */
  get holds(): "nothing" | "along" | "radar" {
    if (this.view.mode === "radar") return "radar";
    return this.along === null || this.flat ? "nothing" : "along";
  }

  get tilts(): boolean {
    return this.view.mode !== "top";
  }

  show(view: View, camera: Camera | null, scene: Scene, find: Find, lookedAt: string | null): void {
    this.release();
    this.find = find;
    this.view = view;
    this.lookedAt = lookedAt;
    const standing = camera && !("range" in camera) ? camera : null;
    if (this.along !== null) {
      const orbit = camera && "range" in camera ? camera : null;
      this.wanted = orbit ?? (view.mode === "top" ? { heading: 0, pitch: -90, range: ABOVE } : { heading: this.heading(), pitch: -35, range: FOLLOWED });
      this.hold(false);
      this.update();
      return;
    }
    if (view.mode === "radar") {
      this.facing = scene.radars.find((radar) => radar.name === view.of)?.facing_deg ?? 0;
      this.hold(true);
      this.fromRadar(false);
    } else if (standing) this.stand(standing);
    else this.globe.frame(scene.bounds, view.mode === "top");
    const controls = this.globe.widget.scene.screenSpaceCameraController;
    if (view.mode === "top") controls.enableTilt = false;
    this.settled();
  }

  /** What is looked at from a radar has changed. */
  look(id: string | null): void {
    this.lookedAt = id;
    if (this.view.mode === "radar") this.fromRadar(true);
  }

  /** Time has passed: go along. */
  update(): void {
    if (this.view.mode === "radar" && this.lookedAt) this.fromRadar(true);
    const id = this.along;
    const spot = id === null ? null : this.find(id);
    if (!spot) return;
    const { camera, scene } = this.globe.widget;
    const orbit = this.wanted ?? (this.flat || this.view.mode === "top" ? this.orbit() : null);
    if (this.flat) camera.setView({ destination: cartesian({ ...spot, height: orbit!.range }) });
    else if (orbit) {
      const pitch = this.view.mode === "top" ? -90 : orbit.pitch;
      const heading = this.view.mode === "top" ? 0 : orbit.heading;
      camera.lookAt(cartesian(spot), new HeadingPitchRange(toRadians(heading), toRadians(pitch), orbit.range));
    } else {
      // As the user has turned it, in the frame of what is followed.
      const offset = Cartesian3.clone(camera.position);
      camera.lookAtTransform(Transforms.eastNorthUpToFixedFrame(cartesian(spot)), offset);
    }
    if (this.wanted) {
      this.wanted = null;
      this.settled();
    }
    scene.requestRender();
  }

  /** Zoom by a factor; what is followed stays in the middle, and from a radar the view is narrowed. */
  zoom(factor: number): void {
    const { camera } = this.globe.widget;
    if (this.view.mode === "radar" && camera.frustum instanceof PerspectiveFrustum) {
      camera.frustum.fov = toRadians(Math.min(90, Math.max(2, toDegrees(camera.frustum.fov ?? 1) / factor)));
      this.globe.render();
    } else {
      const far = this.along !== null && !this.flat ? Cartesian3.magnitude(camera.position) : camera.positionCartographic.height;
      this.globe.zoom(factor, far);
    }
    this.hear();
  }

  /** Turn north to the top of the picture around what is in its middle. */
  northUp(): void {
    const { camera, canvas } = this.globe.widget;
    if (this.flat || this.view.mode === "radar") return;
    if (this.along === null) {
      const { pitch, ...at } = this.standing();
      const middle = camera.pickEllipsoid(new Cartesian2(canvas.clientWidth / 2, canvas.clientHeight / 2));
      if (middle) {
        // In the frame of that place, as when it is followed.
        const frame = Matrix4.inverseTransformation(Transforms.eastNorthUpToFixedFrame(middle), new Matrix4());
        const { x, y, z } = Matrix4.multiplyByPoint(frame, camera.positionWC, new Cartesian3());
        const range = Math.hypot(x, y, z);
        camera.lookAt(middle, new HeadingPitchRange(0, -Math.asin(z / range), range));
        camera.lookAtTransform(Matrix4.IDENTITY);
        this.globe.settle();
      } else this.stand({ ...at, heading: 0, pitch });
    } else {
      this.wanted = { ...this.orbit(), heading: 0 };
      this.update();
    }
    this.put = this.pose();
    if (this.put) this.onMove?.(this.put);
  }

  /** Where the camera stands, for a free view to begin with. */
  standing(): Standing {
    const { camera } = this.globe.widget;
    const at = Cartographic.clone(camera.positionCartographic);
    const height = this.flat ? camera.getMagnitude() : at.height;
    const pitch = this.flat ? -90 : toDegrees(camera.pitch);
    return { lon: toDegrees(at.longitude), lat: toDegrees(at.latitude), height, heading: this.heading(), pitch };
  }

  /** The globe has framed or flattened the picture by itself: that is no move of the user's. */
  settled(): void {
    this.put = this.pose();
  }

  private heading(): number {
    return this.flat ? 0 : toDegrees(this.globe.widget.camera.heading) % 360;
  }

  private orbit(): Orbit {
    const { camera } = this.globe.widget;
    if (this.flat) return { heading: 0, pitch: -90, range: camera.getMagnitude() };
    const { x, y, z } = camera.position;
    const range = Cartesian3.magnitude(camera.position);
    if (this.view.mode === "top") return { heading: 0, pitch: -90, range };
    return { heading: (toDegrees(Math.atan2(-x, -y)) + 360) % 360, pitch: -toDegrees(Math.asin(z / range)), range };
  }

  private pose(): Camera | null {
    if (this.view.mode === "radar" || this.wanted) return null;
    return this.along === null ? this.standing() : this.orbit();
  }

  /**
   * Cesium turns the camera by a rounding whenever it is asked where it looks, in the frame of what is followed and in some
   * other poses: it would never come to rest, and a globe at rest would be drawn without end.
   */
  private hush(): void {
    const { camera } = this.globe.widget;
    const now = [camera.position, camera.direction, camera.up, camera.right];
    const near = (this.along !== null || !this.flat) && now.every((vector, i) => Cartesian3.distance(vector, this.still[i]!) <= 1e-9 * Math.max(1, Cartesian3.magnitude(vector)));
    now.forEach((vector, i) => (near ? Cartesian3.clone(this.still[i]!, vector) : Cartesian3.clone(vector, this.still[i])));
  }

  /** The camera has been moved by the user's hand. */
  hear(): void {
    const { camera } = this.globe.widget;
    if (this.along !== null && !this.flat && !this.wanted && camera.positionCartographic.height < 20) {
      // Turned into the ground: back to the level of what is followed.
      this.wanted = { ...this.orbit(), pitch: -1 };
      this.update();
    }
    const now = this.pose();
    if (!now || !moved(this.put, now)) return;
    this.put = now;
    this.onMove?.(now);
  }

  private stand({ lon, lat, height, heading, pitch }: Standing): void {
    const orientation = { heading: toRadians(heading), pitch: toRadians(pitch), roll: 0 };
    this.globe.widget.camera.setView({ destination: Cartesian3.fromDegrees(lon, lat, height), orientation });
    this.globe.settle();
  }

  private fromRadar(keep: boolean): void {
    const spot = this.find(`radar/${this.view.of ?? ""}`);
    if (!spot || this.flat) return;
    const { camera } = this.globe.widget;
    const goal = this.lookedAt && parts(this.lookedAt)[1] !== this.view.of ? this.find(this.lookedAt) : null;
    let [heading, pitch] = keep ? [camera.heading, camera.pitch] : [toRadians(this.facing), toRadians(2)];
    if (goal) {
      const frame = Matrix4.inverseTransformation(Transforms.eastNorthUpToFixedFrame(cartesian(spot)), new Matrix4());
      const { x, y, z } = Matrix4.multiplyByPoint(frame, cartesian(goal), new Cartesian3());
      [heading, pitch] = [Math.atan2(x, y), Math.atan2(z, Math.hypot(x, y))];
    }
    camera.setView({ destination: cartesian(spot), orientation: { heading, pitch, roll: 0 } });
    this.globe.render();
  }

  /** Hold the user's hands where they would lose what is looked at; at a radar a drag turns the eye. */
  private hold(radar: boolean): void {
    const controls = this.globe.widget.scene.screenSpaceCameraController;
    // Its look for the ground leaves the frame of what is followed and comes back a rounding beside.
    controls.enableCollisionDetection = radar;
    controls.enableTilt = false;
    controls.enableTranslate = false;
    controls.enableRotate = !radar && this.view.mode !== "top";
    controls.enableZoom = !radar;
    if (radar) {
      controls.minimumZoomDistance = 1;
      controls.lookEventTypes = CameraEventType.LEFT_DRAG;
    }
  }

  private release(): void {
    const { camera, scene } = this.globe.widget;
    const controls = scene.screenSpaceCameraController;
    this.wanted = null;
    controls.enableCollisionDetection = true;
    controls.enableTilt = true;
    controls.enableTranslate = true;
    controls.enableRotate = true;
    controls.enableZoom = true;
    controls.minimumZoomDistance = 300;
    controls.lookEventTypes = { eventType: CameraEventType.LEFT_DRAG, modifier: KeyboardEventModifier.SHIFT } as never;
    if (camera.frustum instanceof PerspectiveFrustum) camera.frustum.fov = toRadians(FIELD);
    camera.lookAtTransform(Matrix4.IDENTITY);
  }
}
