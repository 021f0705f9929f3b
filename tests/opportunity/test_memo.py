"""Parts kept and forgotten; that they change nothing is tested with the studies' geometry."""

from airdef.opportunity import memo
from airdef.opportunity.memo import Forgetful, Known, Memo


def test_a_part_is_made_once():
    parts = Memo()
    first = parts.of("weapon", ("a", 1.0), lambda: Known([1]))
    assert parts.of("weapon", ("a", 1.0), lambda: Known([2])) is first
    assert parts.of("sensor", ("a", 1.0), lambda: Known([3])) is not first  # kinds are apart
    assert parts.made == {"weapon": 1, "sensor": 1}


def test_what_was_used_longest_ago_is_forgotten(monkeypatch):
    monkeypatch.setitem(memo.MOST, "looks", 2)
    parts = Memo()
    for key in (1, 2, 1, 3):  # 2 goes when 3 comes
        parts.of("looks", key, object)
    assert parts.made["looks"] == 3
    parts.of("looks", 1, object)
    assert parts.made["looks"] == 3
    parts.of("looks", 2, object)
    assert parts.made["looks"] == 4


def test_what_is_there_can_be_asked_for_without_making_it(monkeypatch):
    monkeypatch.setitem(memo.MOST, "looks", 2)
    parts = Memo()
    assert parts.get("looks", 1) is None
    first = parts.of("looks", 1, object)
    parts.of("looks", 2, object)
    assert parts.get("looks", 1) is first  # which uses it
    parts.of("looks", 3, object)
    assert parts.get("looks", 2) is None
    assert parts.get("looks", 1) is first


def test_things_worked_out_equal_themselves_alone():
    assert Known((1, 2)) != Known((1, 2))


def test_the_forgetful_one_makes_anew():
    parts = Forgetful()
    assert parts.of("body", 1, object) is not parts.of("body", 1, object)
