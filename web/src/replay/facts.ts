/** What is known of one thing of a replication at a time, as the rows of its card. Nothing later goes into it. */
import { parts, short } from "../model/selection.ts";
import { climb, distance, height, speed, type Units } from "../model/units.ts";
import type { Scene, SceneRadar, SceneUnit, Shot } from "../model/types.ts";
import { clock, fixed, plural } from "../ui/format.ts";
import { before, busy, type UnitCount } from "./counts.ts";
import { turnAt } from "./stays.ts";
import { flying, known, lasting, missileId, type Life, type Story } from "./story.ts";
import type { Whereabouts } from "./whereabouts.ts";

export interface Link {
  id: string;
  text: string;
  note?: string;
}

export interface Row {
  term: string;
  /** What the notes of its links say. */
  hint?: string;
  text?: string;
  links?: Link[];
}

export interface Facts {
  title: string;
  /** What it is, in a few words. */
  what: string;
  rows: Row[];
  /** Its entry in the catalogue, where it has one. */
  entry?: string;
}

/** Links that a row has room for. */
const LISTED = 6;

function listed(term: string, links: Link[], hint?: string): Row[] {
  if (links.length === 0) return [];
  const more = links.length - LISTED;
  return [{ term, ...(hint ? { hint } : {}), links: links.slice(0, LISTED), ...(more > 0 ? { text: `and ${more} more` } : {}) }];
}

/** Three digits, as bearings are said. */
export function bearing(degrees: number): string {
  return `${String(Math.round(degrees) % 360).padStart(3, "0")}°`;
}

export function motion(place: Whereabouts | null, units: Units): Row[] {
  if (!place || place.phase === "before") return [];
  const rows: Row[] = [{ term: "Altitude", text: height(Math.max(0, place.height), units) }];
  if (place.phase !== "moving") return rows;
  const climbs = Math.abs(place.climb) >= 5 ? `, ${place.climb > 0 ? "climbs" : "descends"} ${climb(Math.abs(place.climb), units)}` : "";
  rows.push({ term: "Speed", text: `${speed(place.speed, units)}${climbs}` });
  if (place.heading !== null) rows.push({ term: "Heading", text: bearing(place.heading) });
  return rows;
}

function inFlight(shot: Shot, time: number, text: string, id: string): Link {
  return { id, text, note: `effective SSPK ${fixed(shot.sspk, 2)}, in ${fixed(shot.arrival - time, 0)} s` };
}

/** Who knows by now that it is a decoy. */
function toldApart(story: Story, threat: string, time: number, own: (name: string) => string): Row[] {
  const knowing = story.replay.events.filter((event) => event.kind === "told-apart" && event.threat === threat && event.time <= time && event.radar);
  return listed("Told apart by", knowing.map((event) => ({ id: `radar/${event.radar ?? ""}`, text: own(event.radar ?? ""), note: clock(event.time) })));
}

function ofThreat(story: Story, life: Life, time: number, place: Whereabouts | null, title: (name: string) => string, units: Units): Facts {
  const { name } = life.threat;
  const own = (long: string): string => short(story.replay.scene, long);
  const now = known(story, life, time);
  const since = now.since === null ? "" : ` ${["destroyed", "leaked", "passed", "turned back"].includes(now.condition) ? "at" : "since"} ${clock(now.since)}`;
  const reason = now.reason ? `: ${now.reason.replaceAll("-", " ")}` : "";
  const shots = story.shotsAt.get(name) ?? [];
  const over = shots.filter((shot) => shot.arrival <= time);
  const results = (["hit", "miss", "abort"] as const)
    .map((result) => [over.filter((shot) => shot.result === result).length, result] as const)
    .filter(([n]) => n > 0)
    .map(([n, result]) => plural(n, result, result === "miss" ? "misses" : `${result}s`));
  const tracks = lasting(story.tracksOf.get(name), time);
  const assigned = new Set(lasting(story.engagementsOf.get(name), time).map((engagement) => engagement.unit));
  return {
    title: name,
    what: title(life.fate.class),
    entry: life.fate.class,
    rows: [
      { term: "State", text: `${now.condition}${since}${reason}` },
      ...motion(place, units),
      ...toldApart(story, name, time, own),
      ...(life.threat.aims_at ? [{ term: "Aims at", text: life.threat.aims_at }] : []),
      ...(life.threat.carrier ? listed("Carrier", [{ id: `threat/${life.threat.carrier}`, text: life.threat.carrier }]) : []),
      ...listed("Tracked by", tracks.map((track) => ({ id: `radar/${track.radar}`, text: own(track.radar), note: clock(track.from) }))),
      ...listed("Assigned to", [...assigned].map((unit) => ({ id: `unit/${unit}`, text: own(unit) }))),
      ...listed("Fired at by", flying(shots, time).map((shot) => inFlight(shot, time, `${own(shot.unit)} no. ${shot.number}`, missileId(shot)))),
      ...(results.length > 0 ? [{ term: "Arrived", text: results.join(", ") }] : []),
    ],
  };
}

const RESULTS = { hit: "hit", miss: "missed", abort: "aborted" } as const;

function ofMissile(shot: Shot, time: number, place: Whereabouts | null, units: Units): Facts {
  let now = `to be launched at ${clock(shot.launch)}`;
  if (time >= shot.arrival) now = `${RESULTS[shot.result]} at ${clock(shot.arrival)}`;
  else if (time >= shot.launch) now = `in flight, arrives in ${fixed(shot.arrival - time, 0)} s`;
  return {
    title: `${shot.missile} no. ${shot.number}`,
    what: `missile of ${shot.unit}`,
    entry: shot.missile,
    rows: [
      { term: "State", text: now },
      ...motion(place, units),
      ...listed("Fired by", [{ id: `unit/${shot.unit}`, text: shot.unit, note: `at ${clock(shot.launch)}` }]),
      ...listed("Fired at", [{ id: `threat/${shot.threat}`, text: shot.threat }]),
      { term: "Effective SSPK", text: `${fixed(shot.sspk, 2)} at the intercept, ${distance(shot.range_m, units)} out` },
    ],
  };
}

/** What a radar does: radiates, is silent, is on the move. */
function doing(story: Story, radar: string, time: number): string {
  const { does, from, to } = turnAt(story.turns.get(radar), time);
  if (does === "moves") return `on the move to ${to} since ${clock(from)}`;
  return does === "silent" ? `silent since ${clock(from)}` : "radiates";
}

function ofUnit(story: Story, unit: SceneUnit, count: UnitCount, time: number): Facts {
  const lost = count.lost !== null && count.lost <= time;
  const ready = unit.missiles.reduce((sum, missile) => sum + missile.rounds, 0);
  const left = Math.max(0, ready - before(count.launches, time));
  const reloads = before(count.reloads, time);
  const assigned = new Set(lasting(story.engagementsBy.get(unit.name), time).map((engagement) => engagement.threat));
  const shots = flying(story.shotsBy.get(unit.name), time);
  return {
    title: unit.name,
    what: `fire unit of ${unit.system}`,
    ...(unit.missiles[0] ? { entry: unit.missiles[0].name } : {}),
    rows: [
      { term: "State", text: lost ? `radar lost at ${clock(count.lost!)}` : `radar ${doing(story, story.replay.scene.radars.find((radar) => radar.unit === unit.name)?.name ?? "", time)}` },
      { term: "Channels", text: `${busy(count.channels, time)} of ${plural(unit.target_channels, "target")}, ${shots.length} of ${plural(unit.missile_channels, "missile")}` },
      { term: "Missiles left", text: `${left} of ${ready}${reloads > 0 ? ` and ${plural(reloads, "reload")}` : ""}` },
      ...listed("Engages", [...assigned].map((threat) => ({ id: `threat/${threat}`, text: threat }))),
      ...listed(
        "In flight",
        shots.map((shot) => ({
          id: missileId(shot),
          text: `no. ${shot.number} at ${shot.threat}`,
          note: `${fixed(shot.sspk, 2)}, ${fixed(shot.arrival - time, 0)} s`,
        })),
        "effective SSPK, time to arrival",
      ),
    ],
  };
}

function ofRadar(story: Story, radar: SceneRadar, time: number, units: Units): Facts {
  const lost = story.lost.get(radar.name);
  const tracks = lasting(story.tracksBy.get(radar.name), time);
  return {
    title: radar.name,
    what: `${radar.kind} radar of ${radar.system}`,
    ...(radar.kind === "surveillance" ? { entry: radar.name.split("/").at(-1) ?? radar.name } : {}),
    rows: [
      { term: "State", text: lost !== undefined && lost <= time ? `destroyed at ${clock(lost)}` : doing(story, radar.name, time) },
      { term: "Antenna", text: `${height(radar.antenna_m, units)} above ground` },
      ...(radar.unit ? listed("Fire unit", [{ id: `unit/${radar.unit}`, text: radar.unit }]) : []),
      { term: "Firm tracks", text: String(tracks.length) },
      ...listed("Tracks", tracks.map((track) => ({ id: `threat/${track.threat}`, text: track.threat, note: clock(track.from) }))),
    ],
  };
}

/** The facts of a threat, missile, unit or radar of a replication; null for anything else. */
export function facts(
  scene: Scene,
  story: Story,
  counts: readonly UnitCount[],
  id: string,
  time: number,
  place: Whereabouts | null,
  title: (name: string) => string,
  units: Units,
): Facts | null {
  const [kind, name] = parts(id);
  const life = kind === "threat" ? story.lives.get(name) : undefined;
  if (life) return ofThreat(story, life, time, place, title, units);
  const shot = kind === "missile" ? story.shots.get(id) : undefined;
  if (shot) return ofMissile(shot, time, place, units);
  const count = kind === "unit" ? counts.find((item) => item.unit.name === name) : undefined;
  if (count) return ofUnit(story, count.unit, count, time);
  const radar = kind === "radar" ? scene.radars.find((item) => item.name === name) : undefined;
  return radar ? ofRadar(story, radar, time, units) : null;
}
