import assert from "node:assert/strict";
import { test } from "node:test";
import { along, type Sample } from "../src/replay/along.ts";
import { alongGround, fromEcef, rangeAndBearing, toEcef } from "../src/replay/earth.ts";

const near = (a: number, b: number, by: number): void => assert.ok(Math.abs(a - b) <= by, `${a} is not within ${by} of ${b}`);

test("degrees and metres go to the earth-fixed frame and back", () => {
  // On the axes the frame is the ellipsoid's half-axes (WGS84).
  const [x, y, z] = toEcef(0, 0, 100);
  assert.deepEqual([x, y, z], [6_378_237, 0, 0]);
  near(toEcef(12, 90, 0)[2], 6_356_752.3142, 1e-3);
  for (const place of [[0, 0, 0], [-1.6, -1.9, 9000], [179.9, 60, 30_000], [12, -89, 100_000]] as [number, number, number][]) {
    const back = fromEcef(toEcef(...place));
    near(back[0], place[0], 1e-9);
    near(back[1], place[1], 1e-9);
    near(back[2], place[2], 1e-3);
  }
});

test("range and bearing are those of the ellipsoid", () => {
  // A degree along the equator is a * pi / 180; the straight line through the earth is 1.4 m shorter.
  const east = rangeAndBearing([0, 0, 0], [1, 0, 0]);
  near(east.range, 111_319.49 - 1.41, 0.05);
  near(east.bearing, 90, 1e-9);
  // Half a degree below the horizontal: the earth falls away.
  near(east.elevation, -0.5, 1e-6);
  near(rangeAndBearing([10, 50, 0], [10, 51, 0]).bearing, 0, 1e-9);
  near(rangeAndBearing([10, 50, 0], [9, 50, 0]).bearing, 270.4, 0.02);
  assert.deepEqual(rangeAndBearing([1, 2, 3], [1, 2, 3]).range, 0);
});

const PATH: Sample[] = [
  [100, 0, 0, 1000],
  [200, 0.1, 0, 1000],
  [300, 0.1, 0.1, 2000],
];

test("on its path it has a place, a speed and a heading", () => {
  const east = along(PATH, 150);
  assert.ok(east);
  near(east.lon, 0.05, 1e-9);
  // The chord of a tenth of a degree lies 2.4 m below the arc in its middle.
  near(east.height, 997.57, 0.1);
  near(east.speed, 111.34, 0.01);
  near(east.heading ?? 0, 90, 1e-6);
  const north = along(PATH, 250);
  assert.ok(north);
  // Seen from the middle of its segment: it starts 2 m low and ends as much high.
  near(north.heading ?? 9, 0, 1e-6);
  near(north.climb, 10, 0.1);
});

test("before its path it is at its beginning, after it at its end", () => {
  const [before, after] = [along(PATH, 0), along(PATH, 999)];
  near(before?.lon ?? 9, 0, 1e-9);
  near(after?.lat ?? 9, 0.1, 1e-9);
  near(after?.height ?? 9, 2000, 1e-3);
});

test("a path of one place has no speed, one of none no place; straight up there is no heading", () => {
  assert.equal(along([], 1), null);
  assert.equal(along([[5, 1, 2, 3]], 9)?.speed, 0);
  assert.equal(along([[5, 1, 2, 3]], 9)?.heading, null);
  const up = along([[0, 1, 2, 0], [10, 1, 2, 5000]], 5);
  assert.equal(up?.heading, null);
  near(up?.climb ?? 0, 500, 1e-6);
});

test("along the ground it is as far as the arc", () => {
  // Along the equator it is a times the angle; a tenth of a metre in 111 km for the sphere that bends the chord.
  near(alongGround([0, 0], [1, 0]).range, (6_378_137 * Math.PI) / 180, 0.1);
  near(alongGround([0, 0], [4.5, 0]).range, (4.5 * 6_378_137 * Math.PI) / 180, 3);
  near(alongGround([0, 0], [4.5, 0]).bearing, 90, 1e-9);
  assert.equal(alongGround([3, 4], [3, 4]).range, 0);
});
