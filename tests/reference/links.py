"""Links between posts: when they work, what they carry, and what is cut off by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from .cells import regroup
from .clock import Kind

if TYPE_CHECKING:
    from .clock import Steps
    from .world import System, World

UP, DOWN = 0, 1


@dataclass(eq=False)
class Way:
    """One direction of a link: the threats being sent, those that wait for a place, and those received."""

    link: Link
    direction: int
    sender: System
    receiver: System
    sent: set[int] = field(default_factory=set)
    waits: list[int] = field(default_factory=list)
    received: set[int] = field(default_factory=set)


class Link:
    """The link above a system or node. `spell` counts how often it ceased to work, `worked` is whether it last did."""

    def __init__(self, lower: System, upper: System) -> None:
        self.number, self.plan, self.lower, self.upper = lower.index, lower.plan.link, lower, upper
        self.absent = self.lost = False
        self.worked = True
        self.spell = 0
        self.ways = Way(self, UP, lower, upper), Way(self, DOWN, upper, lower)
        lower.above = self
        for post in (lower, upper):
            post.links.append(self)

    @property
    def works(self) -> bool:
        """Whether it is there, not lost, and both of its posts stand."""
        return not (self.absent or self.lost) and self.lower.post_stands and self.upper.post_stands


# --- when links work --------------------------------------------------------------------------------------


def start_links(world: World) -> None:
    """Make the links, draw which are absent and when they are lost, and start their processes."""
    world.links = [Link(post, world.systems[post.plan.above]) for post in world.systems if post.plan.above >= 0]
    for link in world.links:
        plan, rng = link.plan, world.rng
        absent = rng.random() < plan.absent
        lost = rng.exponential(plan.lost_mean) if plan.lost_mean > 0 else plan.lost_at
        restored = rng.exponential(plan.restored_mean) if plan.restored_mean > 0 else plan.restored_after
        if "never-lost" not in world.faults:
            link.absent = bool(absent)
            restored = inf if "never-restored" in world.faults else lost + restored
            link.lost = lost < world.begins <= restored
            world.clock.process(lose(world, link, lost, restored))
        link.worked = link.works
    if world.links:
        regroup(world)


def lose(world: World, link: Link, lost: float, restored: float) -> Steps:
    """Process: a link is lost once, and restored once."""
    for time, kind in ((lost, Kind.LINK_LOST), (restored, Kind.LINK_RESTORED)):
        if world.begins <= time < inf:
            yield world.clock.at(time, kind, 0, link.number)
            if world.over:
                return
            link.lost = kind is Kind.LINK_LOST
            settle(world, [link])


def settle(world: World, links: list[Link]) -> None:
    """Let what follows from a change of links or posts happen, the lowest number first; cells may change."""
    for link in links:
        if link.worked and not link.works:
            ceases(world, link)
        elif link.works and not link.worked:
            link.worked = True
            for way in link.ways:
                for threat in world.threats:
                    refresh(world, way, threat.index)
        for j in range(len(world.threats)):
            note_cut_off(world, link, j)
    regroup(world)


def ceases(world: World, link: Link) -> None:
    """Forget at both ends what was received by a link that works no more; what is under way is lost."""
    link.worked = False
    link.spell += 1
    gone = [(way, j) for way in link.ways for j in sorted(way.received)]
    for way, j in gone:
        if way.direction == DOWN and link.lost and link.lower.remote_tracks:
            world.threats[j].taken_by_link = True
        if "picture-kept" not in world.faults:
            way.received.remove(j)
    for way in link.ways:
        way.sent.clear()
        way.waits.clear()
    for way, j in gone:
        changed(world, way.receiver, j)
        world.changed(*(way.receiver.units if way.receiver.remote_tracks else ()))


# --- what they carry ----------------------------------------------------------------------------------------


def has(post: System, j: int, but: Link | None = None) -> bool:
    """Tell whether a post has a threat, perhaps otherwise than by one of its links."""
    received = any(w.receiver is post and j in w.received for x in post.links if x is not but for w in x.ways)
    return post.post_stands and (j in post.held or received)


def changed(world: World, post: System, j: int) -> None:
    """Let the links of a post take notice that it came to have a threat, or ceased to."""
    for link in post.links:
        for way in link.ways:
            if way.sender is post:
                refresh(world, way, j)
        note_cut_off(world, link, j)


def refresh(world: World, way: Way, j: int) -> None:
    """Begin to send a threat, let it wait, or cease, as the sender has it otherwise than by this link."""
    if not way.link.works:
        return
    under_way = j in way.sent or j in way.waits
    if has(way.sender, j, but=way.link):
        if not under_way:
            way.waits.append(j)
            send_next(world, way)
    elif j in way.waits:
        way.waits.remove(j)
    elif j in way.sent:
        way.sent.remove(j)
        world.clock.process(tell(world, way, j, comes=False))
        send_next(world, way)


def send_next(world: World, way: Way) -> None:
    """Send what waited longest, if there is a place."""
    capacity = 0 if "capacity-ignored" in world.faults else way.link.plan.capacity
    if way.waits and (capacity == 0 or len(way.sent) < capacity):
        j = way.waits.pop(0)
        way.sent.add(j)
        world.clock.process(tell(world, way, j, comes=True))


def tell(world: World, way: Way, j: int, comes: bool) -> Steps:
    """Process: the other end receives a threat, or has received it no more, one delay later."""
    spell, delay = way.link.spell, 0.0 if "told-at-once" in world.faults else way.link.plan.delay
    yield world.clock.at(world.clock.now + delay, Kind.BY_LINK, j, 2 * way.link.number + way.direction)
    if way.link.spell != spell or not way.link.works:
        return
    if comes:
        news = [unit for unit in way.receiver.units if j not in unit.known()]
        way.received.add(j)
        if way.receiver.remote_tracks and way.receiver.units:
            world.threats[j].becomes_known(way.receiver, world.clock.now)
            world.changed(*news)
    else:
        way.received.discard(j)
        world.changed(*(way.receiver.units if way.receiver.remote_tracks else ()))
    changed(world, way.receiver, j)
    world.command.ring()


def note_cut_off(world: World, link: Link, j: int) -> None:
    """Take note from when on, and by what, a link that does not work cuts a threat off."""
    if not link.works and (has(link.lower, j) or has(link.upper, j)):
        destroyed = not (link.lower.post_stands and link.upper.post_stands)
        world.threats[j].cut_off.setdefault((link.number, destroyed), world.clock.now)
