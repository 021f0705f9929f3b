"""Which functions there are, which a test names, and what is reached through them."""

from __future__ import annotations

import pytest

from airdef.physics import jamming, radar
from airdef.physics.refraction import horizon_distance

from .inventory import functions, modules, public, through, used_by


def helper():
    return horizon_distance(10.0, 8.5e6)


def test_named_in_the_test_in_a_helper_and_as_an_argument():
    def test():
        return [jamming.jam_to_signal(1.0, 2.0) for _ in range(2)], helper()

    found = {"physics.jamming.jam_to_signal", "physics.refraction.horizon_distance"}
    assert used_by(test) == found
    assert used_by(test, [radar.snr, 3]) == found | {"physics.radar.snr"}


def test_private_functions_carry_the_way_but_are_not_listed():
    assert "physics.detection.threshold" in public("physics.detection")
    assert all("._" not in name for module in modules() for name in public(module))
    assert any("._" in name for name in functions())


def test_what_is_called_is_reached_through_its_caller():
    reached = through(["physics.radar.snr"])
    assert reached["physics.radar.bistatic_snr"] == "physics.radar.snr"
    assert "physics.radar.snr" not in reached
    # across modules: aiming an arc solves Lambert's problem
    assert "physics.kepler.lambert" in through(["physics.ballistics.aimed_arc"])


@pytest.mark.parametrize("module", ["physics.radar", "physics.terrain", "physics.viewshed", "physics.constants"])
def test_every_module_is_there(module):
    assert module in modules()
