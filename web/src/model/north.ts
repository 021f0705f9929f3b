/** Which way is up in the picture: the heading of a camera from its vectors. Nothing of the camera is touched by asking. */
import { fromEcef, local, type Vector } from "../replay/earth.ts";

/** How near to straight down or up [sine] a look has no direction of its own: then the top of the picture has it. */
const STEEP = 0.999;

/** The bearing at the top of the picture [deg, from 0 to 360], of a camera by its place and vectors in the earth-fixed frame. */
export function headingOf(position: Vector, direction: Vector, up: Vector): number {
  const [lon, lat] = fromEcef(position);
  const look = local(lon, lat, direction);
  const [east, north] = Math.abs(look[2]) > STEEP ? local(lon, lat, up) : look;
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}
