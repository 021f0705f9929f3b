"""Missiles of the kind published, for the tests of the fly-out; figures assumed, the catalogue holds published ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from airdef.physics.airframe import Airframe
from airdef.physics.lofts import Demand
from airdef.physics.reach import MissileFigures
from airdef.physics.vehicle import Propulsion

LONG = MissileFigures(
    max_speed=1900.0,
    launch_mass=1840.0,
    airframe=Airframe(0.519, 7.5, 0.08, 0.5),
    propulsion=Propulsion(245.0, 12.0),
    max_normal_force=8.0,
    demand=Demand(40e3, 500.0, 3.0),
)
MEDIUM = MissileFigures(
    max_speed=1700.0,
    launch_mass=700.0,
    airframe=Airframe(0.4, 5.5, 0.12, 0.5),
    propulsion=Propulsion(245.0, 4.0, 14.0, 0.55),
    max_normal_force=8.0,
    demand=Demand(20e3, 400.0, 3.0),
)
SHORT = MissileFigures(
    max_speed=900.0,
    launch_mass=130.0,
    airframe=Airframe(0.21, 3.2, 0.12, 0.5),
    propulsion=Propulsion(240.0, 3.0),
    max_normal_force=8.0,
    demand=Demand(0.0, 350.0, 5.0),
)
MISSILES = {"long": LONG, "medium": MEDIUM, "short": SHORT}


def changed(missile: MissileFigures, **figures: Any) -> MissileFigures:
    """Return a missile with figures of its own, its airframe, its propulsion or its demand changed."""
    parts: dict[str, Any] = {}
    for part in ("airframe", "propulsion", "demand"):
        held = getattr(missile, part)
        names = held._fields if isinstance(held, tuple) else list(vars(held))
        own = {name: figures.pop(name) for name in list(figures) if name in names}
        if own:
            parts[part] = held._replace(**own) if isinstance(held, tuple) else replace(held, **own)
    return replace(missile, **parts, **figures)
