import assert from "node:assert/strict";
import { test } from "node:test";
import { LAYERS, LAYER_NAMES, shown, switchedOver } from "../src/model/layers.ts";

test("layers are as they are at first, but for those that are switched", () => {
  for (const name of LAYER_NAMES) {
    assert.equal(shown([])[name], LAYERS[name].first);
    assert.equal(shown([name, "nosuch"])[name], !LAYERS[name].first);
  }
});

test("a switch goes over and back", () => {
  assert.deepEqual(switchedOver([], "rings"), ["rings"]);
  assert.deepEqual(switchedOver(["rings", "drops"], "rings"), ["drops"]);
});
