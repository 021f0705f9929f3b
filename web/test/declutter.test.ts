import assert from "node:assert/strict";
import { test } from "node:test";
import { placed, type Box, type Wanted } from "../src/model/declutter.ts";

const at = (left: number, top: number): Box => ({ left, top, width: 60, height: 15 });
const box = (left: number, top: number, rank = 0): Wanted => ({ places: [at(left, top)], rank });

test("names that overlap make room for the one that matters more", () => {
  assert.deepEqual(placed([box(0, 0, 2), box(30, 5, 1), box(200, 0, 3)]), [-1, 0, 0]);
  assert.deepEqual(placed([box(0, 0), box(30, 5)]), [0, -1]);
});

test("names side by side and across the edges of cells stay", () => {
  assert.deepEqual(placed([box(0, 0), box(63, 0), box(0, 18), box(-70, -40)]), [0, 0, 0, 0]);
  assert.deepEqual(placed([box(30, 60), box(70, 66)]), [0, -1]);
});

test("of many names no two that are left overlap, and none is left out without need", () => {
  const all = Array.from({ length: 300 }, (_, i) => box((i * 37) % 800, (i * 91) % 500, i % 7));
  const shown = placed(all).map((place) => place >= 0);
  const meets = (a: number, b: number): boolean => {
    const [one, other] = [all[a]!.places[0]!, all[b]!.places[0]!];
    return Math.abs(one.left - other.left) < 62 && Math.abs(one.top - other.top) < 17;
  };
  for (let a = 0; a < all.length; a += 1) {
    const rivals = all.flatMap((_, b) => (b !== a && shown[b] && meets(a, b) ? [b] : []));
    assert.equal(rivals.length === 0, shown[a], String(a));
  }
});

test("a name that would lie on a symbol or another name stands elsewhere, if it may", () => {
  const wanted: Wanted = { places: [at(0, 0), at(-100, 0), at(-50, 30)], rank: 1 };
  const symbol = (left: number, top: number): Box => ({ left, top, width: 20, height: 20 });
  assert.deepEqual(placed([wanted]), [0]);
  assert.deepEqual(placed([wanted], [symbol(10, 5)]), [1]);
  assert.deepEqual(placed([wanted], [symbol(10, 5), symbol(-60, -10)]), [2]);
  assert.deepEqual(placed([box(-90, 2, 0), wanted], [symbol(10, 5)]), [0, 2]);
  // Beside its own symbol, which it touches.
  assert.deepEqual(placed([wanted], [symbol(-20, 0)]), [0]);
});

test("where every place lies on a symbol a name stands on one, and on no other name", () => {
  const wanted: Wanted = { places: [at(0, 0), at(-100, 0)], rank: 1 };
  const symbols = [at(0, 0), at(-100, 0)];
  assert.deepEqual(placed([wanted], symbols), [0]);
  assert.deepEqual(placed([box(30, 5, 0), wanted], symbols), [0, 1]);
  assert.deepEqual(placed([box(30, 5, 0), box(-90, 5, 0), wanted], symbols), [0, 0, -1]);
});

test("a name that the edge of the picture would cut off stands elsewhere, if it may", () => {
  const picture: Box = { left: 0, top: 0, width: 200, height: 100 };
  const wanted: Wanted = { places: [at(160, 40), at(60, 40)], rank: 1 };
  assert.deepEqual(placed([wanted], [], picture), [1]);
  assert.deepEqual(placed([{ places: [at(160, 40), at(-20, 40)], rank: 1 }], [], picture), [0]);
});
