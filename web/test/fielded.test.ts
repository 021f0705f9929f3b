import assert from "node:assert/strict";
import { test } from "node:test";
import { fielded, ordered, sketched } from "../src/model/fielded.ts";

test("a field is what the schema of the order says", () => {
  assert.equal(fielded({ type: "integer", default: 1 }).kind, "number");
  assert.equal(fielded({ anyOf: [{ type: "number" }, { type: "null" }], default: null }).kind, "number");
  assert.deepEqual(fielded({ enum: ["a", "b"], type: "string", default: "a" }).options, ["a", "b"]);
  assert.equal(fielded({ type: "array", items: { type: "string" } }).kind, "lines");
  assert.equal(fielded({ type: "array", items: { type: "number" } }).kind, "numbers");
  assert.equal(fielded({ type: "boolean", default: false }).kind, "flag");
});

test("what is typed goes as the order takes it, and what is empty is left out", () => {
  const of = (schema: Parameters<typeof fielded>[0], text: string) => ordered(fielded(schema), text);
  assert.equal(of({ type: "integer" }, " "), undefined);
  assert.equal(of({ type: "integer" }, "12"), 12);
  assert.equal(of({ type: "integer" }, "x"), "x");
  assert.deepEqual(of({ type: "array", items: { type: "number" } }, "100, 1000"), [100, 1000]);
  assert.deepEqual(of({ type: "array", items: { type: "string" } }, "+a for 1\n\n b=2 for 3"), ["+a for 1", "b=2 for 3"]);
  assert.equal(of({ type: "boolean" }, "true"), true);
});

test("a structure shows its example, and is typed as YAML or JSON", () => {
  const example = { values: [10, 5], rounds: 1 };
  const field = fielded({ $ref: "#/$defs/Problem", description: "A problem." }, { Problem: { type: "object", examples: [example] } });
  assert.deepEqual(field, { kind: "structure", description: "A problem.", options: [], start: example });
  assert.equal(sketched(field.start), "values: [10, 5]\nrounds: 1");
  assert.deepEqual(ordered(field, sketched(field.start)), example);
  assert.deepEqual(ordered(field, JSON.stringify(example)), example);
  assert.equal(ordered(field, "values: ["), "values: [");
  assert.equal(ordered(field, " "), undefined);
});
