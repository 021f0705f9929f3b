"""The heights of a scenario as plain data: what one azimuth holds, and what fire units reach. Angles in degrees."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.formats.plain import encoded
from airdef.kept import Kept
from airdef.limits import CUT_POINTS, SERVICE_CACHE_BYTES
from airdef.server.packed import Packed
from airdef.studies.envelope.charts import Chart
from airdef.studies.envelope.unit import reaches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.scenario import Scenario
    from airdef.scenario.plan import RadarPlan

NEAREST: Final = 1.0
"""Distance [m] of a side view's first point: at the antenna itself nothing is hidden, and no ray has a direction."""


def radar_of(scenario: Scenario, name: str) -> RadarPlan:
    """Return a radar of a scenario by its name, or the engagement radar of a fire unit.

    Parameters
    ----------
    scenario
        The scenario.
    name
        Name of the radar or of the fire unit.

    Returns
    -------
    RadarPlan
        The radar.

    Raises
    ------
    ValueError
        For a name that the scenario does not have, naming those that it has.
    """
    known = {radar.name: radar for radar, _, _ in scenario.radars()}
    named = known | {unit.name: unit.radar for unit, _ in scenario.units()}
    if name not in named:
        message = f"of: '{name}' given, a radar or fire unit expected: one of {', '.join(named) or 'none'}"
        raise ValueError(message)
    return named[name]


def cut(scenario: Scenario, name: str, azimuth: float, reach: float) -> dict[str, Any]:
    """Return the ground and the lowest height that a radar sees along an azimuth.

    Parameters
    ----------
    scenario
        The scenario.
    name
        Name of the radar, or of the fire unit whose engagement radar is meant.
    azimuth
        Azimuth [deg].
    reach
        How far over the ground [m].

    Returns
    -------
    dict[str, Any]
        The side view in the shape of `models_heights.CutOut`.

    Raises
    ------
    ValueError
        For a name that the scenario does not have.
    """
    chart = Chart(scenario, radar_of(scenario, name))
    distance = np.linspace(NEAREST, max(reach, 2.0 * NEAREST), CUT_POINTS)
    land, lowest = chart.lowest_visible(distance, math.radians(azimuth))
    return {
        "of": name,
        "radar": chart.radar.name,
        "azimuth_deg": azimuth,
        "antenna_m": round(chart.antenna, 2),
        "effective_earth_factor": scenario.environment.effective_earth_factor,
        "distance_m": _rounded(distance),
        "ground_m": _rounded(land),
        "lowest_m": _rounded(np.where(np.isfinite(lowest), lowest, 1e6)),
    }


def _rounded(values: NDArray[np.float64]) -> list[float]:
    """Return metres to a decimetre."""
    rounded: list[float] = np.round(values, 1).tolist()
    return rounded


def outlines(scenario: Scenario, unit: str, category: str) -> list[dict[str, Any]]:
    """Return what a fire unit reaches with each of its missiles, in the shape of `models_heights.MissileEnvelopeOut`.

    Parameters
    ----------
    scenario
        The scenario.
    unit
        Name of the fire unit.
    category
        Category of the target.

    Returns
    -------
    list[dict[str, Any]]
        One entry a missile.

    Raises
    ------
    ValueError
        For a unit that the scenario does not have.
    """
    return [
        {
            "missile": one.missile,
            "why": one.why,
            "altitude_m": _rounded(one.altitude),
            "near_m": _rounded(one.near),
            "far_m": _rounded(one.far),
            "limited_by": list(one.limited_by),
        }
        for one in reaches(scenario, unit, category)
    ]


class Outlines:
    """Envelopes of fire units as JSON, the last ones kept: one takes half a second for each missile."""

    def __init__(self) -> None:
        self._kept: Kept[tuple[str, ...], Packed] = Kept(SERVICE_CACHE_BYTES // 16, lambda made: made.size)

    def of(self, scenario: Scenario, unit: str, category: str) -> Packed:
        """Return the envelopes of a fire unit.

        Parameters
        ----------
        scenario
            The scenario.
        unit
            Name of the fire unit.
        category
            Category of the target.

        Returns
        -------
        Packed
            The envelopes of the unit's missiles.

        Raises
        ------
        ValueError
            For a unit that the scenario does not have.
        """
        key = (scenario.scenario_hash, scenario.catalogue_hash, unit, category)
        return self._kept.get(
            key,
            lambda: Packed.of(
                encoded({"unit": unit, "category": category, "missiles": outlines(scenario, unit, category)})
            ),
        )
