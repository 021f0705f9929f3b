"""What a question about coverage asks of one radar or fire unit, and where over the ground it is met.

detection   the probability of at least one detection among the looks of `dwell` at the node reaches `probability`;
            looks are independent, with the single-look probability there: 1 - (1 - p)^n
track       the probability of a firm track within those looks, by the radar's own m-of-n rule, reaches it
engagement  a fire unit's radar sees the target (single look of at least its `guidance_pd`) in one of the
            sectors that the unit may turn to, and one of its missiles has the point in its envelope

Either probability is turned into a single-look one and that into an SNR, which the radar has at a node or has not,
by the functions of `opportunity.sight` (air and rain included, no jamming; the target shows the same RCS from all
sides, Swerling 1, assumed). Heights are above the ground of the node.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from airdef import limits
from airdef.arguments import ArgumentError
from airdef.opportunity.shots import Interceptor, interceptor, launch_level, reached
from airdef.opportunity.sight import Sensor, nose_on, signal_to_noise, strong
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.tracking import firm_cdf
from airdef.scenario.plan import CATEGORIES, FireUnitPlan, Place, RadarPlan, Scenario

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Measure = Literal["detection", "track", "engagement"]

SWERLING: Final = 1
"""Fluctuation of the target, assumed: many scatterers, the same during a look."""

_HEIGHTS: Final = 40
"""Heights at which the detection range is worked out; linear between."""


@dataclass(frozen=True)
class Question:
    """What is asked: heights above ground [m], RCS [m^2], the measure, its probability within a dwell [s].

    category : whose envelope counts, an index into CATEGORIES
    """

    altitudes: tuple[float, ...]
    rcs: float
    measure: Measure = "detection"
    probability: float = 0.9
    dwell: float = 60.0
    category: int = 0


def check_question(scenario: Scenario, question: Question) -> None:
    """Raise ValueError for a scenario without a defence and for a question out of range.

    Parameters
    ----------
    scenario
        The scenario.
    question
        What is asked of the defence.
    """
    if not scenario.systems:
        raise ArgumentError(
            "coverage: a scenario without a defence given, one expected; usual fix: take another scenario"
        )
    for name, value in (("‹rcs›", question.rcs), ("‹dwell›", question.dwell)):
        above_zero(name, value)
    if not 0.0 < question.probability < 1.0:
        msg = f"‹probability›: {question.probability:g} given, between 0 and 1 expected; usual fix: a decimal fraction"
        raise ArgumentError(msg)
    limits.HEIGHTS.check("‹altitudes›", len(question.altitudes))
    for radar, _, _ in scenario.radars():
        limits.DWELL_LOOKS.check("‹dwell›", question.dwell / radar.scan_period)
    if not question.altitudes or not all(0.0 <= a <= 50e3 for a in question.altitudes):
        raise ArgumentError(
            "‹altitudes›: one or more heights from 0 m to 50 km expected; usual fix: commas between, a unit at each"
        )


def above_zero(name: str, value: float | None) -> None:
    """Raise ArgumentError for a number that is not above 0; None passes.

    Parameters
    ----------
    name
        What a message calls it.
    value
        The number.

    Raises
    ------
    ArgumentError
        If the number is 0, less, infinite or none.
    """
    if value is not None and not 0.0 < value < math.inf:
        msg = f"{name}: {value:g} given, a number above 0 expected"
        raise ArgumentError(msg)


def sources_of(scenario: Scenario, question: Question) -> list[tuple[RadarPlan, FireUnitPlan | None]]:
    """Return the radars that count, with their fire unit: of the units alone if engagement is asked for.

    Parameters
    ----------
    scenario
        The scenario.
    question
        What is asked of the defence.

    Returns
    -------
    list[tuple[RadarPlan, FireUnitPlan | None]]
        The radars that count, each with its fire unit; None for those of the system.
    """
    units = [unit for unit, _ in scenario.units()]
    if question.measure == "engagement":
        return [(unit.radar, unit) for unit in units]
    return [(radar, units[u] if u >= 0 else None) for radar, _, u in scenario.radars()]


def ring(question: Question, radar: RadarPlan, unit: FireUnitPlan | None) -> float:
    """Return the published range [m] that a ring on a map is drawn with.

    Parameters
    ----------
    question
        What is asked of the defence.
    radar
        The radar.
    unit
        The unit.

    Returns
    -------
    float
        The published range [m] that a ring on a map is drawn with.
    """
    if question.measure == "engagement" and unit is not None:
        return max((m.max_range[question.category] for m in unit.missiles), default=0.0)
    return radar.calibration_range or radar.instrumented_range


@dataclass(frozen=True, eq=False)
class Requirement:
    """What a question asks of one radar or unit, wherever it stands.

    An SNR (infinite: never met), where it may look [rad], and, for engagements, missiles with the point in their
    envelope.
    """

    question: Question
    needed: float
    facings: tuple[float, ...]
    interceptors: tuple[Interceptor, ...] | None


def requirement(question: Question, radar: RadarPlan, unit: FireUnitPlan | None) -> Requirement:
    """Return what a question asks of a radar, or of a fire unit by its radar and missiles.

    Parameters
    ----------
    question
        What is asked of the defence.
    radar
        The radar.
    unit
        The unit.

    Returns
    -------
    Requirement
        What a question asks of a radar, or of a fire unit by its radar and missiles.
    """
    needed = 0.0 if radar.perfect else math.inf
    pd = single_look(radar, question)
    if not radar.perfect and pd < 1.0 - 1e-9:
        needed = float(required_snr(max(pd, 2.0 * radar.pfa), radar.pfa, radar.pulses, SWERLING))
    if unit is None or question.measure != "engagement":
        return Requirement(question, needed, (radar.facing,), None)
    level = launch_level(radar.place.height)
    return Requirement(question, needed, unit.facings, tuple(interceptor(m, level, None) for m in unit.missiles))


def covered_at(asked: Requirement, s: Sensor, base: Place, latitude: F64, longitude: F64, land: F64,
               lowest: F64 | F32) -> Mask:  # fmt: skip
    """Tell where what is asked is met over points of the ground.

    Returns bool[altitudes, n].

    Parameters
    ----------
    asked
        What is asked for.
    s
        The radar in compiled form.
    base
        What the rest is taken from.
    latitude
        Latitude [rad].
    longitude
        Longitude [rad].
    land
        Height of the ground at each point [m].
    lowest
        The lowest height that is seen at each point [m].

    Returns
    -------
    Mask
        Where what is asked is met over points of the ground.
    """
    rcs = asked.question.rcs
    body = nose_on(rcs, SWERLING)
    origin = np.array(geodetic_to_ecef(base.latitude, base.longitude, base.height))
    masks = []
    for altitude in asked.question.altitudes:
        height = land + altitude
        seen, azimuth = strong(s, body, asked.needed, latitude, longitude, height)
        seen &= (lowest <= height) & in_sectors(azimuth, asked.facings, s.half_sector)
        if asked.interceptors is not None:
            held = np.flatnonzero(seen)
            place = (latitude[held], longitude[held], height[held])
            inside = [reached(w, asked.question.category, origin, *place) for w in asked.interceptors]
            seen[held] = np.any(inside, axis=0) if inside else False
        masks.append(seen)
    return np.array(masks)


def in_sectors(azimuth: F64, facings: Sequence[float], half: float) -> Mask:
    """Tell which azimuths lie in the sector of half a width [rad] around any of the facings.

    Parameters
    ----------
    azimuth
        Azimuths [rad].
    facings
        Facings, one for each radar [rad], or how many.
    half
        Half the width of the sector [rad].

    Returns
    -------
    Mask
        Which azimuths lie in the sector of half a width [rad] around any of the facings.
    """
    if half >= math.pi:
        return np.ones(azimuth.shape, bool)
    off = [np.abs((azimuth - f + math.pi) % (2.0 * math.pi) - math.pi) <= half for f in facings]
    return np.asarray(np.any(off, axis=0))


def single_look(radar: RadarPlan, question: Question) -> float:
    """Return the single-look probability of detection that the question asks of a radar.

    Parameters
    ----------
    radar
        The radar.
    question
        What is asked of the defence.

    Returns
    -------
    float
        The single-look probability of detection that the question asks of a radar.
    """
    if question.measure == "engagement":
        return radar.guidance_pd
    looks = max(1, int(question.dwell / radar.scan_period))
    if question.measure == "detection":
        return float(1.0 - (1.0 - question.probability) ** (1.0 / looks))
    low, high = 0.0, 1.0
    for _ in range(40):  # to 1e-12
        middle = 0.5 * (low + high)
        reached = firm_cdf(np.full(looks, middle), radar.confirm_m, radar.confirm_n)[-1] >= question.probability
        low, high = (low, middle) if reached else (middle, high)
    return high


def detection_ranges(s: Sensor, radar: RadarPlan, question: Question, top: float) -> tuple[F64, F64]:
    """Return heights up to `top` [m] and the slant range [m] to which the radar has what is asked at each.

    Zero where no look is good enough however near (too few looks for a firm track).

    Parameters
    ----------
    s
        The radar in compiled form.
    radar
        The radar.
    question
        What is asked of the defence.
    top
        The greatest height [m].

    Returns
    -------
    tuple[F64, F64]
        Heights up to `top` [m] and the slant range [m] to which the radar has what is asked at each.
    """
    heights = np.linspace(0.0, top, _HEIGHTS)
    needed_pd = single_look(radar, question)
    if radar.perfect:
        return heights, np.full(_HEIGHTS, radar.instrumented_range)
    if needed_pd >= 1.0 - 1e-9:
        return heights, np.zeros(_HEIGHTS)
    needed = required_snr(max(needed_pd, 2.0 * radar.pfa), radar.pfa, radar.pulses, SWERLING)
    body = nose_on(question.rcs, SWERLING)
    ranges = np.empty(_HEIGHTS)
    for i, height in enumerate(heights):
        low, high = abs(float(height) - s.height) + 1.0, radar.instrumented_range
        for _ in range(30):  # to millimetres
            middle = 0.5 * (low + high)
            snr = signal_to_noise(s, body, 1.0, middle, float(height), 0.0, 0.0, 0.0)
            low, high = (middle, high) if snr >= needed else (low, middle)
        ranges[i] = low
    return heights, ranges


def category(name: str) -> int:
    """Return the index of a category.

    Parameters
    ----------
    name
        The name.

    Returns
    -------
    int
        The index of a category.

    Raises
    ------
    ValueError
        With the nearest name.
    """
    from airdef.scenario.errors import nearest

    if name in CATEGORIES:
        return CATEGORIES.index(name)
    close = nearest(name, CATEGORIES)
    msg = f"‹category›: '{name}' given, one of {', '.join(CATEGORIES)} expected" + (
        f"; nearest: '{close[0]}'" if close else ""
    )
    raise ArgumentError(msg)
