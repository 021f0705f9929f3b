"""The declaration of emission: what a scenario file may say of when radars radiate, and of shutting them down."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from airdef.scenario.base import Category, Model
from airdef.scenario.quantities import Length, Time

ALL = "all"
"""The key of `emission` that stands for every radar of a system."""


def _always(value: object) -> object:
    """Return `always` as an emission, of a radar or of a whole system, that says nothing."""
    return {} if value == "always" else value


class SilentUntil(Model):
    """The cues that end a radar's silence: the first of them does."""

    track: bool = Field(
        False, description="A radar of the defence holds a firm track of a threat that has come within reach."
    )
    within: Length | None = Field(
        None, description="Slant range that counts as its reach. Default: its detection range.", examples=["60 km"]
    )
    bearing: bool = Field(
        False, description="A direction finder of the defence hears a threat at a bearing within the radar's sector."
    )
    range: Length | None = Field(
        None, description="A threat comes within this slant range, whoever sees it.", examples=["40 km"]
    )
    categories: tuple[Category, ...] | None = Field(
        None, description="Only threats that look like these are cues. Default: all.", examples=[["aircraft", "cruise"]]
    )
    time: Time | None = Field(None, description="This time comes.", examples=["10 min"])


class DutyCycle(Model):
    """Radiating and silent by turns, with a random phase."""

    on: Time = Field(description="Time for which it radiates.", examples=["20 s"])
    off: Time = Field(description="Time for which it is silent; it switches on within it.", examples=["40 s"])


class RadarEmission(Model):
    """When a radar radiates: always, unless one of these is said."""

    silent_until: SilentUntil | None = Field(None, description="Silent until a cue; then it radiates to the end.")
    duty_cycle: DutyCycle | None = Field(None, description="Radiating and silent by turns.")


Emission = Annotated[RadarEmission, BeforeValidator(_always, json_schema_input_type=Literal["always"] | RadarEmission)]
Emissions = Annotated[
    dict[str, Emission], BeforeValidator(_always, json_schema_input_type=Literal["always"] | dict[str, Emission])
]


class ShutDown(Model):
    """Falling silent when a homing weapon is near."""

    time: Time = Field(description="Time for which the radar is silent; its switch-on time follows.", examples=["40 s"])
    warning: Time = Field(
        30.0, description="It shuts down when the homing weapon is no longer than this from its arrival."
    )
