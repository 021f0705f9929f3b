import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE, named, redone, undone, withStep, type Edit, type Step } from "../src/model/steps.ts";

function edit(from: string, to: string, at = 0, typing = false, scenario = "s"): Edit {
  return { kind: "edit", scenario, from, to, at, typing };
}

const TABLE = { scenario: "s", version: null, text: "t", address: "#scenario=s" };

test("steps are taken back and done again in order", () => {
  const steps = [edit("a", "b"), edit("b", "c"), edit("c", "d")].reduce(withStep, NONE);
  const twice = undone(undone(steps));
  assert.deepEqual(twice.done, [edit("a", "b")]);
  assert.deepEqual(redone(twice).done.at(-1), edit("b", "c"));
  assert.deepEqual(redone(redone(twice)), steps);
  assert.deepEqual(redone(steps), steps);
  assert.deepEqual(undone(NONE), NONE);
});

test("a new step ends what could be done again", () => {
  const after = withStep(undone([edit("a", "b"), edit("b", "c")].reduce(withStep, NONE)), edit("b", "x"));
  assert.deepEqual(after, { done: [edit("a", "b"), edit("b", "x")], undone: [] });
});

test("keys typed without a pause are one step; a field, a pause and another scenario begin one", () => {
  const typed = [edit("", "h", 0, true), edit("h", "he", 400, true), edit("he", "hey", 900, true)];
  assert.deepEqual(typed.reduce(withStep, NONE).done, [edit("", "hey", 900, true)]);
  assert.equal([...typed, edit("hey", "hey!", 5000, true)].reduce(withStep, NONE).done.length, 2);
  assert.equal([...typed, edit("hey", "hey!", 950)].reduce(withStep, NONE).done.length, 2);
  assert.equal([...typed, edit("hey", "hey!", 950, true, "other")].reduce(withStep, NONE).done.length, 2);
});

test("the oldest steps go where there are too many or too large ones, never the last", () => {
  const many = Array.from({ length: 500 }, (_, k) => edit(String(k), String(k + 1))).reduce(withStep, NONE);
  assert.equal(many.done.length, 200);
  assert.deepEqual(many.done.at(-1), edit("499", "500"));
  const large = Array.from({ length: 5 }, (_, k) => edit(`${k}`.repeat(400_000), "")).reduce(withStep, NONE);
  assert.equal(large.done.length, 3);
  assert.equal(withStep(large, edit("x".repeat(2_000_000), "")).done.length, 1);
});

test("each step says what it was", () => {
  const steps: Step[] = [
    edit("a", "b"),
    { kind: "open", from: TABLE, to: { ...TABLE, scenario: "island" } },
    { kind: "open", from: TABLE, to: TABLE },
    { kind: "save", name: "mine", was: null, before: TABLE, text: "t" },
    { kind: "delete", what: "job", id: "1", title: "Port raid", before: TABLE },
  ];
  assert.deepEqual(steps.map(named), ["the edit", "opening island", "the change of version", "saving mine", "deleting Port raid"]);
  assert.equal(named(undefined), "");
});
