"""What a decider sees at a decision, as objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from airdef.decisions.answers import Assign

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array

State = Literal["free", "engaged", "closed"]
STATES: tuple[State, ...] = ("free", "engaged", "closed")


class Track(NamedTuple):
    """A threat as the cell that decides knows it.

    `number` is the track's, from 1; `east`, `north` [m] are in the horizontal plane of the system's command post,
    `altitude` [m] is above sea level, and `east_speed`, `north_speed`, `climb` [m/s] their rates; `age` [s] is the time
    since the threat was first known. A threat that the cell engages and no radar `held` is where it is expected.
    `engagements` are those the cell has made of it, `missiles` those on their way. `to_arrival` [s] and `value` (of the
    asset) are what the defence expects, and its doctrine's priorities rest on: those of the threat's real path.
    """

    number: int
    east: float
    north: float
    altitude: float
    east_speed: float
    north_speed: float
    climb: float
    age: float
    held: bool
    state: State
    engagements: int
    missiles: int
    category: str
    to_arrival: float
    value: float


class Unit(NamedTuple):
    """A fire unit of the cell that decides; `until_launch` and `until_turned` [s]."""

    unit: int
    name: str
    free_channels: int
    free_missile_channels: int
    rounds: int
    stock: int
    until_launch: float
    until_turned: float


class Option(NamedTuple):
    """Something that may be answered: a track to a unit, with up to `most` missiles of a type.

    The first launch falls due after `launch` [s]; launched then, a missile flies for `time_of_flight` [s] to a
    `slant_range` [m]; `sspk` is against what the track looks like, without what only the attacker knows (that it will
    manoeuvre, or jam). The launch window ends after `closes` [s].
    """

    unit: int
    track: int
    missile: str
    most: int
    launch: float
    time_of_flight: float
    slant_range: float
    sspk: float
    closes: float


@dataclass(frozen=True)
class Observation:
    """A decision, and all that whoever takes it may know.

    Attributes
    ----------
    kind
        `assignment`: one of the options, or to hold. `re-engagement`: a target was judged alive; engage it again at
        once (the options), leave it to anyone (`Hold`), or `Close` it.
    time
        Scenario time [s].
    system
        Name of the system that decides.
    tracks, units
        What it knows of threats, and of its fire units.
    options
        What may be assigned, in the order of units, tracks and missile types.
    doctrine
        What doctrine answers.
    """

    kind: Literal["assignment", "re-engagement"]
    time: float
    system: str
    tracks: tuple[Track, ...]
    units: tuple[Unit, ...]
    options: tuple[Option, ...]
    doctrine: Assign
    _by_number: dict[int, Track] = field(default_factory=dict, repr=False, compare=False)

    def track(self, number: int) -> Track:
        """Return a track by its number.

        Parameters
        ----------
        number
            The number of the track, from 1.

        Returns
        -------
        Track
            That track.

        Raises
        ------
        KeyError
            If no track that is seen has that number.
        """
        if not self._by_number:
            self._by_number.update((track.number, track) for track in self.tracks)
        return self._by_number[number]


@dataclass(frozen=True)
class Words:
    """The names of a scenario that observations need."""

    units: tuple[str, ...]
    systems: tuple[str, ...]
    system_of_unit: tuple[int, ...]
    missiles: tuple[str, ...]
    categories: tuple[str, ...]


def observation_of(
    words: Words, decision: Array, tracks: Array, units: Array, options: Array, own_track: int
) -> Observation:
    """Return what was written for one decision (`view.observe`) as objects.

    Parameters
    ----------
    words
        The scenario's names.
    decision
        The open decision, a record of `layout.DECISION`.
    tracks, units, options
        Arrays as `view.observe` writes them for it; `options` without those behind the last.
    own_track
        Number of the track of the decision's own threat.

    Returns
    -------
    Observation
        The same, with names.
    """
    rows = tracks[tracks[:, 0] > 0].tolist()
    seen = tuple(
        Track._make(
            (
                int(row[0]),
                *row[1:8],
                row[8] > 0,
                STATES[int(row[9])],
                int(row[10]),
                int(row[11]),
                words.categories[int(row[12])],
                *row[13:],
            )
        )
        for row in rows
    )
    own = tuple(
        Unit._make((u, words.units[u], *(int(x) for x in row[1:5]), *row[5:]))
        for u, row in enumerate(units.tolist())
        if row[0] > 0
    )
    offered = tuple(Option._make((u, track, words.missiles[w], *rest)) for u, track, w, *rest in options.tolist())
    cell, systems = int(decision["cell"]), len(words.systems)
    return Observation(
        "assignment" if decision["kind"] == 1 else "re-engagement",
        float(decision["time"]),
        words.systems[cell if cell < systems else words.system_of_unit[cell - systems]],
        seen,
        own,
        offered,
        Assign(
            int(decision["unit"]),
            own_track,
            int(decision["salvo"]),
            words.missiles[int(decision["interceptor"])],
        ),
    )
