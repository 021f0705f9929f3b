"""What radars and links were, read from the events: by hand, and whole for every bundled scenario."""

import pytest

import airdef
from airdef.report.spans import received, tracked
from airdef.report.states import DESTROYED, HEARS, LINKED, LOST, MOVES, RADIATES, SILENT, rows
from airdef.report.timeline import timeline
from airdef.scenario.library import names

LINK = "command.0.links.0"


def rows_of(name, overrides=None, replication=0):
    return {row.name: row for row in rows(airdef.replay(airdef.load(name, overrides), seed=1, replication=replication))}


@pytest.mark.parametrize("name", names())
def test_states_follow_each_other_without_a_gap(name):
    replication = airdef.replay(name, seed=1, replication=0)
    end = max(event.time for event in replication.raw)
    for row in rows(replication):
        assert row.states[0].begin == 0.0
        for before, after in zip(row.states, row.states[1:], strict=False):
            assert before.end == after.begin
            assert (before.kind, before.at) != (after.kind, after.at)
        lost = [time for kind, time in row.marks if kind == DESTROYED]
        assert row.states[-1].end == (lost[0] if lost else end)


def test_a_radar_that_always_radiates_has_no_row():
    assert rows_of("port-raid") == {}
    assert set(rows_of("silent")) == {"Buk-M1/west/radar", "Buk-M1/east/radar"}


def test_a_silent_radar_radiates_from_its_cue():
    (west, east) = rows_of("silent").values()
    assert [state.kind for state in west.states] == [state.kind for state in east.states] == [SILENT, RADIATES]
    assert 1100.0 < east.states[0].end < west.states[0].end < 1200.0


def test_a_radar_that_moves_stands_at_a_position_between():
    west = rows_of("moving")["Buk-M1/west/radar"]
    assert [(state.kind, state.at) for state in west.states] == [
        *((RADIATES, ""), (MOVES, ""), (RADIATES, "wood"), (MOVES, "")),
    ]


def test_a_radar_is_nothing_after_it_was_destroyed():
    (radar,) = rows_of("point-defence").values()
    ((kind, time),) = radar.marks
    assert kind == DESTROYED
    assert [(state.kind, state.end) for state in radar.states] == [(RADIATES, time)]


def test_a_radar_hears_its_cue_before_it_radiates():
    cued = {
        "defence.0.emission": {"engagement_radar": {"silent_until": {"bearing": True}}},
        "defence.0.direction_finders": [{"at": [0.05, 0.06]}],
        "raid.0.emits": True,
    }
    radar = rows_of("point-defence", cued)["long/battery/radar"]
    heard = [time for kind, time in radar.marks if kind == HEARS]
    assert [state.kind for state in radar.states[:2]] == [SILENT, RADIATES]
    assert 0.0 < heard[0] <= radar.states[0].end


def test_a_link_is_lost_and_comes_back():
    away = {f"{LINK}.lost": {"at": "14 min"}, f"{LINK}.restored": {"after": "2 min"}}
    link = rows_of("command", away)["brigade to long"]
    assert [(state.kind, state.begin) for state in link.states] == [(LINKED, 0.0), (LOST, 840.0), (LINKED, 960.0)]


def test_what_a_post_received_some_radar_held():
    events = airdef.replay("command", seed=1, replication=0).raw
    spans = received(events)
    held = tracked(events)
    assert len(spans) > 10
    for span in spans:  # the sender's track was there 4 s before, the delay of the links of this scenario
        assert any(h.threat == span.threat and h.begin <= span.begin - 4.0 + 1e-6 for h in held)
        assert span.begin <= span.end


@pytest.mark.parametrize("name", ["layered", "moving", "first-1979"])
def test_a_row_says_who_stopped_the_threat_or_why_it_leaked(name):
    replication = airdef.replay(name, seed=1, replication=0)
    threats, *others = timeline(replication).axes
    said = [text.get_text() for text in threats.texts if text.get_text()]
    leaked = [event.reason for event in replication.events if event.kind == "leak"]
    stopped = [event.unit for event in replication.events if event.kind == "hit"]
    assert sorted(said) == sorted(leaked + stopped)
    assert (others[0].get_title(loc="left") == "Radars and links") == bool(rows(replication))
