"""What an agent sees and may answer, as Gymnasium's spaces: every number with its unit and bounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from gymnasium import spaces

from airdef.scenario.plan import CATEGORIES

LONG = 1e5
"""Bound of times [s]; what lies beyond it, a threat that never arrives too, is shown as the bound."""
FAR = 3e6
"""Bound of lengths [m]."""
FAST = 1e4
"""Bound of rates [m/s]."""
MANY = 1e6
"""Bound of counts."""


class Field(NamedTuple):
    """A number that is seen.

    Attributes
    ----------
    name : str
        Its name.
    unit : str
        Its unit, `-` for a pure number.
    low, high : float
        Its bounds, in that unit; a value beyond one is shown as the bound.
    text : str
        What it is, as documentation says it.
    """

    name: str
    unit: str
    low: float
    high: float
    text: str


DECISION = (
    Field("kind", "-", 0, 2, "0 nothing is asked, 1 assignment, 2 re-engagement"),
    Field("time", "s", -LONG, LONG, "scenario time"),
    Field("system", "-", 0, MANY, "number of the system or node that decides, from 1"),
    Field("unit", "-", 0, MANY, "number of the fire unit, from 1, whose target was judged alive; 0: an assignment"),
    Field("track", "-", 0, MANY, "number of the track that was judged alive; 0: an assignment"),
)
"""The vector `decision`."""
TRACK = (
    Field("number", "-", 0, MANY, "number of the track, from 1; 0: no track in this row"),
    Field("east", "m", -FAR, FAR, "position east of its command post, in its horizontal plane"),
    Field("north", "m", -FAR, FAR, "position north of it"),
    Field("altitude", "m", -FAR, FAR, "above sea level"),
    Field("east_speed", "m/s", -FAST, FAST, "rate of `east`"),
    Field("north_speed", "m/s", -FAST, FAST, "rate of `north`"),
    Field("climb", "m/s", -FAST, FAST, "rate of `altitude`"),
    Field("age", "s", 0, LONG, "time since the threat was first known"),
    Field("held", "-", 0, 1, "1 while a radar or a link has it; 0: it is engaged, and shown where it is expected"),
    Field("state", "-", 0, 2, "0 free, 1 engaged, 2 closed for the cell that decides"),
    Field("engagements", "-", 0, MANY, "engagements that the cell has made of it"),
    Field("missiles", "-", 0, MANY, "missiles of the cell on their way to it"),
    Field(
        "category", "-", 0, len(CATEGORIES) - 1, "what it looks like: its place in `airdef.scenario.plan.CATEGORIES`"
    ),
    Field("to_arrival", "s", 0, LONG, "time until it is expected to arrive; the bound: never"),
    Field("value", "-", 0, MANY, "value of the asset that it is expected to be aimed at"),
)
"""A row of `tracks`: row i holds the track of number i + 1."""
UNIT = (
    Field("able", "-", 0, 1, "1 if it stands and belongs to the cell that decides; else its row is 0"),
    Field("free_channels", "-", 0, MANY, "free target channels"),
    Field("free_missile_channels", "-", 0, MANY, "free missile channels"),
    Field("rounds", "-", 0, MANY, "rounds on launchers in action that are not promised"),
    Field("stock", "-", 0, MANY, "rounds to reload with"),
    Field("until_launch", "s", 0, LONG, "time until its launch interval ends"),
    Field("until_turned", "s", 0, LONG, "time until it has turned"),
)
"""A row of `units`: one fire unit, in the scenario's order."""
PAIR = (
    Field("longest_salvo", "-", 0, MANY, "most missiles of one type that may be launched now; 0: not possible"),
    Field("time_of_flight", "s", 0, LONG, "of a missile of the unit's first possible type, launched when due"),
    Field("slant_range", "m", 0, FAR, "from the unit to where that missile intercepts"),
    Field("sspk", "-", 0, 1, "its single-shot kill probability against what the track looks like"),
    Field("closes", "s", 0, LONG, "time from that launch until the launch window ends"),
)
"""An entry of `pairs`: a fire unit and a track that may be assigned to it now; else 0."""

FIELDS = {"decision": DECISION, "units": UNIT, "tracks": TRACK, "pairs": PAIR}
"""The parts of an observation in the order in which `flat` puts them one behind the other."""


class Sizes(NamedTuple):
    """What the spaces of a scenario depend on.

    Attributes
    ----------
    units : int
        Fire units of the scenario.
    tracks : int
        Tracks that there may be: one for each threat.
    most_salvo : int
        Missiles of a salvo at most.
    """

    units: int
    tracks: int
    most_salvo: int

    @property
    def assignments(self) -> int:
        """How many actions assign something."""
        return self.units * self.tracks * self.most_salvo

    @property
    def hold(self) -> int:
        """The action HOLD."""
        return self.assignments

    @property
    def close(self) -> int:
        """The action CLOSE."""
        return self.assignments + 1

    @property
    def actions(self) -> int:
        """How many actions there are."""
        return self.assignments + 2

    def encode(self, unit: int, track: int, salvo: int = 1) -> int:
        """Return the action that assigns a track to a unit with a salvo.

        Nothing is checked: what is beyond the sizes gives the number of another action, or of none.

        Parameters
        ----------
        unit
            Index of the fire unit, from 0.
        track
            Number of the track, from 1.
        salvo
            Missiles, from 1 to `most_salvo`.

        Returns
        -------
        int
            The action's number, from 0 to `assignments` - 1.
        """
        return (unit * self.tracks + track - 1) * self.most_salvo + salvo - 1

    def decode(self, action: int) -> tuple[int, int, int]:
        """Return unit, track number and salvo of an action that assigns.

        Parameters
        ----------
        action
            The action's number, from 0 to `assignments` - 1. HOLD and CLOSE are not refused; what is returned of them
            means nothing.

        Returns
        -------
        unit : int
            Index of the fire unit, from 0.
        track : int
            Number of the track, from 1.
        salvo : int
            Missiles, from 1.
        """
        pair, salvo = divmod(int(action), self.most_salvo)
        unit, row = divmod(pair, self.tracks)
        return unit, row + 1, salvo + 1

    def told(self, action: int) -> str:
        """Return an action in words.

        Parameters
        ----------
        action
            The action's number, from 0 to `actions` - 1.

        Returns
        -------
        str
            `12 (unit 0, track 7, salvo 1)`, or `80 (HOLD)`.
        """
        if action in (self.hold, self.close):
            return f"{action} ({'HOLD' if action == self.hold else 'CLOSE'})"
        unit, track, salvo = self.decode(action)
        return f"{action} (unit {unit}, track {track}, salvo {salvo})"

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each part of an observation.

        Returns
        -------
        dict of str to tuple of int
            For `decision`, `units`, `tracks` and `pairs`; the last axis is that of `FIELDS`.
        """
        return {
            "decision": (len(DECISION),),
            "units": (self.units, len(UNIT)),
            "tracks": (self.tracks, len(TRACK)),
            "pairs": (self.units, self.tracks, len(PAIR)),
        }


def observation_space(sizes: Sizes, flat: bool) -> spaces.Dict | spaces.Box:
    """Return the space of observations.

    Parameters
    ----------
    sizes
        Numbers of fire units and tracks.
    flat
        Whether it is one box.

    Returns
    -------
    Dict or Box
        A `Dict` of float32 boxes of the shapes of `Sizes.shapes`; or flat, one `Box` float32[n] of them in the order of
        `FIELDS`, each row by row. Bounds are those of the fields.
    """
    low, high = {}, {}
    for name, shape in sizes.shapes().items():
        low[name] = np.broadcast_to(np.array([f.low for f in FIELDS[name]], np.float32), shape)
        high[name] = np.broadcast_to(np.array([f.high for f in FIELDS[name]], np.float32), shape)
    if flat:
        return spaces.Box(
            np.concatenate([low[name].ravel() for name in FIELDS]),
            np.concatenate([high[name].ravel() for name in FIELDS]),
            dtype=np.float32,
        )
    return spaces.Dict({name: spaces.Box(low[name], high[name], dtype=np.float32) for name in FIELDS})


def table(name: str) -> str:
    """Return the fields of a part of an observation as a table of Markdown.

    Parameters
    ----------
    name
        `decision`, `units`, `tracks` or `pairs`.

    Returns
    -------
    str
        The lines of the table, without a line end behind the last.

    Raises
    ------
    KeyError
        If `FIELDS` has no such part.
    """
    lines = ["| Num | Name | Unit | Min | Max | What |", "|----|----|----|----|----|----|"]
    for k, f in enumerate(FIELDS[name]):
        lines.append(f"| {k} | `{f.name}` | {f.unit} | {f.low:g} | {f.high:g} | {f.text} |")
    return "\n".join(lines)
