"""The declaration: what a scenario file may say. This is the one definition of it.

The published JSON Schema and the reference page are made from these models, and the loader validates with
them. Fields that are left out take the catalogue's value, or a default that the result lists as `assumed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from airdef import limits
from airdef.scenario.base import Category, LatLon, Model, Value
from airdef.scenario.behaviours.fields import Behaving
from airdef.scenario.command_schema import Node
from airdef.scenario.doctrine_schema import Doctrine, one_or_more
from airdef.scenario.emission_schema import Emission, Emissions
from airdef.scenario.guarding_schema import DirectionFinders, Emits, Guards, Magazine
from airdef.scenario.labels import Name, Title
from airdef.scenario.movement_schema import Movement, Movements
from airdef.scenario.own_schema import OwnCatalogue, own_catalogue
from airdef.scenario.quantities import (
    Altitude,
    Angle,
    Height,
    Length,
    PowerDensity,
    RainRate,
    Speed,
    Time,
    TimeStep,
    plain_advice,
)
from airdef.scenario.raid_schema import Jamming, TellsApartByRadar, TurnsBack


def _units(value: object) -> object:
    """Return a number of fire units as that many empty descriptions."""
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= limits.FIRE_UNITS:
            context = {
                "expected": f"1 to {limits.FIRE_UNITS} fire units",
                "fix": "give a number in this range, or leave the system out",
                "nearest": (),
            }
            raise PydanticCustomError("scenario", "{expected}", context)
        return ({},) * value
    if isinstance(value, tuple | list):
        return value
    fix = plain_advice(value, whole=True) if isinstance(value, str) else ""
    fix = fix or "write a whole number in digits, or a list"
    context = {"expected": "a number of fire units, or a list of them", "fix": fix, "nearest": ()}
    raise PydanticCustomError("scenario", "{expected}", context)


def _mast(value: object) -> object:
    """Return one mast as that of the engagement radars."""
    return value if isinstance(value, Mapping) else {"engagement_radar": value}


def _terrain(value: object) -> object:
    """Return the smooth Earth as a terrain without an elevation model."""
    if value == "smooth":
        return {}
    if isinstance(value, Mapping) and "dem" in value:
        return value
    context = {
        "expected": "'smooth', or an elevation model: {dem: path}",
        "fix": "write 'terrain: smooth', 'terrain: {dem: island}' or leave it out",
        "nearest": (),
    }
    raise PydanticCustomError("scenario", "{expected}", context)


Speeds = Annotated[tuple[Speed, ...], BeforeValidator(one_or_more, json_schema_input_type=Speed | tuple[Speed, ...])]
Altitudes = Annotated[
    tuple[Altitude, ...], BeforeValidator(one_or_more, json_schema_input_type=Altitude | tuple[Altitude, ...])
]
Facings = Annotated[tuple[Angle, ...], Field(min_length=1, max_length=16)] | None
LooksLike = Annotated[
    Category | None, Field(description="Category the defence takes it for. Default: its own; decoys: aircraft.")
]
Manoeuvring = Annotated[
    bool | None, Field(description="Whether it evades missiles. Default: catalogue, where none does.")
]
Overrides = dict[str, Value]


class FireUnit(Model):
    """One fire unit: an engagement radar with its launchers."""

    name: Name | None = Field(None, description="Default: unit-1, unit-2, ...")
    at: LatLon | None = Field(None, description="Latitude, longitude [deg]. Default: around the post.")
    facing: Angle | None = Field(None, description="Bearing of the sector's middle. Default: the system's.")
    facings: Facings = Field(None, description="Bearings the unit may turn to, the first at the start.")
    mast: Annotated[str, Field(min_length=1, max_length=60)] | None = Field(
        None, description="Mast of its radar, as for the system; `none`: no mast. Default: the system's.")  # fmt: skip
    launchers: Annotated[int, Field(ge=0, le=64)] | None = Field(None, description="Default: catalogue.")
    emission: Emission | None = Field(None, description="When its radar radiates. Default: as the system says.")
    movement: Movement | None = Field(None, description="Further positions, and when it moves. Default: it stays.")
    magazine: Magazine = None


class System(Model):
    """A command post with its surveillance radars and fire units."""

    system: str = Field(description="A system of the catalogue.", examples=["S-300PMU-2"])
    name: Name | None = Field(None, description="Default: the system's name.")
    at: LatLon = Field(description="Latitude, longitude of the command post [deg].", examples=[[0.05, 0.1]])
    height: Height | None = Field(
        None,
        description="Height of the ground there above sea level. Default: 0 m; an elevation model has its own.",
        examples=["20 m"],
    )
    fire_units: (
        Annotated[
            tuple[FireUnit, ...],
            Field(min_length=1, max_length=limits.FIRE_UNITS),
            BeforeValidator(
                _units,
                json_schema_input_type=Annotated[int, Field(ge=1, le=limits.FIRE_UNITS)] | tuple[FireUnit, ...],
            ),
        ]
        | None
    ) = Field(None, description="How many, or a list of them. Default: catalogue.", examples=[2])
    facing: Angle | None = Field(
        None,
        description="Bearing of the engagement radars' sectors. Default: towards the raid.",
        examples=["225 deg"],
    )
    facings: Facings = Field(None, description="Bearings the units may turn to, the first at the start.")
    surveillance: tuple[str, ...] | None = Field(
        None,
        max_length=16,
        description="Surveillance radars of the catalogue. Default: the system's.",
        examples=[["64N6E2", "76N6"]],
    )
    mast: Annotated[dict[str, str], BeforeValidator(_mast, json_schema_input_type=str | dict[str, str])] | None = Field(
        None,
        description="Mast that carries the engagement radars, or a mast for each radar named: one of the catalogue, "
        "or the height of an antenna on it above ground. Default: none.",
        examples=["40V6M", {"engagement_radar": "30 m", "76N6": "40V6MD"}],
    )
    emission: Emissions = Field(
        {},
        description="When its radars radiate: by a radar's name, `engagement_radar`, `radar` (surveillance) or `all`. "
        "Default: always.",
        examples=[{"engagement_radar": {"silent_until": {"track": True, "within": "80 km"}}}],
    )
    tells_apart: TellsApartByRadar = Field({})
    movement: Movements = Field({}, description="Further positions of its surveillance radars. Default: none.")
    guards: Guards = ()
    magazine: Magazine = None
    direction_finders: DirectionFinders = ()
    doctrine: Doctrine = Field(Doctrine(), description="The rules of engagement.")
    overrides: Overrides = Field(
        {},
        max_length=200,
        description="Catalogue figures replaced here; see Overrides.",
        examples=[{"missile.sspk.aircraft": 0.75, "radar.64N6E2.detection_range": "250 km"}],
    )


class Asset(Model):
    """Something defended."""

    name: Name = Field(description="What threats aim at.", examples=["port"])
    at: LatLon = Field(description="Latitude, longitude [deg].", examples=[[0.0, 0.0]])
    radius: Length = Field(500.0, description="A route that ends within it ends at the asset.", examples=["1 km"])
    value: Annotated[float, Field(ge=0.0, le=1e9)] = Field(1.0, description="What its loss costs.")
    hits_to_destroy: Annotated[int, Field(ge=1, le=1000)] = Field(
        1, description="Hits after which nothing of its value is left."
    )


class Release(Behaving):
    """Weapons released by each member of a formation; they exist only if it lived to release them."""

    threat: str = Field(description="A threat class of the catalogue.", examples=["cruise-missile"])
    name: Name | None = Field(None, description="Default: carrier and class.")
    count: Annotated[int, Field(ge=1, le=100)] = Field(1, description="Weapons per carrier.")
    at_waypoint: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="Release at this waypoint of the carrier's route; the first is 1."
    )
    at_range: Length | None = Field(None, description="Release when the target is this near, over ground.")
    at_time: Time | None = Field(None, description="Release this long after the carrier's start.")
    spacing: Time | None = Field(None, description="From one release to the next. Default: 2 s.")
    aims_at: str | None = Field(None, description="Default: what the carrier aims at.")
    speed: Speed | None = Field(None, description="Default: catalogue.")
    altitude: Altitude | None = Field(None, description="Cruising altitude. Default: catalogue.", examples=["50 m"])
    emits: Emits = False
    looks_like: LooksLike = None
    manoeuvring: Manoeuvring = None
    overrides: Overrides = Field({}, max_length=50, description="Figures of the class replaced here.")


class Formation(Behaving):
    """A part of the raid: threats of one class on one route."""

    threat: str = Field(description="A threat class of the catalogue.", examples=["fighter"])
    name: Name | None = Field(None, description="Default: the class.")
    count: Annotated[int, Field(ge=0, le=limits.THREATS)] = Field(1, description="How many.", examples=[8])
    route: tuple[LatLon, ...] | None = Field(
        None,
        min_length=2,
        max_length=limits.WAYPOINTS,
        description="Waypoints: latitude, longitude [deg].",
        examples=[[[-1.9, -1.6], [0.0, 0.0]]],
    )
    from_: LatLon | None = Field(
        None, alias="from", description="Start of a direct flight; launch point of a ballistic missile."
    )
    to: LatLon | None = Field(None, description="End of a direct flight. Default: what it aims at.")
    speed: Speeds | None = Field(
        None,
        min_length=1,
        max_length=limits.WAYPOINTS,
        description="One, or one for each leg. Default: catalogue.",
        examples=["250 m/s"],
    )
    altitude: Altitudes | None = Field(
        None,
        min_length=1,
        max_length=limits.WAYPOINTS + 1,
        description="One, or one for each waypoint. Default: catalogue.",
        examples=["9 km"],
    )
    above: Literal["sea", "ground"] = Field("sea", description="What altitudes are measured from.")
    loft: Annotated[float, Field(ge=0.2, le=3.0)] = Field(
        1.0, description="Apogee of a ballistic arc over that of minimum energy."
    )
    spacing: Time = Field(0.0, description="From one member to the next (the mean, if `poisson`).")
    arrivals: Literal["regular", "poisson"] = Field(
        "regular", description="Equal spacing, or exponential gaps of mean `spacing`."
    )
    at_time: Time = Field(0.0, description="Start of the first member.", examples=["420 s"])
    aims_at: str | None = Field(
        None,
        description="An asset, a command post, a radar or a launcher. Default: it only passes.",
        examples=["port", "S-300PMU-2/post", "unit-1/radar", "unit-1/launcher-2", "unit-1/radar@wood"],
    )
    max_load_factor: Annotated[float, Field(gt=1.0, le=20.0)] | None = Field(
        None, description="Turns are flown at this load factor. Default: sharp turns."
    )
    jammer: Jamming | None = Field(None, description="Noise jammer each member carries. Default: none.")
    releases: tuple[Release, ...] = Field((), max_length=16, description="Weapons each member releases.")
    emits: Emits = False
    turns_back: TurnsBack | None = Field(None, description="At how many losses it turns back. Default: never.")
    looks_like: LooksLike = None
    manoeuvring: Manoeuvring = None
    overrides: Overrides = Field(
        {},
        max_length=50,
        description="Figures of the class replaced here.",
        examples=[{"threat.rcs": "3 m2"}],
    )


class Jammer(Model):
    """A stand-off noise jammer outside the fight."""

    name: Name = Field(description="A label.", examples=["jammer"])
    at: LatLon = Field(description="Latitude, longitude [deg].")
    altitude: Altitude = Field(10_000.0, description="Altitude above sea level.", examples=["10 km"])
    density: PowerDensity = Field(description="Effective radiated power density.", examples=["10 W/MHz"])


class Terrain(Model):
    """The shape of the ground."""

    dem: Annotated[str, Field(min_length=1, max_length=1000)] | None = Field(
        None,
        description="Elevation model: `island` (bundled), or the path, from the scenario's folder, of a raster "
        "file or a folder of tiles. Heights above the geoid [m].",
        examples=["island"],
    )
    outside: Literal["refuse", "sea"] = Field(
        "refuse", description="Sites on the sea, and sites and routes beyond the model: an error, or smooth sea."
    )
    voids: Literal["fill", "sea"] = Field(
        "fill", description="Cells of the model without a height: filled from around them, or sea."
    )
    heights: Literal["geoid", "ellipsoid"] | None = Field(
        None, description="What the model's heights count from, where its file does not say it or says it wrongly."
    )
    unit: Literal["m", "ft"] | None = Field(
        None, description="Unit of the model's heights, where its file does not say it or says it wrongly."
    )


class Environment(Model):
    """What lies between."""

    effective_earth_factor: Annotated[float, Field(ge=0.5, le=10.0)] | None = Field(
        None, description="Effective Earth radius over the real one (refraction). Default: catalogue (4/3)."
    )
    rain_rate: RainRate = Field(0.0, description="Rain over the whole area.", examples=["4 mm/h"])
    rain_height: Altitude | None = Field(None, description="It falls below this altitude. Default: catalogue (5 km).")
    gases: bool = Field(True, description="Whether oxygen and water vapour attenuate.")
    multipath: bool = Field(False, description="Whether the sea, taken as calm, reflects: lobes and nulls low down.")
    terrain: Annotated[Terrain, BeforeValidator(_terrain, json_schema_input_type=Literal["smooth"] | Terrain)] = Field(
        Terrain(), description="`smooth`, the smooth Earth, or an elevation model.", examples=[{"dem": "island"}]
    )
    time_step: TimeStep = Field(1.0, description="Step of the motion and launch grids.", examples=["0.5 s"])


class Declaration(Model):
    """A scenario file."""

    name: Title = Field(description="A title.", examples=["Port raid"])
    description: str = Field("", max_length=10_000, description="What it shows.")
    defence: tuple[System, ...] = Field((), max_length=limits.SYSTEMS, description="The defending systems.")
    command: tuple[Node, ...] = Field(
        (), max_length=limits.SYSTEMS, description="Command nodes above the systems. Default: none."
    )
    assets: tuple[Asset, ...] = Field((), max_length=limits.ASSETS, description="What is defended.")
    raid: tuple[Formation, ...] = Field((), max_length=limits.FORMATIONS, description="What comes.")
    jammers: tuple[Jammer, ...] = Field((), max_length=limits.JAMMERS, description="Stand-off jammers.")
    environment: Environment = Field(Environment(), description="What lies between.")
    catalogue: Annotated[OwnCatalogue, BeforeValidator(own_catalogue, json_schema_input_type=str | OwnCatalogue)] = (
        Field(
            OwnCatalogue(),
            description="Entries of your own beside those of the catalogue: here, or in a file; see Own systems.",
            examples=["own-systems.yaml"],
        )
    )
