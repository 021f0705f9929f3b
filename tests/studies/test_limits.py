"""Saturation, magazine, penetration: against answers known beforehand."""

import pytest

from airdef.studies.limits import magazine, penetration, saturation
from airdef.studies.sweep import sweep


def test_saturation_is_where_a_sweep_crosses():
    found = saturation("ideal-salvo", more_than=0.5, most=16)
    c = found.each[0][1]
    means = [p.campaign.measures["leakers"].mean for p in sweep("ideal-salvo", ["raid.0.count=1:16:1"]).points]
    assert means[c.latest - 1] > 0.5
    assert c.earliest == 1 or means[c.earliest - 2] < 0.5
    assert c.earliest <= c.at <= c.latest <= c.earliest + 2
    assert f"From {c.at} in" in found.sentences[0]


def test_saturation_out_of_reach_says_so():
    found = saturation("ideal-salvo", more_than=50, most=4)
    assert found.each[0][1].at is None
    assert "Not even 4" in found.sentences[0]


def test_magazine_of_a_case_by_hand():
    # Two threats, every missile kills, one each: one missile is too few, two are enough. One round a launcher.
    settings = {
        "raid.0.count": 2,
        "defence.0.overrides.missile.sspk": 1.0,
        "defence.0.overrides.system.missiles_per_launcher": 1,
        "defence.0.doctrine.salvo": 1,
    }
    found = magazine("ideal-salvo", overrides=settings, probability=0.9)
    c = found.each[0][1]
    assert (c.earliest, c.at, c.latest) == (2, 2, 2)
    assert found.sentences[0].startswith("2 missiles (2 launchers a fire unit)")


def test_no_magazine_helps_where_something_else_is_short():
    found = magazine("ideal-salvo", overrides={"defence.0.overrides.missile.sspk": 0.0}, precision=0.05)
    assert found.each[0][1].at is None
    assert found.sentences[0].startswith("No magazine gives")


def test_smaller_signatures_come_nearer():
    found = penetration("low-level", altitudes=("100 m", "5 km"), below=20.0, replications=64)
    low, high = (c for _, c in found.each)
    for c in (low, high):
        means = [e.mean for _, e in c.tried]
        assert means == sorted(means, reverse=True)
        assert dict(c.tried)[c.at].mean < 20.0
    # At 100 m the horizon bounds what the largest signature can do, at 5 km it does not.
    assert low.tried[0][1].mean < high.tried[0][1].mean


@pytest.mark.parametrize("formation", ["9", "nobody"])
def test_unknown_groups_are_refused(formation):
    with pytest.raises(ValueError, match=f"formation '{formation}' is not in the raid"):
        saturation("ideal-salvo", formation=formation)
