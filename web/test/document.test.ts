import assert from "node:assert/strict";
import { test } from "node:test";
import { at, fromInline, inline, read, withItem, withValue, withoutItem } from "../src/scenario/document.ts";
import { flow } from "../src/scenario/splice.ts";

// Every value of the bundled scenarios is set and its neighbours compared in tests/web/test_document.py.
const TEXT = `# An exercise
name: small   # of its kind
assets:
  - {name: port, at: [0, 0], value: 10}
  - name: depot
    at: [0.1, 0.2]
raid:
  - threat: fighter
    route: [[1, 2], [3, 4]]
    count: 8 # a flight
`;

test("a text that is broken is read as far as it can be, and never throws", () => {
  assert.equal(at(read(TEXT), ["raid", 0, "count"]), 8);
  assert.equal(at(read("a: [1, 2"), ["a", 1]), 2);
  assert.equal(read(""), null);
  assert.equal(at(read(TEXT), ["raid", 7, "count", "deeper"]), undefined);
  assert.equal(at(read(TEXT), ["name", "deeper"]), undefined);
});

test("one value changes, and the comment behind it stays", () => {
  assert.equal(withValue(TEXT, ["raid", 0, "count"], 12), TEXT.replace("count: 8 #", "count: 12 #"));
  assert.equal(withValue(TEXT, ["assets", 0, "value"], 3), TEXT.replace("value: 10", "value: 3"));
  assert.equal(withValue(TEXT, ["name"], "x: y"), TEXT.replace("small ", '"x: y" '));
});

test("a field that is taken away takes what only held it with it", () => {
  const nested = withValue(TEXT, ["environment", "terrain", "dem"], "island");
  assert.deepEqual(at(read(nested), ["environment"]), { terrain: { dem: "island" } });
  assert.deepEqual(read(withValue(nested, ["environment", "terrain", "dem"], undefined)), read(TEXT));
  assert.ok(!("value" in (at(read(withValue(TEXT, ["assets", 0, "value"], undefined)), ["assets", 0]) as object)));
});

test("items come at the end of their list and go from where they stand", () => {
  const more = withItem(TEXT, ["assets"], { name: "pier", at: [1, 1] });
  assert.deepEqual(at(read(more), ["assets", 2]), { name: "pier", at: [1, 1] });
  assert.equal(withoutItem(more, ["assets", 2]), TEXT);
  assert.deepEqual(at(read(withoutItem(TEXT, ["assets", 0])), ["assets", 0, "name"]), "depot");
  assert.deepEqual(at(read(withItem(TEXT, ["jammers"], { name: "j" })), ["jammers"]), [{ name: "j" }]);
  // The last item of a list: the list stays, empty or gone, and the rest as it was.
  const none = read(withoutItem(TEXT, ["raid", 0]));
  assert.deepEqual(at(none, ["assets"]), at(read(TEXT), ["assets"]));
});

test("a route grows inside its brackets", () => {
  const longer = withValue(TEXT, ["raid", 0, "route"], [[1, 2], [3, 4], [5, 6]]);
  assert.match(longer, /route: \[\[1, 2\], \[3, 4\], \[5, 6\]\]\n/);
  assert.match(longer, /count: 8 # a flight/);
});

test("values in one line, there and back", () => {
  for (const value of [1.5, true, "5 km", [1, 2], { aircraft: 2, ballistic: [2, 1] }]) assert.deepEqual(fromInline(inline(value)), value);
  assert.equal(inline(undefined), "");
  assert.equal(fromInline("  "), undefined);
  assert.equal(fromInline("{a: "), "{a:");
  assert.equal(flow("a, b: c"), '"a, b: c"');
  assert.equal(at(read(`x: ${flow("yes")}`), ["x"]), "yes");
});
