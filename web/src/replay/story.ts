/**
 * The record of one replication, put in order once: the life of each threat, who held a track of whom from when to when,
 * who was assigned to whom, which missiles flew. Nothing of it is simulated here.
 */
import type { Fate, Replay, ReplayEvent, SceneThreat, Shot } from "../model/types.ts";
import type { Sample } from "./along.ts";
import { engagements, type Span } from "./counts.ts";
import { turns, type Turn } from "./stays.ts";

export interface Track extends Span {
  radar: string;
  threat: string;
}

export interface Engagement extends Span {
  unit: string;
  threat: string;
}

export interface Life {
  threat: SceneThreat;
  fate: Fate;
  /** When it appears [s]; null if it was never released. */
  begin: number | null;
  /** Its path: a weapon that is released flies that of the scene, from when it was. */
  path: readonly Sample[];
}

export interface Story {
  replay: Replay;
  lives: Map<string, Life>;
  tracks: Track[];
  tracksOf: Map<string, Track[]>;
  tracksBy: Map<string, Track[]>;
  engagementsOf: Map<string, Engagement[]>;
  engagementsBy: Map<string, Engagement[]>;
  shotsAt: Map<string, Shot[]>;
  shotsBy: Map<string, Shot[]>;
  shots: Map<string, Shot>;
  /** When something on the ground was destroyed [s], by its name in the record (a unit's is that of its radar). */
  lost: Map<string, number>;
  /** Where radars that move are, by name; fire units go with their engagement radar. */
  stays: Map<string, readonly Sample[]>;
  /** What radars do in turn that do not always radiate, or move. */
  turns: Map<string, Turn[]>;
  /** When links of the tree of command are lost, by the posts at their ends. */
  cuts: Map<string, Span[]>;
}

export function missileId(shot: Pick<Shot, "unit" | "number">): string {
  return `missile/${shot.unit}/${shot.number}`;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const own = found.get(key(item));
    if (own) own.push(item);
    else found.set(key(item), [item]);
  }
  return found;
}

/** Firm tracks: from a firm event to the dropped one of the same radar, or until the threat or the radar is no more. */
function tracks(events: readonly ReplayEvent[], lives: Map<string, Life>, lost: Map<string, number>): Track[] {
  const found: Track[] = [];
  const open = new Map<string, Track>();
  for (const event of events) {
    if ((event.kind !== "firm" && event.kind !== "dropped") || !event.radar || !event.threat) continue;
    const key = `${event.radar}|${event.threat}`;
    const held = open.get(key);
    if (event.kind === "dropped") {
      if (held) held.to = Math.min(held.to, event.time);
      open.delete(key);
    } else if (!held) {
      const to = Math.min(lives.get(event.threat)?.fate.time ?? Infinity, lost.get(event.radar) ?? Infinity);
      const track = { radar: event.radar, threat: event.threat, from: event.time, to };
      open.set(key, track);
      found.push(track);
    }
  }
  return found;
}

function shifted(path: readonly Sample[], by: number): readonly Sample[] {
  return by === 0 ? path : path.map(([time, ...place]): Sample => [time + by, ...place]);
}

/** Links are lost, and restored, between posts. */
export function linkKey(above: string, below: string): string {
  return `${above.replace(/\/post$/, "")}|${below.replace(/\/post$/, "")}`;
}

function cuts(events: readonly ReplayEvent[]): Map<string, Span[]> {
  const found = new Map<string, Span[]>();
  for (const event of events) {
    if (event.kind !== "link-lost" && event.kind !== "link-restored") continue;
    const key = linkKey(event.source ?? "", event.target ?? "");
    const own = found.get(key) ?? [];
    found.set(key, own);
    const open = own.at(-1);
    if (event.kind === "link-lost") own.push({ from: event.time, to: Infinity });
    else if (open) open.to = event.time;
  }
  return found;
}

export function tell(replay: Replay): Story {
  const { events, scene } = replay;
  const begins = new Map(events.filter((event) => event.kind === "appear").map((event) => [event.threat, event.time]));
  const fates = new Map(replay.fates.map((fate) => [fate.threat, fate]));
  const lives = new Map<string, Life>();
  for (const threat of scene.threats) {
    const fate = fates.get(threat.name);
    const begin = begins.get(threat.name) ?? null;
    if (fate) lives.set(threat.name, { threat, fate, begin, path: shifted(threat.path, begin === null ? 0 : begin - threat.start_s) });
  }
  const lost = new Map<string, number>();
  for (const event of events) if (event.kind === "destroyed" && event.target) lost.set(event.target, event.time);
  const seen = tracks(events, lives, lost);
  const end = events.at(-1)?.time ?? 0;
  const fought = grouped(
    events.filter((event) => event.unit && event.threat),
    (event) => `${event.unit}|${event.threat}`,
  );
  const assigned = [...fought.values()].flatMap((own) => {
    const [unit, threat] = [own[0]?.unit ?? "", own[0]?.threat ?? ""];
    // A move ends whatever its unit is engaged with.
    const moved = (from: number): number => events.find((event) => event.kind === "moving" && event.unit === unit && event.time > from)?.time ?? Infinity;
    return engagements(own, lost.get(`${unit}/radar`) ?? end).map(({ from, to }) => ({ unit, threat, from, to: Math.min(to, moved(from)) }));
  });
  return {
    replay,
    lives,
    tracks: seen,
    tracksOf: grouped(seen, (track) => track.threat),
    tracksBy: grouped(seen, (track) => track.radar),
    engagementsOf: grouped(assigned, (engagement) => engagement.threat),
    engagementsBy: grouped(assigned, (engagement) => engagement.unit),
    shotsAt: grouped(replay.shots, (shot) => shot.threat),
    shotsBy: grouped(replay.shots, (shot) => shot.unit),
    shots: new Map(replay.shots.map((shot) => [missileId(shot), shot])),
    lost,
    stays: new Map(replay.moves.map(({ radar, path }) => [radar, path])),
    turns: turns(events),
    cuts: cuts(events),
  };
}

/** Those that last at a time. */
export function lasting<T extends Span>(spans: readonly T[] | undefined, time: number): T[] {
  return (spans ?? []).filter((span) => span.from <= time && time < span.to);
}

export function flying(shots: readonly Shot[] | undefined, time: number): Shot[] {
  return (shots ?? []).filter((shot) => shot.launch <= time && time < shot.arrival);
}

/** What a threat is at a time, as the record up to then says. */
export type Condition =
  | "to come" | "carried" | "undetected" | "track lost" | "tracked" | "assigned" | "fired at"
  | "destroyed" | "leaked" | "passed" | "turned back" | "not released";

/** The conditions in the order in which they call for attention. */
export const CONDITIONS: readonly Condition[] = [
  "leaked", "fired at", "assigned", "tracked", "track lost", "undetected", "to come", "carried", "destroyed", "passed", "turned back", "not released",
];

export interface Known {
  condition: Condition;
  /** Since when [s]; null where it begins with the scenario. */
  since: number | null;
  reason: string;
}

function earliest(times: readonly number[]): number | null {
  return times.length > 0 ? Math.min(...times) : null;
}

const FATES = { destroyed: "destroyed", leaked: "leaked", passed: "passed", "turned-back": "turned back", "not-released": "not released" } as const;

/** What became of a threat in the end. */
export function inTheEnd(life: Life): Known {
  return { condition: FATES[life.fate.fate], since: life.fate.time, reason: life.fate.reason };
}

/** What is known of a threat at a time: nothing that the record says of later goes into it. */
export function known(story: Story, life: Life, time: number): Known {
  const { threat, fate, begin } = life;
  if (begin === null) {
    // Its carrier was destroyed with it: known from then on.
    const carrier = threat.carrier === null ? undefined : story.lives.get(threat.carrier)?.fate;
    const since = carrier?.time ?? null;
    return since !== null && since <= time ? { condition: "not released", since, reason: "" } : { condition: threat.carrier === null ? "to come" : "carried", since: null, reason: "" };
  }
  if (time < begin) return { condition: threat.carrier === null ? "to come" : "carried", since: null, reason: "" };
  if (fate.time !== null && fate.time <= time) return inTheEnd(life);
  const now = (condition: Condition, times: readonly number[]): Known => ({ condition, since: earliest(times), reason: "" });
  const shots = flying(story.shotsAt.get(threat.name), time);
  if (shots.length > 0) return now("fired at", shots.map((shot) => shot.launch));
  const assigned = lasting(story.engagementsOf.get(threat.name), time);
  if (assigned.length > 0) return now("assigned", assigned.map((span) => span.from));
  const held = story.tracksOf.get(threat.name) ?? [];
  const open = lasting(held, time);
  if (open.length > 0) return now("tracked", open.map((span) => span.from));
  const before = held.filter((track) => track.to <= time);
  return before.length > 0 ? now("track lost", [Math.max(...before.map((track) => track.to))]) : now("undetected", [begin]);
}
