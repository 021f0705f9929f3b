import assert from "node:assert/strict";
import { test } from "node:test";
import { places, rounded } from "../src/scenario/places.ts";

const DOCUMENT = {
  defence: [{ system: "S-300PT", at: [0.05, 0.1], units: [{ name: "left", at: [0.1, 0.2] }] }],
  assets: [{ name: "port", at: [0, 0] }],
  raid: [
    { threat: "fighter", name: "flight-1", route: [[-1.9, -1.6], [0, 0]] },
    { threat: "srbm", from: [-2.6, -2.2] },
    { threat: "drone", from: "somewhere", route: "straight" },
  ],
};

test("every place of a scenario is found, with whose it is and where it stands in the text", () => {
  const found = places(DOCUMENT);
  assert.deepEqual(
    found.map(({ label, path }) => `${label}: ${path.join(".")}`),
    [
      "S-300PT: defence.0.at",
      "S-300PT, left: defence.0.units.0.at",
      "port: assets.0.at",
      "flight-1, waypoint 1: raid.0.route.0",
      "flight-1, waypoint 2: raid.0.route.1",
      "srbm, from: raid.1.from",
    ],
  );
  assert.deepEqual([found[3]?.lat, found[3]?.lon, found[3]?.corner], [-1.9, -1.6, true]);
});

test("what can be no place is none, and a broken document has none", () => {
  assert.deepEqual(places({ assets: [{ at: [91, 0] }, { at: [0] }, { at: ["a", 1] }, { at: null }] }), []);
  for (const value of [null, "text", 3, []]) assert.deepEqual(places(value), []);
});

test("a place is as fine as the zoom", () => {
  assert.equal(rounded(1.234567, 400), 1.235);
  assert.equal(rounded(1.234567, 20), 1.2346);
  assert.equal(rounded(1.234567, 0.1), 1.23457);
  assert.equal(rounded(-1.23456, 5000), -1.23);
});
