"""The declaration of what raids do that a defence must cope with: decoys that are told apart, turning back, jamming."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from airdef.scenario.base import Category, Model
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.quantities import Frequency, Length, PowerDensity, Probability, Time, Width


def _every_category(value: object) -> object:
    """Return one probability as that of every category."""
    return value if isinstance(value, Mapping) else dict.fromkeys(CATEGORIES, value)


class TellingRange(Model):
    """How well a radar tells apart what is within a range."""

    within: Length = Field(description="Slant range up to which this holds.", examples=["60 km"])
    probability: Annotated[
        dict[Category, Probability],
        BeforeValidator(_every_category, json_schema_input_type=Probability | dict[Category, Probability]),
    ] = Field(
        description="Probability that one try succeeds: one number, or by the category that the threat is; those left "
        "out are never told apart.",
        examples=[{"decoy": 0.3}],
    )


class TellsApart(Model):
    """How a radar tells apart what looks like something else, with time and distance."""

    dwell: Time = Field(description="Time for which it must hold a firm track for each try.", examples=["10 s"])
    ranges: tuple[TellingRange, ...] = Field(
        min_length=1, max_length=16, description="By slant range, the shortest first; beyond the last it tells nothing."
    )


TellsApartByRadar = Annotated[
    dict[str, TellsApart],
    Field(
        max_length=32,
        description="How its radars tell apart threats that look like what they are not, decoys above all: by a "
        "radar's name, `engagement_radar`, `radar` (surveillance) or `all`. Default: never.",
        examples=[{"engagement_radar": {"dwell": "10 s", "ranges": [{"within": "60 km", "probability": 0.3}]}}],
    ),
]


class TurnsBack(Model):
    """At how many losses a formation turns back: a number of its members, or a share of them."""

    losses: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="Members destroyed at which it turns back.", examples=[3]
    )
    share: Annotated[float, Field(gt=0.0, le=1.0)] | None = Field(
        None, description="Share of its count at which it does, instead.", examples=[0.25]
    )
    delay: Time = Field(20.0, description="From that loss until it turns back.", examples=["10 s"])


class Jamming(Model):
    """A noise jammer carried by a threat."""

    density: PowerDensity = Field(description="Effective radiated power density.", examples=["10 W/MHz"])
    role: Literal["self-screening", "support"] = Field(
        "self-screening",
        description="Whom it screens: its carrier only, or others as well, as an escort or from a distance, until the "
        "carrier is destroyed or turns back.",
    )
    band: tuple[Frequency, Frequency] | None = Field(
        None,
        description="Lowest and highest frequency of the radars that a support jammer jams. Default: all.",
        examples=[["2 GHz", "4 GHz"]],
    )
    sector: Width | None = Field(
        None,
        description="Whole width of the sector ahead of its carrier in which a support jammer jams. Default: 360 deg.",
        examples=["120 deg"],
    )
