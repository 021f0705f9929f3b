"""The declaration of a tree of command: what a scenario file may say of nodes, and of the links below them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from airdef import limits
from airdef.scenario.base import Model, Value
from airdef.scenario.guarding_schema import DirectionFinders
from airdef.scenario.labels import Name
from airdef.scenario.quantities import Height, Probability, Time

Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]

Allocation = Literal["none", "earliest-launch", "zone", "cheapest", "best-sspk", "marginal-value"]


class Loss(Model):
    """When a link is lost: at a time, or at a random one."""

    at: Time | None = Field(None, description="At this time.", examples=["5 min"])
    mean: Time | None = Field(None, description="At an exponential time of this mean.", examples=["10 min"])


class Restoration(Model):
    """When a lost link is restored: after a time, or after a random one."""

    after: Time | None = Field(None, description="This long after its loss.", examples=["2 min"])
    mean: Time | None = Field(None, description="After an exponential time of this mean.", examples=["2 min"])


class Link(Model):
    """A link from a node down to a system, or to another node."""

    to: str = Field(description="Name of a system, or of another node.", examples=["long"])
    delay: Time = Field(
        4.0, description="A track, or an order, takes this long from one end to the other.", examples=["2 s"]
    )
    capacity: Annotated[int, Field(ge=0, le=100_000)] = Field(
        0, description="Tracks that it sends in one direction at a time; 0: no limit.", examples=[20]
    )
    missile_cost: Annotated[float, Field(ge=0.0, le=1e6)] = Field(
        1.0, description="What a missile of the system below costs, in any unit, for the allocation `cheapest`."
    )
    absent: Probability = Field(0.0, description="Probability that there is no such link in a replication.")
    lost: Loss | None = Field(None, description="When it is lost. Default: it is not.", examples=[{"mean": "10 min"}])
    restored: Restoration | None = Field(
        None, description="When it is restored after its loss. Default: it is not.", examples=[{"after": "2 min"}]
    )


class Node(Model):
    """A command node: a command post above systems, or above other nodes, with radars of its own."""

    name: Name = Field(description="What links and threats call it.", examples=["brigade"])
    at: tuple[Latitude, Longitude] = Field(
        description="Latitude, longitude of its command post [deg].", examples=[[0.1, 0.1]]
    )
    height: Height | None = Field(
        None, description="Height of the ground there above sea level. Default: 0 m; an elevation model has its own."
    )
    radars: tuple[str, ...] = Field(
        (), max_length=16, description="Surveillance radars of the catalogue. Default: none.", examples=[["64N6E2"]]
    )
    allocation: Allocation = Field(
        "earliest-launch",
        description="Who below takes which target: the unit that can launch first; the system in whose `zone` it is; "
        "the `cheapest` that is adequate; the greatest single-shot kill probability; the greatest `marginal-value`. "
        "`none`: tracks are shared, and each system decides for itself.",
    )
    adequate: Probability = Field(
        0.5, description="Single-shot kill probability that is adequate, for the allocation `cheapest`."
    )
    links: tuple[Link, ...] = Field(
        min_length=1, max_length=limits.SYSTEMS, description="What stands below it.", examples=[[{"to": "long"}]]
    )
    direction_finders: DirectionFinders = ()
    overrides: dict[str, Value] = Field(
        {}, max_length=200, description="Figures of its post and its radars replaced here, as those of a system."
    )
