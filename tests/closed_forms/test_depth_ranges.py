"""Depth of fire: the ranges of the intercepts one by one, as `replay` records them."""

from __future__ import annotations

import pytest

import airdef

from . import forms

TOLERANCE = 1.0
"""Metres, as the closed form is stated. The raider flies 10 m above a round Earth, the closed form on a line
through the battery; chord and arc differ by 2 cm at 25 km, and the table of fly-out is single precision."""


def ranges(overrides):
    plan = airdef.load("ideal-depth-of-fire", {"defence.0.overrides.missile.sspk": 0.0, **overrides})
    return [e.value for e in airdef.replay(plan).events if e.kind in {"hit", "miss"}]


def test_six_intercepts_where_they_should_be(validated):
    found = ranges({})
    assert found == pytest.approx([25000.0, 17625.0, 12093.75, 7945.3125, 4833.984, 2500.488], abs=TOLERANCE)
    validated(
        found,
        forms.depth_of_fire(40e3, 25e3, 2e3, 300, 900, 8, 5),
        law="depth of fire: ranges of the intercepts (Launching)",
        against="closed form through the whole chain",
        kind="closed form",
        abs=TOLERANCE,
        unit="m",
        module="engine",
        figure="depth-of-fire",
        series="seen at 40 km, missile 900 m/s",
        x=range(1, len(found) + 1),
        marks="model",
    )


@pytest.mark.parametrize(
    ("detection", "reaction", "look", "missile", "shots"),
    [(30e3, 8, 5, 900, 5), (30e3, 40, 5, 900, 4), (40e3, 8, 20, 900, 3), (40e3, 8, 5, 1800, 8)],
)
def test_other_depths(detection, reaction, look, missile, shots):
    found = ranges(
        {
            "defence.0.overrides.radar.instrumented_range": f"{detection} m",
            "defence.0.overrides.engagement_radar.instrumented_range": f"{detection} m",
            "defence.0.overrides.system.reaction_time": f"{reaction} s",
            "defence.0.doctrine.assessment.delay": f"{look} s",
            "defence.0.overrides.missile.constant_speed": f"{missile} m/s",
        }
    )
    expected = forms.depth_of_fire(detection, 25e3, 2e3, 300, missile, reaction, look)
    assert len(expected) == shots
    assert found == pytest.approx(expected, abs=TOLERANCE)
