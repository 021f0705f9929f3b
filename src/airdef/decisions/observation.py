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

    A threat that the cell engages and has no track of is where it is expected to be.

    Attributes
    ----------
    number : int
        Number of the track, from 1, in the order of becoming known.
    east, north : float
        Position in the horizontal plane of the command post of the system or node [m].
    altitude : float
        Above sea level [m].
    east_speed, north_speed, climb : float
        Rates of `east`, `north` and `altitude` [m/s].
    age : float
        Time since the threat was first known [s].
    held : bool
        Whether the cell has it, from a radar or by a link; a node's cell, if the node or one of its units has.
    state : str
        For the cell: `free`, `engaged`, or `closed`, which is engaged no more.
    engagements : int
        Engagements that the cell has made of it.
    missiles : int
        Missiles of the cell on their way to it.
    category : str
        What it looks like; one of `airdef.scenario.plan.CATEGORIES`.
    to_arrival : float
        Time until it is expected to arrive [s]; inf: never. As `value` it is of the threat's real path, as the
        doctrine's priorities are.
    value : float
        Value of the asset that it is expected to be aimed at; 0 for anything else.
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
    """A fire unit of the cell that decides.

    Attributes
    ----------
    unit : int
        Its index in the scenario, from 0.
    name : str
        Its name in the scenario.
    free_channels : int
        Free target channels.
    free_missile_channels : int
        Free missile channels.
    rounds : int
        Rounds on launchers in action that are not promised to an engagement.
    stock : int
        Rounds in stock, of all its missile types.
    until_launch : float
        Time until its launch interval ends [s]; 0: it has passed.
    until_turned : float
        Time until it has turned [s]; 0: it does not turn.
    """

    unit: int
    name: str
    free_channels: int
    free_missile_channels: int
    rounds: int
    stock: int
    until_launch: float
    until_turned: float


class Option(NamedTuple):
    """Something that may be answered: a track to a unit, with missiles of a type.

    Attributes
    ----------
    unit : int
        Index of the fire unit in the scenario, from 0.
    track : int
        Number of the track, from 1.
    missile : str
        Name of the missile type.
    most : int
        Longest salvo of it that may be launched now [rounds], from 1.
    launch : float
        Time until the first launch falls due [s]: the unit's reaction time; 0 at a re-engagement.
    time_of_flight : float
        Of a missile that is launched then [s].
    slant_range : float
        From the unit to where that missile intercepts [m].
    sspk : float
        Its single-shot kill probability against what the track looks like, from 0 to 1; without what only the attacker
        knows (that it will manoeuvre, or jam).
    closes : float
        Time from that launch until the launch window ends [s].
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
        Name of the system or command node that decides.
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
    """The names of a scenario that observations need.

    Attributes
    ----------
    units
        Names of the fire units, in the scenario's order.
    systems
        Names of the systems, in the scenario's order.
    system_of_unit
        Index of each fire unit's system, from 0.
    missiles
        Name of the missile type of each interceptor type: of each fire unit in turn, and of its missile types in its
        order.
    categories
        Names of the categories that a track may look like.
    """

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
