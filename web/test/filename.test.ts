import assert from "node:assert/strict";
import { test } from "node:test";
import { clipKind, fileName } from "../src/model/filename.ts";

test("files are named after the scenario, the replication and its clock", () => {
  assert.equal(fileName({ scenario: "port-raid", replication: 17, time: 1205.9 }, "png"), "port-raid-replication-17-at-0h20m05s.png");
  assert.equal(fileName({ scenario: "port-raid", replication: null, time: 5 }, "png"), "port-raid.png");
  assert.equal(fileName({ scenario: "../Mine & yours/", replication: 0, time: 7201 }, "webm"), "mine-yours-replication-0-at-2h00m01s.webm");
  assert.equal(fileName({ scenario: "ü", replication: null, time: 0 }, "png"), "scenario.png");
});

test("a clip is of the best kind that the browser makes, or of none", () => {
  assert.equal(clipKind(() => true), "video/webm;codecs=vp9");
  assert.equal(clipKind((kind) => kind === "video/webm"), "video/webm");
  assert.equal(clipKind(() => false), null);
  assert.equal(clipKind(null), null);
});
