"""Figures that overlay the model's curves and the reference points of the very comparisons that were asserted.

The bytes of a figure depend on nothing but its numbers: no date, no random identifiers, text as outlines.
"""

from __future__ import annotations

import math
import re
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG

from airdef.physics import atmosphere, attenuation, ballistics, detection, refraction
from airdef.report import style

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes

    from .record import Row

    Points = dict[str, np.ndarray]
    """Reference points (x, y) by the name of their series."""

EARTH = 4.0 / 3.0 * 6_371_000.0
COLOURS = (
    style.BLUE,
    style.ORANGE,
    style.GREEN,
    style.RED,
    style.PINK,
    style.SKY,
    style.BLACK,
    style.GREY,
)
MARKERS = "os^Dv<>p*"


def overlay(
    axes: Axes, points: Points, curve: Callable[[str, np.ndarray], tuple[np.ndarray, np.ndarray]], one: bool = False
) -> None:
    """Draw each series of reference points, with the model's curve (x, y) for it in the same colour.

    If there is but `one` curve for all series, it is black. Where the colours are used up, curves are dashed.
    """
    styles = cycle([*("-",) * len(COLOURS), *("--",) * len(COLOURS)])
    marks = zip(sorted(points.items()), cycle(COLOURS), cycle(MARKERS), styles, strict=False)
    for i, ((name, xy), colour, marker, line) in enumerate(marks):
        if i == 0 or not one:
            axes.plot(*curve(name, xy[:, 0]), line, color=style.BLACK if one else colour, linewidth=1.5)
        axes.plot(xy[:, 0], xy[:, 1], marker, color=colour, markersize=6, markerfacecolor="none", label=name)


def swerling(axes: Axes, points: Points) -> str:
    """Draw the probability of detection against the SNR."""

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        case, pulses, pfa = re.fullmatch(r"Swerling (\d), (\d+) pulses?, Pfa (\S+)", name).groups()  # type: ignore[union-attr]
        snr = np.linspace(x.min() - 6.0, x.max() + 6.0, 121)
        pd = detection.probability_of_detection_array(10.0 ** (snr / 10.0), float(pfa), int(pulses), int(case))
        return snr, pd

    overlay(axes, points, curve)
    style.end_labels(axes, "SNR of one pulse [dB]", "probability of detection", "Detection of fluctuating targets")
    return "Probability of detection: curves of the model, printed values as marks"


def horizon(axes: Axes, points: Points) -> str:
    """Draw the line of sight against the target's height."""

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        height = np.append(0.0, np.geomspace(0.1, 12e3, 200))
        antenna = float(name.split()[-2])
        return height, refraction.line_of_sight_range(antenna, height, EARTH) / 1e3

    overlay(axes, points, curve)
    axes.set_xscale("symlog", linthresh=10.0)
    axes.set_yscale("log")
    style.end_labels(axes, "height of the target [m]", "line of sight [km]", "Horizon over the 4/3 Earth")
    return "Line of sight over the effective Earth: curves of the model, closed-form values as marks"


def standard_air(axes: Axes, points: Points) -> str:
    """Draw the density of the air against the altitude."""

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        altitude = np.linspace(0.0, 50e3, 201)
        return altitude, atmosphere.profile(altitude).density

    overlay(axes, points, curve, one=True)
    axes.set_yscale("log")
    style.end_labels(axes, "altitude [m]", "density [kg/m³]", "Standard atmosphere")
    return "Density of the standard atmosphere: curve of the model, printed values as marks"


def gases(axes: Axes, points: Points) -> str:
    """Draw the attenuation by gases against the frequency."""

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        frequency = np.linspace(1.0, 100.0, 991)
        found = [attenuation.gases(f * 1e9) for f in frequency]
        return frequency, np.array([(g.oxygen + g.vapour) * 1e3 for g in found])

    overlay(axes, points, curve)
    axes.set_yscale("log")
    style.end_labels(axes, "frequency [GHz]", "attenuation one way [dB/km]", "Oxygen and water vapour at sea level")
    return "Attenuation by gases, ITU-R P.676-12: curve of the model, the ITU's validation table as marks"


def arcs(axes: Axes, points: Points) -> str:
    """Draw the apogee of minimum-energy arcs against their range."""

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        distance = np.geomspace(80.0, 12e3, 200)
        return distance, ballistics.minimum_energy(distance * 1e3).apogee / 1e3

    overlay(axes, points, curve)
    axes.set_xscale("log")
    axes.set_yscale("log")
    style.end_labels(axes, "range [km]", "apogee [km]", "Minimum-energy arcs")
    return "Apogee of ballistic arcs: curve of the model, values of the closed form as marks"


def missile_flight(axes: Axes, points: Points) -> str:
    """Draw the altitude of a textbook missile's climb against what its own program gives."""
    from physics.flights import ads6, altitudes, fly

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        times, states = fly(ads6(), math.pi / 2.0, 40.0)
        return times, altitudes(states) / 1e3

    overlay(axes, {name: xy * [1.0, 1e-3] for name, xy in points.items()}, curve)
    style.end_labels(axes, "time after launch [s]", "altitude [km]", "Climb of a textbook missile")
    return "Climb of the ADS6 missile: curve of the model, that of its own program as marks"


def erlang(axes: Axes, points: Points) -> str:
    """Draw the loss of a channel-limited raid against the load."""
    from closed_forms.forms import erlang_b

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        load = np.linspace(0.25, 10.0, 79)
        return load, np.array([erlang_b(a, int(name.split()[0])) for a in load])

    overlay(axes, points, curve)
    style.end_labels(axes, "load [erlang]", "share of raiders lost", "Poisson raids on few channels")
    return "Loss of Poisson raids: Erlang's formula as curves, the engine (fixed and random holding) as marks"


def depth_of_fire(axes: Axes, points: Points) -> str:
    """Draw the range of each intercept of one raider."""
    from closed_forms.forms import depth_of_fire as ranges

    def curve(name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return x, np.array(ranges(40e3, 25e3, 2e3, 300, 900, 8, 5)) / 1e3

    overlay(axes, {name: xy * [1.0, 1e-3] for name, xy in points.items()}, curve)
    style.end_labels(axes, "shot", "range of the intercept [km]", "Depth of fire")
    return "Depth of fire: the closed form as a line, the engine through the whole chain as marks"


FIGURES: dict[str, Callable[[Axes, Points], str]] = {
    "swerling": swerling,
    "horizon": horizon,
    "atmosphere": standard_air,
    "gases": gases,
    "arcs": arcs,
    "flyout": missile_flight,
    "erlang": erlang,
    "depth-of-fire": depth_of_fire,
}


def draw(rows: list[Row], folder: Path) -> dict[str, str]:
    """Write every figure that has reference points, and return the captions by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    captions = {}
    for name, make in FIGURES.items():
        gathered: dict[str, list[tuple[float, float]]] = {}
        for row in rows:
            if row.figure == name:
                gathered.setdefault(row.series, []).extend(row.points)
        if not gathered:
            continue
        points = {series: np.array(sorted(set(found))) for series, found in gathered.items()}
        with style.settings():
            figure = style.figure(8.0, 4.5)
            axes = figure.add_subplot()
            caption = make(axes, points)
            if len(points) > 1:
                axes.legend(fontsize=7.5, loc="center left", bbox_to_anchor=(1.0, 0.5))
            path = folder / f"{name}.svg"
            FigureCanvasSVG(figure).print_svg(str(path), metadata={"Date": None, "Creator": None})
        captions[path.name] = caption
    return captions
