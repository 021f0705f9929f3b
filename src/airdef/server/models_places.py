"""What results of studies of places and reach look like; `models_studies` has the others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from airdef.server.models import Answer

Altitudes = Annotated[list[float], Field(description="By altitude.")]


class StudyResult(Answer):
    """The answer of a study: `study` says of which."""

    study: str


class PublishedPoint(Answer):
    """A statement about the range or altitude of a missile."""

    claim: str
    attribute: str
    source: str


class EnvelopeResult(StudyResult):
    """How far a missile reaches: lists are by altitude, `horizon_m` by mast height [m], `radar_m` by area [m^2]."""

    study: Literal["envelope"]
    missile: str
    system: str
    category: str
    published_range_m: float
    min_range_m: float
    ceiling_m: float
    floor_m: float
    propellant_kg: float
    altitude_m: Altitudes
    reach_m: Altitudes
    limited_by: list[str]
    energy_m: Altitudes
    energy_is_least: bool
    time_of_flight_s: list[float | None]
    speed_m_s: list[float | None]
    horizon_m: dict[str, list[float]]
    radar_m: dict[str, list[float]]
    published: list[PublishedPoint]


class AzimuthOut(Answer):
    """What happens along one azimuth; a range is null where it does not happen."""

    azimuth_deg: float
    detection_km: float | None
    track_km: float | None
    first_intercept_km: float | None
    last_intercept_km: float | None
    engagements: int
    detection_limit: str
    engagement_limit: str


class ApproachResult(StudyResult):
    """The approach to a goal, by azimuth."""

    study: Literal["approach"]
    scenario: str
    goal: str
    altitude_m: float
    rcs_m2: float
    speed_m_s: float
    azimuths: list[AzimuthOut]


class ChoiceOut(Answer):
    """A choice of sites: value covered, and the proved bound on what is possible."""

    choice: str
    value: float
    bound: float | None
    gap: float | None
    seconds: float | None
    share: float


class SitedOut(Answer):
    """Where a part goes."""

    part: str
    place: str
    latitude: float
    longitude: float
    ground_m: float
    mast: str
    antenna_m: list[float]
    moved_km: float
    facing_deg: float | None


class AssetShare(Answer):
    """The share of an asset's approaches that is covered at one height."""

    asset: str
    value: float
    altitude_m: float
    now: float
    best: float


class SiteResult(StudyResult):
    """Where radars or fire units stand best."""

    study: Literal["site"]
    scenario: str
    scenario_hash: str
    catalogue_hash: str
    measure: str
    rcs_m2: float
    probability: float
    dwell_s: float
    altitudes_m: list[float]
    overlap: int
    candidates: int
    options: int
    demand_cells: int
    value: float
    kept: list[str]
    left_out: list[str]
    stopped_by_time: bool
    interrupted: bool
    choices: list[ChoiceOut]
    sites: list[SitedOut]
    assets: list[AssetShare]
