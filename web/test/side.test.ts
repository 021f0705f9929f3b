import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress } from "../src/model/address.ts";
import type { Scene } from "../src/model/types.ts";
import { beside, flown, heightsAt, originOf, origins, outline, rootTicks, sectorOf, spotAt, ticks, valueAt, ways, type Way } from "../src/side/model.ts";

const SCENE = {
  units: [{ name: "s/u", lon: 0, lat: 0, facing_deg: 90, missiles: [{ max_range_m: 150_000 }, { max_range_m: 90_000 }] }],
  radars: [
    { name: "s/u/radar", unit: "s/u", kind: "engagement", lon: 0, lat: 0, facing_deg: 90, sector_deg: 105, range_m: 1 },
    { name: "s/search", unit: null, kind: "surveillance", lon: 0.1, lat: 0, facing_deg: 0, sector_deg: 360, range_m: 300_000 },
  ],
  threats: [
    { name: "f-1", formation: "f", class: "fighter", start_s: 0, end_s: 100, path: [[0, 1, 0, 5000], [100, 0.5, 0, 3000]] },
    { name: "f-2", formation: "f", class: "fighter", start_s: 5, end_s: 105, path: [[5, 1, 0, 5000], [105, 0.5, 0, 3000]] },
  ],
} as unknown as Scene;

const WAY: Way = {
  id: "threat/a",
  name: "a",
  kind: "threat",
  begin: 10,
  end: 30,
  spots: [
    { time: 10, range: 100, height: 1000, bearing: 350 },
    { time: 20, range: 80, height: 900, bearing: 10 },
    { time: 40, range: 40, height: 700, bearing: 90 },
  ],
};

test("fire units and surveillance radars are looked from; a unit stands for its radar", () => {
  assert.deepEqual(origins(SCENE).map(({ id, reach, facing }) => [id, reach, facing]), [["unit/s/u", 150_000, 90], ["radar/s/search", 300_000, null]]);
  assert.equal(originOf(SCENE, "radar/s/u/radar"), "unit/s/u");
  assert.equal(originOf(SCENE, "radar/s/search"), "radar/s/search");
  assert.equal(originOf(SCENE, "threat/f-1"), null);
});

test("before any chance each formation once, by distance over the ground", () => {
  const found = ways(SCENE, null, origins(SCENE)[0]!);
  assert.deepEqual(found.map(({ id, begin }) => [id, begin]), [["formation/f/fighter", 0]]);
  // A degree of longitude on the equator.
  assert.ok(Math.abs(found[0]!.spots[0]!.range - 111_319) < 100);
  assert.ok(Math.abs(found[0]!.spots[0]!.bearing - 90) < 1e-6);
});

test("where it is at a time, its bearing across north too; nowhere before and after", () => {
  assert.equal(spotAt(WAY, 9), null);
  assert.equal(spotAt(WAY, 30), null);
  assert.deepEqual(spotAt(WAY, 15), { time: 15, range: 90, height: 950, bearing: 0 });
});

test("what was flown up to a time, and of it what is near the azimuth", () => {
  assert.deepEqual(flown(WAY, 15, 0, 20).map((part) => part.map(({ range }) => range)), [[100, 90]]);
  // Not beyond where it ended.
  assert.deepEqual(flown(WAY, 99, 0, null).map((part) => part.map(({ range }) => range)), [[100, 80, 60]]);
  assert.deepEqual(flown(WAY, 99, 180, 20), []);
  assert.equal(beside(350, 10), 20);
});

test("axes have round values; tables are read between their rows", () => {
  assert.deepEqual(ticks(100, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(0), [0]);
  assert.deepEqual(rootTicks(30_000, 5), [0, 1000, 5000, 10_000, 20_000]);
  assert.equal(valueAt([0, 10], [5, 15], 4), 9);
  assert.equal(valueAt([0, 10], [5, 15], 40), 15);
  const reach = { altitude_m: [10, 1000, 9000], near_m: [5, 5, 8], far_m: [40, 80, 100] };
  assert.deepEqual(heightsAt(reach, 60), [1000, 9000]);
  assert.deepEqual(heightsAt(reach, 6), [10, 1000]);
  assert.equal(heightsAt(reach, 200), null);
});

test("the address of a side view", () => {
  assert.deepEqual(parseAddress("#scenario=x&side=auto:radar/a").side, { of: "radar/a", azimuth: null });
  assert.deepEqual(parseAddress("#scenario=x&side=361:unit/a/b").side, { of: "unit/a/b", azimuth: 1 });
  for (const bad of ["", "225", "225:", "x:unit/a", "225:threat/a"]) assert.equal(parseAddress(`#scenario=x&side=${bad}`).side, null);
});

test("the sector of a unit is its radar's; the outline goes out along the farthest and back along the nearest", () => {
  assert.deepEqual(sectorOf(SCENE, "s/u"), { lon: 0, lat: 0, from: 37.5, to: 142.5 });
  assert.equal(sectorOf(SCENE, "nobody"), null);
  assert.deepEqual(outline({ altitude_m: [10, 20], near_m: [1, 2], far_m: [8, 9] }), [[8, 10], [9, 20], [2, 20], [1, 10]]);
});
