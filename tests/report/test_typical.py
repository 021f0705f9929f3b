"""What is read from a replication's events must agree with what the engine counted."""

import numpy as np
import pytest

import airdef
from airdef import engine
from airdef.api import prepare
from airdef.report.spans import engagements, flights, in_use, tracked
from airdef.report.typical import typical


@pytest.mark.parametrize("replication", range(0, 40, 4))
@pytest.mark.parametrize("name", ["port-raid", "first-1979", "s400"])
def test_channels_in_use_agree_with_the_peaks_the_engine_counted(name, replication):
    replication = airdef.replay(name, seed=2, replication=replication)
    units = [u for u, _ in replication.scenario.units()]
    end = max(e.time for e in replication.raw)
    for spans, limit, column in (
        (engagements(replication.raw, end), "target_channels", "peak_targets"),
        (flights(replication.raw), "missile_channels", "peak_missiles"),
    ):
        for u, unit in enumerate(units):
            assert max(in_use(spans, u)[1]) <= getattr(unit, limit)
        steps = sorted([(s.begin, 1) for s in spans] + [(s.end, -1) for s in spans])
        at_once = np.cumsum([step for _, step in steps])
        if name != "first-1979":  # there units are lost, and what they had in the air no longer counts
            assert max(at_once) == replication.counts[column]


def test_tracks_end_with_their_threat():
    replication = airdef.replay("port-raid", seed=2, replication=0)
    ends = {e.threat: e.time for e in replication.raw if e.kind in ("hit", "leak", "exited")}
    spans = tracked(replication.raw)
    assert spans
    for span in spans:
        assert span.begin <= span.end <= ends.get(span.threat, np.inf)


def test_typical_is_the_nearest_to_the_medians(campaign):
    replication, _ = typical(campaign)
    kernel = prepare(campaign.scenario)
    rows = engine.simulate(kernel, campaign.seed, 0, campaign.replications)

    def off(row):
        total = 0.0
        for name in ("leakers", "missiles_used"):
            m = campaign.measures[name]
            total += abs(row[kernel.columns.index(name)] - m.quantiles[0.5].value) / max(m.sd, 1.0)
        return total

    assert off(rows[replication.number]) == min(off(row) for row in rows)
    assert replication.counts["leakers"] == rows[replication.number][kernel.columns.index("leakers")]


def test_in_use_counts_steps():
    replication = [  # three spans of unit 0, one of unit 1
        type("S", (), {"of": of, "begin": b, "end": e})() for of, b, e in ((0, 1, 5), (0, 2, 3), (0, 5, 6), (1, 0, 9))
    ]
    times, counts = in_use(replication, 0)
    assert (times, counts) == ([0.0, 1, 2, 3, 5, 6], [0, 1, 2, 1, 1, 0])
