import assert from "node:assert/strict";
import { test } from "node:test";
import { spotAt, stays } from "../src/replay/stays.ts";
import type { ReplayEvent, Scene } from "../src/model/types.ts";

const wood = { name: "wood", lon: 1, lat: 2, height_m: 30 };
const radars = [
  { name: "west/radar", unit: "west", lon: 0, lat: 0, height_m: 10, positions: [wood] },
  { name: "east/radar", unit: "east", lon: 5, lat: 5, height_m: 0, positions: [] },
];
const scene = { radars } as unknown as Scene;
const event = (time: number, kind: string, target: string): ReplayEvent => ({ time, kind, target, radar: "west/radar", unit: "west" }) as ReplayEvent;

test("what moves stands where it is in place, and between its positions on the move", () => {
  const found = stays(scene, [event(0, "in-place", "west/radar"), event(100, "moving", "west/radar@wood"), event(200, "in-place", "west/radar@wood")]);
  assert.deepEqual([...found.keys()], ["west/radar"]);
  const at = (time: number): number[] => {
    const spot = spotAt(found.get("west/radar"), time);
    return spot ? [spot.lon, spot.lat, spot.height_m] : [];
  };
  assert.deepEqual(at(-5), [0, 0, 10]);
  assert.deepEqual(at(99), [0, 0, 10]);
  assert.deepEqual(at(150), [0.5, 1, 20]);
  assert.deepEqual(at(200), [1, 2, 30]);
  assert.deepEqual(at(900), [1, 2, 30]);
});

test("a move that does not end leaves it where it was, and one under way at the beginning is drawn at its goal", () => {
  const lost = stays(scene, [event(0, "in-place", "west/radar"), event(100, "moving", "west/radar@wood")]);
  assert.equal(spotAt(lost.get("west/radar"), 500)?.lon, 0);
  const begun = stays(scene, [event(0, "moving", "west/radar@wood"), event(80, "in-place", "west/radar@wood")]);
  assert.equal(spotAt(begun.get("west/radar"), 10)?.lon, 1);
  assert.equal(spotAt(undefined, 10), null);
});
