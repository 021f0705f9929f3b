import math

import pytest

import airdef
from airdef.engine import REASONS, Event
from airdef.engine.memory.record import KINDS
from airdef.outcome.replication import LINKED, Replication
from outcome.fakes import scenario


def replication(*events):
    return Replication(scenario(), 1, 7, {"leakers": 1.0}, events)


def event(kind, value=math.nan, threat=0, target=-1):
    return Event(12.34, kind, threat, -1, -1, "48N6E2", target, value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_has_a_sentence(kind):
    told = replication(event(kind, value=1.0))
    if kind in LINKED:  # between two posts
        told = Replication(airdef.load("command"), 1, 7, {}, (event(kind, value=2.0, target=1),))
    elif kind in ("moving", "in-place"):  # of a radar that has a further position
        plan = airdef.load("moving")
        own = next(r for r, (radar, _, _) in enumerate(plan.radars()) if radar.movement.positions)
        told = Replication(plan, 1, 7, {}, (Event(12.34, kind, -1, -1, own, "", -1, 1.0),))
    text = told.timeline()
    assert text.startswith("     12.3 s  ")
    assert "{" not in text


def test_a_leak_names_target_and_reason():
    h = replication(event("leak", value=3.0, target=0))
    assert h.timeline().endswith(f"fighter-1 leaks to port ({REASONS[3]})")
    assert h.to_dict()["events"] == [
        {
            "time": 12.34,
            "kind": "leak",
            "threat": "fighter-1",
            "missile": "48N6E2",
            "target": "port",
            "reason": REASONS[3],
        }
    ]


def test_ranges_are_told_in_kilometres_and_kept_in_metres():
    h = replication(event("hit", value=98_765.0))
    assert "at 98.8 km" in h.timeline()
    assert h.to_dict()["events"][0]["value"] == 98_765.0
    assert h.to_dict()["replication"] == 7
