"""CZML: a replication as Cesium plays it (https://github.com/AnalyticalGraphicsInc/czml-writer/wiki/Packet).

Ids of the packets: `document`; `site/asset/NAME`, `site/post/NAME`, `site/radar/NAME`, `site/unit/NAME`; `jammer/NAME`
(stand-off); `threat/NAME`; `missile/UNIT/N` (the N-th missile of the unit, from 1). Scenario time 0 is `EPOCH`. Sampled
positions are interpolated linearly in ECEF, so that what is drawn stays within `positions.TOLERANCE` of the
engine's own positions. Colours follow what becomes of a thing. The file is kept small: positions are thinned,
trails are short, labels show near the camera only.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from czml3 import Packet
from czml3.enums import ClockRanges, ClockSteps, ExtrapolationTypes
from czml3.properties import (
    Clock,
    Color,
    DistanceDisplayCondition,
    Label,
    Path,
    Point,
    PolylineMaterial,
    Position,
    SolidColorMaterial,
)
from czml3.types import (
    Cartesian2Value,
    DistanceDisplayConditionValue,
    IntervalValue,
    TimeInterval,
    TimeIntervalCollection,
)

from airdef.formats.format import Format
from airdef.formats.playback import DRAWN, Playback, watts_per_megahertz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airdef.formats.playback import Flight, Life
    from airdef.formats.positions import Way
    from airdef.outcome.replication import Replication
    from airdef.scenario.plan import JammerPlan, Place

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The instant that stands for scenario time 0: arbitrary, no date is meant."""

MULTIPLIER: Final = 20.0
"""Seconds of the scenario a second of watching."""

TRAIL: Final = 60.0
"""Seconds of a threat's way that are drawn behind it."""

LABELLED_WITHIN: Final = 250e3
"""Distance of the camera [m] within which names are drawn."""

Rgba = tuple[int, int, int, int]

COLOURS: Final[dict[str, Rgba]] = {
    "destroyed": (64, 200, 120, 255),
    "leaked": (255, 82, 82, 255),
    "passed": (176, 190, 197, 255),
    "turned-back": (176, 190, 197, 255),
    "hit": (255, 193, 7, 255),
    "miss": (255, 138, 101, 255),
    "abort": (120, 120, 120, 255),
    "asset": (255, 255, 255, 255),
    "defence": (79, 195, 247, 255),
    "jammer": (206, 147, 216, 255),
    "lost": (110, 40, 40, 255),
}
"""Colour of threats by fate, of missiles by result, of sites by kind, of jammers, and of sites that are destroyed."""


def czml(replication: Replication | Playback) -> str:
    """Return a replication as a CZML document.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    str
        A replication as a CZML document.
    """
    playback = replication if isinstance(replication, Playback) else Playback(replication)
    return json.dumps([p.to_dict() for p in packets(playback)], separators=(",", ":"), ensure_ascii=False)


FORMAT = Format(
    "czml", "Cesium", "clock, sites, threats, missiles; colours by what became of them", "application/json", czml
)


def packets(playback: Playback) -> Iterator[Packet]:
    """Yield the packets of a replication: the clock, the sites, the threats, the missiles.

    Parameters
    ----------
    playback
        The replication with all that can be drawn.

    Yields
    ------
    Packet
        The packets of a replication: the clock, the sites, the threats, the missiles.
    """
    h = playback.replication
    span = TimeInterval(start=instant(0.0), end=instant(math.ceil(playback.end) + 1.0))
    yield Packet(
        id="document",
        name=f"{h.scenario.name}: replication {h.number} of seed {h.seed}",
        version="1.0",
        clock=Clock(
            interval=span,
            currentTime=instant(0.0),
            multiplier=MULTIPLIER,
            range=ClockRanges.CLAMPED,
            step=ClockSteps.SYSTEM_CLOCK_MULTIPLIER,
        ),
    )
    yield from _sites(playback)
    for jammer in playback.scenario.jammers:
        yield _jammer(jammer)
    for life, way in playback.existed:
        yield _threat(playback, life, way)
    for flight in playback.flights:
        yield _missile(playback, flight)


def instant(time: float) -> str:
    """Return a scenario time [s] as CZML writes instants, to a millisecond.

    Parameters
    ----------
    time
        Time [s].

    Returns
    -------
    str
        A scenario time [s] as CZML writes instants, to a millisecond.
    """
    return (EPOCH + timedelta(milliseconds=round(time * 1e3))).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@cache
def _color(name: str) -> Color:
    return Color(rgba=list(COLOURS[name]))


def _label(text: str) -> Label:
    near = DistanceDisplayConditionValue(values=[0.0, LABELLED_WITHIN])
    return Label(
        text=text,
        font="12px sans-serif",
        pixelOffset=Cartesian2Value(values=[0.0, -16.0]),
        distanceDisplayCondition=DistanceDisplayCondition(distanceDisplayCondition=near),
    )


def _sites(playback: Playback) -> Iterator[Packet]:
    """Yield what stands on the ground; what is destroyed changes its colour then."""
    s = playback.scenario
    for a in s.assets:
        yield _site(playback, "asset", a.name, a.name, a.place, 0.0, 12.0)
    for system in s.systems:
        yield _site(playback, "post", f"{system.name}/post", system.name, system.post, 0.0, 8.0)
    for r, (radar, _, _) in enumerate(s.radars()):
        place, way = playback.site(r, radar.antenna_height)
        yield _site(playback, "radar", radar.name, radar.name, place, radar.antenna_height, 8.0, way)
    units = [unit for unit, _ in s.units()]
    for r, (radar, _, u) in enumerate(s.radars()):
        if u >= 0:  # a unit stands where its radar does, and is lost with it
            place, way = playback.site(r)
            yield _site(playback, "unit", radar.name, units[u].name, place, 0.0, 10.0, way)


def _site(
    playback: Playback,
    kind: str,
    target: str,
    name: str,
    place: Place,
    above: float,
    size: float,
    way: Way | None = None,
) -> Packet:
    lost = playback.destroyed.get(target)
    usual = _color("asset" if kind == "asset" else "defence")
    colour: Color | TimeIntervalCollection = usual
    if lost is not None:
        end = instant(max(playback.end + 1.0, lost + 1.0))
        colour = TimeIntervalCollection(
            values=[
                IntervalValue(start=instant(0.0), end=instant(lost), value=usual),
                IntervalValue(start=instant(lost), end=end, value=_color("lost")),
            ]
        )
    where = [round(math.degrees(place.longitude), 6), round(math.degrees(place.latitude), 6), place.height + above]
    return Packet(
        id=f"site/{kind}/{name}",
        name=name,
        position=Position(cartographicDegrees=where) if way is None else _position(way, held=True),
        point=Point(pixelSize=size, color=colour),
        label=_label(name),
        properties={"kind": kind} | ({} if lost is None else {"destroyed_s": round(lost, 3)}),
    )


def _jammer(jammer: JammerPlan) -> Packet:
    place = jammer.place
    where = [round(math.degrees(place.longitude), 6), round(math.degrees(place.latitude), 6), jammer.altitude]
    return Packet(
        id=f"jammer/{jammer.name}",
        name=jammer.name,
        position=Position(cartographicDegrees=where),
        point=Point(pixelSize=9.0, color=_color("jammer")),
        label=_label(jammer.name),
        properties={"kind": "jammer", "w_per_mhz": watts_per_megahertz(jammer.density)},
    )


def _position(way: Way, held: bool = False) -> Position:
    """Return a way as sampled positions; `held` for what stays where it was last."""
    flat: list[float] = []
    for sample in way.degrees():
        if flat and sample[0] <= flat[-4]:  # within the millisecond that times are written to
            continue
        flat += sample
    position = Position(epoch=instant(0.0), cartographicDegrees=flat)  # type: ignore[call-arg]  # it has an epoch
    if held:
        position.forwardExtrapolationType = ExtrapolationTypes.HOLD
    return position


def _available(begin: float, end: float) -> TimeInterval:
    return TimeInterval(start=instant(begin), end=instant(end))


def _threat(playback: Playback, life: Life, way: Way) -> Packet:
    assert life.begin is not None  # these are the threats that existed
    assert life.end is not None
    plan = playback.scenario.threats[life.threat]
    about: dict[str, Any] = {"kind": "threat", "class": life.threat_class, "fate": life.fate}
    if life.reason:
        about["reason"] = life.reason
    if plan.jammer_density > 0.0:
        about["jammer_w_per_mhz"] = watts_per_megahertz(plan.jammer_density)
        about["jams_for_others"] = plan.support is not None
    if plan.parent >= 0:
        about["carrier"] = playback.scenario.threats[plan.parent].name
    return Packet(
        id=f"threat/{life.name}",
        name=life.name,
        availability=_available(life.begin, life.end),
        position=_position(way),
        point=Point(pixelSize=7.0, color=_color(life.fate)),
        path=Path(leadTime=0.0, trailTime=TRAIL, width=1.5, resolution=30.0, material=_solid(life.fate)),
        label=_label(life.name),
        properties=about,
    )


def _missile(playback: Playback, flight: Flight) -> Packet:
    return Packet(
        id=f"missile/{flight.unit_name}/{flight.number}",
        name=f"{flight.missile} of {flight.unit_name}",
        availability=_available(flight.begin, flight.end),
        position=_position(flight.way),
        point=Point(pixelSize=4.0, color=_color(flight.result)),
        path=Path(leadTime=0.0, trailTime=TRAIL, width=1.0, resolution=60.0, material=_solid(flight.result)),
        properties={
            "kind": "missile",
            "unit": flight.unit_name,
            "missile": flight.missile,
            "threat": playback.scenario.threats[flight.threat].name,
            "result": flight.result,
            "drawn": DRAWN,
        },
    )


@cache  # the library checks every object that is made, and there are nine colours
def _solid(name: str) -> PolylineMaterial:
    return PolylineMaterial(solidColor=SolidColorMaterial(color=_color(name)))
