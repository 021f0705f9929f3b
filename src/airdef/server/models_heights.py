"""Orders and answers about heights: side views along an azimuth, and what fire units reach."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from airdef.limits import CUT_REACH
from airdef.requests.common import CATEGORIES
from airdef.server.models import Answer
from airdef.server.orders import Request, Spec

LIMIT = Literal["energy", "published range", "ceiling", "horizon", "radar"]
Named = Annotated[str, Field(min_length=1, max_length=200)]


class CutOrder(Request):
    """The side view along an azimuth of a radar, or of the engagement radar of a fire unit."""

    scenario: Spec
    of: Named = Field(description="A radar or a fire unit of the scenario.")
    azimuth_deg: float = Field(ge=0.0, le=360.0)
    reach_m: float = Field(300e3, ge=1e3, le=CUT_REACH, description="How far over the ground.")


class CutOut(Answer):
    """Along an azimuth, by distance over the ground: its height, and the lowest height that the antenna sees.

    Heights are above sea level, that of the antenna too. Over sea the second is the radar horizon of the scenario's
    effective Earth; where ground hides more it is the edge of its shadow.
    """

    of: str
    radar: str
    azimuth_deg: float
    antenna_m: float
    effective_earth_factor: float
    distance_m: list[float]
    ground_m: list[float]
    lowest_m: list[float]


class UnitEnvelopesOrder(Request):
    """The envelopes of the missiles of a fire unit."""

    scenario: Spec
    unit: Named = Field(description="A fire unit of the scenario.")
    category: Literal[CATEGORIES] = Field("aircraft", description="Category of the target.")  # type: ignore[valid-type]


class MissileEnvelopeOut(Answer):
    """What a missile of a fire unit reaches: least and greatest distance over the ground, by altitude above sea level.

    The horizon in `limited_by` is that of the smooth Earth; what ground hides a side view says. `why` is empty, or says
    why there is no envelope; then the lists are empty.
    """

    missile: str
    why: str
    altitude_m: list[float]
    near_m: list[float]
    far_m: list[float]
    limited_by: list[LIMIT]


class UnitEnvelopesOut(Answer):
    """The envelopes of a fire unit against a category of targets."""

    unit: str
    category: str
    missiles: list[MissileEnvelopeOut]
