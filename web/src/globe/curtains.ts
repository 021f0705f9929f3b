/** Curtains: under every path down to the ground, so that its height is seen along all of it. */
import { Cartesian3, Color, PrimitiveCollection } from "@cesium/engine";
import { heightAt, over, type Ground } from "../model/ground.ts";
import { alongGround } from "../replay/earth.ts";
import type { Story } from "../replay/story.ts";
import type { Scene } from "../model/types.ts";
import type { Globe } from "./globe.ts";
import { Sheet, corner, emptyMesh, quad, type Mesh } from "./mesh.ts";
import { INKS, MISSILE, type Ground as Shade } from "./styles.ts";

type Sample = [number, number, number, number];

/** How long [s] a missile's curtain stays, as its trail does. */
const TRAIL = 400;

/** Longest piece [m] of a curtain: it stands on the ground between the samples of its path too. */
const PIECE = 4000;

/** Pieces of a leg over ground in relief, where a straight hem would cut through hills. */
const FINE = 400;

/** How opaque the curtains of one formation are together at their paths; and of that each at the ground. */
const [ABOVE, BELOW] = [0.42, 0.15];

/** How opaque a missile's is: several fly nearly the same way. */
const SHOT = 0.08;

/** How opaque each of some sheets one behind the other is, that they are as opaque together as one. */
export function shared(together: number, sheets: number): number {
  return 1 - (1 - together) ** (1 / Math.max(1, sheets));
}

interface Flight {
  path: readonly Sample[];
  css: string;
  opaque: number;
  /** Later than the path says [s]; from when to when it flies, and how long its curtain stays. */
  shift: number;
  begin: number;
  end: number;
  stays: number;
}

function hang(mesh: Mesh, { path, css, opaque, shift, begin, end, stays }: Flight, ground: Ground | null): void {
  const { red, green, blue } = Color.fromCssColorString(css);
  let last: [number, number] | null = null;
  const stand = ([time, lon, lat, height]: Sample): void => {
    const until = time + stays;
    const foot = Math.min(height, heightAt(ground, lon, lat));
    const pair: [number, number] = [
      corner(mesh, Cartesian3.fromDegrees(lon, lat, height), [red, green, blue, opaque], time, until),
      corner(mesh, Cartesian3.fromDegrees(lon, lat, foot), [red, green, blue, opaque * BELOW], time, until),
    ];
    if (last) quad(mesh, last[0], pair[0], pair[1], last[1]);
    last = pair;
  };
  for (const [i, [t, ...place]] of path.entries()) {
    const [time, before] = [t + shift, path[i - 1]];
    if (before) {
      const length = alongGround([before[1], before[2]], [place[0], place[1]]).range;
      const pieces = Math.min(200, Math.max(1, Math.ceil(length / (over(ground, before[1], before[2]) || over(ground, place[0], place[1]) ? FINE : PIECE))));
      for (let k = 1; k <= pieces; k += 1) {
        const share = k / pieces;
        const at = before[0] + shift + (t - before[0]) * share;
        if (at < begin || at > end) continue;
        stand([at, ...place.map((value, j) => before[j + 1]! + (value - before[j + 1]!) * share)] as Sample);
      }
    } else if (time >= begin && time <= end) stand([time, ...place]);
  }
}

/** Of a replication everything that flies, up to the clock's time; of a scenario one path of each formation. */
export function curtains(scene: Scene, story: Story | null, ground: Ground | null, shade: Shade): Mesh {
  const mesh = emptyMesh();
  const { hostile } = INKS[shade];
  if (!story) {
    const first = new Map(scene.threats.toReversed().map((threat) => [`${threat.formation}/${threat.class}`, threat]));
    for (const { path } of first.values())
      hang(mesh, { path, css: hostile, opaque: ABOVE, shift: -1e8, begin: -Infinity, end: Infinity, stays: 1e9 }, ground);
    return mesh;
  }
  const members = new Map<string, number>();
  for (const { formation } of scene.threats) members.set(formation, (members.get(formation) ?? 0) + 1);
  for (const { threat, begin, fate } of story.lives.values())
    if (begin !== null) {
      const opaque = shared(ABOVE, members.get(threat.formation) ?? 1);
      hang(mesh, { path: threat.path, css: hostile, opaque, shift: begin - threat.start_s, begin, end: fate.time ?? Infinity, stays: 1e7 }, ground);
    }
  for (const { path, launch, arrival } of story.shots.values())
    hang(mesh, { path, css: MISSILE, opaque: SHOT, shift: 0, begin: launch, end: arrival, stays: TRAIL }, ground);
  return mesh;
}

export class Curtains {
  private readonly sheet: Sheet;

  constructor(private readonly globe: Globe) {
    this.sheet = new Sheet(globe.widget.scene.primitives.add(new PrimitiveCollection()) as PrimitiveCollection);
  }

  show(scene: Scene | null, story: Story | null, ground: Ground | null, shade: Shade): void {
    this.sheet.set(scene && curtains(scene, story, ground, shade));
    this.globe.render();
  }

  at(time: number): void {
    this.sheet.at(time);
    if (this.sheet.drawn) this.globe.render();
  }
}
