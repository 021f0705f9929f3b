import assert from "node:assert/strict";
import { test } from "node:test";
import type { Replay, ReplayEvent } from "../src/model/types.ts";
import { before, busy, unitCounts } from "../src/replay/counts.ts";
import { begun, lastMoment, marks, neighbour } from "../src/replay/moments.ts";

// Whole replications of the engine are counted in tests/web/test_counts.py.
const EVENTS: ReplayEvent[] = [
  { time: 0, kind: "appear", threat: "a" },
  { time: 5, kind: "firm", threat: "a", radar: "r" },
  { time: 6, kind: "firm", threat: "a", radar: "s" },
  { time: 8, kind: "assign", threat: "a", unit: "u", missile: "m", value: 2 },
  { time: 10, kind: "launch", threat: "a", unit: "u", missile: "m", value: 20 },
  { time: 13, kind: "launch", threat: "a", unit: "u", missile: "m", value: 18 },
  { time: 30, kind: "miss", threat: "a", unit: "u", missile: "m", value: 20_000 },
  { time: 31, kind: "hit", threat: "a", unit: "u", missile: "m", value: 19_000 },
  { time: 36, kind: "judged-dead", threat: "a", unit: "u" },
  { time: 900, kind: "reload", unit: "u", missile: "m", value: 4 },
];

const UNIT = { name: "u", lon: 0, lat: 0, height_m: 0, system: "s", facing_deg: 0, target_channels: 1, missile_channels: 2, missiles: [] };

function replication(events: ReplayEvent[], time: number | null = 31): Replay {
  return {
    scenario: "x", scenario_hash: "", catalogue_hash: "", seed: 1, replication: 0, counts: {}, events,
    fates: [{ threat: "a", class: "fighter", fate: "destroyed", reason: "", time }],
    shots: [], moves: [],
    scene: { duration_s: 100, bounds: [0, 0, 1, 1], terrain: null, assets: [], posts: [], radars: [], units: [UNIT], jammers: [], links: [], threats: [] },
  };
}

test("marks are the first firm track of each threat and what follows, in order", () => {
  assert.deepEqual(marks(replication(EVENTS)).map((event) => event.time), [5, 10, 13, 30, 31]);
  assert.deepEqual(marks(replication([])), []);
});

test("the clock ends soon after the last thing that is seen, not after the last reload", () => {
  assert.equal(lastMoment(replication(EVENTS)), 56);
  assert.equal(lastMoment(replication(EVENTS, 70)), 90);
  assert.equal(lastMoment(replication([], null)), 21);
});

test("steps go to the next mark and the one before, not to the one they stand on", () => {
  const times = [5, 10, 13];
  assert.deepEqual([neighbour(times, 10, 1), neighbour(times, 10, -1)], [13, 5]);
  assert.deepEqual([neighbour(times, 0, -1), neighbour(times, 13.005, 1)], [undefined, undefined]);
  assert.deepEqual([neighbour(times, 4, 1), neighbour(times, 99, -1)], [5, 13]);
});

test("a channel is busy from its assignment to its judgement, missiles from launch to arrival", () => {
  const [unit] = unitCounts(replication(EVENTS));
  assert.ok(unit);
  assert.deepEqual(unit.channels, [{ from: 8, to: 36 }]);
  assert.deepEqual(unit.flights, [{ from: 10, to: 30 }, { from: 13, to: 31 }]);
  assert.deepEqual([9, 10, 20, 30, 31].map((time) => busy(unit.flights, time)), [0, 1, 2, 1, 0]);
  assert.deepEqual([before(unit.launches, 9), before(unit.launches, 10), before(unit.launches, 99)], [0, 1, 2]);
  assert.equal(unit.lost, null);
});

test("a unit whose radar is destroyed holds nothing from then on", () => {
  const lost: ReplayEvent = { time: 20, kind: "destroyed", threat: "b", target: "u/radar" };
  const [unit] = unitCounts(replication([...EVENTS.slice(0, 6), lost, ...EVENTS.slice(6)]));
  assert.equal(unit?.lost, 20);
  assert.deepEqual(unit.channels, [{ from: 8, to: 20 }]);
});

test("a clock begins where it stands, and from the other end at its goal", () => {
  assert.deepEqual([begun(50, 20, 100), begun(99.7, 20, 100), begun(0, 20, 100)], [50, 0, 0]);
  assert.deepEqual([begun(50, -5, 100), begun(0.3, -5, 100), begun(100, -5, 100)], [50, 100, 100]);
  assert.deepEqual([begun(50, 0.1, 100), begun(100, 0.1, 100)], [50, 0]);
});
