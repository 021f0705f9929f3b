"""What the rules read of a scenario: nothing they read is left out, and what they do not read is."""

import numpy as np
import pytest

from airdef import engine
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.variants.simulated import BY_GEOMETRY, content

BALLISTIC = VariantRunner("ballistic")
RAID = VariantRunner("port-raid")


def simulated(runner, overrides=None):
    s = runner.scenario(overrides)
    found = runner.geometry.of(s)
    kernel = engine.prepare(s, found)
    return kernel, found, content(kernel, found)


def test_every_table_counts():
    kernel, found, known = simulated(RAID, {"raid.flight-1.manoeuvring": True})
    for name, table in kernel.tables._asdict().items():
        if name in BY_GEOMETRY or table.size == 0:
            continue
        other = table.copy()
        other.reshape(-1).view(np.uint8)[0] ^= 1
        changed = kernel.__class__(kernel.tables._replace(**{name: other}), kernel.columns, kernel.missiles)
        assert content(changed, found) != known, name


@pytest.mark.parametrize(
    "overrides",
    [
        {"defence.0.overrides.system.drop_misses": 5},  # in `chance`, and in the radars' table
        {"raid.first.overrides.threat.rcs": "0.2 m2"},
        {"defence.0.overrides.missile.max_speed": "2100 m/s"},
        {"defence.0.doctrine.hold_fire_range": "20 km"},
        {"defence.0.overrides.missile.sspk.ballistic": 0.31},
        {"defence.0.overrides.missile.max_range.ballistic": "41 km"},
        {"defence.0.overrides.system.reaction_time": "11 s"},
    ],
)
def test_what_changes_the_replications_is_told(overrides):
    assert simulated(BALLISTIC, overrides)[2] != simulated(BALLISTIC)[2]


@pytest.mark.parametrize(
    "overrides",
    [
        {"defence.0.overrides.missile.sspk.drone": 0.123},  # no drone in it
        {"defence.0.overrides.missile.sspk_jamming_factor": 0.123},  # nobody jams
        {"defence.0.overrides.missile.sspk_manoeuvre_factor": 0.123},  # nothing manoeuvres
    ],
)
def test_what_no_shot_can_meet_is_left_out(overrides):
    a, _, known = simulated(BALLISTIC)
    b, _, other = simulated(BALLISTIC, overrides)
    assert known == other
    assert any(x.tobytes() != y.tobytes() for x, y in zip(a.tables, b.tables, strict=True))
    assert np.array_equal(engine.simulate(a, 1, 0, 300), engine.simulate(b, 1, 0, 300), equal_nan=True)


def test_where_something_manoeuvres_the_factor_counts():
    factor = {"defence.0.overrides.missile.sspk_manoeuvre_factor": 0.123}
    hard = {"raid.flight-1.manoeuvring": True}
    assert simulated(RAID, hard)[2] != simulated(RAID, {**hard, **factor})[2]


def test_equal_contents_have_equal_tables():
    # Left out of the digest are tables that follow from the rest: whatever varies, equal digests mean equal tables.
    known = {}
    for overrides in (
        {},
        {"defence.0.overrides.missile.sspk.drone": 0.5},
        {"defence.0.overrides.system.drop_misses": 5},
        {"defence.0.name": "north"},
        {"defence.0.overrides.system.reaction_time": "11 s"},
    ):
        kernel, _, digest = simulated(BALLISTIC, overrides)
        left_out = [getattr(kernel.tables, name).tobytes() for name in sorted(BY_GEOMETRY)]
        assert known.setdefault(digest, left_out) == left_out
    assert len(known) == 4  # a name is in the names of the columns by dimension
