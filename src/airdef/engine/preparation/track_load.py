"""Crowds: how many tracks of a radar with a track capacity can be firm at once, and when it must be watched for that.

Tracks that nobody can act on are passed over (`rules.tracks.start_track`). Where they might fill the radar, others
would have to wait, and passing over would be wrong. So time is cut into stretches, and for each it is counted
how many tracks touch it: those passed over, and those simulated. As long as no stretch in which tracks are passed
over holds more than the capacity, none of them waited: the count is an upper bound.

Where somebody else than the doctrine decides, tracks are passed over only before anything can be decided, and it is
looked at before the first decision is left open: nobody is asked twice.

Where it is exceeded the radar is **watched** in that stretch and its surroundings: the replication is simulated again,
and there every track has its events. What is watched is remembered for the replications to come, which saves
them the trouble; as both ways of simulating give the same replication, no result depends on it.
"""

from __future__ import annotations

from airdef.engine.memory.layout import OVERLOADED, STRETCHES, State, Tables
from airdef.jit import compiled, inlined

_AROUND = 2
"""Stretches watched on either side of a crowded one, so that fewer replications are simulated again."""


@inlined
def stretch_of(tb: Tables, time: float) -> int:
    """Return the stretch that a time lies in; what lies beyond either end goes into the first or the last.

    Parameters
    ----------
    tb
        The tables of the scenario.
    time
        Time [s].

    Returns
    -------
    int
        The stretch that a time lies in; what lies beyond either end goes into the first or the last.
    """
    x = (time - tb.span[0]) * tb.span[3]
    return int(min(max(x, 0.0), STRETCHES - 1.0))


@inlined
def watched(tb: Tables, st: State, r: int, begin: float, end: float) -> bool:
    """Tell whether radar r is watched at any time from `begin` to `end`.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    begin
        Beginning of the time [s].
    end
        End of the time [s].

    Returns
    -------
    bool
        Whether radar r is watched at any time from `begin` to `end`.
    """
    if st.radar[r].watched:
        for b in range(stretch_of(tb, begin), stretch_of(tb, end) + 1):
            if st.watch[r, b]:
                return True
    return False


@inlined
def pass_over(tb: Tables, st: State, r: int, begin: float, end: float, counted: int) -> int:
    """Count a track of radar r that is passed over.

    Stretches up to `counted` hold the threat already: it counts once however often its track comes and goes.
    Returns the last stretch that holds it now.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    r
        Number of the radar.
    begin
        Time from which the track is firm [s].
    end
        Time at which it is lost [s].
    counted
        Last stretch that holds the threat already.

    Returns
    -------
    int
        The last stretch that holds the threat now.
    """
    first, last = max(stretch_of(tb, begin), counted + 1), stretch_of(tb, end)
    if first <= last:
        st.passed[r, first] += 1
        st.passed[r, last + 1] -= 1
    return last


@inlined
def count(tb: Tables, st: State, r: int, j: int, t: float, change: int) -> None:
    """Count threat j's track, firm from time t on, until it is lost (1), or take what is left of it out again (-1).

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
    t
        Time of the scenario [s].
    change
        1 to count the track, -1 to take it out.
    """
    if tb.radar[r].capacity >= tb.threat.shape[0]:
        return
    end = min(st.track[j, r].lost, tb.threat[j].end + st.threat[j].offset)
    first, after = stretch_of(tb, t) + (change < 0), stretch_of(tb, end) + 1
    if first < after:
        st.simulated[r, first] += change
        st.simulated[r, after] -= change


@compiled
def check(tb: Tables, st: State) -> None:
    """Look at all stretches of a replication that was simulated to its end:

    watch a radar where it might have been full.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    for r in range(tb.radar.shape[0]):
        if tb.radar[r].capacity >= tb.threat.shape[0]:
            continue
        passed = simulated = 0
        for b in range(STRETCHES):
            passed += st.passed[r, b]
            simulated += st.simulated[r, b]
            if passed + simulated > tb.radar[r].capacity and passed > 0:
                for near in range(max(b - _AROUND, 0), min(b + _AROUND + 1, STRETCHES)):
                    st.watch[r, near] = 1
                st.radar[r].watched = 1
                st.n[OVERLOADED] = 1


@compiled
def clear_counts(tb: Tables, st: State) -> None:
    """Begin to count again; what is to be watched stays.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    """
    for r in range(tb.radar.shape[0]):
        if tb.radar[r].capacity < tb.threat.shape[0]:
            st.passed[r, :] = 0
            st.simulated[r, :] = 0
