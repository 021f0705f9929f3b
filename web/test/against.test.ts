import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../src/run/against.ts";
import { squared } from "../src/ui/format.ts";

const OPTIONS = ["ballistic", "command", "my-port-raid", "port-raid-2", "silent"];
const runs = (...names: (string | null)[]): { kind: "run"; scenario: string | null }[] => names.map((scenario) => ({ kind: "run", scenario }));

test("a comparison is against the one chosen last, wherever that can be", () => {
  assert.equal(nearest("port-raid", OPTIONS, "silent", []), "silent");
  assert.equal(nearest("port-raid", OPTIONS, "gone", []), "my-port-raid");
});

test("else against the stored state, a relative by name, the scenario run last, the first", () => {
  assert.equal(nearest("port-raid", ["port-raid", ...OPTIONS], "", runs("silent")), "port-raid");
  assert.equal(nearest("port-raid", OPTIONS, "", runs("silent")), "my-port-raid");
  assert.equal(nearest("port-raid-2", ["ballistic", "port-raid"], "", []), "port-raid");
  assert.equal(nearest("port", ["airport", "silent"], "", runs("port", null, "silent")), "silent");
  assert.equal(nearest("island", OPTIONS, "", runs(null)), "ballistic");
  assert.equal(nearest("island", [], "", []), "");
});

test("square metres are written as such, and nothing else is", () => {
  assert.equal(squared("1 to 10 m2"), "1 to 10 m²");
  assert.equal(squared("3 km2"), "3 km²");
  assert.equal(squared("S-300PM2, arm2 and 2 GHz"), "S-300PM2, arm2 and 2 GHz");
});
