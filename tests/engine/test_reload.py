"""When launchers are reloaded, with what, and what they cannot do meanwhile."""

from __future__ import annotations

import numpy as np
import pytest

from airdef import engine
from reference.builders import Hand, doctrine, launcher, scenario, system, threat, unit

from .test_reasons import struck

TIME, LOAD = 40.0, 4
"""Reload time of a launcher [s], and its load."""

IDLE = {"rule": "when-idle", "missile_channels": LOAD}
"""The rule by which launchers are topped up, and missile channels that the rounds of one launcher cover."""


def fought(launches, *launchers, rule="when-empty", reaction=0.0, **changes):
    """Simulate a raid whose threats can each be launched at in one second only, from the times given on.

    Returns the kills, and time and value of the events "reloading" and "reload".
    """
    station = unit(launchers=launchers, reaction_time=reaction, **changes)
    plan = scenario(system(station, doctrine=doctrine(reload=rule)), threats=[threat(m) for m in range(len(launches))])
    hand = Hand(plan, [1e4] * len(launches)).seen_by_all([(0.0, 1.0)])
    hand.windows = {(0, 0, j): [(t, t + 1.0)] for j, t in enumerate(launches)}
    kernel = engine.prepare(plan, hand.build())
    row, events = engine.replay(kernel, 1, 0)
    seen = {kind: [(e.time, e.value) for e in events if e.kind == kind] for kind in ("reloading", "reload")}
    return row[kernel.columns.index("kills")], seen["reloading"], seen["reload"]


def carrying(rounds=LOAD, reloads=1, time=TIME, **changes):
    return launcher(rounds, reloads=reloads, reload_time=time, **changes)


@pytest.mark.parametrize("rule", ["when-empty", "when-idle"])
def test_an_empty_launcher_is_reloaded_at_once(rule):
    kills, gone, back = fought([10.0, 11.0, 12.0, 13.0, 20.0, 54.0], carrying(), rule=rule)
    assert (gone[0], back[0]) == ((13.0, 0), (13.0 + TIME, LOAD))
    assert kills == 5  # the fifth threat finds no round, the sixth does


def test_a_launcher_partly_empty_is_reloaded_when_it_has_been_idle_as_long_as_a_round_takes():
    _, gone, back = fought([10.0, 11.0], carrying(), carrying(), **IDLE)
    assert gone == [(11.0 + TIME / LOAD, 2)]
    assert back == [(11.0 + TIME / LOAD + TIME * 2 / LOAD, LOAD)]


def test_each_launch_begins_the_idle_time_anew():
    _, gone, _ = fought([10.0, 18.0, 26.0], carrying(), carrying(), **IDLE)
    assert gone == [(26.0 + TIME / LOAD, 1)]


def test_a_launcher_that_was_emptied_in_its_idle_time_is_topped_up_later():
    # The first is emptied at 13 s, before it was idle for 10 s, and is back at 53 s; the second, with one round spent
    # at 14 s, goes then and is back at 63 s. At 60 s the first launches again, and is idle until 70 s.
    _, gone, back = fought([10.0, 11.0, 12.0, 13.0, 14.0, 60.0], carrying(), carrying(interval=100.0), **IDLE)
    assert gone == [(13.0, 0), (53.0, 3), (70.0, 3)]
    assert back == [(53.0, LOAD), (63.0, LOAD), (80.0, LOAD)]


def test_the_last_round_is_one_that_a_launcher_may_hold():
    assert fought([10.0, 11.0, 12.0], carrying(), carrying(), **IDLE)[1] == [(12.0 + TIME / LOAD, 1)]
    two = {"rule": "when-idle", "missile_channels": 2}
    assert fought([10.0], carrying(2), carrying(2), **two)[1] == [(10.0 + TIME / 2, 1)]


def test_the_last_round_of_the_stock_is_loaded():
    # Three of four rounds in stock go to the first launcher at 22 s, the last to the second at 70 s.
    _, gone, back = fought([10.0, 11.0, 12.0, 60.0], carrying(), carrying(LOAD, 0), **IDLE)
    assert gone == [(22.0, 1), (70.0, 3)]
    assert back == [(52.0, LOAD), (80.0, LOAD)]


@pytest.mark.parametrize(("rule", "count"), [("never", 0), ("when-empty", 0), ("when-idle", 1)])
def test_what_the_doctrine_chooses(rule, count):
    _, gone, back = fought([10.0, 11.0], carrying(), carrying(), rule=rule, missile_channels=4)
    assert len(gone) == len(back) == count


@pytest.mark.parametrize(("channels", "count"), [(4, 1), (5, 0)])
def test_a_launcher_stays_where_the_others_do_not_cover_the_missile_channels(channels, count):
    assert len(fought([10.0, 11.0], carrying(), carrying(), rule="when-idle", missile_channels=channels)[1]) == count


def test_a_launcher_that_stayed_goes_when_another_has_been_reloaded():
    # The first is emptied at 13 s. The second is idle from 14 s on, and stays until the first is back at 53 s.
    _, gone, back = fought([10.0, 11.0, 12.0, 13.0, 14.0], carrying(), carrying(), **IDLE)
    assert gone == [(13.0, 0), (53.0, 3)]
    assert back == [(53.0, LOAD), (53.0 + TIME / LOAD, LOAD)]


def test_promised_rounds_do_not_cover():
    # At 30 s the other launcher's four rounds would do, but from 25 s on one is promised to a launch at 37 s. That is
    # made from this launcher, which is idle once more at 47 s. With a reaction of 5 s nothing is promised at 30 s.
    _, gone, _ = fought([20.0, 37.0], carrying(), carrying(), reaction=12.0, **IDLE)
    assert gone == [(47.0, 2)]
    _, gone, _ = fought([20.0, 37.0], carrying(), carrying(), reaction=5.0, **IDLE)
    assert gone[0] == (30.0, 3)


def test_never_leaves_the_stock_alone():
    kills, gone, _ = fought([10.0, 11.0, 100.0], launcher(2, reloads=1, reload_time=5.0), rule="never")
    assert (kills, gone) == (2, [])


def test_a_launcher_in_reload_cannot_fire_what_it_still_holds():
    # The first goes at 20 s with three rounds; of the five raiders at 25 s the second stops four, the first none.
    kills, _, back = fought([10.0, *[25.0] * 5, 31.0], carrying(), carrying(), **IDLE)
    assert back[0] == (30.0, LOAD)
    assert kills == 1 + 4 + 1


def test_stock_is_drawn_by_the_round_and_shared():
    # One launcher with two loads in stock, one with none: six launches, the second launcher is never begun.
    first = fought([10.0, 11.0, 60.0, 61.0, 110.0, 111.0], carrying(2, 2), carrying(2, 0), rule="when-empty")
    assert first[0] == 6
    assert [value for _, value in first[2]] == [2, 2]
    # Three rounds in stock: the first launcher takes two of them, the second gets one, in a third of the time.
    _, gone, back = fought([10.0, 11.0, 12.0, 13.0, 14.0], carrying(2, 0), carrying(3, 1), rule="when-empty")
    assert gone == [(11.0, 0), (14.0, 0)]
    assert back == [(14.0 + TIME * (1 / 3), 1), (11.0 + TIME, 2)]


def test_of_several_launchers_the_one_with_the_fewest_rounds_is_emptied_first():
    # Two apiece: the second launch empties the first launcher, the fourth the second.
    _, gone, _ = fought([10.0, 11.0, 12.0, 13.0], *[carrying(2)] * 3)
    assert gone == [(11.0, 0), (13.0, 0)]


def test_without_stock_the_one_longest_ready_goes_first():
    slow = [launcher(2, interval=5.0)] * 2
    kills, gone, _ = fought([10.0, 11.0, 16.0], *slow)
    assert (kills, gone) == (3, [])
    # From 16 s on either has waited; only if the first two came from different launchers can two more follow at once.
    assert fought([10.0, 11.0, 16.0, 16.0], *slow)[0] == 4


def test_an_interval_that_is_not_over_does_not_hold_up_a_launch():
    # The launcher with the fewest rounds has to wait: the next one fires, and none is emptied.
    assert fought([10.0, 11.0, 12.0], *[carrying(3, interval=30.0)] * 3)[:2] == (3, [])
    # One second after its launch at 10 s it has waited its own interval.
    assert fought([10.0, 11.0], *[carrying(2, interval=1.0)] * 2)[1] == [(11.0, 0)]


def test_of_launchers_alike_the_first_fires():
    # The first is emptied at 12 s; were one launched from the second, it would still hold a round then.
    assert fought([10.0, 11.0, 12.0], carrying(3), carrying(3, 0, interval=100.0))[1] == [(12.0, 0)]
    # The second has fewer rounds, and is the one that is emptied.
    assert fought([10.0, 11.0], carrying(3), carrying(2))[1] == [(11.0, 0)]


def test_a_single_round_of_stock_counts():
    # With one round in stock the launcher with the fewest is launched from, and goes to reload.
    assert fought([10.0], carrying(3, 0), carrying(1, 1))[1] == [(10.0, 0)]


@pytest.mark.parametrize("lost_at", [12.0, 25.0])  # before it goes to reload at 20 s, and while it is reloaded
def test_a_launcher_lost_in_reload_loses_what_it_held_and_what_was_loaded(lost_at):
    station = unit(launchers=(carrying(2, 1, 20.0),) * 2, missile_channels=2)
    plan, hand = struck(system(station, doctrine=doctrine(reload="when-idle")), target=3, arrival=lost_at)
    hand.windows = {(0, 0, 0): [(10.0, 11.0)]}
    kernel = engine.prepare(plan, hand.build())
    kinds = [e.kind for e in engine.replay(kernel, 1, 0)[1]]
    assert kinds.count("launch") == 1
    assert "reload" not in kinds
    assert ("reloading" in kinds) == (lost_at > 20.0)


@pytest.mark.parametrize("launchers", [1, 3])
@pytest.mark.parametrize("rule", ["when-empty", "when-idle"])
def test_a_reload_that_takes_no_time_ends(rule, launchers):
    times = list(np.arange(10.0, 20.0))
    kills, _, back = fought(times, *[carrying(2, 5, 0.0)] * launchers, rule=rule, missile_channels=2)
    assert kills == 10
    assert back
