/** The globe by keyboard: moved, turned and tilted in steps, as the pointer does by dragging. */
import { Cartesian2, Cartesian3, HeadingPitchRange, Math as CesiumMath, Matrix4, SceneMode, Transforms } from "@cesium/engine";
import type { Eye } from "./eye.ts";
import type { Globe } from "./globe.ts";

/** Share of the picture's shorter side that a step moves, and degrees that one turns and tilts. */
const SHARE = 0.16;
const TURN = 10;
const TILT = 6;
const ZOOM = 1.35;

/** Move what is seen: to the right and up in the picture, in steps. */
function pan({ widget }: Globe, right: number, up: number): void {
  const { camera, canvas, scene } = widget;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (scene.mode === SceneMode.SCENE2D) {
    const far = camera.getMagnitude() * SHARE;
    camera.moveRight(right * far);
    camera.moveUp(up * far);
    return;
  }
  const side = Math.min(width, height) * SHARE;
  const middle = camera.pickEllipsoid(new Cartesian2(width / 2, height / 2));
  const beside = camera.pickEllipsoid(new Cartesian2(width / 2 + right * side, height / 2 - up * side));
  if (!middle || !beside) {
    // Sky, or the edge of the earth: around its middle.
    camera.rotateRight(-right * 0.05);
    camera.rotateUp(up * 0.05);
    return;
  }
  const axis = Cartesian3.cross(middle, beside, new Cartesian3());
  if (Cartesian3.magnitude(axis) > 0) camera.rotate(Cartesian3.normalize(axis, axis), -Cartesian3.angleBetween(middle, beside));
}

/** Turn and tilt around what is in the middle of the picture. */
function turn({ widget }: Globe, right: number, up: number): void {
  const { camera, canvas, scene } = widget;
  if (scene.mode === SceneMode.SCENE2D) return;
  const middle = camera.pickEllipsoid(new Cartesian2(canvas.clientWidth / 2, canvas.clientHeight / 2));
  if (!middle) return;
  const frame = Matrix4.inverseTransformation(Transforms.eastNorthUpToFixedFrame(middle), new Matrix4());
  const { x, y, z } = Matrix4.multiplyByPoint(frame, camera.positionWC, new Cartesian3());
  const range = Math.hypot(x, y, z);
  const pitch = -CesiumMath.toDegrees(Math.asin(z / range)) + up * TILT;
  const heading = CesiumMath.toDegrees(Math.atan2(-x, -y)) + right * TURN;
  const seen = new HeadingPitchRange(CesiumMath.toRadians(heading), CesiumMath.toRadians(Math.min(-3, Math.max(-89.5, pitch))), range);
  camera.lookAt(middle, seen);
  camera.lookAtTransform(Matrix4.IDENTITY);
}

const ARROWS: Record<string, readonly [right: number, up: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** What a key does with the globe; whether it does anything. */
export function steer(globe: Globe, eye: Eye, key: string, shift: boolean): boolean {
  const arrow = ARROWS[key];
  if (arrow) {
    const [right, up] = arrow;
    const { camera } = globe.widget;
    if (eye.holds === "radar") {
      camera.lookRight(CesiumMath.toRadians(right * TILT));
      camera.lookUp(CesiumMath.toRadians(up * TILT));
    } else if (eye.holds === "along") {
      // In the frame of what is followed a rotation goes around it.
      camera.rotateRight(CesiumMath.toRadians(-right * TURN));
      if (eye.tilts) camera.rotateUp(CesiumMath.toRadians(up * TILT));
    } else if (shift) turn(globe, right, up);
    else pan(globe, right, up);
    globe.settle();
    eye.hear();
    return true;
  }
  if (key === "+" || key === "=") eye.zoom(ZOOM);
  else if (key === "-" || key === "_") eye.zoom(1 / ZOOM);
  else if (key === "n" || key === "N") eye.northUp();
  else return false;
  return true;
}
