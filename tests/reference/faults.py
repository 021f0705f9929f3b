"""Faults put into either engine on purpose, and the scenarios on which each must be called.

The second engine breaks itself (see `world.FAULTS`). The compiled engine is given broken tables, made from a
scenario changed behind its back, or its result is altered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from airdef import engine

from .scenarios import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.scenario.plan import (
        Allocation,
        DoctrinePlan,
        EmissionPlan,
        FireUnitPlan,
        RadarPlan,
        Scenario,
        SystemPlan,
    )

    Samples = dict[str, np.ndarray]

SEED = 1


@dataclass(frozen=True)
class Fault:
    """A fault: its name, the scenario where it matters, and for the compiled engine how to break it."""

    name: str
    scenario: str
    plan: Callable[[Scenario], Scenario] | None = None
    result: Callable[[Samples], Samples] | None = None


SLOW_FAULTS = (
    Fault("one-channel-more", "channel-limited"),
    Fault("assessment-late", "channel-limited"),
    Fault("salvo-counted-once", "salvo-lists"),
    Fault("reaction-skipped", "channel-limited"),
    Fault("reserve-ignored", "salvo-lists"),
    Fault("stock-without-end", "magazine-limited"),
    Fault("idle-never-reloads", "idle-reloads"),
    Fault("on-at-once", "silent"),
    Fault("cue-from-anywhere", "silent"),
    Fault("cycles-in-step", "duty-cycles"),
    Fault("tracks-kept-in-silence", "by-hand-in-silence"),
    Fault("guides-in-silence", "duty-cycles"),
    Fault("memory-without-error", "shut-down"),
    Fault("never-shut-down", "shut-down"),
    Fault("on-unasked", "shut-down"),
    Fault("silence-no-reason", "duty-cycles"),
    Fault("never-turns-back", "turning-back"),
    Fault("turns-at-once", "turning-back"),
    Fault("late-ones-come", "turning-back"),
    Fault("releases-all-the-same", "turning-back"),
    Fault("never-told-apart", "told-apart"),
    Fault("told-at-any-range", "told-apart"),
    Fault("told-to-its-unit-alone", "told-apart"),
    Fault("decoys-no-reason", "spent-on-decoys"),
    Fault("moves-in-step", "by-turns"),
    Fault("radiates-on-the-move", "by-turns"),
    Fault("hit-wherever-it-is", "by-turns"),
    Fault("moves-no-reason", "by-turns"),
    Fault("never-flees", "moves-of-doctrine"),
    Fault("never-bound", "moves-of-doctrine"),
    Fault("never-lost", "layers, zone, cheapest"),
    Fault("never-restored", "layers, zone, cheapest"),
    Fault("picture-kept", "layers, best-sspk, none"),
    Fault("told-at-once", "layers, none, earliest-launch"),
    Fault("capacity-ignored", "layers, zone, cheapest"),
    Fault("remote-for-all", "layers, best-sspk, none"),
    Fault("orders-at-once", "layers, best-sspk, none"),
    Fault("obeys-without-link", "layers, zone, cheapest"),
    Fault("kept-for-nobody", "layers, best-sspk, none"),
    Fault("ranks-reversed", "layers, zone, none"),
    Fault("ranks-reversed", "layers, best-sspk, none"),
    Fault("ranks-reversed", "layers, zone, cheapest"),
    Fault("cut-off-no-reason", "layers, best-sspk, none"),
    Fault("guarded-not-first", "point-defence"),
    Fault("magazines-apart", "point-defence"),
    Fault("deaf", "point-defence"),
    Fault("heard-without-post", "point-defence"),
    Fault("never-jams", "escort"),
    Fault("jams-for-ever", "escort"),
    Fault("screens-itself-alone", "escort"),
    Fault("windows-as-at-first", "escort"),
    Fault("jamming-no-reason", "escort"),
    Fault("ranks-reversed", "layered"),
    Fault("never-bound", "node-on-the-move"),
    Fault("orders-at-once", "node-on-the-move"),
)
"""Faults of the second engine."""


def _units(scenario: Scenario, change: Callable[[FireUnitPlan], FireUnitPlan]) -> Scenario:
    systems = [replace(s, units=tuple(change(unit) for unit in s.units)) for s in scenario.systems]
    return replace(scenario, systems=tuple(systems))


def _doctrines(scenario: Scenario, change: Callable[[DoctrinePlan], DoctrinePlan]) -> Scenario:
    systems = [replace(s, doctrine=change(s.doctrine)) for s in scenario.systems]
    return replace(scenario, systems=tuple(systems))


def _one_channel_more(plan: Scenario) -> Scenario:
    return _units(plan, lambda unit: replace(unit, target_channels=unit.target_channels + 1))


def _assessment_late(plan: Scenario) -> Scenario:
    return _doctrines(plan, lambda rules: replace(rules, assessment_delay=rules.assessment_delay + 1.0))


def _salvo_counted_once(rows: Samples) -> Samples:
    return {**rows, "missiles_used": rows["engagements"]}


def _launch_interval_shorter(plan: Scenario) -> Scenario:
    return _units(plan, lambda unit: replace(unit, launch_interval=unit.launch_interval - 1.0))


def _the_living_never_taken_for_dead(plan: Scenario) -> Scenario:
    return _doctrines(plan, lambda rules: replace(rules, dead_given_alive=0.0))


def _reloads_when_empty_alone(plan: Scenario) -> Scenario:
    return _doctrines(plan, lambda rules: replace(rules, reload="when-empty"))


def _the_dearest_first(plan: Scenario) -> Scenario:
    return _doctrines(plan, lambda rules: replace(rules, priority="most-value"))


def _emissions(scenario: Scenario, change: Callable[[EmissionPlan], EmissionPlan]) -> Scenario:
    def changed(radar: RadarPlan) -> RadarPlan:
        return replace(radar, emission=change(radar.emission))

    scenario = _units(scenario, lambda unit: replace(unit, radar=changed(unit.radar)))
    systems = [replace(s, surveillance=tuple(changed(radar) for radar in s.surveillance)) for s in scenario.systems]
    return replace(scenario, systems=tuple(systems))


def _on_at_once(plan: Scenario) -> Scenario:
    return _emissions(plan, lambda emission: replace(emission, switch_on_time=0.0))


def _any_category_a_cue(plan: Scenario) -> Scenario:
    return _emissions(plan, lambda emission: replace(emission, categories=(True,) * len(emission.categories)))


def _always_on(plan: Scenario) -> Scenario:
    return _emissions(plan, lambda emission: replace(emission, on=0.0, off=0.0))


def _never_shut_down(plan: Scenario) -> Scenario:
    return _doctrines(plan, lambda rules: replace(rules, shut_down=0.0, shut_down_warning=0.0))


def _memory_without_error(plan: Scenario) -> Scenario:
    return replace(plan, threats=tuple(replace(threat, memory_drift=0.0) for threat in plan.threats))


def _stream_of_a_salvo_not_shared(plan: Scenario) -> Scenario:
    return _doctrines(plan, lambda rules: replace(rules, salvo_reliability=1.0))


def _posts(scenario: Scenario, change: Callable[[SystemPlan], SystemPlan]) -> Scenario:
    return replace(scenario, systems=tuple(change(post) for post in scenario.systems))


def _links_at_once(plan: Scenario) -> Scenario:
    return _posts(plan, lambda post: replace(post, link=replace(post.link, delay=0.0)))


def _links_without_limit(plan: Scenario) -> Scenario:
    return _posts(plan, lambda post: replace(post, link=replace(post.link, capacity=0)))


def _links_never_lost(plan: Scenario) -> Scenario:
    return _posts(plan, lambda post: replace(post, link=replace(post.link, absent=0.0, lost_at=np.inf, lost_mean=0.0)))


def _remote_for_all(plan: Scenario) -> Scenario:
    return _posts(plan, lambda post: replace(post, remote_tracks=True))


def _allocation(rule: Allocation) -> Callable[[Scenario], Scenario]:
    def change(post: SystemPlan) -> SystemPlan:
        return replace(post, command=replace(post.command, allocation=rule)) if post.command is not None else post

    return lambda plan: _posts(plan, change)


def _guards_nothing(plan: Scenario) -> Scenario:
    return _posts(plan, lambda post: replace(post, guards=()))


def _magazines_apart(plan: Scenario) -> Scenario:
    return _units(plan, lambda unit: replace(unit, magazine=""))


def _deaf(plan: Scenario) -> Scenario:
    return _posts(plan, lambda post: replace(post, direction_finders=()))


FAST_FAULTS = (
    Fault("one-channel-more", "channel-limited", plan=_one_channel_more),
    Fault("assessment-late", "channel-limited", plan=_assessment_late),
    Fault("salvo-counted-once", "salvo-lists", result=_salvo_counted_once),
    Fault("launch interval 1 s too short", "by-hand", plan=_launch_interval_shorter),
    Fault("the living never taken for dead", "re-engagements of dead targets", plan=_the_living_never_taken_for_dead),
    Fault("idle launchers not reloaded", "idle-reloads", plan=_reloads_when_empty_alone),
    Fault("salvo reliability ignored", "salvo-lists", plan=_stream_of_a_salvo_not_shared),
    Fault("what is worth most first", "marginal-value", plan=_the_dearest_first),
    Fault("no switch-on time", "silent", plan=_on_at_once),
    Fault("any category a cue", "silent", plan=_any_category_a_cue),
    Fault("no duty cycle", "duty-cycles", plan=_always_on),
    Fault("no shut-down", "shut-down", plan=_never_shut_down),
    Fault("memory without error", "shut-down", plan=_memory_without_error),
    Fault("links without delay", "layers, zone, none", plan=_links_at_once),
    Fault("links without capacity", "layers, zone, cheapest", plan=_links_without_limit),
    Fault("links never lost", "layers, zone, cheapest", plan=_links_never_lost),
    Fault("remote tracks for all", "layers, best-sspk, none", plan=_remote_for_all),
    Fault("nodes that allocate nothing", "layers, marginal-value, none", plan=_allocation("none")),
    Fault("nothing guarded", "point-defence", plan=_guards_nothing),
    Fault("no magazine shared", "point-defence", plan=_magazines_apart),
    Fault("no direction finder", "point-defence", plan=_deaf),
)
"""Faults of the compiled engine."""


def fast(name: str, replications: int, fault: Fault | None = None, seed: int = SEED) -> Samples:
    """Simulate a scenario of the comparison with the compiled engine, perhaps broken, and return its columns."""
    plan, opportunities = named(name)
    if fault is not None and fault.plan is not None:
        plan = fault.plan(plan)
    kernel = engine.prepare(plan, opportunities)
    rows = dict(zip(kernel.columns, engine.simulate(kernel, seed, 0, replications).T, strict=True))
    return fault.result(rows) if fault is not None and fault.result is not None else rows


def both(fast_rows: Samples, slow_rows: Samples) -> tuple[Samples, Samples]:
    """Return the measures that both engines count. Those of the second engine are all there are but bookkeeping."""
    missing = slow_rows.keys() - fast_rows.keys()
    if missing:
        msg = f"the compiled engine does not count {sorted(missing)}"
        raise ValueError(msg)
    return {name: fast_rows[name] for name in slow_rows}, slow_rows
