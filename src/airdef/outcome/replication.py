"""One replication: what happened, when, to whom, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef import oldnames
from airdef.engine import REASONS
from airdef.showing import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from airdef.engine import Event
    from airdef.scenario.plan import RadarPlan, Scenario
    from airdef.showing import Brief


@dataclass(frozen=True)
class _Names:
    """The labels of a scenario, by flattened index."""

    threats: tuple[str, ...]
    units: tuple[str, ...]
    radars: tuple[str, ...]
    targets: tuple[str, ...]
    positions: tuple[tuple[str, ...], ...]


def _names(scenario: Scenario) -> _Names:
    return _Names(
        tuple(t.name for t in scenario.threats),
        tuple(u.name for u, _ in scenario.units()),
        tuple(r.name for r, _, _ in scenario.radars()),
        tuple(scenario.target_names()),
        tuple(_positions(radar) for radar, _, _ in scenario.radars()),
    )


def _positions(radar: RadarPlan) -> tuple[str, ...]:
    """Return what a radar is called as a target at each of its positions."""
    return radar.name, *(f"{radar.name}@{position.name}" for position in radar.movement.positions)


LINKED = ("link-lost", "link-restored", "received", "given-up")
"""Kinds of event that are of a link."""

_MOVES = ("moving", "in-place")


@dataclass(frozen=True)
class Happening:
    """An event with names in place of indices ('' where one does not apply).

    `time` [s]. `value` is what the engine notes with this kind (NaN if nothing): assign and cancel -
    missiles of the salvo; launch - time of flight [s]; hit, miss, abort - slant range [m]; damage - hits;
    turn - seconds until turned. `reason` is the leak reason of a leak. `source` is the post at the other end of a link:
    the sender of a track, the upper post of a link lost or restored; of an assignment the command node that made it.
    Of heard `target` is the post whose direction finder hears, `radar` the one that is cued, `value` the bearing [rad].
    Of moving and in-place `target` is the radar at the position that the move leads to, as threats are aimed at it.
    """

    time: float
    kind: str
    threat: str
    unit: str
    radar: str
    missile: str
    target: str
    value: float
    reason: str
    source: str = ""

    def text(self) -> str:
        """Return the event as a short sentence without its time."""
        km, degrees = self.value / 1e3, math.degrees(self.value)
        sentences = {
            "appear": "{0.threat} appears",
            "firm": "{0.radar} holds a firm track of {0.threat}",
            "dropped": "{0.radar} drops its track of {0.threat}",
            "assign": "{0.unit} is assigned {0.threat}: {0.value:.0f} x {0.missile}",
            "launch": "{0.unit} launches {0.missile} at {0.threat}, time of flight {0.value:.1f} s",
            "cancel": "{0.unit} cancels its launch of {0.missile} at {0.threat}",
            "hit": "{0.missile} of {0.unit} destroys {0.threat} at {1:.1f} km",
            "miss": "{0.missile} of {0.unit} misses {0.threat} at {1:.1f} km",
            "abort": "{0.missile} of {0.unit} at {0.threat} is aborted",
            "judged-dead": "{0.unit} judges {0.threat} destroyed",
            "judged-alive": "{0.unit} judges {0.threat} alive",
            "leak": "{0.threat} leaks to {0.target} ({0.reason})",
            "damage": "{0.target} takes {0.value:.0f} hit(s) from {0.threat}",
            "destroyed": "{0.target} is destroyed by {0.threat}",
            "exited": "{0.threat} has passed",
            "turn": "{0.unit} turns towards {0.threat}, {0.value:.0f} s",
            "reload": "a launcher of {0.unit} is reloaded: {0.value:.0f} x {0.missile}",
            "reloading": "a launcher of {0.unit} goes to reload with {0.value:.0f} x {0.missile} left",
            "emitting": "{0.radar} radiates",
            "silent": "{0.radar} is silent",
            "link-lost": "the link from {0.source} to {0.target} is lost",
            "link-restored": "the link from {0.source} to {0.target} is restored",
            "received": "{0.target} has {0.threat} from {0.source}",
            "given-up": "{0.target} has {0.threat} from {0.source} no more",
            "told-apart": "{0.radar} tells {0.threat} apart",
            "turned-back": "{0.threat} turns back",
            "jamming-ends": "{0.threat} jams no more",
            "moving": "{1} begins to move: to {0.target}",
            "in-place": "{1} is in place: {0.target}",
            "heard": "{0.target} hears {0.threat} at {2:.0f} deg, a cue for {0.radar}",
            "closed": "{0.unit} closes its engagement of {0.threat}, which is out of reach",
        }
        by = f", by {self.source}" if self.kind == "assign" and self.source else ""
        return sentences[self.kind].format(self, (self.unit or self.radar) if self.kind in _MOVES else km, degrees) + by

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: time and kind, and what applies."""
        labels = ("threat", "unit", "radar", "missile", "target", "reason", "source")
        data: dict[str, Any] = {"time": self.time, "kind": self.kind}
        data |= {key: getattr(self, key) for key in labels if getattr(self, key)}
        if not math.isnan(self.value):
            data["value"] = self.value
        return data


def _target(event: Event, names: _Names) -> str:
    """Return the name of an event's target; of a move the radar where it leads to."""
    if event.kind in _MOVES:
        return names.positions[event.radar][int(event.value)]
    return "" if event.kind == "assign" or event.target < 0 else names.targets[event.target]


def _happening(event: Event, names: _Names) -> Happening:
    def label(known: tuple[str, ...], index: int) -> str:
        return known[index] if index >= 0 else ""

    leak, linked = event.kind == "leak", event.kind in LINKED
    source = event.target if event.kind == "assign" else int(event.value) if linked else -1
    moves = event.kind in _MOVES
    return Happening(
        time=event.time,
        kind=event.kind,
        threat=label(names.threats, event.threat),
        unit=label(names.units, event.unit),
        radar=label(names.radars, event.radar),
        missile=event.missile,
        target=_target(event, names),
        value=math.nan if leak or linked or moves else event.value,
        reason=REASONS[int(event.value)] if leak else "",
        source=label(names.targets, source),
    )


@oldnames.attributes(replication="number")
@dataclass(frozen=True, repr=False)
class Replication(Shown):
    """One replication of a campaign, simulated again alone: its counts and its events in order.

    Attributes
    ----------
    scenario
        What was simulated.
    seed, number
        The seed of the campaign, and the number of the replication in it.
    counts
        The columns of its row of the campaign, bit for bit (NaN: no such event).
    raw
        The engine's events, by index; `events` are the same with names.
    """

    scenario: Scenario
    seed: int
    number: int
    counts: Mapping[str, float]
    raw: tuple[Event, ...]

    _plot = "plot_replication"

    def headline(self) -> str:
        """Return how many leaked and were destroyed, in one line."""
        c = self.counts
        return (
            f"{self.scenario.name}, replication {self.number} of seed {self.seed}: {c['leakers']:.0f} leaked, "
            f"{c['kills']:.0f} destroyed, {c['missiles_used']:.0f} missiles launched, {len(self.raw)} events"
        )

    def brief(self) -> Brief:
        """Return the launches, intercepts and leaks, in order of time."""
        kinds = ("launch", "hit", "miss", "leak", "destroyed")
        return ("time [s]", "what happened"), [(f"{e.time:.1f}", e.text()) for e in self.events if e.kind in kinds]

    def table(self) -> pa.Table:
        """Return the events as an Arrow table, one row each (times in s, ranges in m)."""
        import pyarrow as pa

        names = ("threat", "unit", "radar", "missile", "target", "reason", "source")
        texts = [("kind", pa.string()), *((name, pa.string()) for name in names)]
        schema = pa.schema([("time", pa.float64()), *texts, ("value", pa.float64())])
        return pa.Table.from_pylist([e.to_dict() for e in self.events], schema=schema)

    @property
    def events(self) -> tuple[Happening, ...]:
        """The events in order of time (those of one instant as the engine took them), with names."""
        names = _names(self.scenario)
        return tuple(_happening(e, names) for e in sorted(self.raw, key=lambda e: e.time))

    def timeline(self) -> str:
        """Return the replication as text, one line an event."""
        return "\n".join(f"{e.time:9.1f} s  {e.text()}" for e in self.events)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data (times in s, ranges in m)."""
        return {
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.scenario_hash,
            "catalogue_hash": self.scenario.catalogue_hash,
            "seed": self.seed,
            "replication": self.number,
            "counts": dict(self.counts),
            "events": [e.to_dict() for e in self.events],
        }
