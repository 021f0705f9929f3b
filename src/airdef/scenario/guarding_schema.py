"""The declaration of point defence: what is guarded, shared magazines, and direction finders."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from airdef.scenario.base import LatLon, Model
from airdef.scenario.labels import Name
from airdef.scenario.quantities import Length

Guards = Annotated[
    tuple[str, ...],
    Field(
        max_length=100,
        description="What it guards: assets, systems, command nodes, fire units, or single radars, launchers and "
        "posts. The doctrine's `guarded` says what follows. Default: nothing.",
        examples=[["long", "long/unit-1/radar", "port"]],
    ),
]
Magazine = Annotated[
    Name | None,
    Field(
        description="Name of a magazine; fire units that name the same launch from all their launchers in common. "
        "Default: each unit has its own.",
        examples=["common"],
    ),
]
Emits = Annotated[
    bool,
    Field(
        description="Whether it radiates (radar, data link), so that direction finders hear it. What carries a jammer "
        "does."
    ),
]


class DirectionFinder(Model):
    """A receiver that hears what radiates or jams, and tells its bearing: a cue for silent radars, and no track."""

    name: Name | None = Field(None, description="A label. Default: direction-finder-1, ...")
    at: LatLon | None = Field(None, description="Latitude, longitude [deg]. Default: at the command post.")
    antenna_height: Length = Field(20.0, description="Height of its antenna above ground.", examples=["30 m"])
    range: Length = Field(
        300e3,
        description="Slant range within which it hears what radiates, in line of sight.",
        examples=["250 km"],
    )


DirectionFinders = Annotated[
    tuple[DirectionFinder, ...],
    Field(
        max_length=16,
        description="Receivers that hear what radiates, for the cue `bearing`. Default: none.",
        examples=[[{"range": "250 km"}]],
    ),
]
