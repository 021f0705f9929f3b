import assert from "node:assert/strict";
import { test } from "node:test";
import { crossings, degrees, linesOf, perSample, spaced, stepAt } from "../src/model/graticule.ts";

test("lines are as close as their numbers allow, and never closer", () => {
  assert.deepEqual([1, 0.1, 0.01, 0.001, 0.00001].map(stepAt), [30, 10, 1, 0.1, 0.001]);
  for (let pixel = 1e-5; pixel < 0.3; pixel *= 1.1) {
    const apart = stepAt(pixel) / pixel;
    assert.ok(apart >= 90 && apart < 90 * 2.5 + 1e-6, `${pixel}: ${apart}`);
  }
});

test("the lines cover the view at multiples of their step, and a small move leaves them as they are", () => {
  const view = { west: -3.3, south: 1.1, east: 4.2, north: 6.7 };
  const lines = linesOf(view, { lon: 0, lat: 4 }, 1);
  assert.ok(lines.meridians[0]! <= -3.3 && lines.meridians.at(-1)! >= 4.2);
  assert.ok(lines.parallels[0]! <= 1.1 && lines.parallels.at(-1)! >= 6.7);
  assert.ok([...lines.meridians, ...lines.parallels].every(Number.isInteger));
  const moved = linesOf({ west: -3.1, south: 1.3, east: 4.4, north: 6.9 }, { lon: 0.2, lat: 4.2 }, 1);
  assert.deepEqual(moved, lines);
});

test("a view to the horizon is cut around what is looked at; a whole globe has each meridian once", () => {
  const far = linesOf({ west: -40, south: -10, east: 60, north: 80 }, { lon: 3, lat: 1 }, 0.1);
  assert.ok(far.meridians.length <= 92 && far.parallels.length <= 92, `${far.meridians.length}`);
  assert.ok(far.meridians.includes(3) && far.parallels.includes(1));
  const whole = linesOf({ west: -180, south: -90, east: 180, north: 90 }, { lon: 0, lat: 0 }, 30);
  assert.deepEqual(whole.meridians, [-180, -150, -120, -90, -60, -30, 0, 30, 60, 90, 120, 150]);
  assert.deepEqual(whole.parallels, [-60, -30, 0, 30, 60]);
});

test("degrees with their side, as fine as their step", () => {
  assert.deepEqual(
    [degrees(-20, "lon", 10), degrees(0.5, "lat", 0.5), degrees(-0.25, "lat", 0.05), degrees(0, "lon", 1), degrees(190, "lon", 10), degrees(180, "lon", 30)],
    ["20° W", "0.5° N", "0.25° S", "0°", "170° W", "180°"],
  );
});

test("lines meet an edge where its degrees pass a multiple of the step", () => {
  const even = [0.5, 1.5, 2.5, 3.5];
  assert.deepEqual(crossings(even, 1).map(({ value, at }) => [value, Number(at.toFixed(6))]), [[1, 0.166667], [2, 0.5], [3, 0.833333]]);
  assert.deepEqual(crossings(even.toReversed(), 1).map(({ value }) => value), [3, 2, 1]);
  assert.deepEqual(crossings([0.2, 1.2, 2.2], 1).map(({ value, at }) => [value, Number(at.toFixed(6))]), [[1, 0.4], [2, 0.9]]);
  // A sample on a line counts it once; without ground there is no line.
  assert.deepEqual(crossings([0, 0.5, 1, 1.5], 1).map(({ value }) => value), [1]);
  assert.deepEqual(crossings([0.5, null, 1.5, 2.5], 1).map(({ value }) => value), [2]);
  assert.deepEqual(crossings([0.5, 4.5], 1), []);
  assert.deepEqual(crossings([179.5, -179.5], 1, true).map(({ value }) => value), [180]);
});

test("numbers that would stand in one another are left out", () => {
  const found = [0.1, 0.12, 0.3, 0.35, 0.5].map((at) => ({ value: at, at }));
  assert.deepEqual(spaced(found, 0.1).map(({ at }) => at), [0.1, 0.3, 0.5]);
});

test("the degrees of a step are those in the middle, whatever the horizon does", () => {
  assert.equal(perSample([0, 1, 2, 3, 30]), 1);
  assert.equal(perSample([179, -180, -179], true), 1);
  assert.equal(perSample([null, 3, null]), null);
});
