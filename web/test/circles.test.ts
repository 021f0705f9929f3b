import assert from "node:assert/strict";
import { test } from "node:test";
import { ringStep, ringsAt } from "../src/model/circles.ts";

test("range rings are round distances of the unit, far enough apart", () => {
  for (const scale of [3, 40, 311, 990, 20_000]) {
    const metric = ringStep(scale, "metric")!;
    assert.ok(metric >= scale * 80 && metric < scale * 80 * 2.51, String(scale));
    assert.match(String(Number((metric / 1000).toPrecision(6))), /^0?\.?0*[125]0*$/);
    assert.match(String(Number((ringStep(scale, "nautical")! / 1852).toPrecision(6))), /^0?\.?0*[125]0*$/);
  }
  assert.equal(ringStep(null, "metric"), null);
  assert.deepEqual(ringsAt(50_000), [50_000, 100_000, 150_000, 200_000, 250_000, 300_000]);
});
