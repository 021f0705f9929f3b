import assert from "node:assert/strict";
import { test } from "node:test";
import { NOWHERE, formatAddress, parseAddress, sameVisit, type Place } from "../src/model/address.ts";

const FULL: Place = {
  scenario: "port-raid",
  version: "0123456789abcdef0123",
  run: "20261129-031500-0a1b2c3d",
  replication: 17,
  time: 412.5,
  tab: "coverage",
  compare: "20261129-031501-0a1b2c3d",
  coverage: "20261129-031502-0a1b2c3d",
  study: "20261129-031503-0a1b2c3d",
  selection: "threat/flight-1 & co/3",
  camera: { lon: -1.25, lat: 0.5, height: 120_000, heading: 12.5, pitch: -62 },
  view: { mode: "top", of: "threat/flight-1/3" },
  layers: ["labels", "rings"],
  side: { of: "unit/S-300PMU-2/north", azimuth: 225 },
  mode: "map",
};

test("an address says everything, and is read back as it was", () => {
  assert.deepEqual(parseAddress(formatAddress(FULL)), FULL);
  assert.deepEqual(parseAddress(formatAddress(NOWHERE)), NOWHERE);
  assert.match(formatAddress(FULL), /^#scenario=port-raid&version=.*&selection=threat\/flight-1%20%26%20co\/3&view=top:threat\/flight-1\/3&camera=-1\.25,0\.5,120000,12\.5,-62&layers=labels,rings&side=225:unit\/S-300PMU-2\/north&mode=map$/);
});

test("every part alone is read back", () => {
  for (const part of Object.keys(FULL) as (keyof Place)[]) {
    const needed: Partial<Place> = part === "time" || part === "replication" ? { run: "r", replication: 0, tab: "replay" } : {};
    const place = { ...NOWHERE, ...needed, [part]: FULL[part] };
    assert.deepEqual(parseAddress(formatAddress(place)), place, part);
  }
});

test("parts that say nothing sensible are left out, the others stay", () => {
  const bad = "#scenario=island&replication=3&time=4&tab=nosuch&camera=1,2&side=12:moon/x&mode=moon&layers=,,";
  assert.deepEqual(parseAddress(bad), { ...NOWHERE, scenario: "island" });
  for (const camera of ["1,2,3,4,x", "200,0,1,0,0", "0,91,1,0,0", "0,0,0,0,0", "0,0,5,0,-91", "1e3,0,1,0,0", ""])
    assert.equal(parseAddress(`#camera=${camera}`).camera, null, camera);
  for (const replication of ["-1", "1.5", "x", "", "1e3"])
    assert.equal(parseAddress(`#run=r&replication=${replication}`).replication, null, replication);
});

test("addresses of earlier versions open what they opened", () => {
  const old = parseAddress("#scenario=port-raid&tab=replay&job=abc&history=5");
  assert.deepEqual([old.run, old.replication, old.tab], ["abc", 5, "replay"]);
  assert.equal(parseAddress("#job=abc&replication=5").replication, 5);
});

test("Back takes back a scenario, a run, a replication, an answer and a tab; not a clock or a camera", () => {
  for (const part of ["scenario", "run", "replication", "tab", "compare", "coverage", "study"] as const)
    assert.equal(sameVisit(FULL, { ...FULL, [part]: NOWHERE[part] }), false, part);
  for (const part of ["version", "time", "selection", "camera", "layers", "side", "mode"] as const)
    assert.equal(sameVisit(FULL, { ...FULL, [part]: NOWHERE[part] }), true, part);
});

test("a view is of something, but for the one from above", () => {
  for (const view of ["follow", "follow:", "radar", "free", "free:threat/a", "nosuch:threat/a", ""])
    assert.deepEqual(parseAddress(`#view=${view}`).view, NOWHERE.view, view);
  assert.deepEqual(parseAddress("#view=top").view, { mode: "top", of: null });
  assert.deepEqual(parseAddress("#view=radar:S-300PMU-2/64N6E2").view, { mode: "radar", of: "S-300PMU-2/64N6E2" });
});

test("a camera that goes along has a distance in the place of a place", () => {
  const place = { ...NOWHERE, camera: { heading: 350.5, pitch: -35, range: 60_000 } };
  assert.equal(formatAddress(place), "#camera=350.5,-35,60000");
  assert.deepEqual(parseAddress("#camera=350.5,-35,60000"), place);
  for (const camera of ["350,-91,60000", "350,-35,0", "350,-35,-5", "350,-35,x"]) assert.equal(parseAddress(`#camera=${camera}`).camera, null, camera);
});

test("the clock is told up to the next tenth", () => {
  const told = (time: number): string => formatAddress({ ...NOWHERE, run: "r", replication: 0, time });
  assert.deepEqual([412.5, 412.51, 412.59999999, 0].map(told).map((text) => /time=([^&]*)/.exec(text)?.[1]), ["412.5", "412.6", "412.6", "0"]);
});
