"""Why a leaker leaked: the conditions of the judgement at its arrival. `airdef.engine.leak_reasons` has their order."""

from __future__ import annotations

import math
from typing import Any

from airdef.engine.leak_reasons import JUDGEMENT, LEAK_REASONS, Step
from airdef.engine.memory.layout import BY_LINK, BY_LOSS, HELD, TAKEN, State, Tables
from airdef.engine.rules.disguise import engages, is_full_of_decoys
from airdef.engine.rules.tracks import draw_track, stream_of, time_of
from airdef.engine.rules.windows import EPS, last_close, positions_of, rounds_for, shift_at
from airdef.jit import compiled

_EVER_READY = 2


@compiled
def without_window(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit ever had a window for threat j.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit ever had a window for threat j.
    """
    return not tb.threat[j].reachable


@compiled
def was_reached(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a missile reached threat j.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether a missile reached threat j.
    """
    return st.threat[j].attempts > 0


@compiled
def launched_by_the_destroyed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit was destroyed.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether missiles at threat j were aborted because their unit was destroyed.
    """
    return st.threat[j].launched > 0 and st.threat[j].radar_lost


@compiled
def launched_by_the_silent(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit's engagement radar fell silent.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether missiles at threat j were aborted because their unit's engagement radar fell silent.
    """
    return st.threat[j].launched > 0 and st.threat[j].silenced


@compiled
def was_launched_at(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles were launched at threat j.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether missiles were launched at threat j.
    """
    return st.threat[j].launched > 0


@compiled
def told_and_left(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was told apart, and no unit with a window for it engages what it looks like to it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was told apart, and no unit with a window for it engages what it looks like to it.
    """
    if not st.threat[j].told:
        return False
    left = 0
    for u in range(tb.unit.shape[0]):
        if engages(tb, st, u, j) and last_close(tb, u, j) > -math.inf:
            left += 1
    return left == 0


@compiled
def spent_on_decoys(tb: Tables, st: State, j: int) -> bool:
    """Tell whether rounds or target channels that threat j wanted went to decoys, which the system could tell apart.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether rounds or target channels that threat j wanted went to decoys, which the system could tell apart.
    """
    rounds, launched, taken = False, False, False
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        if not st.ready[u, j] & _EVER_READY or not unit.alive:
            continue
        decoys = tb.system[tb.unit[u].system].tells_decoys == 1
        if has_round(tb, st, u, j):
            rounds = True
            if decoys and (unit.full_of_decoys > st.threat[j].ready or is_full_of_decoys(tb, st, u)):
                taken = True
        if decoys and unit.at_decoys > 0:
            launched = True
    return (launched and not rounds) or (taken and st.threat[j].engagements == 0)


@compiled
def unknown_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known because the defence was blinded.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never known because the defence was blinded.
    """
    return known_from(tb, st, j) == math.inf and blinded(tb, st, j)


@compiled
def unknown_and_silent(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known because radars that stand were silent.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never known because radars that stand were silent.
    """
    if known_from(tb, st, j) < math.inf:
        return False
    earliest = math.inf
    for r in range(tb.radar.shape[0]):
        earliest = min(earliest, kept_back(tb, st, r, j))
    return earliest < tb.threat[j].end + st.threat[j].offset


@compiled
def in_time_but_for_silence(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for silence it had been known to one in time.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and but for silence it had been known to one in time.
    """
    if st.threat[j].ready < math.inf:
        return False
    for r in range(tb.radar.shape[0]):
        s = tb.radar[r].system
        when = kept_back(tb, st, r, j)
        if when >= st.since[s, j]:
            continue
        for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
            if st.unit[u].alive and engages(tb, st, u, j) and last_assignment(tb, st, u, j) >= when:
                return True
    return False


@compiled
def not_ready_and_hushed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a radar that fell silent gave up a firm track of it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and a radar that fell silent gave up a firm track of it.
    """
    return st.threat[j].ready == math.inf and st.threat[j].hushed


@compiled
def was_muted(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never launched at for the silence of an engagement radar.

    A launch was cancelled for it, or there was no engagement and a unit that could take it else.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never launched at for the silence of an engagement radar.
    """
    return st.threat[j].muted >= 2 or (st.threat[j].muted == 1 and st.threat[j].engagements == 0)


@compiled
def ended_and_hushed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended as it was not known, and a silent radar had given it up.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether an engagement of threat j ended as it was not known, and a silent radar had given it up.
    """
    return st.threat[j].broken and st.threat[j].hushed


@compiled
def launched_by_the_moving(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit had begun to move.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether missiles at threat j were aborted because their unit had begun to move.
    """
    return st.threat[j].launched > 0 and st.threat[j].deserted


@compiled
def unknown_and_away(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known, and a radar on the move would have come to hold it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never known because radars were on the move.
    """
    if known_from(tb, st, j) < math.inf:
        return False
    arrival = tb.threat[j].end + st.threat[j].offset
    earliest = math.inf
    for s in range(st.away.shape[0]):
        earliest = min(earliest, st.away[s, j])
    return earliest < arrival


@compiled
def passed_or_away(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for moves one would have been, or had it known in time.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j because something was on the move.
    """
    if st.threat[j].ready < math.inf:
        return False
    if st.threat[j].passed:
        return True
    for s in range(st.away.shape[0]):
        when = st.away[s, j]
        if when >= st.since[s, j]:
            continue
        for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
            if st.unit[u].alive and engages(tb, st, u, j) and last_assignment(tb, st, u, j) >= when:
                return True
    return False


@compiled
def not_ready_and_left(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a radar that began to move gave up a firm track of it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and a radar that began to move gave up a firm track of it.
    """
    return st.threat[j].ready == math.inf and st.threat[j].left


@compiled
def was_passed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never launched at since a unit moved: its engagement ended, or it was taken by none.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never launched at since a unit moved.
    """
    return st.threat[j].uprooted or (st.threat[j].passed and st.threat[j].engagements == 0)


@compiled
def ended_and_left(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended as it was not known, and a radar that moved had given it up.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether an engagement of threat j ended as it was not known, and a radar that moved had given it up.
    """
    return st.threat[j].broken and st.threat[j].left


@compiled
def kept_back(tb: Tables, st: State, r: int, j: int) -> float:
    """Return when radar r, which stands, would have held threat j had it radiated always; infinite for never.

    By its looks and the random stream of its first track. Infinite too for a radar that never falls silent.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    j
        Number of the threat.

    Returns
    -------
    float
        When radar r, which stands, would have held threat j had it radiated always; infinite for never.
    """
    i = st.radar[r].row * tb.threat.shape[0] + j
    looks = tb.looks[i]
    if not tb.radar[r].hushes or not st.radar[r].alive or looks.ever <= 0.0:
        return math.inf
    u, v = stream_of(tb, st, r, j, 0)
    k, _ = draw_track(tb, st, i, u, v, 0)
    return math.inf if k < 0 else time_of(tb, i, k) + st.threat[j].offset


@compiled
def unknown_and_cut_off(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known, and a link that did not work cut it off.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never known, and a link that did not work cut it off.
    """
    return known_from(tb, st, j) == math.inf and st.threat[j].cut & BY_LINK


@compiled
def in_time_but_for_a_link(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and but for a link it had been known to one in time.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and but for a link it had been known to one in time.
    """
    if st.threat[j].ready < math.inf or not st.threat[j].cut & BY_LINK:
        return False
    when = st.threat[j].cut_at
    for u in range(tb.unit.shape[0]):
        s = tb.unit[u].system
        if not tb.link[s].remote or when >= st.since[s, j] or not engages(tb, st, u, j):
            continue
        if st.unit[u].alive and last_assignment(tb, st, u, j) >= when:
            return True
    return False


@compiled
def not_ready_and_taken(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a lost link had taken it from a system.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and a lost link had taken it from a system.
    """
    return st.threat[j].ready == math.inf and st.threat[j].cut & TAKEN


@compiled
def ended_and_taken(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended as it was not known, and a lost link had taken it from a system.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether an engagement of threat j ended as it was not known, and a lost link had taken it from a system.
    """
    return st.threat[j].broken and st.threat[j].cut & TAKEN


@compiled
def kept_for_another(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a unit that was ready for threat j, and has a round, stands below a node that allocates by ranks.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether a unit that was ready for threat j, and has a round, stands below a node that allocates by ranks.
    """
    if tb.link.shape[0] == 0:
        return False
    for u in range(tb.unit.shape[0]):
        if not st.ready[u, j] & _EVER_READY or not st.unit[u].alive or not has_round(tb, st, u, j):
            continue
        c = tb.unit[u].system
        while tb.link[c].above >= 0:
            c = tb.link[c].above
            if tb.link[c].allocates == 2:
                return True
    return False


@compiled
def never_known(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known to any unit.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was never known to any unit.
    """
    return known_from(tb, st, j) == math.inf


@compiled
def destroyed_before_its_windows(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready, and one was destroyed whose windows were to come when threat j became known.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready, and one was destroyed whose windows were to come when threat j became
        known.
    """
    known, found = known_from(tb, st, j), False
    for u in range(tb.unit.shape[0]):
        if not st.unit[u].alive and last_assignment(tb, st, u, j) >= known:
            found = True
    return found and st.threat[j].ready == math.inf


@compiled
def known_too_late(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready, and none that stands had a window to come when threat j became known to it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready, and none that stands had a window to come when threat j became known to it.
    """
    if st.threat[j].ready != math.inf:
        return False
    for u in range(tb.unit.shape[0]):
        s = tb.unit[u].system
        engaged = st.unit[u].alive and engages(tb, st, u, j)
        if engaged and last_assignment(tb, st, u, j) >= st.since[s, j]:
            return False
    return True


@compiled
def not_ready_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and the defence was blinded to it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and the defence was blinded to it.
    """
    return st.threat[j].ready == math.inf and blinded(tb, st, j)


@compiled
def not_ready_and_dropped(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a firm track of it was dropped.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ready for threat j, and a firm track of it was dropped.
    """
    return st.threat[j].ready == math.inf and st.threat[j].dropped


@compiled
def never_ready(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ever ready for threat j.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit was ever ready for threat j.
    """
    return st.threat[j].ready == math.inf


@compiled
def was_held(tb: Tables, st: State, j: int) -> bool:
    """Tell whether fire was held against threat j when a unit could take it, and it was never assigned to one.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether fire was held against threat j when a unit could take it, and it was never assigned to one.
    """
    return st.threat[j].held == 1 and st.threat[j].engagements == 0


@compiled
def none_stands(tb: Tables, st: State, j: int) -> bool:
    """Tell whether all units that were ready for threat j are destroyed.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether all units that were ready for threat j are destroyed.
    """
    standing = 0
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & _EVER_READY and st.unit[u].alive:
            standing += 1
    return standing == 0


@compiled
def ended_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended before its first launch, and the defence was blinded to it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether an engagement of threat j ended before its first launch, and the defence was blinded to it.
    """
    return st.threat[j].broken and blinded(tb, st, j)


@compiled
def ended_unknown(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended before its first launch because the threat was not known.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether an engagement of threat j ended before its first launch because the threat was not known.
    """
    return st.threat[j].broken


@compiled
def without_round(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit that stands and was ready has a round for threat j.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether no unit that stands and was ready has a round for threat j.
    """
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & _EVER_READY and st.unit[u].alive and has_round(tb, st, u, j):
            return False
    return True


@compiled
def crowded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was assigned, or a unit with a round for it has or had all target channels in use.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether threat j was assigned, or a unit with a round for it has or had all target channels in use.
    """
    if st.threat[j].engagements > 0:
        return True
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        if not st.ready[u, j] & _EVER_READY or not unit.alive:
            continue
        if (unit.free_channels == 0 or unit.full > st.threat[j].ready) and has_round(tb, st, u, j):
            return True
    return False


@compiled
def always(tb: Tables, st: State, j: int) -> bool:
    """Return True.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        True.
    """
    return True


@compiled
def known_from(tb: Tables, st: State, j: int) -> float:
    """Return the time at which threat j first became known to any unit; infinite if it never was.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    float
        The time at which threat j first became known to any unit; infinite if it never was.
    """
    known = math.inf
    for s in range(tb.system.shape[0]):
        known = min(known, st.since[s, j])
    return known


@compiled
def last_assignment(tb: Tables, st: State, u: int, j: int) -> float:
    """Return the last time at which threat j could be assigned to unit u for its last window to be used.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    j
        Number of the threat.

    Returns
    -------
    float
        The last time at which threat j could be assigned to unit u for its last window to be used.
    """
    return last_close(tb, u, j) - tb.unit[u].reaction_time + EPS + st.threat[j].offset


@compiled
def has_round(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether unit u has a round, of a missile type that ever had a window, that it may fire at threat j.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    u
        Number of the fire unit.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether unit u has a round, of a missile type that ever had a window, that it may fire at threat j.
    """
    unit = tb.unit[u]
    K, T = tb.facing.shape[1], tb.threat.shape[0]
    for w in range(unit.first_interceptor, unit.first_interceptor + unit.interceptors):
        if rounds_for(tb, st, u, w, j) <= 0:
            continue
        for p in range(positions_of(tb, u)):
            for k in range(unit.facings):
                i = ((w + shift_at(tb, u, p)) * K + k) * T + j
                if tb.window_start[i + 1] > tb.window_start[i]:
                    return True
    return False


@compiled
def blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a loss kept the units from a track of threat j.

    A radar now destroyed had a firm track of it or would have had one before its arrival; or a surveillance radar has
    one now that no unit hears, for lack of a command post; or it was cut off by the loss of one.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    j
        Number of the threat.

    Returns
    -------
    bool
        Whether a loss kept the units from a track of threat j.
    """
    if st.threat[j].cut & BY_LOSS:
        return True
    T = tb.threat.shape[0]
    arrival = tb.threat[j].end + st.threat[j].offset
    for r in range(tb.radar.shape[0]):
        track = st.track[r * T + j]
        if not st.radar[r].alive:
            if track.firm < arrival:
                return True
        elif tb.radar[r].unit < 0 and not st.system[tb.radar[r].system].post and track.held == HELD:
            return True
    return False


def _ladder(steps: tuple[Step, ...]) -> Any:
    """Return the compiled function that gives the code of the first of some steps that fits; the last fits always.

    Six steps are one function: more functions would take longer to compile.
    """
    taken = (*steps[:6], *[steps[-1]] * (6 - len(steps)))
    a, b, c, d, e, f = (globals()[step.condition] for step in taken)
    in_a, in_b, in_c, in_d, in_e, in_f = (LEAK_REASONS.index(step.reason) for step in taken)
    below = _ladder(steps[6:]) if len(steps) > 6 else _unjudged

    @compiled
    def judged(tb: Tables, st: State, j: int) -> int:
        if a(tb, st, j):
            return in_a
        if b(tb, st, j):
            return in_b
        if c(tb, st, j):
            return in_c
        if d(tb, st, j):
            return in_d
        if e(tb, st, j):
            return in_e
        if f(tb, st, j):
            return in_f
        code: int = below(tb, st, j)
        return code

    return judged


@compiled
def _unjudged(tb: Tables, st: State, j: int) -> int:
    """Return a code that no reason has: the last step fits always."""
    return -1


reason_of = _ladder(JUDGEMENT)
"""The code of the first reason that fits threat j, of tables, state and j."""
