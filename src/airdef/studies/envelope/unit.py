"""What one fire unit reaches with each of its missiles: envelopes as outlines over the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from airdef import catalogue as catalogue_layer
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.scenario.own import catalogue_of
from airdef.scenario.plan import CATEGORIES
from airdef.studies.envelope.study import worked_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.scenario.plan import MissilePlan, Scenario
    from airdef.studies.envelope.study import Envelope

    F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MissileEnvelope:
    """What a missile of a fire unit reaches, by altitude of the target, or why nothing is said of it.

    missile : its name; why : empty, or why there is no envelope; altitude : above sea level [m], ascending; near, far :
    the least and the greatest distance over the ground [m], both float64[n]; limited_by : what sets `far`; envelope :
    the whole answer, in slant ranges
    """

    missile: str
    why: str
    altitude: F64
    near: F64
    far: F64
    limited_by: tuple[str, ...]
    envelope: Envelope | None


def over_ground(slant_range: F64, low: float, high: F64) -> F64:
    """Return the distance over a round Earth between two points, from their slant range and heights.

    R^2 = (Re + a)^2 + (Re + h)^2 - 2 (Re + a) (Re + h) cos(d / Re). Slant ranges shorter than the difference of the
    heights give 0.

    Parameters
    ----------
    slant_range
        Slant ranges, float64[n] [m].
    low
        Height of one point above sea level [m].
    high
        Heights of the other, float64[n] [m].

    Returns
    -------
    F64
        Distances over the ground at sea level, float64[n] [m].
    """
    a, h = EARTH_RADIUS_MEAN + low, EARTH_RADIUS_MEAN + high
    # 1 - cos = 2 sin^2 of half the angle, which loses no digits where the angle is small.
    half = (slant_range**2 - (h - a) ** 2) / (4.0 * a * h)
    return np.asarray(2.0 * EARTH_RADIUS_MEAN * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def reaches(scenario: Scenario, unit: str, category: str = "aircraft") -> list[MissileEnvelope]:
    """Return what a fire unit of a scenario reaches with each of its missiles.

    Parameters
    ----------
    scenario
        The scenario.
    unit
        Name of the fire unit.
    category
        Category of the target, one of `CATEGORIES`.

    Returns
    -------
    list of MissileEnvelope
        In the order of the unit's missiles.

    Raises
    ------
    ValueError
        For a unit that the scenario does not have, naming those that it has.
    """
    known = {plan.name: (plan, s) for plan, s in scenario.units()}
    if unit not in known:
        message = f"fire unit '{unit}' given, one of {', '.join(known) or 'none'} expected"
        raise ValueError(message)
    plan, s = known[unit]
    book = catalogue_of(scenario, catalogue_layer.load())
    found = []
    for missile in plan.missiles:
        why = _why_not(missile, category)
        if why:
            nothing = np.empty(0)
            found.append(MissileEnvelope(missile.name, why, nothing, nothing, nothing, (), None))
            continue
        made = worked_out(scenario, plan, scenario.systems[s].name, missile, category, (), (), book)
        level = plan.radar.place.height
        far = over_ground(made.reach, level, made.altitude)
        least = over_ground(np.full(made.altitude.size, made.min_range), level, made.altitude)
        found.append(
            MissileEnvelope(missile.name, "", made.altitude, np.minimum(least, far), far, made.limited_by, made)
        )
    return found


def _why_not(missile: MissilePlan, category: str) -> str:
    """Return why a missile has no envelope against a category; empty where it has one."""
    c = CATEGORIES.index(category)
    if missile.max_range[c] <= 0.0 or missile.max_altitude[c] <= 0.0:
        return f"is not fired at {category.replace('_', '-')} targets"
    if missile.constant_speed > 0.0:
        return "flies at constant speed: an idealised missile or a burst of a gun has no envelope of energy"
    return ""
