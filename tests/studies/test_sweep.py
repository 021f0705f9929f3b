"""Sweeps: every point is the campaign that `run` gives."""

import pytest

import airdef
from airdef.studies.sweep import sweep


def test_every_point_is_the_campaign_of_its_own():
    found = sweep("ideal-salvo", ["raid.0.count=2,4", "defence.0.overrides.missile.sspk=0.5,0.9"], replications=300)
    assert [dict(p.settings)["raid.0.count"] for p in found.points] == ["2", "2", "4", "4"]
    for p in found.points:
        alone = airdef.run(airdef.load("ideal-salvo", dict(p.settings)), 300)
        assert p.campaign.statistics.digest() == alone.statistics.digest()
    assert found.table().num_rows == 4 * len(found.points[0].campaign.measures)
    assert found.to_dict()["varied"][0] == {"path": "raid.0.count", "values": ["2", "4"]}


def test_every_point_reaches_its_precision_with_as_many_replications_as_it_takes():
    found = sweep("ideal-salvo", {"raid.0.count": [2, 40]}, precision=0.02)
    few, many = (p.campaign for p in found.points)
    assert max(few.measures["leakers"].half_width, many.measures["leakers"].half_width) <= 0.02
    assert few.replications < many.replications


def test_a_bad_point_is_refused_before_any_is_simulated():
    done = []
    with pytest.raises(airdef.ScenarioError, match=r"raid\.0\.count"):
        sweep("ideal-salvo", {"raid.0.count": [1, -1]}, progress=lambda *a: done.append(a))
    assert done == []


@pytest.mark.parametrize(
    ("vary", "words"),
    [
        ([], "nothing varies"),
        (["a=1,2", "a=3"], "a varies twice"),
        (["a=1:200:1", "b=1:100:1"], "20,000 points"),
    ],
)
def test_refusals(vary, words):
    with pytest.raises(ValueError, match=words):
        sweep("ideal-salvo", vary)
