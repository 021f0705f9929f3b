import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { field, isSet, placeholder, resolve, title } from "../src/scenario/schema.ts";
import type { Schema } from "../src/model/types.ts";

// The schema that the service serves, as it is kept in the repository.
const ROOT = JSON.parse(readFileSync(new URL("../../scenarios/scenario.schema.json", import.meta.url), "utf8")) as Schema;

function of(model: string, name: string): Schema {
  const found = ROOT.$defs?.[model]?.properties?.[name];
  assert.ok(found, `${model}.${name}`);
  return found;
}

test("each property of the schema is the kind of field that people can fill in", () => {
  const kinds = {
    Asset: { name: "text", at: "place", value: "number" },
    Jammer: { altitude: "text", density: "text" },
    Formation: { count: "number", route: "route", releases: "list", aims_at: "text" },
    System: { doctrine: "object", fire_units: "count-or-list" },
    Doctrine: { policy: "choice", reserve_for: "choices", salvo: "inline" },
  };
  for (const [model, fields] of Object.entries(kinds))
    for (const [name, kind] of Object.entries(fields)) assert.equal(field(ROOT, of(model, name)).kind, kind, `${model}.${name}`);
});

test("every property of every model has a kind, and choices have options", () => {
  for (const [model, schema] of Object.entries({ ...ROOT.$defs, scenario: ROOT }))
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const found = field(ROOT, inner);
      if (found.kind === "choice" || found.kind === "choices") assert.ok((found.options ?? []).length > 1, `${model}.${name}`);
      assert.notEqual(placeholder(found.schema), "", `${model}.${name}`);
    }
});

test("an empty field shows its default, an example, or its units, and no unit is missing", () => {
  assert.equal(placeholder({ default: "5 s", "x-units": ["s"] }), "5 s");
  assert.equal(placeholder({ examples: ["250 m/s"] }), "e.g. 250 m/s");
  assert.equal(placeholder({ "x-units": ["m/s", "km/s"] }), "in m/s, km/s");
  assert.equal(placeholder({ anyOf: [{ "x-units": ["s", "ms"] }, { type: "null" }] }), "in s, ms");
  assert.equal(placeholder({ default: null }), "default");
});

test("units come from the schema: each quantity has those of its pattern", () => {
  const seen: string[] = [];
  const look = (schema: unknown): void => {
    if (typeof schema !== "object" || schema === null) return;
    const { pattern, "x-units": units } = schema as { pattern?: string; "x-units"?: string[] };
    if (units) {
      seen.push(...units);
      for (const unit of units) assert.match(`1.5 ${unit}`, new RegExp(pattern ?? "^$"));
      assert.doesNotMatch("1.5 parsec", new RegExp(pattern ?? ""));
    } else assert.ok(!("x-quantity" in schema));
    Object.values(schema).forEach(look);
  };
  look(ROOT);
  for (const unit of ["km/s", "ms", "mm/h", "kW/MHz", "rad"]) assert.ok(seen.includes(unit), unit);
});

test("a reference keeps the description that stands beside it", () => {
  const root: Schema = { $defs: { A: { type: "string", description: "any" } } };
  assert.deepEqual(resolve(root, { $ref: "#/$defs/A", description: "this one" }), { type: "string", description: "this one" });
  assert.deepEqual(resolve(root, { $ref: "#/$defs/B" }), {});
});

test("names in words, and what counts as set", () => {
  assert.equal(title("hits_to_destroy"), "Hits to destroy");
  assert.deepEqual([0, false, "", null, undefined].map(isSet), [true, true, true, false, false]);
});
