import assert from "node:assert/strict";
import { test } from "node:test";
import { meant, parts } from "../src/model/selection.ts";

test("an id is its kind and a name that may hold slashes", () => {
  assert.deepEqual(parts("radar/S-300/unit-1/radar"), ["radar", "S-300/unit-1/radar"]);
  assert.deepEqual(parts("focus"), ["focus", ""]);
});

test("what is drawn in parts is one thing", () => {
  const told: [string | null, string | null][] = [
    ["threat/a", "threat/a"],
    ["fate/a", "threat/a"],
    ["missile/S/unit-1/3", "missile/S/unit-1/3"],
    ["site/radar/S/r", "radar/S/r"],
    ["site/unit/S/unit-1", "unit/S/unit-1"],
    ["sector/S/unit-1/radar", "radar/S/unit-1/radar"],
    ["route/flight/fighter", "formation/flight/fighter"],
    ["range/S/unit-1/48N6E2", "unit/S/unit-1"],
    ["range/S/unit-1/48N6E2/label", "unit/S/unit-1"],
    ["coverage-17", null],
    ["threat/", null],
    [null, null],
  ];
  for (const [drawn, wanted] of told) assert.equal(meant(drawn), wanted, String(drawn));
});
