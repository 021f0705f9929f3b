import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, count, edge, ends, fixed, label, number, plural, when } from "../src/ui/format.ts";

test("three significant figures, whole numbers whole, and nothing for nothing", () => {
  const cases: [number | null | undefined, string][] = [
    [0, "0"],
    [-0.5, "-0.50"],
    [0.00001234, "1.2e-5"],
    [0.00123, "0.0012"],
    [0.0123, "0.01"],
    [1.005, "1.00"],
    [12.345, "12.3"],
    [123.45, "123"],
    [12_345.6, "12,346"],
    [1_000_000, "1,000,000"],
    [null, "–"],
    [undefined, "–"],
    [NaN, "–"],
  ];
  for (const [value, text] of cases) assert.equal(number(value), text);
  assert.equal(count(1_234_567), "1,234,567");
});

test("fixed digits with a true minus, and none before a zero", () => {
  assert.equal(fixed(-1.234), "−1.23");
  assert.equal(fixed(-0.001), "0.00");
  assert.equal(fixed(-1234.6), "−1,235");
  assert.equal(fixed(null), "–");
  assert.equal(fixed(0.5, 0), "1");
});

test("the edges of bins are as fine as the bins", () => {
  assert.equal(edge(17, null), "17");
  assert.equal(edge(138.25, 0.5), "138.3");
  assert.equal(edge(138.25, 20), "138");
  assert.equal(edge(0.123456789, 1e-12), "0.123457");
});

test("an interval of which one end is not known is none", () => {
  assert.deepEqual(ends([1, 2]), [1, 2]);
  assert.deepEqual(ends([0, 0]), [0, 0]);
  for (const ci of [null, [null, null], [1, null], [null, 1]] as const) assert.equal(ends(ci), null);
});

test("times as clocks", () => {
  assert.deepEqual([0, 59.9, 60, 3599, 3600, 36_061, -3].map(clock), ["0:00", "0:59", "1:00", "59:59", "1:00:00", "10:01:01", "0:00"]);
});

test("names of measures and reasons in words, with their unit behind them", () => {
  assert.equal(label("first_intercept_range_km"), "First intercept range [km]");
  assert.equal(label("leak-reason"), "Leak reason");
  assert.equal(label("leakers"), "Leakers");
  assert.equal(label("asset_m", "m"), "Asset [m]");
});

test("words go with their number, and a time that is none stays as it came", () => {
  assert.deepEqual([plural(1, "kill"), plural(0, "kill"), plural(2, "battery", "batteries")], ["1 kill", "0 kills", "2 batteries"]);
  assert.equal(when(null), "");
  assert.equal(when("soon"), "soon");
});
