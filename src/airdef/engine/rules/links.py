"""Links of the tree of command: what each end sends the other (docs/model/engagement.md, "Command")."""

from __future__ import annotations

from airdef.engine.memory.heap import EV_SHARE, event, push
from airdef.engine.memory.layout import BY_LINK, BY_LOSS, NOT_SENT, SENT, TAKEN, TO_BE_SENT, State, Tables
from airdef.engine.rules.events import mark_for_decision
from airdef.jit import compiled, inlined


@inlined
def has_command(tb: Tables) -> bool:
    """Tell whether there are command nodes.

    Parameters
    ----------
    tb
        The tables of the scenario.

    Returns
    -------
    bool
        Whether there are command nodes.
    """
    return bool(tb.link.shape[0] > 0)


@inlined
def own_tracks(tb: Tables, st: State, s: int, j: int) -> int:
    """Return how many of a system's own radars hold threat j: without the track that it has by its link.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    j
        Number of the threat.

    Returns
    -------
    int
        How many of a system's own radars hold threat j: without the track that it has by its link.
    """
    if has_command(tb) and tb.link[s].remote and st.received[2 * s + 1, j]:
        return int(st.known[s, j] - 1)
    return int(st.known[s, j])


@compiled
def mark_system(tb: Tables, st: State, s: int) -> None:
    """Have the cells of all units of a system decide again: what is kept for it may have changed.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    """
    for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
        mark_for_decision(tb, st, u)


@compiled
def cut_off(tb: Tables, st: State, c: int, j: int, t: float) -> None:
    """A post at an end of link c, which does not work, has threat j: it is cut off.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the link: of the system or node at its lower end.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    threat = st.threat[j]
    if st.system[c].post and st.system[tb.link[c].above].post:
        if not threat.cut & BY_LINK:
            threat.cut |= BY_LINK
            threat.cut_at = t
    else:
        threat.cut |= BY_LOSS


@compiled
def begin_sending(tb: Tables, st: State, d: int, j: int, t: float) -> None:
    """Send threat j in direction d from now on: it is received one delay later.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    d
        Direction of a link: twice its number, and 1 more downwards.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    c = d >> 1
    link = st.link[c]
    st.sending[d, j] = SENT
    if d & 1:
        link.sent_down += 1
    else:
        link.sent_up += 1
    push(tb, st, t + tb.link[c].delay, event(EV_SHARE, j, 2 * d + link.epoch))


@compiled
def cease_sending(tb: Tables, st: State, d: int, j: int, t: float) -> None:
    """Send threat j in direction d no more; the one that waits longest takes its place.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    d
        Direction of a link: twice its number, and 1 more downwards.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    c = d >> 1
    link = st.link[c]
    was = st.sending[d, j]
    st.sending[d, j] = NOT_SENT
    if was != SENT:
        return
    if d & 1:
        link.sent_down -= 1
    else:
        link.sent_up -= 1
    push(tb, st, t + tb.link[c].delay, event(EV_SHARE, j, 2 * d + link.epoch))
    if tb.link[c].capacity == 0:
        return
    first = -1
    for k in range(tb.threat.shape[0]):
        if st.sending[d, k] == TO_BE_SENT and (first < 0 or st.waiting[d, k] < st.waiting[d, first]):
            first = k
    if first >= 0:
        begin_sending(tb, st, d, first, t)


@compiled
def offer(tb: Tables, st: State, d: int, j: int, wanted: bool, t: float) -> None:
    """The post at the sending end of direction d has threat j otherwise than by this link, or has it no more.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    d
        Direction of a link: twice its number, and 1 more downwards.
    j
        Number of the threat.
    wanted
        Whether it is to be sent.
    t
        Time of the scenario [s].
    """
    c = d >> 1
    link = st.link[c]
    if not link.works:
        if wanted:
            cut_off(tb, st, c, j, t)
        return
    if wanted == (st.sending[d, j] != NOT_SENT):
        return
    if not wanted:
        cease_sending(tb, st, d, j, t)
        return
    sent = link.sent_down if d & 1 else link.sent_up
    if tb.link[c].capacity == 0 or sent < tb.link[c].capacity:
        begin_sending(tb, st, d, j, t)
    else:
        link.waits += 1
        st.sending[d, j], st.waiting[d, j] = TO_BE_SENT, link.waits


@compiled
def offer_all(tb: Tables, st: State, a: int, j: int, t: float) -> None:
    """Pass on what has changed of threat j at a post: by its link upwards, and by those to what stands below it.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    a
        Number of the system or command node.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    has = st.sources[a, j]
    if tb.link[a].above >= 0:
        offer(tb, st, 2 * a, j, has - st.received[2 * a + 1, j] > 0, t)
    for c in range(tb.link.shape[0]):
        if tb.link[c].above == a:
            offer(tb, st, 2 * c + 1, j, has - st.received[2 * c, j] > 0, t)


@compiled
def gain(tb: Tables, st: State, s: int, j: int, t: float) -> None:
    """A radar of a system or node has taken up a firm track of threat j: its post has it, unless it is destroyed.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    if has_command(tb) and st.system[s].post and own_tracks(tb, st, s, j) == 1:
        st.sources[s, j] += 1
        offer_all(tb, st, s, j, t)


@compiled
def lose(tb: Tables, st: State, s: int, j: int, t: float) -> None:
    """A radar of a system or node holds threat j no more.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    if has_command(tb):
        if st.system[s].post and own_tracks(tb, st, s, j) == 0:
            st.sources[s, j] -= 1
            offer_all(tb, st, s, j, t)
        mark_system(tb, st, s)


@compiled
def unreceive(tb: Tables, st: State, d: int, j: int, t: float) -> None:
    """What was received of threat j by a link that has ceased to work is lost at once.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    d
        Direction of a link: twice its number, and 1 more downwards.
    j
        Number of the threat.
    t
        Time of the scenario [s].
    """
    if not st.received[d, j]:
        return
    c = d >> 1
    b = c if d & 1 else tb.link[c].above
    st.received[d, j] = 0
    if d & 1 and tb.link[c].remote:
        st.known[c, j] -= 1
        if st.system[c].post and st.system[tb.link[c].above].post:
            st.threat[j].cut |= TAKEN
        mark_system(tb, st, c)
    if st.system[b].post:
        st.sources[b, j] -= 1
        offer_all(tb, st, b, j, t)


@compiled
def cease_to_work(tb: Tables, st: State, c: int, t: float) -> None:
    """Link c has ceased to work: both ends have received nothing by it, and what is under way is lost.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the link: of the system or node at its lower end.
    t
        Time of the scenario [s].
    """
    link = st.link[c]
    link.epoch = 1 - link.epoch
    link.sent_up, link.sent_down = 0, 0
    above = tb.link[c].above
    for j in range(tb.threat.shape[0]):
        st.sending[2 * c, j], st.sending[2 * c + 1, j] = NOT_SENT, NOT_SENT
    for j in range(tb.threat.shape[0]):
        unreceive(tb, st, 2 * c, j, t)
        unreceive(tb, st, 2 * c + 1, j, t)
        if st.sources[c, j] > 0 or st.sources[above, j] > 0:
            cut_off(tb, st, c, j, t)


@compiled
def begin_to_work(tb: Tables, st: State, c: int, t: float) -> None:
    """Link c works again: each end begins to send what it has.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    c
        Number of the link: of the system or node at its lower end.
    t
        Time of the scenario [s].
    """
    above = tb.link[c].above
    for j in range(tb.threat.shape[0]):
        offer(tb, st, 2 * c, j, st.sources[c, j] > 0, t)
        offer(tb, st, 2 * c + 1, j, st.sources[above, j] > 0, t)


@compiled
def lose_links(tb: Tables, st: State, s: int, t: float) -> None:
    """The post of a system or node is destroyed: it has nothing, and all its links have ceased to work.

    Parameters
    ----------
    tb
        The tables of the scenario.
    st
        The state of the replication.
    s
        Number of the system or command node.
    t
        Time of the scenario [s].
    """
    for j in range(tb.threat.shape[0]):
        st.sources[s, j] = 0
    for c in range(tb.link.shape[0]):
        if st.link[c].works and (c == s or tb.link[c].above == s) and tb.link[c].above >= 0:
            st.link[c].works = 2  # about to cease
    for c in range(tb.link.shape[0]):
        if st.link[c].works == 2:
            st.link[c].works = 0
            cease_to_work(tb, st, c, t)
    for c in range(tb.link.shape[0]):  # those that had not worked before too
        if tb.link[c].above >= 0 and (c == s or tb.link[c].above == s):
            other = tb.link[c].above if c == s else c
            for j in range(tb.threat.shape[0]):
                if st.sources[other, j] > 0:
                    cut_off(tb, st, c, j, t)
