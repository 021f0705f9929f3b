"""Parts kept and forgotten; that they change nothing is tested with the studies' geometry."""

from functools import partial

import numpy as np
import pytest

from airdef.opportunity.memo import ENTRY, IdentityKey, Memo, NoCache, held
from airdef.physics.terrain import Ground


def test_a_part_is_made_once():
    parts = Memo()
    first = parts.of("weapon", ("a", 1.0), lambda: IdentityKey([1]))
    assert parts.of("weapon", ("a", 1.0), lambda: IdentityKey([2])) is first
    assert parts.of("sensor", ("a", 1.0), lambda: IdentityKey([3])) is not first  # kinds are apart
    assert parts.made == {"weapon": 1, "sensor": 1}


def test_the_bytes_are_bounded_and_what_nobody_asks_for_goes():
    parts = Memo(8 * 10 * (1000 + ENTRY) // 7)  # room for ten parts of a kilobyte, five in a generation

    def asked(*keys):
        before = parts.made["looks"]
        for key in keys:
            assert len(parts.of("looks", key, partial(bytes, 1000))) == 1000
        return parts.made["looks"] - before

    assert asked(*range(4)) == 4
    assert asked(*range(4)) == 0
    assert asked(4, 5) == 2  # the sixth fills the young generation, which becomes the old one
    assert asked(1, 2) == 0  # young again
    assert asked(*range(10, 14)) == 4  # ... and so old once more; what was asked for before that alone is gone
    assert asked(1, 2) == 0
    assert asked(0, 3) == 2
    for k in range(1000):
        parts.of("looks", ("more", k), partial(bytes, 1000))
    assert held_by(parts) <= 10 * (1000 + ENTRY)


def held_by(parts):
    """Return the bytes that are counted for all that a memo holds."""
    generations = [g for kept in (parts._parts, parts._wholes) for g in (kept._young, kept._old)]
    return sum(size for generation in generations for _, size in generation.values())


def test_what_is_there_can_be_asked_for_without_making_it():
    parts = Memo()
    assert parts.get("looks", 1) is None
    first = parts.of("looks", 1, object)
    assert parts.get("looks", 1) is first
    assert parts.get("seen", 1) is None
    small = Memo(1)
    assert small.of("looks", 1, object) is not None
    assert small.of("looks", 2, object) is not None
    assert small.get("looks", 1) is None


def test_what_belongs_to_one_scenario_does_not_push_out_the_parts():
    parts = Memo(8 * (1000 + ENTRY) * 10)
    parts.of("looks", 1, partial(bytes, 1000))
    for k in range(1000):
        parts.of("all looks", k, partial(bytes, 1000))
    parts.of("looks", 1, pytest.fail)
    assert held_by(parts) <= 8 * (1000 + ENTRY) * 10


def test_bytes_are_those_of_arrays_and_texts_wherever_they_are():
    array = np.zeros(1000)
    assert held(array) == 8000
    assert held((array, [array, b"12345"])) == 16_000 + 5 + 4 * 8
    assert held(IdentityKey((array, 1.0))) == 8000 + 2 * 8 + 8
    ground = Ground(np.zeros((100, 100), np.float32), 0.0, 0.0, 1.0, 1.0, 0.0, 1.0)
    assert held((ground, array)) == 8000 + 2 * 8


def test_things_worked_out_equal_themselves_alone():
    assert IdentityKey((1, 2)) != IdentityKey((1, 2))


def test_the_forgetful_one_makes_anew():
    parts = NoCache()
    assert parts.of("body", 1, object) is not parts.of("body", 1, object)
