"""What all models of a scenario file have in common."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema
from pydantic_core import PydanticCustomError, core_schema

Category = Literal["aircraft", "stealth", "cruise", "supersonic", "ballistic", "drone", "decoy", "anti_radiation"]
"""The threat categories, as `plan.CATEGORIES` has them."""

LatLon = tuple[Annotated[float, Field(ge=-90.0, le=90.0)], Annotated[float, Field(ge=-180.0, le=180.0)]]
"""Latitude and longitude [deg]."""


class Model(BaseModel):
    """A part of the declaration: no unknown keys, no silent conversions, no NaN, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _one_value(value: object) -> object:
    """Pass a text, a number or true/false; the attribute decides what it must be."""
    if isinstance(value, str | int | float):
        return value
    context = {"expected": "one value", "fix": "write one number, with its unit if it has one", "nearest": ()}
    raise PydanticCustomError("scenario", "{expected}", context)


Value = Annotated[
    Any,
    GetPydanticSchema(
        get_pydantic_core_schema=lambda _s, _h: core_schema.no_info_plain_validator_function(_one_value),
        get_pydantic_json_schema=lambda _s, _h: {"type": ["string", "number", "boolean"]},
    ),
]
