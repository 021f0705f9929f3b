import assert from "node:assert/strict";
import { test } from "node:test";
import { legend, type Happening, type Situation } from "../src/globe/legend.ts";
import { shown } from "../src/model/layers.ts";
import type { Scene } from "../src/model/types.ts";

const threat = (name: string, cls: string, carrier: string | null) => ({ name, class: cls, category: "aircraft", carrier });

const SCENE = {
  assets: [{ name: "port" }],
  posts: [],
  units: [{ name: "u", missiles: [{ max_range_m: 1000 }] }],
  radars: [
    { name: "s", kind: "surveillance", facing_deg: null, sector_deg: null, silent: false, positions: [] },
    { name: "e", kind: "engagement", facing_deg: 10, sector_deg: 90, silent: false, positions: [] },
  ],
  jammers: [],
  links: [],
  threats: [threat("a", "bomber", null), threat("b", "bomber", null), threat("c", "missile", "a")],
} as unknown as Scene;

const QUIET: Situation = { scene: SCENE, ground: "dark", on: shown([]), near: false, replay: null, selected: false, ruler: false, coverage: [] };

const HAPPENING: Happening = {
  ends: false,
  threats: new Set(["c"]),
  becomes: new Set(["leaked"]),
  results: new Set(["miss"]),
  ended: new Set(["destroyed"]),
  lost: true,
  links: new Set(["track"]),
  silent: false,
};

function texts(change: Partial<Situation>): Record<string, string[]> {
  const groups = legend({ ...QUIET, ...change }, (name) => name.toUpperCase());
  return Object.fromEntries(groups.map(({ title, entries }) => [title, entries.map(({ text }) => text)]));
}

test("a scenario: what stands, what is planned, each class once", () => {
  assert.deepEqual(texts({}), {
    Defence: ["Asset", "Published range of a missile", "Sector of an engagement radar"],
    Raid: ["BOMBER", "Planned route", "Planned route of a released weapon"],
  });
});

test("only what is shown: layers, nearness, what is chosen, coverage", () => {
  assert.deepEqual(texts({ on: shown(["rings", "sectors"]), near: true })["Defence"], ["Asset", "Fire unit", "Surveillance radar"]);
  assert.deepEqual(texts({ selected: true, ruler: true })["Chosen"], ["Selected", "Measured"]);
  assert.deepEqual(texts({ coverage: [{ text: "Covered at 100 m", css: "#fff" }] })["Coverage"], ["Covered at 100 m"]);
});

test("a replay: what flies now, and no result before its time unless it is asked for", () => {
  const known = texts({ replay: HAPPENING });
  assert.deepEqual(known["Raid"], ["MISSILE"]);
  assert.deepEqual(known["Replay"], ["Trail of a threat", "Trail of a missile", "Threat destroyed here", "Destroyed on the ground", "Radar holds a firm track"]);
  const ends = texts({ replay: { ...HAPPENING, ends: true } });
  assert.deepEqual(ends["Replay"]?.slice(0, 2), ["Trail of a threat that leaks", "Trail of a missile that misses"]);
  assert.deepEqual(texts({ replay: HAPPENING, on: shown(["trails"]) })["Replay"]?.[0], "Threat destroyed here");
});

test("what has height, and the side view", () => {
  assert.deepEqual(texts({ heights: { relief: true, curtains: true, envelopes: ["A", "B"] } })["Heights"], [
    "Ground above the sea",
    "Curtain from a path to the ground",
    "What A reaches",
    "What B reaches",
  ]);
  assert.deepEqual(texts({ side: true })["Chosen"], ["Azimuth of the side view"]);
});

test("links of command, silent radars and further positions, where there are any", () => {
  const radars = SCENE.radars.map((radar) => (radar.kind === "engagement" ? { ...radar, silent: true, positions: [{ name: "wood", lon: 0, lat: 0, height_m: 0 }] } : radar));
  const scene: Scene = { ...SCENE, radars, links: [{ above: "node", below: "s" }] };
  assert.deepEqual(texts({ scene })["Defence"]?.slice(-4), ["Link of command", "Sector of a radar that is silent until cued", "Way to a further position", "Sector of an engagement radar"]);
  assert.ok(!texts({ scene, on: shown(["command"]) })["Defence"]?.includes("Link of command"));
  const told = texts({ scene, replay: { ...HAPPENING, silent: true, links: new Set(["cut"]) } })["Replay"];
  assert.deepEqual(told?.slice(-3), ["Silent, or on the move: weaker", "Destroyed on the ground", "Link of command that is lost"]);
});
