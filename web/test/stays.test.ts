import assert from "node:assert/strict";
import { test } from "node:test";
import { spotAt, turnAt, turns } from "../src/replay/stays.ts";
import type { ReplayEvent } from "../src/model/types.ts";

const event = (time: number, kind: string, target?: string): ReplayEvent => ({ time, kind, radar: "west/radar", ...(target ? { target } : {}) }) as ReplayEvent;

test("what moves is where its samples say, before them at the first, after them at the last", () => {
  const path: [number, number, number, number][] = [[0, 0, 0, 10], [100, 0, 0, 10], [200, 0.1, 0.2, 30]];
  const at = (time: number): number[] => {
    const spot = spotAt(path, time);
    return spot ? [spot.lon, spot.lat].map((degrees) => Math.round(degrees * 1e4) / 1e4) : [];
  };
  assert.deepEqual(at(-5), [0, 0]);
  assert.deepEqual(at(99), [0, 0]);
  assert.deepEqual(at(150), [0.05, 0.1]);
  assert.deepEqual(at(900), [0.1, 0.2]);
  assert.equal(spotAt(undefined, 10), null);
});

test("a radar radiates, unless its record says that it is silent or on the move", () => {
  const told = turns([event(0, "in-place", "west/radar"), event(0, "emitting"), event(100, "moving", "west/radar@wood"), event(100, "silent"), event(200, "in-place", "west/radar@wood"), event(205, "emitting")]);
  const does = (time: number): string => turnAt(told.get("west/radar"), time).does;
  assert.deepEqual([0, 99, 100, 199, 200, 205].map(does), ["radiates", "radiates", "moves", "moves", "silent", "radiates"]);
  assert.equal(turnAt(told.get("west/radar"), 150).to, "wood");
  assert.equal(turnAt(turns([event(0, "silent")]).get("west/radar"), 10).does, "silent");
  assert.equal(turnAt(undefined, 10).does, "radiates");
});

test("on the way back it goes home", () => {
  assert.equal(turnAt(turns([event(5, "moving", "west/radar")]).get("west/radar"), 6).to, "home");
});
