"""The declaration of movement: what a scenario file may say of further positions, and of when to move to them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from airdef import limits
from airdef.scenario.base import Category, LatLon, Model
from airdef.scenario.labels import Name
from airdef.scenario.quantities import Time


class Position(Model):
    """A further position of something that moves."""

    name: Name = Field(description="What plans and threats call it.", examples=["wood"])
    at: LatLon = Field(description="Latitude, longitude [deg].", examples=[[0.06, 0.12]])


class PlannedMove(Model):
    """One move of a plan."""

    at_time: Time = Field(description="When it begins.", examples=["12 min"])
    to: Name = Field(description="A position, or `home`: where it is declared.", examples=["wood"])


class Movement(Model):
    """Further positions, and when to move. Without `plan` and `stay` it moves as the doctrine's `move` says."""

    positions: tuple[Position, ...] = Field(
        min_length=1, max_length=limits.FURTHER_POSITIONS, description="Further positions, in the order of moves."
    )
    plan: tuple[PlannedMove, ...] | None = Field(
        None, min_length=1, max_length=limits.PLANNED_MOVES, description="Moves at times given.",
        examples=[[{"at_time": "12 min", "to": "wood"}]],
    )  # fmt: skip
    stay: Time | None = Field(
        None, description="It moves by turns, with a random phase, and stays so long at each position.",
        examples=["20 min"],
    )  # fmt: skip
    march: Time | None = Field(
        None, description="Time on the road between any two positions. Default: distance and march speed.",
        examples=["6 min"],
    )  # fmt: skip


Movements = Annotated[dict[str, Movement], Field(max_length=16)]
"""Movement by the name of a surveillance radar, or `radar` for all."""


class WhenAttacked(Model):
    """Moving away from what is aimed at it."""

    warning: Time | None = Field(
        None, description="It moves when the attack is no longer than this from its arrival.", examples=["3 min"]
    )
    categories: tuple[Category, ...] = Field(
        ("anti_radiation",), min_length=1, description="Only from threats that look like these."
    )


class Move(Model):
    """When units and radars with further positions, and without a plan of their own, move to the next."""

    after: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="A fire unit moves when so many engagements, made since it is in place, have ended."
    )
    when_attacked: WhenAttacked | None = Field(
        None, description="It moves when a known threat aimed at it, where it is in place, is near."
    )
