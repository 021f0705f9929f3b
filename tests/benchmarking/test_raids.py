"""Generated raids are of the size asked for, and their threats share no geometry."""

import pytest

from airdef.opportunity.trajectories import bodies
from benchmarks.raids import generated, in_chunks


@pytest.mark.parametrize(("threats", "units"), [(1, 1), (20, 2), (10, 32)])
def test_size(threats, units):
    s = generated(threats, units)
    assert len(s.threats) == threats
    assert sum(1 for _ in s.units()) == units
    assert len(bodies(s)[0]) == threats


def test_a_tenth_is_ballistic():
    classes = [t.threat_class for t in generated(20, 2).threats]
    assert {c: classes.count(c) for c in set(classes)} == {"fighter": 12, "cruise-missile": 6, "srbm": 2}


def test_work_is_cut_as_a_campaign_is():
    seen = []
    in_chunks(lambda first, count: seen.append((first, count)), 2500, 2)
    assert sorted(seen) == [(0, 1024), (1024, 1024), (2048, 452)]


def test_generated_raids_have_radars_and_command_nodes_as_many_as_asked():
    s = generated(10, 2, 5)
    assert sum(len(system.surveillance) for system in s.systems) == 5
    s = generated(10, 1, 1, 4, 6)
    nodes = s.systems[6:]
    assert (len(s.systems), len(nodes)) == (10, 4)
    assert [system.above for system in s.systems] == [7, 8, 9, 7, 8, 9, -1, 6, 6, 6]
    assert [system.above for system in generated(10, 1, 1, 1, 2).systems] == [2, 2, -1]
