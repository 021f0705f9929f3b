import assert from "node:assert/strict";
import { test } from "node:test";
import { roomy } from "../src/model/declutter.ts";

const box = (left: number, top: number, rank = 0): { left: number; top: number; width: number; height: number; rank: number } => ({ left, top, width: 60, height: 15, rank });

test("names that overlap make room for the one that matters more", () => {
  assert.deepEqual(roomy([box(0, 0, 2), box(30, 5, 1), box(200, 0, 3)]), [false, true, true]);
  assert.deepEqual(roomy([box(0, 0), box(30, 5)]), [true, false]);
});

test("names side by side and across the edges of cells stay", () => {
  assert.deepEqual(roomy([box(0, 0), box(63, 0), box(0, 18), box(-70, -40)]), [true, true, true, true]);
  assert.deepEqual(roomy([box(30, 60), box(70, 66)]), [true, false]);
});

test("of many names no two that are left overlap, and none is left out without need", () => {
  const all = Array.from({ length: 300 }, (_, i) => box((i * 37) % 800, (i * 91) % 500, i % 7));
  const shown = roomy(all);
  const meets = (a: number, b: number): boolean => Math.abs(all[a]!.left - all[b]!.left) < 62 && Math.abs(all[a]!.top - all[b]!.top) < 17;
  for (let a = 0; a < all.length; a += 1) {
    const rivals = all.flatMap((_, b) => (b !== a && shown[b] && meets(a, b) ? [b] : []));
    assert.equal(rivals.length === 0, shown[a], String(a));
  }
});
