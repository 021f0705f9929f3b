"""Fire units and surveillance radars that move: where they stand, what makes them move, and what that costs."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from airdef.scenario.positions import rows_of

from .clock import Kind
from .command import note_passing
from .decoys import note_full
from .emission import fall_silent, to_switch_on, would_radiate_now
from .fire import top_up
from .geometry import EPSILON
from .movers import Move, Mover
from .world import Fate, Hold

if TYPE_CHECKING:
    from .clock import Steps
    from .world import Radar, Threat, Unit, World


def start_moves(world: World) -> None:
    """Set where everything that moves begins, and start the processes of its moves. Emission has begun."""
    scenario = world.scenario
    rows, first = rows_of(scenario), len(scenario.assets) + len(scenario.systems)
    launchers = first + len(world.radars)
    for r, u, plan, doctrine in scenario.movers():
        radar, unit = world.radars[r], world.units[u] if u >= 0 else None
        mine = [launchers + i for i, launcher in enumerate(world.launchers) if launcher.unit is unit]
        mover = Mover(radar, unit, plan, doctrine, rows[r], frozenset((first + r, *mine)))
        radar.mover = mover
        world.movers.append(mover)
        if unit is not None:
            unit.weapons = tuple(row.interceptor for row in mover.rows)
        if plan.plan:
            begin_plan(world, mover)
        elif plan.stay > 0:
            begin_turns(world, mover)
    if world.movers:
        world.when_held.append(track_taken_up)
        world.when_free.append(engagement_ended)


# --- plans and turns --------------------------------------------------------------------------------------


def begin_plan(world: World, mover: Mover) -> None:
    """Let the moves of a plan that have begun be done, and start the process of the others."""
    now, todo = world.clock.now, list(mover.plan.plan)
    while todo and todo[0][0] < now:
        was_under_way(world, mover, *todo.pop(0))
    world.clock.process(planned(world, mover, todo))


def planned(world: World, mover: Mover, moves: list[tuple[float, int]]) -> Steps:
    """Process: moves at times given."""
    for time, to in moves:
        yield world.clock.at(time, Kind.MOVE_BEGIN, 0, mover.radar.index)
        begin_move(world, mover, to)


def begin_turns(world: World, mover: Mover) -> None:
    """Draw the phase of moves by turns, and begin where that has it."""
    plan, now = mover.plan, world.clock.now
    legs = [plan.stay + plan.duration(p, (p + 1) % plan.count) for p in range(plan.count)]
    phase = 0.0 if "moves-in-step" in world.faults else float(world.rng.random())
    time = (floor(now / sum(legs) + phase) - phase) * sum(legs)
    while time + plan.stay < now:
        leaves = mover.position
        was_under_way(world, mover, time + plan.stay, mover.following)
        time += legs[leaves]
    world.clock.process(by_turns(world, mover, time))


def by_turns(world: World, mover: Mover, time: float) -> Steps:
    """Process: it comes to be in place at `time`, stays, and moves to the next position, again and again."""
    plan, position = mover.plan, mover.move.to if mover.move is not None else mover.position
    while not world.over and mover.radar.stands:
        yield world.clock.at(time + plan.stay, Kind.MOVE_BEGIN, 0, mover.radar.index)
        following = (position + 1) % plan.count
        begin_move(world, mover, following)
        time += plan.stay + plan.duration(position, following)
        position = following


def was_under_way(world: World, mover: Mover, begins: float, to: int) -> None:
    """Have a move behind it, or be on it: it began before the clock."""
    move = Move(begins, begins + mover.plan.duration(mover.position, to), mover.position, to)
    mover.history.append(move)
    if move.ends <= world.clock.now:
        settle(mover, move)
        return
    mover.move = move
    mover.radar.radiates, mover.radar.silent_since = False, begins
    world.clock.process(end_of_move(world, mover, move))


# --- doctrine ---------------------------------------------------------------------------------------------


def engagement_ended(world: World, unit: Unit) -> None:
    """Begin to move if the unit is bound to and has no engagement left."""
    mover = unit.radar.mover
    if mover is not None and mover.bound and mover.move is None and not unit.engaging:
        world.clock.process(move_when_free(world, mover))


def move_when_free(world: World, mover: Mover) -> Steps:
    """Process: begin to move in the place of the instant that moves have."""
    yield world.clock.at(world.clock.now, Kind.MOVE_BEGIN, 0, mover.radar.index)
    begin_move(world, mover, mover.following)


def warn_movers(world: World, threat: Threat) -> None:
    """Start the processes that ask what a threat is aimed at when the threat is near."""
    for mover in world.movers:
        if mover.warning > 0 and threat.plan.target in mover.targets:
            world.clock.process(warning(world, mover, threat))


def warning(world: World, mover: Mover, threat: Threat) -> Steps:
    """Process: when an attack is the warning time from its arrival, what it is aimed at is asked."""
    time = world.arrival(threat) - mover.warning
    yield world.clock.at(time, Kind.MOVE_ATTACK, threat.index, mover.radar.index)
    ask(world, mover)


def track_taken_up(world: World, holder: Radar, threat: Threat) -> None:
    """A firm track of an attack asks what it is aimed at."""
    for mover in world.movers:
        hears = mover.radar is holder or (mover.radar.system is holder.system and holder.system.post_stands)
        if hears and threat.plan.target in mover.targets:
            ask(world, mover, threat)


def ask(world: World, mover: Mover, news: Threat | None = None) -> None:
    """Begin to move if an attack is near. `news` is what a radar has just taken up."""
    if mover.move is None and attack_near(world, mover):
        begin_move(world, mover, mover.following, news)


def attack_near(world: World, mover: Mover) -> bool:
    """Tell whether a threat that is known and near is aimed at where the mover is in place."""
    if mover.warning <= 0 or "never-flees" in world.faults:
        return False
    radar, now = mover.radar, world.clock.now
    known = radar.system.known() if radar.system.post_stands else radar.held
    return any(
        threat.plan.target in mover.targets
        and threat.plan.aim == mover.position
        and mover.doctrine.move_categories[threat.plan.looks_like]
        and threat.flies
        and world.arrival(threat) - now <= mover.warning + EPSILON
        for threat in (world.threats[j] for j in known)
    )


# --- moves ------------------------------------------------------------------------------------------------


def begin_move(world: World, mover: Mover, to: int, news: Threat | None = None) -> None:
    """Fall silent, end all engagements, and put off what is being loaded. `news` is known at this very moment only."""
    radar, unit, now = mover.radar, mover.unit, world.clock.now
    if world.over or not radar.stands or mover.move is not None:
        return
    if unit is not None:
        note_passing(world, unit, news)
    duration = mover.plan.duration(mover.position, to)
    mover.move = Move(now, now + duration, mover.position, to)
    mover.history.append(mover.move)
    if now >= world.begins:
        world.tally["moves"] += 1
        world.tally["time_moving"] += duration
    elif not radar.radiates:
        radar.silent_since = now
    if radar.radiates and "radiates-on-the-move" not in world.faults:
        fall_silent(world, radar, moving=True)
    if unit is not None:
        end_engagements(world, unit)
        for launcher in unit.magazine.launchers:
            launcher.loaded += duration
    world.clock.process(end_of_move(world, mover, mover.move))
    world.changed(*world.units_of(radar))


def end_engagements(world: World, unit: Unit) -> None:
    """Give all channels and promised rounds back; what the unit engaged is free again for its group."""
    note_full(world, unit)
    unit.queue.clear()
    unit.promised = [0] * len(unit.promised)
    for j, process in unit.engaging.items():
        process.interrupt()
        threat = world.threats[j]
        threat.moved_off |= not threat.launches
        if not unit.group.others_engage(unit, j):
            unit.group.hold[j] = Hold.FREE if threat.fate in {Fate.FLYING, Fate.DESTROYED} else Hold.CLOSED
    unit.engaging.clear()


def end_of_move(world: World, mover: Mover, move: Move) -> Steps:
    """Process: the end of a move."""
    yield world.clock.at(move.ends, Kind.MOVE_END, 0, mover.radar.index)
    radar, unit, now = mover.radar, mover.unit, world.clock.now
    if world.over or not radar.stands:
        return
    settle(mover, move)
    if now > world.begins or radar.plan.emission.silent:
        radar.has_radiated = radar.radiates
    if now >= radar.shut_until and would_radiate_now(world, radar):
        to_switch_on(world, radar)
    if unit is not None:
        for launcher in unit.magazine.launchers:
            asked = unit.magazine.reload == "when-idle" and "idle-never-reloads" not in world.faults
            if asked and now >= launcher.idle_from:
                top_up(world, unit.magazine, launcher)
    world.changed(*world.units_of(radar))
    if mover.warning > 0:
        yield world.clock.at(now, Kind.MOVE_ATTACK, 0, radar.index)
        ask(world, mover)


def settle(mover: Mover, move: Move) -> None:
    """Be in place at another position."""
    mover.position, mover.move, mover.bound, mover.made = move.to, None, False, 0
    row = mover.rows[move.to]
    mover.radar.row = row.radar
    if mover.unit is not None:
        present = mover.radar.present(row.radar) if mover.radar.jammed else row
        mover.unit.weapon, mover.unit.place = present.interceptor, row.unit
