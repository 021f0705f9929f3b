import assert from "node:assert/strict";
import { test } from "node:test";
import { measuresBy, reachOf, rowsBy, type By, type Pair } from "../src/run/dimensions.ts";

function pair(difference: number, ci95: Pair["ci95"] = [difference - 1, difference + 1]): Pair {
  return { a: 1, b: 1 + difference, difference, ci95, sd: 1, n: 10, variance_reduction: 2, unit: "", shown: { a: "", b: "", difference: "", ci95: "" } };
}

const BY: By = {
  asset: { port: { leakers: pair(-3), kills: pair(3) }, bridge: { leakers: pair(2) } },
  formation: { one: { kills: pair(1), exited: pair(0) } },
  class: { fighter: { "of-no-interest": pair(5) } },
};

test("the measures are those of the shown dimensions, the first ones first", () => {
  assert.deepEqual(measuresBy(BY, ["kills", "missiles_used"]), ["kills", "leakers", "exited"]);
  assert.deepEqual(measuresBy({}, ["kills"]), []);
});

test("a dimension has a row for each key that has the measure", () => {
  assert.deepEqual(rowsBy(BY, "asset", "leakers").map(({ key, pair: { difference } }) => [key, difference]), [["port", -3], ["bridge", 2]]);
  assert.deepEqual(rowsBy(BY, "asset", "kills").map(({ key }) => key), ["port"]);
  assert.deepEqual(rowsBy({}, "formation", "kills"), []);
});

test("bars side by side reach as far as the widest interval", () => {
  assert.equal(reachOf([pair(-3), pair(2)]), 1.15 * 4);
  assert.equal(reachOf([pair(0, [null, null])]), 0);
  assert.equal(reachOf([]), 0);
});
