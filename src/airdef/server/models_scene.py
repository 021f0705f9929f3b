"""What a scene looks like: what stands and what comes, before any chance; and of a replication what flies and moves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from airdef.server.models import Answer, Latitude, Longitude


class PlaceOut(Answer):
    """A named place."""

    name: str
    lon: Longitude
    lat: Latitude
    height_m: float


class AssetOut(PlaceOut):
    """Something defended."""

    value: float


class PostOut(PlaceOut):
    """The command post of a system, or a command node; `commands` is whether something stands below it."""

    commands: bool


class LinkOut(Answer):
    """A link of the tree of command, between the posts of these names."""

    above: str
    below: str


class PositionOut(PlaceOut):
    """A further position of something that moves."""


class RadarOut(PlaceOut):
    """A radar; `range_m` is the published range of detection."""

    system: str
    unit: str | None
    antenna_m: float
    facing_deg: float
    sector_deg: float
    range_m: float
    kind: Literal["surveillance", "engagement"]
    silent: bool = Field(description="Whether it does not radiate before it has a cue.")
    positions: list[PositionOut] = Field(description="Further positions; those of an engagement radar are its unit's.")


class MissilesOut(Answer):
    """A missile type of a fire unit."""

    name: str
    rounds: int
    max_range_m: float


class UnitOut(PlaceOut):
    """A fire unit."""

    system: str
    facing_deg: float
    target_channels: int
    missile_channels: int
    missiles: list[MissilesOut]


class JammerOut(PlaceOut):
    """A stand-off jammer, at its altitude."""

    w_per_mhz: float


class ThreatOut(Answer):
    """A threat on its way, should nothing stop it; `path` holds [time s, lon deg, lat deg, height m]."""

    name: str
    formation: str
    group: str = Field(description="As `formation`, by the name it has until version 0.2.0.", deprecated=True)
    threat_class: str = Field(alias="class")
    category: str
    manoeuvring: bool
    jammer_w_per_mhz: float
    jams_for_others: bool
    start_s: float
    end_s: float
    carrier: str | None
    aims_at: str | None
    path: list[tuple[float, float, float, float]]


class TerrainOut(Answer):
    """The ground of an elevation model: heights [m] at equal steps, in rows from the north-west. Beyond it is sea."""

    west: float
    south: float
    east: float
    north: float
    rows: int
    columns: int
    heights_m: list[int]


class Scene(Answer):
    """What stands and what comes, before any chance."""

    duration_s: float
    bounds: Annotated[tuple[float, float, float, float], Field(description="West, south, east, north [deg].")]
    terrain: str | None = Field(description="The ground, to be asked for at /api/terrain; null: the smooth Earth.")
    assets: list[AssetOut]
    posts: list[PostOut]
    radars: list[RadarOut]
    units: list[UnitOut]
    jammers: list[JammerOut]
    links: list[LinkOut]
    threats: list[ThreatOut]


class Shot(Answer):
    """A missile: the `number`-th of its unit. Times in s; range and effective SSPK are those of its intercept point.

    `path` holds time [s], longitude and latitude [deg] and height [m], as a threat's does.
    """

    unit: str
    number: int
    missile: str
    threat: str
    launch: float
    arrival: float
    result: Literal["hit", "miss", "abort"]
    range_m: float
    sspk: float
    path: list[tuple[float, float, float, float]]


class Move(Answer):
    """Where a radar that moves is, and its fire unit with it; `path` as a threat's, and it stays at its last sample."""

    radar: str
    path: list[tuple[float, float, float, float]]
