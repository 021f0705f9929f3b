import assert from "node:assert/strict";
import { test } from "node:test";
import { sight, upTo } from "../src/ui/window.ts";

test("rows in sight, with some beyond, and never more than there are", () => {
  assert.deepEqual(sight(0, 240, 24, 1000, 0), { from: 0, to: 10 });
  assert.deepEqual(sight(30, 240, 24, 1000, 0), { from: 1, to: 12 });
  assert.deepEqual(sight(2400, 240, 24, 1000, 8), { from: 92, to: 118 });
  assert.deepEqual(sight(0, 240, 24, 3), { from: 0, to: 3 });
  // A list that has become shorter while it was scrolled.
  assert.deepEqual(sight(2400, 240, 24, 3), { from: 3, to: 3 });
  assert.deepEqual(sight(0, 240, 24, 0), { from: 0, to: 0 });
});

test("how many times have come", () => {
  const times = [1, 2, 2, 5];
  assert.deepEqual([0, 1, 2, 4.9, 5, 9].map((time) => upTo(times, time)), [0, 1, 3, 3, 4, 4]);
  assert.equal(upTo([], 3), 0);
});
