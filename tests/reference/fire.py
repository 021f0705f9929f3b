"""The processes of a fire unit: engagements, launches, missiles in flight, reloads."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from .clock import Kind
from .decoys import DECOY, note_full
from .losses import end_threat
from .world import Fate, Hold, Order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clock import Steps
    from .magazines import Launcher, Magazine
    from .world import Threat, Unit, World


@dataclass
class Salvo:
    """The missiles of one engagement. `dud`: the common cause by which none of them can kill."""

    unit: Unit
    threat: Threat
    kind: int
    size: int
    due: float
    dead_target: bool = False
    dud: bool = False
    missiles: list[simpy.Process] = field(default_factory=list)


def engagement(
    world: World,
    unit: Unit,
    threat: Threat,
    channel: simpy.resources.resource.Request,
    first: tuple[int, int, float],
) -> Steps:
    """Process: shoot, look, and perhaps shoot again on the same channel. The loss of the unit interrupts it."""
    salvo: Salvo | None = Salvo(unit, threat, *first)
    with channel, channel_in_use(world, unit):
        try:
            while salvo is not None:
                yield from launches(world, salvo)
                if salvo.missiles:
                    yield world.clock.all_of(salvo.missiles)
                    yield from assessment_delay(world, salvo)
                salvo = conclude(world, salvo)
        except simpy.Interrupt:
            return  # what the loss of the unit means for the threat was settled where it was lost
    del unit.engaging[threat.index]
    for tell in world.when_free:
        tell(world, unit)
    world.changed(unit)


@contextmanager
def channel_in_use(world: World, unit: Unit) -> Iterator[None]:
    """Take note, where a channel is given back, until when all of them were in use."""
    try:
        yield
    finally:
        note_full(world, unit)


def launches(world: World, salvo: Salvo) -> Steps:
    """Let the launches of a salvo fall due one after the other, and wait for what becomes of each."""
    clock, unit, threat, due = world.clock, salvo.unit, salvo.threat, salvo.due
    for rest in range(salvo.size, 0, -1):
        yield clock.at(due, Kind.LAUNCH_DUE, threat.index, unit.index)
        order = Order(salvo, first=rest == salvo.size, rest=rest, done=clock.event())
        unit.queue.append(order)
        unit.bell.ring()
        launched = yield order.done
        if not launched:
            return
        due = clock.now + unit.plan.launch_interval


def assessment_delay(world: World, salvo: Salvo) -> Steps:
    """Wait until the result of a salvo is known."""
    doctrine, delay = salvo.unit.system.plan.doctrine, salvo.unit.system.plan.doctrine.assessment_delay
    if doctrine.assessment_exponential:
        delay = world.rng.exponential(delay)
    if "assessment-late" in world.faults:
        delay += 1.0
    yield world.clock.at(world.clock.now + delay, Kind.ASSESSMENT, salvo.threat.index, salvo.unit.index)


def conclude(world: World, salvo: Salvo) -> Salvo | None:
    """Decide what becomes of the threat after a salvo; return the next one if the unit engages it again."""
    unit, threat, group = salvo.unit, salvo.threat, salvo.unit.group
    doctrine, j = unit.system.plan.doctrine, threat.index
    dead = threat.fate is Fate.DESTROYED
    if not salvo.missiles:
        hold(salvo, Hold.FREE if threat.flies else Hold.CLOSED)
        return None
    hold(salvo, Hold.CLOSED)
    if not (dead or threat.flies):
        return None
    judged_alive = doctrine.alive_given_dead if dead else 1.0 - doctrine.dead_given_alive
    alive = world.rng.random() < judged_alive
    if not alive or (doctrine.rounds > 0 and group.made[j] >= doctrine.rounds):
        return None
    now = world.clock.now
    kind = world.choose_type(unit, threat, now, world.may_fire(unit, threat))
    if kind is None or not unit.in_place or not unit.engages(threat):
        hold(salvo, Hold.CLOSED if dead else Hold.FREE)
        return None
    group.hold[j] = Hold.ENGAGED
    return Salvo(unit, threat, kind, world.promise(unit, threat, kind), now, dead_target=dead)


def hold(salvo: Salvo, state: Hold) -> None:
    """Hold a threat as its last engagement leaves it: as engaged while another unit of the group is engaged with it."""
    group, j = salvo.unit.group, salvo.threat.index
    group.hold[j] = Hold.ENGAGED if group.others_engage(salvo.unit, j) else state


def crew(world: World, unit: Unit) -> Steps:
    """Process: serve the launches that fell due, first come first served, whenever something has changed."""
    while True:
        yield unit.bell.waiting
        while unit.queue and serve(world, unit, unit.queue[0]):
            unit.queue.popleft()


def serve(world: World, unit: Unit, order: Order) -> bool:
    """Launch or cancel the first launch in the queue; return False if it has to wait."""
    now, kind = world.clock.now, order.salvo.kind
    launchers = unit.magazine.launchers
    loaded = [x for x in launchers if x.in_action and x.type == unit.type(kind) and x.rounds > 0]
    if not loaded:
        cancel(world, unit, order)
        return True
    ready = max(unit.interval_over, min(x.ready_at for x in loaded))
    if ready > now:
        unit.bell.ring_at(ready)
        return False
    if unit.free_missiles <= 0:
        return False  # the end of a missile's flight rings the bell
    if may_launch(world, unit, order):
        launch(world, unit, which_launcher(unit, kind, [x for x in loaded if x.ready_at <= now]), order)
    else:
        cancel(world, unit, order)
    return True


def which_launcher(unit: Unit, kind: int, ready: list[Launcher]) -> Launcher:
    """Return the launcher to launch from: the one with the fewest rounds while there is stock, the longest ready."""
    if unit.magazine.stock[unit.type(kind)] > 0:
        fewest = min(x.rounds for x in ready)
        ready = [x for x in ready if x.rounds == fewest]
    return min(ready, key=lambda x: x.ready_at)  # min keeps the lowest index of equals


def may_launch(world: World, unit: Unit, order: Order) -> bool:
    """Tell whether a launch that could happen now still makes sense.

    A re-engagement of a dead target seems to fly and to be known.
    """
    salvo, threat = order.salvo, order.salvo.threat
    unknown = order.first and threat.index not in unit.known()
    if not salvo.dead_target and unknown and threat.flies and unit.engages(threat):
        threat.lost_again = True
    if not salvo.dead_target and (unknown or not threat.flies or not unit.engages(threat)):
        return False
    time = world.clock.now - threat.shift
    if not world.geometry.in_window(unit.weapon + salvo.kind, unit.facing, threat.index, time):
        return False
    guides = unit.guides(salvo.kind)
    threat.launch_silenced |= not guides
    return guides


def cancel(world: World, unit: Unit, order: Order) -> None:
    """Cancel a launch and the rest of its salvo."""
    unit.promised[order.salvo.kind] -= order.rest
    order.done.succeed(False)
    world.changed(*unit.magazine.units)


def launch(world: World, unit: Unit, launcher: Launcher, order: Order) -> None:
    """Launch one missile."""
    salvo, threat, now = order.salvo, order.salvo.threat, world.clock.now
    unit.promised[salvo.kind] -= 1
    unit.interval_over = now + unit.plan.launch_interval
    unit.magazine.load(launcher, launcher.rounds - 1)
    launcher.ready_at = now + launcher.plan.interval
    launcher.last = now
    if launcher.rounds == 0:
        go_to_reload(world, unit.magazine, launcher)
        for other in unit.magazine.units:
            if other is not unit:
                other.bell.ring()  # its first launch may have to be cancelled
    elif unit.magazine.reload == "when-idle" and "idle-never-reloads" not in world.faults:
        world.clock.process(ask_when_idle(world, unit.magazine, launcher))
    threat.launches += 1
    commanded = any(system.command is not None for system in world.scenario.systems)
    remote = commanded and threat.flies and threat.index not in unit.system.held
    world.tally["remote_launches"] += remote
    if order.first:
        unit.group.made[threat.index] += 1
        world.tally["engagements"] += 1
        world.tally["duplicates"] += any(threat.index in x.engaging for x in world.units if x is not unit)
        if unit.radar.mover is not None and "never-bound" not in world.faults:
            unit.radar.mover.engaged()
            world.command.ring()  # what is ready for it then passes it
        salvo.dud = world.rng.random() >= unit.system.plan.doctrine.salvo_reliability
    if order.first or "salvo-counted-once" not in world.faults:
        world.tally["missiles_used"] += 1
    if threat.plan.category == DECOY:
        world.tally["missiles_on_decoys"] += 1
        unit.fired_at_decoy = True
    salvo.missiles.append(world.clock.process(missile(world, salvo, unit.missiles.request())))
    world.tally.peaks(unit)
    order.done.succeed(True)


def go_to_reload(world: World, magazine: Magazine, launcher: Launcher) -> None:
    """Take from the stock the rounds that a launcher lacks, or those that are left, and begin to load them."""
    lacks = launcher.plan.rounds - launcher.rounds
    rounds = min(lacks, magazine.stock[launcher.type])
    if not launcher.in_action or rounds <= 0 or launcher.unit.radar.moving:
        return
    if "stock-without-end" not in world.faults:
        magazine.stock[launcher.type] -= rounds
    magazine.take_out(launcher)
    launcher.loading = True
    world.clock.process(reload(world, magazine, launcher, rounds))
    magazine.ring()


def reload(world: World, magazine: Magazine, launcher: Launcher, rounds: int) -> Steps:
    """Process: load rounds on a launcher; then those that have been idle are asked again."""
    launcher.loaded = world.clock.now + launcher.plan.reload_time * (rounds / launcher.plan.rounds)
    time = float("-inf")
    while time < launcher.loaded:  # a move puts it off
        time = launcher.loaded
        yield world.clock.at(time, Kind.RELOAD, launcher.unit.index, launcher.index)
    if not launcher.stands:
        return
    launcher.loading = False
    launcher.rounds += rounds
    magazine.put_back(launcher)
    launcher.ready_at = max(time, launcher.ready_at)  # its own interval counts from its last launch
    magazine.ring()
    world.changed(*magazine.units)
    for other in magazine.launchers:
        if magazine.reload == "when-idle" and other is not launcher and other.type == launcher.type:
            world.clock.process(ask_again(world, magazine, other))


def ask_when_idle(world: World, magazine: Magazine, launcher: Launcher) -> Steps:
    """Process: when a launcher has launched nothing for as long as loading one round takes, it may go to reload."""
    since = launcher.last
    yield world.clock.at(launcher.idle_from, Kind.IDLE, launcher.unit.index, launcher.index)
    if launcher.last == since:
        top_up(world, magazine, launcher)


def ask_again(world: World, magazine: Magazine, launcher: Launcher) -> Steps:
    """Process: ask a launcher again, after the launches that waited have been served."""
    yield world.clock.at(world.clock.now, Kind.IDLE, launcher.unit.index, launcher.index)
    if "idle-never-reloads" not in world.faults and world.clock.now >= launcher.idle_from:
        top_up(world, magazine, launcher)


def top_up(world: World, magazine: Magazine, launcher: Launcher) -> None:
    """Let an idle launcher go to reload if it is partly empty and not needed."""
    kind = launcher.type
    others = sum(x.rounds for x in magazine.launchers if x is not launcher and x.in_action and x.type == kind)
    needed = others - magazine.promised(kind) < magazine.channels(kind)
    if launcher.in_action and 0 < launcher.rounds < launcher.plan.rounds and not needed:
        go_to_reload(world, magazine, launcher)


def missile(world: World, salvo: Salvo, channel: simpy.resources.resource.Request) -> Steps:
    """Process: one missile from launch to intercept."""
    unit, threat, clock = salvo.unit, salvo.threat, world.clock
    plan = unit.plan.missiles[salvo.kind]
    flight, slant_range = world.geometry.flyout(unit.weapon + salvo.kind, threat.index, clock.now - threat.shift)
    entry, launched = (unit, plan.needs_radar), clock.now
    threat.in_flight.append(entry)
    with channel:
        yield clock.at(clock.now + flight, Kind.INTERCEPT, threat.index, unit.index)
    threat.in_flight.remove(entry)
    unbroken = unit.radar.radiated_from(launched) or "guides-in-silence" in world.faults
    guided = (unit.stands and unbroken) or not plan.needs_radar
    if threat.flies and guided:
        threat.tries += 1
        p = 0.0 if salvo.dud else kill_probability(world, salvo, slant_range)
        killed = bool(world.rng.random() < p)
        world.tally.tried(clock.now, slant_range, killed)
        if killed:
            end_threat(world, threat, Fate.DESTROYED)
    else:
        world.tally["aborted"] += 1
        threat.lost_with_unit += not guided and not unit.stands
        moved = unit.radar.mover is not None and unit.radar.mover.has_begun_since(launched)
        threat.lost_on_the_move += not guided and unit.stands and moved
        threat.lost_in_silence += not guided and unit.stands
    unit.bell.ring()
    world.command.ring()


def kill_probability(world: World, salvo: Salvo, slant_range: float) -> float:
    """Return SSPK x range factor x manoeuvre factor x jamming factor."""
    missile_plan, threat = salvo.unit.plan.missiles[salvo.kind], salvo.threat.plan
    p, reach = missile_plan.sspk[threat.category], missile_plan.max_range[threat.category]
    knee = missile_plan.range_knee * reach
    if slant_range > knee:
        beyond = min((slant_range - knee) / (reach - knee), 1.0)
        p *= 1.0 - (1.0 - missile_plan.range_factor) * beyond
    if threat.manoeuvring:
        p *= missile_plan.manoeuvre_factor
    if threat.jammer_density > 0:
        p *= missile_plan.jamming_factor
    return p
