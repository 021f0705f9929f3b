import math

import pytest

from airdef.engine import REASONS, Event
from airdef.engine.memory.record import KINDS
from airdef.outcome.replication import Replication
from outcome.fakes import scenario


def replication(*events):
    return Replication(scenario(), 1, 7, {"leakers": 1.0}, events)


def event(kind, value=math.nan, threat=0, target=-1):
    return Event(12.34, kind, threat, -1, -1, "48N6E2", target, value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_has_a_sentence(kind):
    text = replication(event(kind, value=2.0)).timeline()
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
