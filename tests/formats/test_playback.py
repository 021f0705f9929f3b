"""Lives and flights agree with the counts of the replication, and with the engine's own ranges."""

from collections import Counter

import numpy as np
import pytest

import airdef
from airdef.formats.playback import Playback


def test_fates_and_results_add_up(replication):
    play = Playback(replication)
    fates = Counter(life.fate for life in play.lives)
    counts = replication.counts
    assert fates["destroyed"] == counts["kills"]
    assert fates["leaked"] == counts["leakers"]
    assert fates["passed"] == counts["exited"]
    assert fates["not-released"] == counts["not_released"]
    results = Counter(flight.result for flight in play.flights)
    assert sum(results.values()) == counts["missiles_used"]
    assert results["hit"] + results["miss"] == counts["intercept_attempts"]
    assert results["abort"] == counts["aborted"]
    reasons = Counter(life.reason for life in play.lives if life.reason)
    assert {r: counts[f"reason:{r}"] for r in reasons} == reasons


def test_missiles_end_where_the_engine_has_its_intercept(replication):
    play = Playback(replication)
    ranges = {(e.unit, e.threat, e.time): e.value for e in replication.raw if e.kind in ("hit", "miss", "abort")}
    assert play.flights
    for flight in play.flights:
        slant = float(np.linalg.norm(flight.way.ecef[-1] - flight.way.ecef[0]))
        # The engine keeps times of flight and ranges in single precision on a grid: metres at 200 km.
        assert slant == pytest.approx(ranges[flight.unit, flight.threat, flight.end], abs=10.0)


def test_missiles_fly_a_path_that_a_missile_can_fly(replication):
    """Speeds between a launch and the greatest of the catalogue, no jump, and a loft on long shots."""
    for flight in Playback(replication).flights:
        way = flight.way
        steps, times = np.linalg.norm(np.diff(way.ecef, axis=0), axis=1), np.diff(way.times)
        assert (times > 0.0).all()
        assert len(way.times) > 4  # a curve
        assert (steps / times).max() < 2600.0
        straight = float(np.linalg.norm(way.ecef[-1] - way.ecef[0]))
        assert straight <= steps.sum() < 1.6 * straight + 3e3
        if straight > 80e3:
            heights = np.array([h for _, _, _, h in way.degrees()])
            assert heights.max() > 15e3


def test_missiles_of_a_unit_are_numbered_from_one(replication):
    numbers = {}
    for flight in Playback(replication).flights:
        numbers.setdefault(flight.unit, []).append(flight.number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_what_never_existed_has_no_times():
    near = {"raid.3.route": [[-2.8, -2.8], [-0.4, -0.4], [-2.8, -2.6]]}  # bombers that come within reach to release
    play = Playback(airdef.replay(airdef.load("port-raid", near), seed=1, replication=0))
    never = [life for life in play.lives if life.fate == "not-released"]
    assert len(never) == play.replication.counts["not_released"] > 0
    assert all(life.begin is None and life.end is None and not life.reason for life in never)
    assert not {life.threat for life in never} & {life.threat for life, _ in play.existed}


def test_lives_begin_with_their_shifted_start():
    scenario = airdef.load("port-raid", {"raid.0.arrivals": "poisson"})
    play = Playback(airdef.replay(scenario, seed=3, replication=5))
    shifted = [life.begin - scenario.threats[life.threat].start_time for life in play.lives if life.begin is not None]
    assert max(shifted) > 1.0
    for life, way in play.existed:
        assert way.times[0] == life.begin
        assert way.times[-1] == pytest.approx(life.end, abs=1e-6)
