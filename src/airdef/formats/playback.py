"""One replication as lives and flights: who was there from when to when, and what was shot at them from where to where.

All formats are written from this, so that they tell the same story.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from airdef.arguments import ArgumentError, of
from airdef.engine import REASONS
from airdef.formats.marches import marched
from airdef.formats.missiles import Missiles
from airdef.formats.positions import Motions, Way

if TYPE_CHECKING:
    from airdef.engine import Event
    from airdef.outcome.replication import Replication
    from airdef.scenario.plan import Place, RadarPlan

Fate = Literal["destroyed", "leaked", "passed", "turned-back", "not-released"]
Result = Literal["hit", "miss", "abort"]

_FATES: Final[dict[str, Fate]] = {
    "hit": "destroyed",
    "leak": "leaked",
    "exited": "passed",
    "turned-back": "turned-back",
}

DRAWN: Final = (
    "the path that the time of flight stands for: the best loft to the intercept point; straight for missiles of "
    "constant speed"
)
"""How a missile's way is drawn, said in every format that can say it."""


def watts_per_megahertz(density: float) -> float:
    """Return an effective radiated power density [W/Hz] as jammers are told of: in W/MHz, nine digits of it.

    Parameters
    ----------
    density
        Effective radiated power density [W/Hz].

    Returns
    -------
    float
        An effective radiated power density [W/Hz] as jammers are told of: in W/MHz, nine digits of it.
    """
    return float(f"{density * 1e6:.9g}")


@dataclass(frozen=True)
class Life:
    """A threat of the raid: from `begin` to `end` [s], and what became of it. Times are None if it never flew."""

    threat: int
    name: str
    threat_class: str
    fate: Fate
    reason: str
    begin: float | None
    end: float | None


@dataclass(frozen=True, eq=False)
class Flight:
    """A missile: the `number`-th of its unit, launched at `begin` and at its intercept point at `end` [s].

    `slant_range` [m] is that of the intercept point from the unit, as the engine notes it with the arrival.
    """

    unit: int
    unit_name: str
    number: int
    missile: str
    threat: int
    begin: float
    end: float
    result: Result
    slant_range: float
    way: Way


class Playback:
    """A replication, ready to be written: the lives of all threats and the flights of all missiles.

    Raises
    ------
    ArgumentError
        If threats still fly: the replication is one of an environment, and has not ended.
    """

    def __init__(self, replication: Replication, motions: Motions | None = None) -> None:
        flying = {e.threat for e in replication.raw if e.kind == "appear"}
        flying -= {e.threat for e in replication.raw if e.kind in _FATES}
        if flying:
            message = (
                f"{of('replication')}: {len(flying)} threats still fly given, one that has ended expected; "
                "usual fix: step it to its end"
            )
            raise ArgumentError(message)
        self.replication = replication
        self.scenario = replication.scenario
        self.motions = motions or Motions(replication.scenario)

    @cached_property
    def lives(self) -> tuple[Life, ...]:
        """Every threat in the order of the raid."""
        begins = {e.threat: e.time for e in self.replication.raw if e.kind == "appear"}
        ends = {e.threat: e for e in self.replication.raw if e.kind in _FATES}
        found = []
        for j, plan in enumerate(self.scenario.threats):
            end = ends.get(j)
            if j not in begins or end is None:  # or its formation turned back before it was to start
                never: Fate = _FATES[end.kind] if end else "not-released"
                found.append(Life(j, plan.name, plan.threat_class, never, "", None, None))
                continue
            reason = REASONS[int(end.value)] if end.kind == "leak" else ""
            found.append(Life(j, plan.name, plan.threat_class, _FATES[end.kind], reason, begins[j], end.time))
        return tuple(found)

    @cached_property
    def existed(self) -> tuple[tuple[Life, Way], ...]:
        """The threats that existed, with their ways."""
        return tuple(
            (life, self.motions.way(life.threat, life.begin, life.end)) for life in self.lives if life.begin is not None
        )

    @cached_property
    def flights(self) -> tuple[Flight, ...]:
        """Every missile in order of launch. Its way leads to where its target is, or would be, at its arrival."""
        units = [unit for unit, _ in self.scenario.units()]
        arrivals: dict[tuple[int, int, str], list[Event]] = defaultdict(list)
        for e in self.replication.raw:
            if e.kind in ("hit", "miss", "abort"):
                arrivals[e.unit, e.threat, e.missile].append(e)
        begins = {life.threat: life.begin for life in self.lives}
        counted = [0] * len(units)
        missiles = Missiles()
        found = []
        for e in sorted((e for e in self.replication.raw if e.kind == "launch"), key=lambda e: e.time):
            arrival = _arrival(arrivals[e.unit, e.threat, e.missile], e.time + e.value)
            counted[e.unit] += 1
            begin = begins[e.threat]
            assert begin is not None  # nothing is launched at what was not released
            unit = units[e.unit]
            missile = next(m for m in unit.missiles if m.name == e.missile)
            goal = self.motions.position(e.threat, arrival.time - begin)
            way = missiles.way(missile, self.standing(e.unit, e.time), e.time, arrival.time, goal)
            result: Result = arrival.kind  # type: ignore[assignment]
            found.append(
                Flight(
                    unit=e.unit,
                    unit_name=unit.name,
                    number=counted[e.unit],
                    missile=e.missile,
                    threat=e.threat,
                    begin=e.time,
                    end=arrival.time,
                    result=result,
                    slant_range=arrival.value,
                    way=way,
                )
            )
        return tuple(found)

    def standing(self, unit: int, time: float) -> Place:
        """Return where a fire unit was last in place at a time.

        Parameters
        ----------
        unit
            Number of the fire unit.
        time
            Time [s].

        Returns
        -------
        Place
            Its position, the first unless it has moved.
        """
        radar = [unit.radar for unit, _ in self.scenario.units()][unit]
        places = (radar.place, *(position.place for position in radar.movement.positions))
        there = [e for e in self.replication.raw if e.kind == "in-place" and e.unit == unit and e.time <= time]
        return places[int(max(there, key=lambda e: e.time).value)] if there else radar.place

    def site(self, number: int, above: float = 0.0) -> tuple[Place, Way | None]:
        """Return where a radar, and with it its fire unit, stands first, and the way on which it moves.

        Parameters
        ----------
        number
            Number of the radar in `Scenario.radars()`.
        above
            Height above the ground [m] at which it is drawn.

        Returns
        -------
        tuple[Place, Way | None]
            Its place at the beginning; the way from then to the end, None if it stays there.
        """
        radar = self._radars[number]
        return marched(radar, number, self.replication.raw, self.end, self.lost(number), above)

    def lost(self, number: int) -> float | None:
        """Return when a radar, and with it its fire unit, was destroyed.

        Parameters
        ----------
        number
            Number of the radar in `Scenario.radars()`.

        Returns
        -------
        float | None
            When [s]; None if it was not.
        """
        return self.destroyed.get(self._radars[number].name)

    @cached_property
    def _radars(self) -> tuple[RadarPlan, ...]:
        return tuple(radar for radar, _, _ in self.scenario.radars())

    @cached_property
    def destroyed(self) -> dict[str, float]:
        """When targets on the ground were destroyed [s], by their names in `Scenario.target_names()`."""
        names = self.scenario.target_names()
        return {names[e.target]: e.time for e in self.replication.raw if e.kind == "destroyed"}

    @cached_property
    def end(self) -> float:
        """The last instant of the replication [s]."""
        return max((e.time for e in self.replication.raw), default=0.0)


def _arrival(known: list[Event], time: float) -> Event:
    """Return (and strike from the list) the arrival of the missile that is due at a time [s]."""
    at = min(range(len(known)), key=lambda i: abs(known[i].time - time))
    return known.pop(at)
