import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fate, Replay, ReplayEvent, SceneThreat, Shot } from "../src/model/types.ts";
import { unitCounts } from "../src/replay/counts.ts";
import { facts, motion } from "../src/replay/facts.ts";
import { commandLinks, linksShown } from "../src/replay/links.ts";
import { sorted, turned, type ThreatRow } from "../src/replay/sorting.ts";
import { inTheEnd, known, tell, type Life, type Story } from "../src/replay/story.ts";
import { whereabouts } from "../src/replay/whereabouts.ts";
import { concerns, sortOf, sentence, shotOf, subject } from "../src/replay/words.ts";

const EVENTS: ReplayEvent[] = [
  { time: 10, kind: "appear", threat: "a" },
  { time: 10, kind: "appear", threat: "b" },
  { time: 20, kind: "firm", threat: "a", radar: "s/eye" },
  { time: 22, kind: "firm", threat: "a", radar: "u/radar" },
  { time: 25, kind: "dropped", threat: "a", radar: "s/eye" },
  { time: 30, kind: "assign", threat: "a", unit: "u", missile: "m", value: 1 },
  { time: 40, kind: "launch", threat: "a", unit: "u", missile: "m", value: 20 },
  { time: 60, kind: "miss", threat: "a", unit: "u", missile: "m", value: 30_000 },
  { time: 65, kind: "judged-alive", threat: "a", unit: "u" },
  { time: 70, kind: "dropped", threat: "a", radar: "u/radar" },
  { time: 80, kind: "assign", threat: "a", unit: "u", missile: "m", value: 1 },
  { time: 82, kind: "launch", threat: "a", unit: "u", missile: "m", value: 10 },
  { time: 92, kind: "hit", threat: "a", unit: "u", missile: "m", value: 15_000 },
  { time: 97, kind: "judged-dead", threat: "a", unit: "u" },
  { time: 99, kind: "destroyed", threat: "b", target: "u/radar" },
  { time: 100, kind: "leak", threat: "b", target: "port", reason: "undetected" },
  { time: 900, kind: "reload", unit: "u", missile: "m", value: 4 },
];

function threat(name: string, more: Partial<SceneThreat> = {}): SceneThreat {
  return {
    name, formation: name, group: name, class: "fighter", category: "aircraft", manoeuvring: false, jammer_w_per_mhz: 0, jams_for_others: false,
    start_s: 10, end_s: 210, carrier: null, aims_at: "port", path: [[10, 0, 0, 9000], [210, 1, 0, 9000]], ...more,
  };
}

const SHOTS: Shot[] = [
  { unit: "u", number: 1, missile: "m", threat: "a", launch: 40, arrival: 60, result: "miss", range_m: 30_000, sspk: 0.7, path: [[40, 0, 0, 0], [60, 0.2, 0, 9000]] },
  { unit: "u", number: 2, missile: "m", threat: "a", launch: 82, arrival: 92, result: "hit", range_m: 15_000, sspk: 0.8, path: [[82, 0, 0, 0], [92, 0.1, 0, 9000]] },
];

const FATES: Fate[] = [
  { threat: "a", class: "fighter", fate: "destroyed", reason: "", time: 92 },
  { threat: "b", class: "fighter", fate: "leaked", reason: "undetected", time: 100 },
  { threat: "c", class: "missile", fate: "not-released", reason: "", time: null },
];

const RADAR = { system: "s", lon: 0, lat: 0, height_m: 5, antenna_m: 10, facing_deg: 0, sector_deg: 360, range_m: 1e5 };

const REPLAY: Replay = {
  scenario: "x", scenario_hash: "", catalogue_hash: "", seed: 1, replication: 0, counts: {}, events: EVENTS, fates: FATES, shots: SHOTS, moves: [],
  scene: {
    duration_s: 210, bounds: [0, 0, 1, 1], terrain: null, posts: [], jammers: [], links: [],
    assets: [{ name: "port", lon: 1, lat: 0, height_m: 0, value: 10 }],
    radars: [{ ...RADAR, name: "s/eye", unit: null, kind: "surveillance", silent: false, positions: [] }, { ...RADAR, name: "u/radar", unit: "u", kind: "engagement", silent: false, positions: [] }],
    units: [{ name: "u", system: "s", lon: 0, lat: 0, height_m: 5, facing_deg: 0, target_channels: 2, missile_channels: 4, missiles: [{ name: "m", rounds: 8, max_range_m: 1e5 }] }],
    threats: [threat("a"), threat("b"), threat("c", { carrier: "a", class: "missile" })],
  },
};

const STORY: Story = tell(REPLAY);
const life = (name: string): Life => STORY.lives.get(name)!;

test("tracks last from firm to dropped, and no longer than the threat or the radar", () => {
  assert.deepEqual(STORY.tracks, [
    { radar: "s/eye", threat: "a", from: 20, to: 25 },
    { radar: "u/radar", threat: "a", from: 22, to: 70 },
  ]);
  const held = tell({ ...REPLAY, events: [{ time: 95, kind: "firm", threat: "b", radar: "u/radar" }, ...EVENTS.slice(14)] });
  assert.deepEqual(held.tracks.map((track) => track.to), [99]);
  const fate = tell({ ...REPLAY, events: [{ time: 95, kind: "firm", threat: "b", radar: "s/eye" }] });
  assert.deepEqual(fate.tracks.map((track) => track.to), [100]);
});

test("what is known of a threat changes with the clock, and tells nothing before its time", () => {
  const told: [number, string, number | null][] = [
    [5, "to come", null], [10, "undetected", 10], [20, "tracked", 20], [24, "tracked", 20], [26, "tracked", 22], [30, "assigned", 30],
    [40, "fired at", 40], [60, "assigned", 30], [66, "tracked", 22], [70, "track lost", 70], [80, "assigned", 80], [82, "fired at", 82],
    [92, "destroyed", 92], [999, "destroyed", 92],
  ];
  for (const [time, condition, since] of told) assert.deepEqual(known(STORY, life("a"), time), { condition, since, reason: "" }, String(time));
  assert.deepEqual(known(STORY, life("b"), 99), { condition: "undetected", since: 10, reason: "" });
  assert.deepEqual(known(STORY, life("b"), 100), { condition: "leaked", since: 100, reason: "undetected" });
});

test("a weapon that is never released is carried until its carrier is no more", () => {
  assert.equal(known(STORY, life("c"), 91).condition, "carried");
  assert.deepEqual(known(STORY, life("c"), 92), { condition: "not released", since: 92, reason: "" });
  assert.deepEqual(inTheEnd(life("c")), { condition: "not released", since: null, reason: "" });
});

test("rows are sorted by every column both ways; what has no time comes last", () => {
  const rows: ThreatRow[] = ["a", "b", "c"].map((name) => ({ name, class: life(name).fate.class, now: inTheEnd(life(name)) }));
  const names = (column: "name" | "class" | "state" | "time", down = false): string => sorted(rows, { column, down }).map((row) => row.name).join("");
  assert.deepEqual([names("name"), names("name", true), names("state"), names("time"), names("time", true)], ["abc", "cba", "bac", "abc", "bac"]);
  const numbered = ["f-10", "f-9"].map((name): ThreatRow => ({ name, class: "", now: rows[0]!.now }));
  assert.deepEqual(sorted(numbered, { column: "name", down: false }).map((row) => row.name), ["f-9", "f-10"]);
  assert.deepEqual(turned({ column: "name", down: false }, "name"), { column: "name", down: true });
  assert.deepEqual(turned({ column: "name", down: true }, "time"), { column: "time", down: false });
});

test("the dead are where they died, and nothing is anywhere before it comes", () => {
  const at = (id: string, time: number) => whereabouts(REPLAY.scene, STORY, id, time);
  assert.equal(at("threat/a", 0)?.phase, "before");
  assert.equal(at("threat/a", 50)?.phase, "moving");
  // Equal steps along the chord of a degree are not quite equal angles.
  assert.ok(Math.abs((at("threat/a", 110)?.lon ?? 0) - 0.41) < 1e-4);
  assert.equal(at("threat/a", 110)?.phase, "ended");
  assert.equal(at("threat/c", 50), null);
  assert.equal(at("missile/u/1", 50)?.phase, "moving");
  assert.ok(Math.abs((at("missile/u/1", 99)?.lon ?? 0) - 0.2) < 1e-9);
  assert.equal(at("radar/u/radar", 0)?.height, 15);
  assert.deepEqual([at("unit/u", 0)?.phase, at("asset/port", 0)?.lon, at("asset/nosuch", 0), at("nosuch/u", 0)], ["standing", 1, null, null]);
});

test("a weapon flies from when it was released", () => {
  const late = tell({ ...REPLAY, events: [{ time: 30, kind: "appear", threat: "b" }] });
  assert.ok(Math.abs((whereabouts(REPLAY.scene, late, "threat/b", 80)?.lon ?? 0) - 0.25) < 1e-4);
});

test("a card says what is known of a thing, and no more", () => {
  const counts = unitCounts(REPLAY);
  const rows = (id: string, time: number): Record<string, string> => {
    const found = facts(REPLAY.scene, STORY, counts, id, time, whereabouts(REPLAY.scene, STORY, id, time), (name) => name, "metric");
    return Object.fromEntries(found?.rows.map((row) => [row.term, [...(row.links ?? []).map((link) => `${link.id} ${link.note ?? ""}`.trim()), row.text].filter(Boolean).join("; ")]) ?? []);
  };
  const fired = rows("threat/a", 50);
  assert.equal(fired["State"], "fired at since 0:40");
  assert.equal(fired["Tracked by"], "radar/u/radar 0:22");
  assert.equal(fired["Assigned to"], "unit/u");
  assert.equal(fired["Fired at by"], "missile/u/1 effective SSPK 0.70, in 10 s");
  // 200 s for a degree along the equator, 9 km up: 111.5 km, east.
  assert.deepEqual([fired["Altitude"], fired["Speed"], fired["Heading"], fired["Arrived"]], ["8.8 km", "557 m/s", "090°", undefined]);
  const later = rows("threat/a", 75);
  assert.deepEqual([later["State"], later["Arrived"], later["Tracked by"]], ["track lost since 1:10", "1 miss", undefined]);
  const dead = rows("threat/a", 200);
  assert.deepEqual([dead["State"], dead["Arrived"], dead["Speed"]], ["destroyed at 1:32", "1 hit, 1 miss", undefined]);
  assert.equal(rows("threat/b", 100)["State"], "leaked at 1:40: undetected");
  assert.equal(rows("missile/u/1", 50)["State"], "in flight, arrives in 10 s");
  assert.equal(rows("missile/u/1", 60)["State"], "missed at 1:00");
  assert.equal(rows("missile/u/1", 50)["Effective SSPK"], "0.70 at the intercept, 30.0 km out");
  const unit = rows("unit/u", 50);
  assert.deepEqual([unit["Channels"], unit["Missiles left"], unit["Engages"]], ["1 of 2 targets, 1 of 4 missiles", "7 of 8", "threat/a"]);
  assert.equal(unit["In flight"], "missile/u/1 0.70, 10 s");
  assert.equal(rows("unit/u", 99)["State"], "radar lost at 1:39");
  assert.deepEqual([rows("radar/s/eye", 21)["Tracks"], rows("radar/s/eye", 25)["Firm tracks"]], ["threat/a 0:20", "0"]);
  assert.equal(rows("radar/u/radar", 99)["State"], "destroyed at 1:39");
  assert.deepEqual(rows("asset/port", 5), {});
  assert.deepEqual(motion(null, "metric"), []);
});

test("events are told in words, of the missile with its effective SSPK, and lead to what they are about", () => {
  const [launch, hit, leak, reload, firm] = [EVENTS[6]!, EVENTS[12]!, EVENTS[15]!, EVENTS[16]!, EVENTS[2]!];
  assert.equal(shotOf(STORY, launch)?.number, 1);
  assert.equal(shotOf(STORY, hit)?.number, 2);
  assert.equal(shotOf(STORY, { ...hit, time: 93 }), undefined);
  assert.equal(sentence(launch, SHOTS[0]), "launch at a by u, effective SSPK 0.70, arrives 1:00, m");
  assert.equal(sentence(hit), "hit on a by u, 15.0 km out");
  assert.equal(sentence(hit, undefined, (name) => name, "nautical"), "hit on a by u, 8.1 NM out");
  assert.equal(sentence(leak), "leak of b at port: undetected");
  assert.equal(sentence(reload), "reloaded u, m");
  assert.deepEqual((["emitting", "silent"] as const).map((kind) => sentence({ time: 1, kind, radar: "s/eye" })), ["s/eye radiates", "s/eye falls silent"]);
  assert.deepEqual(
    (["link-lost", "received", "given-up"] as const).map((kind) => sentence({ time: 1, kind, ...(kind === "link-lost" ? {} : { threat: "bomber" }), target: "b/post", source: "node/post" })),
    ["link from node to b lost", "b has bomber from node", "b no longer has bomber from node"],
  );
  assert.deepEqual([launch, leak, reload, firm].map((event) => subject(STORY, event)), ["missile/u/1", "threat/b", "unit/u", "threat/a"]);
  assert.deepEqual([launch, leak, reload, firm].map(sortOf), ["missiles", "threats", "units", "tracks"]);
  const count = (id: string): number => EVENTS.filter((event) => concerns(STORY, event, id)).length;
  assert.deepEqual(["threat/a", "threat/b", "unit/u", "radar/s/eye", "radar/u/radar", "missile/u/2", "asset/port", "unit/x"].map(count), [13, 3, 10, 2, 3, 2, 1, 0]);
});

test("links are the tracks and engagements of a time, of what is selected or all", () => {
  const links = (time: number, selected: string | null, tracks = false, targets = false): string[] =>
    linksShown(STORY, time, selected, { tracks, targets }).map((link) => `${link.kind} ${link.from} ${link.to}`);
  assert.deepEqual(links(24, null), []);
  assert.deepEqual(links(24, null, true), ["track radar/s/eye threat/a", "track radar/u/radar threat/a"]);
  assert.deepEqual(links(24, "radar/s/eye"), ["track radar/s/eye threat/a"]);
  assert.deepEqual(links(35, "unit/u"), ["assigned unit/u threat/a"]);
  assert.deepEqual(links(50, null, false, true), ["launched unit/u threat/a"]);
  assert.deepEqual(links(62, "unit/u"), ["assessed unit/u threat/a"]);
  assert.deepEqual(links(81, "unit/u"), ["assigned unit/u threat/a"]);
  assert.deepEqual(links(50, "missile/u/1"), ["launched missile/u/1 threat/a"]);
  assert.deepEqual(links(60, "missile/u/1"), []);
});

test("a link of command is cut from when it is lost until it is restored", () => {
  const of = (time: number, kind: string): ReplayEvent => ({ time, kind, source: "node/post", target: "s/post" }) as ReplayEvent;
  const scene = { ...REPLAY.scene, links: [{ above: "node", below: "s" }] };
  const cut = tell({ ...REPLAY, scene, events: [...EVENTS, of(60, "link-lost"), of(90, "link-restored")].toSorted((a, b) => a.time - b.time) });
  const at = (time: number): string[] => commandLinks(scene, cut, time).map(({ from, to, kind }) => `${from} ${to} ${kind}`);
  assert.deepEqual([59, 60, 90].flatMap(at), ["post/node post/s link", "post/node post/s cut", "post/node post/s link"]);
  assert.deepEqual(commandLinks(scene, null, 60)[0]?.kind, "link");
});
