"""Links of the tree of command: what each end sends the other (docs/model/engagement.md, "Command")."""

from __future__ import annotations

from airdef.engine.memory.heap import EV_SHARE, event, push
from airdef.engine.memory.layout import BY_LINK, BY_LOSS, NOT_SENT, SENT, TAKEN, TO_BE_SENT, State, Tables
from airdef.engine.rules.events import mark_for_decision
from airdef.jit import compiled, inlined


@inlined
def has_command(tb: Tables) -> bool:
    """Tell whether there are command nodes."""
    return bool(tb.link.shape[0] > 0)


@inlined
def own_tracks(tb: Tables, st: State, s: int, j: int) -> int:
    """Return how many of a system's own radars hold threat j: without the track that it has by its link."""
    if has_command(tb) and tb.link[s].remote and st.received[2 * s + 1, j]:
        return int(st.known[s, j] - 1)
    return int(st.known[s, j])


@compiled
def mark_system(tb: Tables, st: State, s: int) -> None:
    """Have the cells of all units of a system decide again: what is kept for it may have changed."""
    for u in range(tb.system[s].first_unit, tb.system[s].first_unit + tb.system[s].units):
        mark_for_decision(tb, st, u)


@compiled
def cut_off(tb: Tables, st: State, c: int, j: int, t: float) -> None:
    """A post at an end of link c, which does not work, has threat j: it is cut off."""
    threat = st.threat[j]
    if st.system[c].post and st.system[tb.link[c].above].post:
        if not threat.cut & BY_LINK:
            threat.cut |= BY_LINK
            threat.cut_at = t
    else:
        threat.cut |= BY_LOSS


@inlined
def ends_of(tb: Tables, d: int) -> tuple[int, int]:
    """Return the sending and the receiving end of direction d."""
    c = d >> 1
    above = tb.link[c].above
    return (above, c) if d & 1 else (c, above)


@compiled
def change_sending(tb: Tables, st: State, d: int, j: int, begins: bool, t: float) -> None:
    """Begin or cease to send threat j in direction d: the other end has received it, or no more, one delay later.

    Parameters
    ----------
    begins
        Whether it begins; else it ceases.
    """
    c = d >> 1
    st.sending[d, j] = SENT if begins else NOT_SENT
    st.sent[d] += 1 if begins else -1
    push(tb, st, t + tb.link[c].delay, event(EV_SHARE, j, 2 * d + st.link[c].epoch))


@compiled
def cease_sending(tb: Tables, st: State, d: int, j: int, t: float) -> None:
    """Send threat j in direction d no more; the one that waits longest takes its place."""
    if st.sending[d, j] != SENT:
        st.sending[d, j] = NOT_SENT
        return
    change_sending(tb, st, d, j, False, t)
    if tb.link[d >> 1].capacity == 0:
        return
    first = -1
    for k in range(tb.threat.shape[0]):
        if st.sending[d, k] == TO_BE_SENT and (first < 0 or st.waiting[d, k] < st.waiting[d, first]):
            first = k
    if first >= 0:
        change_sending(tb, st, d, first, True, t)


@compiled
def offer(tb: Tables, st: State, d: int, j: int, t: float) -> None:
    """Send threat j in direction d if the post at its sending end has it otherwise than by this link, else no more."""
    c = d >> 1
    link = st.link[c]
    sender, _ = ends_of(tb, d)
    wanted = st.sources[sender, j] - st.received[d ^ 1, j] > 0
    if not link.works:
        if wanted:
            cut_off(tb, st, c, j, t)
        return
    if wanted == (st.sending[d, j] != NOT_SENT):
        return
    if not wanted:
        cease_sending(tb, st, d, j, t)
    elif tb.link[c].capacity == 0 or st.sent[d] < tb.link[c].capacity:
        change_sending(tb, st, d, j, True, t)
    else:
        link.waits += 1
        st.sending[d, j], st.waiting[d, j] = TO_BE_SENT, link.waits


@compiled
def offer_all(tb: Tables, st: State, s: int, j: int, t: float) -> None:
    """Pass on what has changed of threat j at a post: by its link upwards, and by those to what stands below it."""
    if tb.link[s].above >= 0:
        offer(tb, st, 2 * s, j, t)
    for c in range(tb.link.shape[0]):
        if tb.link[c].above == s:
            offer(tb, st, 2 * c + 1, j, t)


@compiled
def receive(tb: Tables, st: State, d: int, j: int, t: float) -> int:
    """Return whether the end of direction d has received threat j now: the other of what was.

    What the post there has changes, and what its system's units know if it can launch on the tracks of others.
    """
    _, post = ends_of(tb, d)
    now = 1 - st.received[d, j]
    st.received[d, j] = now
    if st.system[post].post:
        st.sources[post, j] += 2 * now - 1
    if d & 1 and tb.link[post].remote:
        st.known[post, j] += 2 * now - 1
        if not now:
            mark_system(tb, st, post)
    return now


@compiled
def gain(tb: Tables, st: State, s: int, j: int, t: float) -> None:
    """A radar of a system or node has taken up a firm track of threat j: its post has it, unless it is destroyed."""
    if has_command(tb) and st.system[s].post and own_tracks(tb, st, s, j) == 1:
        st.sources[s, j] += 1
        offer_all(tb, st, s, j, t)


@compiled
def lose(tb: Tables, st: State, s: int, j: int, t: float) -> None:
    """A radar of a system or node holds threat j no more."""
    if has_command(tb):
        if st.system[s].post and own_tracks(tb, st, s, j) == 0:
            st.sources[s, j] -= 1
            offer_all(tb, st, s, j, t)
        mark_system(tb, st, s)


@compiled
def unreceive(tb: Tables, st: State, d: int, j: int, t: float) -> None:
    """What was received of threat j in direction d, by a link that has ceased to work, is lost at once."""
    if not st.received[d, j]:
        return
    sender, post = ends_of(tb, d)
    receive(tb, st, d, j, t)
    if d & 1 and tb.link[post].remote and st.system[post].post and st.system[sender].post:
        st.threat[j].cut |= TAKEN
    if st.system[post].post:
        offer_all(tb, st, post, j, t)


@compiled
def cease_to_work(tb: Tables, st: State, c: int, t: float) -> None:
    """Link c has ceased to work: both ends have received nothing by it, and what is under way is lost."""
    st.link[c].epoch = 1 - st.link[c].epoch
    for d in range(2 * c, 2 * c + 2):
        st.sent[d] = 0
        for j in range(tb.threat.shape[0]):
            st.sending[d, j] = NOT_SENT
    for j in range(tb.threat.shape[0]):
        for d in range(2 * c, 2 * c + 2):
            unreceive(tb, st, d, j, t)
        if st.sources[c, j] > 0 or st.sources[tb.link[c].above, j] > 0:
            cut_off(tb, st, c, j, t)


@compiled
def begin_to_work(tb: Tables, st: State, c: int, t: float) -> None:
    """Link c works again: each end begins to send what it has."""
    for j in range(tb.threat.shape[0]):
        for d in range(2 * c, 2 * c + 2):
            offer(tb, st, d, j, t)


@compiled
def lose_links(tb: Tables, st: State, s: int, t: float) -> None:
    """The post of a system or node is destroyed: it has nothing, and all its links have ceased to work."""
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
