/**
 * One replication on the globe: what flies, its trail, and marks where it ended. Every position is of the engine's own path.
 * All of it is drawn from collections that the clock moves, and not from entities: docs/design/0023-page-tools.md.
 */
import {
  BillboardCollection,
  Cartesian2,
  Cartesian3,
  Color,
  ConstantPositionProperty,
  ConstantProperty,
  type CustomDataSource,
  DistanceDisplayCondition,
  LabelCollection,
  PointPrimitiveCollection,
  type Billboard,
  type Label,
  type PointPrimitive,
  type PolylineCollection,
} from "@cesium/engine";
import type { Shown } from "../model/layers.ts";
import { missileId, type Life, type Story } from "../replay/story.ts";
import { lastMoment } from "../replay/moments.ts";
import { spotAt, turnAt, type Turn } from "../replay/stays.ts";
import { whereabouts } from "../replay/whereabouts.ts";
import type { Name, Spot } from "./declutter.ts";
import type { Globe } from "./globe.ts";
import { Motion } from "./motion.ts";
import { doing, drawn, inks, labelStyle } from "./scene.ts";
import { LOST, MISSILE, TRAILS, planLines } from "./styles.ts";
import { fatePicture, threatPicture } from "./symbols.ts";
import { Trails, type Trail } from "./trails.ts";

/** Within how far [m] of the camera each member of a formation has its name. */
const MEMBERS = 60_000;
const FAR = Number.POSITIVE_INFINITY;
const ALWAYS = new DistanceDisplayCondition(0, FAR);
const NEAR = new DistanceDisplayCondition(0, MEMBERS);

/** A symbol, or a point, that goes with the clock; and its name. */
interface Mover {
  motion: Motion;
  mark: Billboard | PointPrimitive;
  /** What its name is, where it has one; and that as it is drawn, from when it is drawn first. */
  name: string | null;
  label: Label | null;
  named: boolean;
  /** Whether its name has room. */
  room: boolean;
  rank: number;
}

/** What is seen from a time on: where something ended, or was destroyed. */
interface Mark {
  from: number;
  mark: Billboard | PointPrimitive;
}

/** What stands, as it is drawn: symbols and names, lines; and who is told that a name is another. */
interface Standing {
  sites: CustomDataSource;
  lines: PolylineCollection;
  changed: () => void;
}

/** Clear of the frame around what is selected [px]. */
const CLEAR = 27;
const BESIDE: readonly Spot[] = [{ offset: { x: CLEAR, y: 0 }, align: "left" }];

/** Of what does not radiate. */
const DIM = Color.WHITE.withAlpha(0.5);

export class ReplayLayer {
  private readonly symbols: BillboardCollection;
  private readonly ends: BillboardCollection;
  private readonly points: PointPrimitiveCollection;
  private readonly labels: LabelCollection;
  private readonly trails: Trails;
  private movers: Mover[] = [];
  private marks: Mark[] = [];
  /** Colours of missiles by what becomes of them. */
  private readonly results = new Map<PointPrimitive, Color>();
  /** The first of each formation. */
  private readonly leads = new Set<string>();
  private time = 0;
  private told = false;
  private readonly place = new Cartesian3();

  /** What stands and moves in this replication, and the story that tells where. */
  private moved: { id: string; above: number; radar: string }[] = [];
  /** What radars do, of those that do not always radiate, as it is drawn; and the fire unit of each. */
  private does = new Map<string, { unit: string | null; now: Turn["does"] | null }>();
  private dark = true;
  private story: Story | null = null;

  constructor(private readonly globe: Globe, private readonly standing: Standing | null = null) {
    const { primitives } = globe.widget.scene;
    this.trails = new Trails(globe);
    this.points = primitives.add(new PointPrimitiveCollection()) as PointPrimitiveCollection;
    this.symbols = primitives.add(new BillboardCollection()) as BillboardCollection;
    // Beside those that move: what stands is not written anew with them.
    this.ends = primitives.add(new BillboardCollection()) as BillboardCollection;
    this.labels = primitives.add(new LabelCollection()) as LabelCollection;
    // Symbols are pictures, which come a frame or two after they were asked for.
    globe.awaited.push(() => this.movers.every(({ mark }) => !mark.show || !("image" in mark) || mark.ready));
  }

  load(story: Story, dark: boolean): void {
    this.clear();
    const trails: Trail[] = [];
    const formations = new Set<string>();
    for (const life of story.lives.values()) {
      const { threat } = life;
      const key = `${threat.formation}/${threat.class}`;
      if (!formations.has(key)) this.leads.add(`threat/${threat.name}`);
      formations.add(key);
      const motion = this.threat(life, dark);
      const becomes = life.fate.fate === "not-released" || life.fate.fate === "turned-back" ? "passed" : life.fate.fate;
      if (motion) trails.push({ motion, alike: "hostile", becomes });
    }
    for (const shot of story.shots.values()) {
      const motion = new Motion(missileId(shot), shot.path, shot.launch, shot.arrival);
      const mark = this.points.add({ id: motion.id, position: Cartesian3.ZERO, pixelSize: 5, color: Color.fromCssColorString(MISSILE), show: false, disableDepthTestDistance: FAR });
      const becomes = shot.result in TRAILS ? (shot.result as keyof typeof TRAILS) : "abort";
      this.results.set(mark, Color.fromCssColorString(TRAILS[becomes]));
      this.movers.push({ motion, mark, name: null, label: null, named: false, room: false, rank: 0 });
      trails.push({ motion, alike: "missile", becomes });
    }
    this.ground(story);
    this.story = story;
    this.moved = [];
    this.dark = dark;
    for (const { name, unit, antenna_m } of story.replay.scene.radars) {
      if (story.turns.has(name)) this.does.set(name, { unit, now: null });
      if (!story.stays.has(name)) continue;
      this.moved.push({ id: `radar/${name}`, above: antenna_m, radar: name });
      if (unit) this.moved.push({ id: `unit/${unit}`, above: 0, radar: name });
    }
    this.trails.load(trails, lastMoment(story.replay), inks(dark).hostile, Color.fromCssColorString(MISSILE));
    this.tell(this.told);
    this.at(this.time);
    this.globe.settle();
  }

  private threat(life: Life, dark: boolean): Motion | null {
    const { threat, fate, begin, path } = life;
    if (begin === null) return null;
    const end = fate.time ?? FAR;
    const motion = new Motion(`threat/${threat.name}`, path, begin, end);
    if (motion.places.length === 0) return null;
    const mark = this.symbols.add({ id: motion.id, position: Cartesian3.ZERO, ...threatPicture(threat), scale: 0.36, show: false, disableDepthTestDistance: FAR });
    this.movers.push({ motion, mark, name: threat.name, label: null, named: false, room: false, rank: 9 });
    if (fate.time === null || fate.fate === "passed" || fate.fate === "turned-back" || fate.fate === "not-released") return motion;
    const position = motion.at(end, new Cartesian3());
    const died = this.ends.add({ id: motion.id, position, ...fatePicture(fate.fate, dark ? "dark" : "light"), scale: 0.5, show: false, disableDepthTestDistance: FAR });
    this.marks.push({ from: end, mark: died });
    return motion;
  }

  /** What is destroyed on the ground. */
  private ground(story: Story): void {
    const { scene } = story.replay;
    for (const [name, from] of story.lost) {
      const id = ["asset", "radar", "unit", "post"].map((kind) => `${kind}/${name}`).find((known) => whereabouts(scene, story, known, from));
      const spot = id === undefined ? null : whereabouts(scene, story, id, from);
      if (!id || !spot) continue;
      const mark = this.points.add({
        id,
        position: Cartesian3.fromDegrees(spot.lon, spot.lat, spot.height),
        pixelSize: 11,
        color: Color.fromCssColorString(LOST),
        outlineColor: Color.WHITE,
        outlineWidth: 1.5,
        show: false,
        disableDepthTestDistance: FAR,
      });
      this.marks.push({ from, mark });
    }
  }

  /** Every frame of a clock that runs comes by here. */
  at(time: number): void {
    this.time = time;
    for (const mover of this.movers) {
      const { motion, mark } = mover;
      const is = motion.exists(time);
      if (is) mark.position = motion.at(time, this.place);
      mark.show = is;
      if (mover.label || (is && mover.named && mover.room)) this.write(mover, is);
    }
    for (const { from, mark } of this.marks) mark.show = time >= from;
    this.trails.at(time);
    this.stand(time);
    this.turn(time);
    this.globe.render();
  }

  /** Draw the name of something, of which `place` is the place; or do not. Each glyph costs something in every frame, drawn or not. */
  private write(mover: Mover, is: boolean): void {
    const { name, motion, named, room } = mover;
    const seen = is && named && room;
    if (!mover.label && seen && name !== null) {
      const { hostile, edge } = inks(this.dark);
      mover.label = this.labels.add({ ...labelStyle(name, hostile, edge), id: motion.id, pixelOffset: new Cartesian2(CLEAR, 0) } as never);
      mover.label.distanceDisplayCondition = mover.rank < 9 ? ALWAYS : NEAR;
    }
    if (!mover.label) return;
    if (seen) mover.label.position = this.place;
    mover.label.show = seen;
  }

  /** The sites have been drawn again: what moves stands where it does at the time of the clock. */
  again(): void {
    for (const known of this.does.values()) known.now = null;
    this.stand(this.time);
    this.turn(this.time);
  }

  /** What moves stands where it does at the time. */
  private stand(time: number): void {
    for (const { id, above, radar } of this.moved) {
      const spot = spotAt(this.story?.stays.get(radar), time);
      const entity = this.standing?.sites.entities.getById(id);
      if (spot && entity) entity.position = new ConstantPositionProperty(Cartesian3.fromDegrees(spot.lon, spot.lat, spot.height_m + above));
    }
  }

  /** What does not radiate is drawn weaker, and its name says why. */
  private turn(time: number): void {
    for (const [name, known] of this.does) {
      const { does } = turnAt(this.story?.turns.get(name), time);
      if (does === known.now) continue;
      known.now = does;
      const { sites, lines, changed } = this.standing ?? {};
      for (const id of [`radar/${name}`, ...(known.unit ? [`unit/${known.unit}`] : [])]) {
        const { billboard, label } = sites?.entities.getById(id) ?? {};
        if (billboard) billboard.color = new ConstantProperty(does === "radiates" ? Color.WHITE : DIM);
        if (label && known.unit) label.text = new ConstantProperty(doing(known.unit, does));
      }
      for (let i = 0; i < (lines?.length ?? 0); i += 1) {
        const line = lines!.get(i);
        const styles = planLines(this.dark ? "dark" : "light");
        if (line.id === `sector/${name}`) line.material = drawn(does === "radiates" ? styles.sector : styles.silent).material;
      }
      changed?.();
    }
  }

  /** Whether trails and missiles are coloured by what becomes of them, or all alike. */
  tell(ends: boolean): void {
    this.told = ends;
    const alike = Color.fromCssColorString(MISSILE);
    for (const [mark, colour] of this.results) mark.color = ends ? colour : alike;
    this.trails.tell(ends);
    this.globe.render();
  }

  /** What is selected has its name beside it, or every threat; trails are drawn or not. */
  name(id: string | null, on: Pick<Shown, "threats" | "trails">): void {
    for (const mover of this.movers) {
      if (mover.name === null) continue;
      const own = mover.motion.id;
      mover.rank = own === id ? 0 : this.leads.has(own) ? 6 : 9;
      mover.named = on.threats || own === id;
      // The members of a formation fly close together: from afar the first one's name stands for all.
      if (mover.label) mover.label.distanceDisplayCondition = mover.rank < 9 ? ALWAYS : NEAR;
    }
    this.trails.show(on.trails);
    this.at(this.time);
  }

  /** The names of what flies, for whoever sees to it that they do not lie on one another. */
  names(): Name[] {
    return this.movers.flatMap((mover): Name[] => {
      const { name, named, motion, rank } = mover;
      if (name === null || !named || !motion.exists(this.time)) return [];
      const show = (on: boolean): void => {
        if (mover.room === on) return;
        mover.room = on;
        motion.at(this.time, this.place);
        this.write(mover, true);
      };
      return [{ text: name, at: motion.at(this.time, new Cartesian3()), spots: BESIDE, rank, within: rank < 9 ? Infinity : MEMBERS, show }];
    });
  }

  clear(): void {
    this.stand(-Infinity);
    this.moved = [];
    this.does.clear();
    this.story = null;
    this.movers = [];
    this.marks = [];
    this.results.clear();
    this.leads.clear();
    this.symbols.removeAll();
    this.ends.removeAll();
    this.points.removeAll();
    this.labels.removeAll();
    this.trails.clear();
    this.globe.render();
  }
}
