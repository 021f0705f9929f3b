"""Small plans built by hand: ideal radars and units, straight threats, and a raid of reference size.

Everything stands at 0 N 0 E unless told otherwise. Any field of a plan can be given by name.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodesic_direct
from airdef.physics.radar import calibrate
from airdef.scenario.plan import (
    CATEGORIES,
    AssetPlan,
    BallisticMotion,
    DoctrinePlan,
    Environment,
    FireUnitPlan,
    LauncherPlan,
    MissilePlan,
    Place,
    RadarPlan,
    Scenario,
    SystemPlan,
    ThreatPlan,
    WaypointMotion,
)

HERE = Place(0.0, 0.0, 0.0)
ALL = len(CATEGORIES)
AIRCRAFT = CATEGORIES.index("aircraft")
CRUISE = CATEGORIES.index("cruise")
BALLISTIC = CATEGORIES.index("ballistic")


def ideal_radar(**fields: Any) -> RadarPlan:
    """Return a radar that sees at once whatever is in line of sight, all round, at any range."""
    radar = RadarPlan(
        name="ideal radar",
        place=HERE,
        antenna_height=10.0,
        frequency=3e9,
        snr_constant=1e24,
        pfa=1e-6,
        pulses=1,
        scan_period=1.0,
        facing=0.0,
        sector_width=2.0 * math.pi,
        min_elevation=-math.pi / 2.0,
        max_elevation=math.pi / 2.0,
        min_range=0.0,
        instrumented_range=1e7,
        min_radial_speed=0.0,
        track_capacity=10_000,
        confirm_m=1,
        confirm_n=1,
        drop_misses=3,
        hits_to_destroy=1,
        perfect=True,
    )
    return replace(radar, **fields)


def real_radar(detection_range: float = 150e3, rcs: float = 1.0, **fields: Any) -> RadarPlan:
    """Return a rotating radar that detects a Swerling-1 target of `rcs` [m^2] with Pd 0.5 at a range [m]."""
    constant = calibrate(detection_range, rcs, required_snr(0.5, 1e-6, 1, 1))
    usual = {
        "name": "real radar",
        "snr_constant": constant,
        "calibration_range": detection_range,
        "scan_period": 5.0,
        "min_elevation": 0.0,
        "max_elevation": math.radians(60.0),
        "instrumented_range": 300e3,
        "confirm_m": 2,
        "confirm_n": 3,
        "perfect": False,
    }
    return ideal_radar(**(usual | fields))


def ideal_missile(**fields: Any) -> MissilePlan:
    """Return a missile that flies straight at 900 m/s and always kills, at any range and altitude."""
    missile = MissilePlan(
        name="ideal missile",
        max_range=(1e6,) * ALL,
        min_range=0.0,
        max_altitude=(1e6,) * ALL,
        min_altitude=-1.0,
        max_target_speed=1e5,
        max_speed=900.0,
        boost_time=1.0,
        launch_mass=1000.0,
        diameter=0.5,
        length=7.0,
        sustain_time=0.0,
        sustain_share=0.0,
        booster_mass=0.0,
        booster_diameter=0.0,
        specific_impulse=245.0,
        nozzle_ratio=0.5,
        fin_drag=0.08,
        drag_factor=1.0,
        max_normal_force=8.0,
        loft_apogee=0.0,
        min_intercept_speed=0.0,
        min_intercept_load=0.0,
        constant_speed=900.0,
        needs_radar=True,
        sspk=(1.0,) * ALL,
        range_factor=1.0,
        manoeuvre_factor=1.0,
        jamming_factor=1.0,
    )
    return replace(missile, **fields)


def real_missile(**fields: Any) -> MissilePlan:
    """Return a long-range missile that boosts, coasts and slows down; figures assumed."""
    usual = {
        "name": "real missile",
        "max_range": (150e3,) * ALL,
        "min_range": 5e3,
        "max_altitude": (27e3,) * ALL,
        "min_altitude": 10.0,
        "max_target_speed": 2800.0,
        "max_speed": 1900.0,
        "boost_time": 12.0,
        "loft_apogee": 40e3,
        "min_intercept_speed": 500.0,
        "min_intercept_load": 3.0,
        "launch_mass": 1840.0,
        "diameter": 0.519,
        "length": 7.5,
        "constant_speed": 0.0,
    }
    return ideal_missile(**(usual | fields))


def ideal_unit(
    radar: RadarPlan | None = None, missiles: tuple[MissilePlan, ...] | None = None, **fields: Any
) -> FireUnitPlan:
    """Return a fire unit without delays or limits: one launcher of a thousand rounds for each missile type."""
    radar = radar or ideal_radar()
    missiles = missiles or (ideal_missile(),)
    unit = FireUnitPlan(
        name="unit",
        radar=radar,
        missiles=missiles,
        launchers=tuple(
            LauncherPlan(i, rounds=1000, interval=0.0, reload_time=0.0, reloads=0, place=radar.place, hits_to_destroy=1)
            for i in range(len(missiles))
        ),
        target_channels=1000,
        missile_channels=1000,
        reaction_time=0.0,
        launch_interval=0.0,
        facings=(0.0,),
        slew_rate=1.0,
    )
    return replace(unit, **fields)


def system(
    *units: FireUnitPlan, surveillance: tuple[RadarPlan, ...] = (), doctrine: DoctrinePlan | None = None
) -> SystemPlan:
    """Return a system at 0 N 0 E."""
    return SystemPlan("system", HERE, 1, surveillance, units, doctrine or DoctrinePlan())


def along(azimuth: float, distance: float, longitude: float = 0.0) -> tuple[float, float]:
    """Return the point [rad] at an azimuth [rad] and a distance [m] from 0 N and a longitude."""
    lat, lon, _ = geodesic_direct(0.0, longitude, azimuth, distance)
    return float(lat), float(lon)


def threat(motion: WaypointMotion | BallisticMotion, **fields: Any) -> ThreatPlan:
    """Return an aircraft of 1 m^2, Swerling 1, aimed at nothing, that moves so."""
    plan = ThreatPlan(
        name="threat",
        formation_index=0,
        member=0,
        threat_class="fighter",
        category=AIRCRAFT,
        looks_like=AIRCRAFT,
        motion=motion,
        start_time=0.0,
        gap_mean=0.0,
        parent=-1,
        rcs=(1.0, 1.0, 1.0),
        swerling=1,
        target=-1,
        hit_probability=1.0,
        hits=1,
        homing=False,
        manoeuvring=False,
        jammer_density=0.0,
    )
    return replace(plan, **fields)


def radial(
    azimuth: float = 0.0,
    begin: float = 300e3,
    end: float = 1e3,
    altitude: float = 10e3,
    speed: float = 300.0,
    longitude: float = 0.0,
) -> WaypointMotion:
    """Return level flight along the geodesic through 0 N and a longitude, at an azimuth, between distances [m]."""
    points = (along(azimuth, begin, longitude), along(azimuth, end, longitude))
    return WaypointMotion(points, (altitude, altitude), (speed,))


def dive(begin: float = 100e3, end: float = 0.0, speed: float = 300.0) -> WaypointMotion:
    """Return a vertical dive on 0 N 0 E between two altitudes [m]: straight, radial and of constant speed."""
    return WaypointMotion(((0.0, 0.0), (0.0, 0.0)), (begin, end), (speed,))


def scenario(systems: tuple[SystemPlan, ...], threats: tuple[ThreatPlan, ...], **fields: Any) -> Scenario:
    """Return a scenario with one asset at 0 N 0 E (target 0), without weather unless told."""
    usual: dict[str, Any] = {
        "name": "test",
        "description": "",
        "assets": (AssetPlan("port", HERE, 0.0, 1.0, 1),),
        "environment": Environment(gases=False),
    }
    return Scenario(systems=systems, threats=threats, **(usual | fields))


def reference_raid(count: int = 40, units: int = 2) -> Scenario:
    """Return a mixed raid of different motions against one system with real radars and missiles."""
    facings = [
        ideal_unit(
            real_radar(scan_period=1.0, sector_width=math.radians(120.0), place=Place(*along(k, 3e3))),
            (real_missile(), real_missile(name="short", max_range=(90e3,) * ALL)),
        )
        for k in range(units)
    ]
    threats = []
    for i in range(count):
        azimuth = math.radians(-40.0 + 80.0 * i / count)
        if i % 10 == 9:
            launch = Place(*along(azimuth, 300e3))
            motion: WaypointMotion | BallisticMotion = BallisticMotion(launch, HERE, 5000.0)
            threats.append(threat(motion, category=BALLISTIC, target=0, start_time=5.0 * i, member=i))
        elif i % 3 == 2:
            motion = radial(azimuth, 120e3, altitude=100.0, speed=250.0)
            threats.append(threat(motion, category=CRUISE, target=0, start_time=3.0 * i, member=i))
        else:
            threats.append(threat(radial(azimuth, 250e3, altitude=9e3, speed=280.0), start_time=2.0 * i, member=i))
    surveillance = (real_radar(300e3, scan_period=10.0, antenna_height=20.0),)
    return scenario((system(*facings, surveillance=surveillance),), tuple(threats), environment=Environment())
