import assert from "node:assert/strict";
import { test } from "node:test";
import { BARS, axisOf, meanOf, quantile, shares } from "../src/run/spread.ts";

const bins = (...pairs: [number, number][]): { value: number; count: number }[] => pairs.map(([value, count]) => ({ value, count }));

test("one axis holds the values of all variants, a bar a value where there are few", () => {
  const [a, b] = [bins([2, 1], [4, 3]), bins([3, 2], [7, 2])];
  const axis = axisOf([a, b])!;
  assert.deepEqual(axis, { first: 2, width: 1, bars: 6 });
  assert.deepEqual(shares(a, axis), [0.25, 0, 0.75, 0, 0, 0]);
  assert.deepEqual(shares(b, axis), [0, 0.5, 0, 0, 0, 0.5]);
});

test("many values share bars, and every replication is in one", () => {
  const many = bins(...Array.from({ length: 301 }, (_, i): [number, number] => [i + 5, 1]));
  const axis = axisOf([many, bins([9, 4])])!;
  assert.ok(axis.bars <= BARS + 1 && axis.width > 1);
  assert.equal(axis.first % axis.width, 0);
  assert.ok(Math.abs(shares(many, axis).reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
});

test("nothing counted is no axis; means and quantiles weigh the counts", () => {
  assert.equal(axisOf([[], bins([3, 0])]), null);
  assert.equal(meanOf(bins([1, 3], [5, 1])), 2);
  assert.equal(meanOf([]), null);
  assert.equal(quantile(bins([5, 1], [1, 9]), 0.9), 1);
  assert.equal(quantile(bins([1, 9], [5, 1]), 0.95), 5);
  assert.equal(quantile([], 0.5), null);
});
