"""The declaration of the doctrine: what a scenario file may say of who is shot at, by whom, when, with how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from airdef.scenario.base import Category, Model
from airdef.scenario.emission_schema import ShutDown
from airdef.scenario.movement_schema import Move
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.quantities import Length, Probability, Time

Policy = Literal["shoot-look-shoot", "shoot-shoot-look", "salvo"]


def one_or_more(value: object) -> object:
    """Return a single value as a list of one.

    Parameters
    ----------
    value
        What is declared.

    Returns
    -------
    object
        A list as it is, anything else in a list.
    """
    return value if isinstance(value, tuple | list) else (value,)


def _every_category(value: object) -> object:
    """Return one salvo size as that of every category."""
    return value if isinstance(value, Mapping) else dict.fromkeys(CATEGORIES, value)


SalvoSize = Annotated[int, Field(ge=1, le=12)]
SalvoSizes = Annotated[
    tuple[SalvoSize, ...],
    Field(min_length=1, max_length=100),
    BeforeValidator(one_or_more, json_schema_input_type=SalvoSize | tuple[SalvoSize, ...]),
]


class Assessment(Model):
    """How long it takes to see what a salvo did, and how often that is seen wrongly."""

    delay: Time | None = Field(None, description="From the last intercept to the verdict. Default: catalogue.")
    distribution: Literal["fixed", "exponential"] = Field(
        "fixed", description="Whether the delay is the same each time, or exponential with that mean."
    )
    alive_given_dead: Probability | None = Field(
        None, description="Probability that a dead threat is judged alive. Default: catalogue."
    )
    dead_given_alive: Probability | None = Field(
        None, description="Probability that a living threat is judged dead. Default: catalogue."
    )


class Doctrine(Model):
    """Who is shot at, by whom, when, with how many."""

    policy: Policy = Field(
        "shoot-look-shoot",
        description="`shoot-look-shoot`: one missile, then look, then again. `shoot-shoot-look`: two before "
        "the look. `salvo`: one engagement of two and no second (sizes by `salvo`).",
    )
    salvo: (
        Annotated[
            dict[Category, SalvoSizes],
            BeforeValidator(
                _every_category,
                json_schema_input_type=SalvoSize | dict[Category, SalvoSize | tuple[SalvoSize, ...]],
            ),
        ]
        | None
    ) = Field(
        None,
        description="Missiles per engagement: one number for all, or by category; a list gives the first, "
        "second, ... engagement, the last number repeating. Default: as the policy says.",
        examples=[{"aircraft": 1, "ballistic": [2, 1]}],
    )
    rounds: Annotated[int, Field(ge=0, le=100)] | None = Field(
        None, description="Engagements of one threat at most; 0: no limit. Default: 0, for `salvo` 1."
    )
    priority: Literal["earliest-impact", "most-value", "nearest", "marginal-value"] = Field(
        "earliest-impact", description="Which threat is taken first."
    )
    coordination: Literal["central", "autonomous"] = Field(
        "central", description="`central`: no two units on one threat. `autonomous`: each for itself."
    )
    assessment: Assessment = Field(Assessment(), description="Kill assessment.")
    reserve: Annotated[int, Field(ge=0, le=1000)] = Field(
        0, description="Missiles each fire unit keeps for the categories of `reserve_for`."
    )
    reserve_for: tuple[Category, ...] = Field((), description="Categories the reserve may be fired at.")
    hold_fire_range: Length | None = Field(
        None, description="No intercept beyond this slant range. Default: none but the envelope."
    )
    engage: tuple[Category, ...] | None = Field(None, description="Only these categories. Default: all.")
    ignore: tuple[Category, ...] = Field((), description="All but these categories.")
    reload: Literal["when-empty", "when-idle", "never"] = Field(
        "when-empty",
        description="When a launcher is reloaded from the stock: `when-empty`: when it has launched its last round. "
        "`when-idle`: also when it is partly empty, has launched nothing for as long as loading one round takes, and "
        "the other launchers hold a round for every missile channel. `never`. A launcher in reload cannot fire.",
    )
    salvo_reliability: Probability = Field(
        1.0, description="Probability that nothing fails for a whole salvo at once (common mode)."
    )
    shut_down: ShutDown | None = Field(
        None, description="A radar falls silent for a while when a homing weapon is near it. Default: it does not."
    )
    guarded: Literal["first", "only"] = Field(
        "first",
        description="What a system that `guards` something makes of it: threats to that come `first`, before the "
        "priority; or it engages threats to that `only`.",
    )
    move: Move | None = Field(None, description="When units and radars with further positions move. Default: never.")
