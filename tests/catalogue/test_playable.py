"""Every real system of the catalogue fights a duel, and every figure of it is sourced or assumed with a reason."""

from __future__ import annotations

import pytest

import airdef
from airdef.catalogue import load
from airdef.scenario.library import loads

SYSTEMS = [e.name for e in load().entries("system") if e.name != "ideal-battery"]

DUEL = """
name: duel
defence: [{{system: {system}, at: [0, 0], fire_units: 1, facing: 225 deg}}]
assets: [{{name: port, at: [0, 0]}}]
raid: [{{threat: {threat}, from: [-{away}, -{away}], speed: {speed} m/s, altitude: {altitude} m, aims_at: port}}]
"""

GUNS = {"35-mm-burst": 20, "30-mm-burst": 28}
"""Bursts of a full load: 640 rounds of the Gepard in bursts of 32, 28 bursts of the Pantsir-S1 (c1725)."""


def duel(system: str, threat: str = "fighter", speed: float = 250.0, away: float = 1.5) -> airdef.Campaign:
    """Return 20 replications of one target, below the ceilings of all missiles, that flies straight at the system."""
    book = load()
    missiles = [p.name for p in book.entry(system).parts["missile"]]
    ceiling = min(book.adopted(m, "max_altitude.aircraft").nominal for m in missiles)
    text = DUEL.format(system=system, threat=threat, away=away, speed=speed, altitude=min(3000.0, 0.6 * ceiling))
    return airdef.run(loads(text), 20, 1)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_kills_single_fighters_within_its_envelope(system: str) -> None:
    campaign = duel(system)
    # The least SSPK of a single shot is 0.4 x 0.8 at the edge; a chance of 1 in 2000 that none of 20 dies.
    assert campaign.measures["kills"].mean > 0.0
    assert campaign.measures["leakers"].mean < 1.0


@pytest.mark.parametrize("name", [e.name for e in load().entries() if not e.name.startswith("ideal-")])
def test_every_figure_is_sourced_or_assumed_with_a_reason(name: str) -> None:
    for adopted in load().entry(name).adopted_values.values():
        assert adopted.low <= adopted.nominal <= adopted.high
        assert adopted.sources if adopted.grade in "ABCD" else adopted.reason, adopted.attribute


@pytest.mark.parametrize(("system", "burst"), [("Gepard", "35-mm-burst"), ("Pantsir-S1", "30-mm-burst")])
def test_a_gun_is_a_launcher_of_bursts(system: str, burst: str) -> None:
    unit = loads(DUEL.format(system=system, threat="drone", away=0.2, speed=50, altitude=300)).systems[0].units[0]
    missile = next(m for m in unit.missiles if m.name == burst)
    assert missile.constant_speed > 340.0
    assert not missile.needs_radar
    rounds = [x.rounds for x in unit.launchers if unit.missiles[x.missile].name == burst]
    assert rounds == [GUNS[burst]]


def test_a_gun_meets_a_drone_at_its_range_and_one_that_turns_less_often() -> None:
    straight = duel("Gepard", "drone", 50.0, 0.2)
    assert straight.measures["first_intercept_range_km"].mean == pytest.approx(5.5, rel=0.01)
    text = DUEL.format(system="Gepard", threat="fighter", away=0.5, speed=250, altitude=1000)
    turning = text.replace("aims_at", "manoeuvring: true, aims_at")
    kills = [airdef.run(loads(t), 2000, 1).measures["kills"].mean for t in (text, turning)]
    assert kills[1] < kills[0] - 0.1  # a factor of 0.4 on every burst; the standard errors are 0.01 each


def test_teams_without_a_radar_see_at_the_range_of_their_sight_whatever_the_cross_section() -> None:
    sight = load().adopted("Optical-sight", "instrumented_range").nominal
    for threat in ("fighter", "lo-fighter"):
        text = DUEL.format(system="Igla-S", threat=threat, away=0.3, speed=150, altitude=1000)
        replay = airdef.replay(loads(text), 1, 0)
        first = next(e for e in replay.events if e.kind == "firm")
        x = (first.time * 150.0, 0.3 * 2**0.5 * 111_000.0)
        assert x[1] - x[0] == pytest.approx(sight, rel=0.03)  # slant range against range over the ground, and a glance
