"""Coverage in height and range: what the Earth hides, what the radars see of the raid, what missiles reach.

The detection curve of a threat class is the slant range at which a look at it, nose on, detects it with
probability `guidance_pd`, worked out with the same functions as the looks of the campaign (air and rain included,
jamming left out), over ground range. Where the horizon is nearer, the horizon is the limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.lines import Line2D

from airdef.opportunity.sight import Sensor, nose_on, sensor
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.detection import required_snr
from airdef.physics.refraction import line_of_sight_range
from airdef.report.planview import class_colours, flown_altitude
from airdef.report.style import BLACK, BLUE, GREY, end_labels, figure, settings
from airdef.scenario.plan import CATEGORIES
from airdef.studies.envelope.study import strong_within

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from airdef.scenario.plan import MissilePlan, RadarPlan, Scenario, ThreatPlan

    F64 = NDArray[np.float64]

KM = 1e3
TOP = 32_000.0
"""Height [m] up to which the picture goes: a little over the highest published ceiling."""


SOLID: Final = (0.0, ())
DASHED: Final = (0.0, (4.0, 2.0))
"""Line styles of envelopes against aircraft and against ballistic missiles."""


def height_range(scenario: Scenario) -> Figure:
    """Return two panels, surveillance and engagement radar of the first system, of coverage in height and range.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Figure
        Two panels, surveillance and engagement radar of the first system, of coverage in height and range.
    """
    system = scenario.systems[0]
    radars = [*system.surveillance[:1], system.units[0].radar]
    drawn = figure(11.0, 4.3)
    with settings():
        for axes, radar in zip(drawn.subplots(1, len(radars), sharey=True, squeeze=False)[0], radars, strict=True):
            handles = _panel(axes, scenario, radar)
        drawn.axes[0].set_ylabel("height [km]")
        drawn.legend(handles=handles, loc="outside lower center", ncols=3)
    return drawn


def _panel(axes: Axes, scenario: Scenario, radar: RadarPlan) -> list[Line2D]:
    """Draw one radar's coverage and return what the legend is made of, which is the same for all panels."""
    earth = scenario.environment.effective_earth_factor * EARTH_RADIUS_MEAN
    antenna = radar.place.height + radar.antenna_height
    heights = np.concatenate([np.linspace(0.0, 1000.0, 12), np.linspace(1500.0, TOP, 40)])
    horizon = np.array([line_of_sight_range(antenna, float(h), earth) for h in heights])
    ground = _ground(horizon, antenna, heights, earth)
    limit = 1.12 * max([_reach(m) for u in scenario.systems[0].units for m in u.missiles] + [150e3])
    axes.fill_betweenx(heights / KM, ground / KM, 1e5, color=GREY, alpha=0.22, linewidth=0.0)
    axes.plot(ground / KM, heights / KM, color=BLACK, linewidth=1.2)
    handles = [Line2D([], [], color=BLACK, label="horizon (beyond it: hidden by the Earth)")]
    colours = class_colours(scenario)
    far = limit
    for threat in {t.threat_class: t for t in scenario.threats}.values() if not radar.perfect else ():
        slant = _detection(sensor(radar, scenario.environment, ()), radar, threat, heights, antenna, horizon)
        line = _ground(slant, antenna, heights, earth)
        far = max(far, float(np.nanmax(line)))
        axes.plot(line / KM, heights / KM, color=colours[threat.threat_class], linewidth=1.8)
        flown = flown_altitude(threat)
        if flown is not None:
            axes.plot(
                np.interp(flown, heights, line) / KM, flown / KM, "o", color=colours[threat.threat_class],
                markeredgecolor="white", markersize=7.0, zorder=4,
            )  # fmt: skip
        label = f"{threat.threat_class}, {threat.rcs[0]:.3g} m² nose on"
        handles.append(Line2D([], [], color=colours[threat.threat_class], linewidth=1.8, label=label))
    handles += _envelopes(axes, scenario, earth)
    axes.set_xlim(0.0, min(far, 450e3) / KM * 1.03)
    axes.set_ylim(0.0, TOP / KM)
    end_labels(axes, "ground range [km]", "", radar.name)
    return handles


def _ground(slant: F64, antenna: float, heights: F64, earth: float) -> F64:
    """Return the ground range [m] of points at a slant range and height, NaN where there is no such point.

    R^2 = (ht - ha)^2 + 4 (Re + ha) (Re + ht) sin^2(G / (2 Re)), solved for G.
    """
    inside = (slant**2 - (heights - antenna) ** 2) / (4.0 * (earth + antenna) * (earth + heights))
    return np.asarray(2.0 * earth * np.arcsin(np.sqrt(np.where(inside >= 0.0, inside, np.nan))))


def _detection(s: Sensor, radar: RadarPlan, threat: ThreatPlan, heights: F64, antenna: float, horizon: F64) -> F64:
    """Return the slant range [m] up to which a threat is detected in a look, by height, by bisection."""
    body = nose_on(threat.rcs[0], threat.swerling)
    needed = required_snr(radar.guidance_pd, radar.pfa, radar.pulses, threat.swerling)
    found = np.empty(len(heights))
    for i, height in enumerate(heights):
        low = abs(height - antenna) + 1.0
        high = max(min(radar.instrumented_range, horizon[i]), abs(height - antenna))
        found[i] = strong_within(s, body, needed, float(height), low, high)
    return found


def _reach(missile: MissilePlan) -> float:
    """Return the longest range of a missile [m]; 0 if it is idealised and has none worth drawing."""
    longest = max(missile.max_range)
    return longest if longest < 1e6 else 0.0


def _envelopes(axes: Axes, scenario: Scenario, earth: float) -> list[Line2D]:
    """Draw each missile's envelope: against aircraft, and against ballistic missiles if some come."""
    missiles = {m.name: m for u in scenario.systems[0].units for m in u.missiles if _reach(m) > 0.0}
    ballistic = CATEGORIES.index("ballistic")
    categories: dict[int, tuple[float, tuple[float, ...]]] = {CATEGORIES.index("aircraft"): SOLID}
    if any(t.category == ballistic for t in scenario.threats):
        categories[ballistic] = DASHED
    handles = []
    for missile in missiles.values():
        for c, style in categories.items():
            heights = np.linspace(missile.min_altitude, min(missile.max_altitude[c], TOP), 80)
            outer = _ground(np.full(80, missile.max_range[c]), 0.0, heights, earth)
            inner = np.nan_to_num(_ground(np.full(80, missile.min_range), 0.0, heights, earth))
            x = np.concatenate([inner, outer[::-1], inner[:1]]) / KM
            y = np.concatenate([heights, heights[::-1], heights[:1]]) / KM
            axes.fill(x, y, color=BLUE, alpha=0.07, linewidth=0.0)
            axes.plot(x, y, color=BLUE, linewidth=1.1, linestyle=style)
            name = f"envelope of {missile.name} against {CATEGORIES[c]}"
            handles.append(Line2D([], [], color=BLUE, linewidth=1.1, linestyle=style, label=name))
    return handles
