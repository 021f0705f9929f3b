import assert from "node:assert/strict";
import { test } from "node:test";
import { climb, distance, height, heights, scaleBar, speed } from "../src/model/units.ts";

test("the same length, height and speed in both kinds of units", () => {
  assert.deepEqual([distance(185_200, "metric"), distance(185_200, "nautical")], ["185.2 km", "100.0 NM"]);
  assert.deepEqual([distance(200_000, "metric", 0), distance(200_000, "nautical", 0)], ["200 km", "108 NM"]);
  assert.deepEqual([height(304.8, "metric"), height(304.8, "nautical")], ["305 m", "1,000 ft"]);
  assert.deepEqual([height(9144, "metric"), height(9144, "nautical")], ["9.1 km", "30,000 ft"]);
  // 900 km = 485.96 NM, in an hour.
  assert.deepEqual([speed(250, "metric"), speed(250, "nautical")], ["250 m/s", "486 kt"]);
  assert.deepEqual([climb(5.08, "metric"), climb(5.08, "nautical")], ["5 m/s", "1,000 ft/min"]);
});

test("heights from the lowest to the highest, none below the sea, and one where they are alike", () => {
  assert.equal(heights([-3, 50, 3048], "metric"), "0 m to 3.0 km");
  assert.equal(heights([-3, 50, 3048], "nautical"), "0 ft to 10,000 ft");
  assert.equal(heights([5000, 5001], "metric"), "5.0 km");
});

test("the scale bar is a round length of its unit, and as wide as it says", () => {
  for (const units of ["metric", "nautical"] as const)
    for (let scale = 0.5; scale < 40_000; scale *= 1.37) {
      const bar = scaleBar(scale, units);
      assert.ok(bar);
      const [value, unit] = bar.text.split(" ");
      const metres = Number(value) * { km: 1000, m: 1, NM: 1852, ft: 0.3048 }[unit as "km"];
      assert.ok(Math.abs(bar.width * scale - metres) < 1e-6 * metres, bar.text);
      // A step of 1, 2, 5 is at most 2.5 below the next one; where the unit changes, a tenth of a mile is 607.6 ft.
      assert.ok(bar.width <= 110.001 && bar.width >= 110 / 2.5, `${bar.text} ${bar.width}`);
      assert.match(String(value), /^0?\.?[125]0*$/);
    }
  assert.deepEqual(scaleBar(100, "metric"), { text: "10 km", width: 100 });
  assert.deepEqual(scaleBar(16.9, "nautical")?.text, "1 NM");
  assert.equal(scaleBar(null, "metric"), null);
});
