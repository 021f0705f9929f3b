"""Every leak reason by a case made for it, and the tables' odd corners that once went wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from airdef import engine
from airdef.engine import replicate
from reference.builders import (
    OPEN,
    SEEN,
    C,
    Hand,
    doctrine,
    launcher,
    missile,
    radar,
    raid,
    scenario,
    system,
    threat,
    unit,
)

# Flattened targets with one asset and one system: 0 the asset, 1 the post, from 2 radars, then launchers.


def simulate(plan, hand):
    kernel = engine.prepare(plan, hand.build())
    return dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 1)[0], strict=True))


def reasons(plan, hand):
    return {k.removeprefix("reason:"): v for k, v in simulate(plan, hand).items() if k.startswith("reason:") and v}


def struck(*systems, target, arrival, **changes):
    """One threat, and an unseen one without windows that destroys a part of the defence."""
    plan, hand = raid(2, *systems, **changes)
    plan = replace(plan, threats=(plan.threats[0], threat(1, target=target)))
    hand = replace(hand, plan=plan, arrivals=[hand.arrivals[0], arrival])
    hand.looks = {key: v for key, v in hand.looks.items() if key[1] == 0}
    hand.windows = {key: v for key, v in hand.windows.items() if key[2] == 0}
    return plan, hand


def test_outside_the_envelope():
    assert reasons(*raid(2, windows=[])) == {"outside-the-envelope": 2}


def test_left_alone_counts_as_outside():
    plan, hand = raid(1, system(doctrine=doctrine(engage=(False,) * C)))
    assert reasons(plan, hand) == {"outside-the-envelope": 1}


def test_missed():
    plan, hand = raid(3, system(unit(missiles=(missile(0.0),)), doctrine=doctrine(rounds=1)))
    assert reasons(plan, hand) == {"missed": 3}


def test_missed_too_late_to_be_tried():
    plan, hand = raid(1, arrival=3.0)
    hand.flight = 10.0  # the threat has arrived when the missile does
    assert reasons(plan, hand) == {"missed": 1}


def test_defender_destroyed_with_missiles_on_their_way():
    plan, hand = struck(target=2, arrival=10.0)
    hand.flight = 20.0
    assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}


def test_defender_destroyed_before_it_could_track():
    plan, hand = struck(target=2, arrival=10.0, looks=[(20.0, 1.0)])
    assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}


def test_defender_destroyed_before_its_windows():
    plan, hand = struck(target=2, arrival=10.0, windows=[(20.0, 30.0)])
    assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}


def test_defender_destroyed_when_it_was_ready():
    # Both of its target channels are taken by what it cannot kill; then it is lost.
    busy = system(unit(target_channels=1, missiles=(missile(0.0),)))
    plan, hand = struck(busy, target=2, arrival=10.0, windows=[(2.0, 40.0)])
    third = replace(plan, threats=(*plan.threats, threat(2)))
    hand = replace(hand, plan=third, arrivals=[*hand.arrivals, 600.0])
    hand.looks[0, 2], hand.windows[0, 0, 2] = SEEN, OPEN
    got = reasons(third, hand)
    assert got == {"missed": 1, "defender-destroyed": 1, "outside-the-envelope": 1}


def test_undetected():
    assert reasons(*raid(2, looks=[(1.0, 0.0)])) == {"undetected": 2}


def test_what_nobody_saw_stays_undetected_when_a_post_is_lost():
    plan, hand = struck(target=1, arrival=10.0, looks=[(1.0, 0.0), (20.0, 0.0)])
    assert reasons(plan, hand) == {"undetected": 1, "outside-the-envelope": 1}


def test_detected_too_late():
    assert reasons(*raid(2, looks=[(400.0, 1.0)], windows=[(2.0, 300.0)])) == {"detected-too-late": 2}


def test_no_missile():
    assert reasons(*raid(3, system(unit(launchers=(launcher(1),))))) == {"no-missile": 2}


def test_no_channel():
    plan, hand = raid(2, system(unit(target_channels=1)), windows=[(2.0, 8.0)])
    hand.flight = 10.0
    assert reasons(plan, hand) == {"no-channel": 1}


def test_no_channel_while_a_launch_waits_its_turn():
    # Channels enough, but five seconds from launch to launch: the second window closes before its turn comes.
    plan, hand = raid(2, system(unit(launch_interval=5.0)), windows=[(2.0, 4.0)])
    assert reasons(plan, hand) == {"no-channel": 1}


def lost(dropped, again=(), **changes):
    """One threat, known from 1 s on, whose track is dropped; other looks may make it firm once more."""
    looks = [(1.0, 1.0), *((t, 0.0) for t in dropped), *((t, 1.0) for t in again)]
    return raid(1, system(unit(radar=radar(drop_misses=1), reaction_time=5.0, **changes)), looks=looks)


def test_track_lost_between_assignment_and_launch():
    plan, hand = lost([4.0])
    assert reasons(plan, hand) == {"track-lost": 1}
    assert simulate(plan, hand)["engagements"] == 0


def test_a_track_found_again_in_time_is_not_lost():
    assert reasons(*lost([4.0], [20.0])) == {}


def test_track_lost_again_and_again():
    plan, hand = lost([4.0], [20.0])
    hand.looks[0, 0] += [(22.0, 0.0)]
    assert reasons(plan, hand) == {"track-lost": 1}


def test_track_lost_before_the_window_opens():
    plan, hand = lost([4.0])
    hand.windows = {(0, 0, 0): [(50.0, 100.0)]}
    assert reasons(plan, hand) == {"track-lost": 1}
    # Found again when the last launch time has passed: it was known in time, and lost. Known only then: too late.
    hand.looks[0, 0] += [(99.0, 1.0)]
    assert reasons(plan, hand) == {"track-lost": 1}
    hand.looks[0, 0] = hand.looks[0, 0][-1:]
    assert reasons(plan, hand) == {"detected-too-late": 1}


def test_what_one_system_lost_in_time_another_detected_too_late():
    # Only the second system has a window, and knows the threat when that is over.
    sees = unit(radar=radar(drop_misses=1))
    plan = scenario(system(sees), system(sees), threats=[threat(0)])
    hand = Hand(plan, [500.0])
    hand.looks = {(0, 0): [(1.0, 1.0), (2.0, 0.0)], (1, 0): [(200.0, 1.0)]}
    hand.windows = {(1, 0, 0): [(50.0, 100.0)]}
    assert reasons(plan, hand) == {"detected-too-late": 1}


def test_a_lost_track_and_then_no_channel():
    # Lost at 4 s and found again at 20 s, when what cannot be killed has the only channel.
    busy = unit(radar=radar(drop_misses=1), reaction_time=5.0, target_channels=1, missiles=(missile(0.0),))
    plan = scenario(system(busy), threats=[threat(0), threat(1)])
    hand = Hand(plan, [500.0, 490.0]).open_to_all(OPEN)
    hand.looks = {(0, 0): [(1.0, 1.0), (4.0, 0.0), (20.0, 1.0)], (0, 1): [(15.0, 1.0)]}
    hand.windows[0, 0, 0] = [(2.0, 100.0)]
    assert reasons(plan, hand) == {"no-channel": 1, "missed": 1}


def test_a_radar_destroyed_with_the_track_is_a_defender_destroyed():
    # The surveillance radar, target 2, holds the track; the unit has its own, which sees nothing.
    eye = radar(name="eye")
    for windows in ([(2.0, 300.0)], [(50.0, 300.0)]):  # it is lost between assignment and launch, or before the window
        plan, hand = struck(system(unit(reaction_time=20.0), surveillance=(eye,)), target=2, arrival=10.0)
        hand.looks = {(0, 0): SEEN}
        hand.windows = {(0, 0, 0): windows}
        assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}


@pytest.mark.parametrize("seen_at", [1.0, 15.0])
def test_a_post_destroyed_leaves_what_only_a_surveillance_radar_sees(seen_at):
    plan, hand = struck(system(unit(reaction_time=20.0), surveillance=(radar(name="eye"),)), target=1, arrival=10.0)
    hand.looks = {(0, 0): [(seen_at, 1.0)]}
    hand.windows = {(0, 0, 0): [(50.0, 300.0)]}
    assert reasons(plan, hand) == {"defender-destroyed": 1, "outside-the-envelope": 1}


def test_no_missile_while_the_launcher_was_reloaded():
    # The launcher is away from 2 s to 102 s; the second threat could have been engaged up to 50 s.
    plan, hand = raid(2, system(unit(launchers=(launcher(1, reloads=1, reload_time=100.0),))), windows=[(2.0, 50.0)])
    assert reasons(plan, hand) == {"no-missile": 1}


def test_no_missile_goes_before_no_channel():
    # The only channel is taken by the first, and so is the only round.
    assert reasons(*raid(2, system(unit(target_channels=1, launchers=(launcher(1),))))) == {"no-missile": 1}


def test_a_round_of_the_second_type_counts():
    # The first type is used up by the first threat, whose channel is the only one until the windows are over.
    both = unit(
        target_channels=1,
        missiles=(missile(name="one"), missile(name="two")),
        launchers=(launcher(1), launcher(1, missile=1)),
    )
    plan, hand = raid(2, system(both), windows=[])
    hand.windows = {(0, 0, 0): [(2.0, 9.0)], (1, 0, 1): [(2.0, 9.0)]}
    hand.flight = 30.0
    assert reasons(plan, hand) == {"no-channel": 1}


def test_what_is_known_when_the_reaction_would_end_too_late():
    # Known at 95 s; to launch by 100 s, the unit would have had to begin at 90 s. That it was lost too is no reason.
    slow = system(unit(reaction_time=10.0))
    assert reasons(*raid(1, slow, looks=[(95.0, 1.0), (96.0, 0.0)], windows=[(2.0, 100.0)])) == {"detected-too-late": 1}


def test_windows_of_a_destroyed_unit_that_were_over_are_no_reason():
    # The unit is lost at 10 s, its window ended at 5 s; the surveillance radar, target 2, sees the threat at 20 s.
    plan, hand = struck(system(unit(), surveillance=(radar(name="eye"),)), target=3, arrival=10.0)
    hand.looks = {(0, 0): [(20.0, 1.0)]}
    hand.windows = {(0, 0, 0): [(2.0, 5.0)]}
    assert reasons(plan, hand) == {"detected-too-late": 1, "outside-the-envelope": 1}


def test_windows_of_a_unit_that_leaves_it_alone_are_no_reason():
    # Known to both from 20 s to 30 s: too late for the first, and the second does not engage its category.
    plan = scenario(system(), system(doctrine=doctrine(engage=(False,) * C)), threats=[threat(0)])
    hand = Hand(plan, [500.0]).seen_by_all([(20.0, 1.0), (30.0, 0.0)])
    hand.windows = {(0, 0, 0): [(2.0, 5.0)], (1, 0, 0): [(50.0, 100.0)]}
    assert reasons(plan, hand) == {"detected-too-late": 1}


# --- corners ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aimed", [0, -1])
def test_a_track_of_what_nobody_can_reach_ends(aimed):
    # Nothing to wait for at all: no window, nothing aimed at the defence. (It once never ended.)
    plan, hand = raid(2, looks=[(1.0, 1.0), (2.0, 1.0)], windows=[], target=aimed)
    hand = replace(hand, arrivals=[np.inf if aimed < 0 else 90.0] * 2, ends=[90.0] * 2)
    got = simulate(plan, hand)
    assert (got["leakers"], got["exited"]) == ((0, 2) if aimed < 0 else (2, 0))


def test_tracks_that_shift_with_a_random_start_end_with_their_radar():
    # The radar is lost at 10 s; the threats start some 1,000 s later, and would be tracked and dropped before
    # their windows open. Nobody ever knew them. (They once counted as known.)
    looks = [(1.0, 1.0), (2.0, 0.0)]
    plan, hand = struck(system(unit(radar=radar(drop_misses=1))), target=2, arrival=10.0, looks=looks, gap_mean=1e3)
    hand.windows = {(0, 0, 0): [(300.0, 400.0)]}
    kernel = engine.prepare(plan, hand.build())
    rows = engine.simulate(kernel, 1, 0, 200)
    records = [engine.replay(kernel, 1, k)[1] for k in range(200)]
    appeared = [next(e.time for e in events if e.kind == "appear" and e.threat == 0) for events in records]
    lost_before = np.array(appeared) > 10.0
    assert lost_before.mean() > 0.9
    destroyed = rows[:, kernel.columns.index("reason:defender-destroyed")]
    assert (destroyed[lost_before] == 1).all()
    assert not [e for k in np.flatnonzero(lost_before) for e in records[k] if e.kind == "firm"]


def test_a_unit_may_turn_as_often_as_it_likes():
    # 120 threats known from the start, in turn from either side. (The event queue once overflowed.)
    count = 120
    turns = unit(facings=(0.0, 1.5), slew_rate=10.0)
    plan = scenario(system(turns), threats=[threat(m) for m in range(count)])
    hand = Hand(plan, [20.0 * j + 40.0 for j in range(count)]).seen_by_all(SEEN)
    hand.facings = 2
    hand.windows = {(0, j % 2, j): [(20.0 * j + 20.0, 20.0 * j + 35.0)] for j in range(count)}
    kernel = engine.prepare(plan, hand.build())
    row, events = engine.replay(kernel, 1, 0)
    assert row[kernel.columns.index("kills")] == count
    assert sum(e.kind == "turn" for e in events) == count - 1


def test_an_overflowing_queue_is_an_error_and_not_a_silence(monkeypatch):
    plan, hand = raid(40)
    kernel = engine.prepare(plan, hand.build())

    def small(*args):
        state = real(*args)
        rows = ("heap_time", "heap_code", "node", "node_next")
        return state._replace(**{name: getattr(state, name)[:8] for name in rows})

    real = replicate.allocate
    monkeypatch.setattr(replicate, "allocate", small)
    with pytest.raises(engine.EngineError, match="overflowed"):
        engine.simulate(kernel, 1, 0, 1)


def test_a_destroyed_launcher_is_not_reloaded():
    reloading = unit(launchers=(launcher(1, reloads=1, reload_time=20.0),))
    plan, hand = struck(system(reloading), target=3, arrival=10.0)
    kernel = engine.prepare(plan, hand.build())
    kinds = [e.kind for e in engine.replay(kernel, 1, 0)[1]]
    assert ("launch" in kinds, "reload" in kinds) == (True, False)
