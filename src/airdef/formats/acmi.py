"""Tacview ACMI 2.2: a replication as text (https://www.tacview.net/documentation/acmi/en/).

Two header lines; `0,ReferenceTime=` (scenario time 0); then frames `#SECONDS`, each with lines
`ID,T=Lon|Lat|Alt,Property=Value`: hexadecimal ids, degrees, metres above sea level. `-ID` removes an object: a
threat at its end, a missile at its arrival. Launches, intercepts, leaks and losses are events of object 0. Positions
are thinned as for every format (`positions`); a missile's way is that of its fly-out (`missiles`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from airdef.engine import title_of
from airdef.formats.format import Format
from airdef.formats.playback import DRAWN, Playback, watts_per_megahertz
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from airdef.formats.playback import Flight, Life
    from airdef.formats.positions import Way
    from airdef.outcome.replication import Replication
    from airdef.scenario.plan import JammerPlan, Place

REFERENCE: Final = "2000-01-01T00:00:00Z"
"""The instant that stands for scenario time 0: arbitrary, no date is meant."""

TYPES: Final = {
    "aircraft": "Air+FixedWing",
    "stealth": "Air+FixedWing",
    "cruise": "Weapon+Missile",
    "supersonic": "Weapon+Missile",
    "ballistic": "Weapon+Missile",
    "drone": "Air+FixedWing",
    "decoy": "Misc+Decoy",
    "anti_radiation": "Weapon+Missile",
}
"""Tacview's type of a threat, by category."""

RAID, DEFENCE = "Coalition=Raid,Color=Red", "Coalition=Defence,Color=Blue"


def escaped(text: str) -> str:
    """Return a text as it may stand in a value, on one line: commas escaped, `/` for what else would end a field.

    (A backslash before the comma between two properties would escape it, a bar would end a field of an event.)

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        A text as it may stand in a value, on one line: commas escaped, `/` for what else would end a field.
    """
    return " ".join(text.split()).replace("\\", "/").replace("|", "/").replace(",", "\\,")


def acmi(replication: Replication | Playback) -> str:
    """Return a replication as the text of an ACMI file.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    str
        A replication as the text of an ACMI file.
    """
    return _Writer(replication if isinstance(replication, Playback) else Playback(replication)).text()


FORMAT = Format(
    "acmi",
    "Tacview (ACMI 2.2)",
    "the same, with launches, intercepts, leaks and losses as events",
    "text/plain; charset=utf-8",
    acmi,
)


class _Writer:
    """Gathers the lines of each instant, in three ranks: what moves, what is told, what is removed."""

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._frames: dict[float, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
        self._last = 0
        self._sites: dict[str, str] = {}
        self._threats: dict[int, str] = {}
        self._units = [unit for unit, _ in playback.scenario.units()]

    def text(self) -> str:
        """Return the whole file."""
        h = self._playback.replication
        head = [
            "FileType=text/acmi/tacview",
            "FileVersion=2.2",
            f"0,ReferenceTime={REFERENCE}",
            f"0,Title={escaped(f'{h.scenario.name}: replication {h.number} of seed {h.seed}')}",
            f"0,DataSource=airdef,DataRecorder=airdef,Comments={escaped(f'Missiles are drawn as {DRAWN}.')}",
        ]
        self._ground()
        for jammer in self._playback.scenario.jammers:
            self._jammer(jammer)
        for life, way in self._playback.existed:
            self._threat(life, way)
        for flight in self._playback.flights:
            self._missile(flight)
        for name, time in self._playback.destroyed.items():
            if name in self._sites:
                self._tell(time, f"0,Event=Destroyed|{self._sites[name]}|{escaped(name)} is destroyed")
                self._frame(time)[2].append(f"-{self._sites[name]}")
        lines = head
        for time in sorted(self._frames):
            lines.append(f"#{time:g}" if time == int(time) else f"#{time:.3f}")
            for rank in self._frames[time]:
                lines += rank
        return "\n".join(lines) + "\n"

    def _id(self) -> str:
        self._last += 1
        return f"{self._last:x}"

    def _frame(self, time: float) -> tuple[list[str], list[str], list[str]]:
        return self._frames[round(time, 3) + 0.0]

    def _tell(self, time: float, line: str) -> None:
        self._frame(time)[1].append(line)

    def _ground(self) -> None:
        s = self._playback.scenario
        for a in s.assets:
            self._site(a.name, a.name, a.place, None, "Ground+Static+Building")
        for system in s.systems:
            self._site(f"{system.name}/post", f"{system.name}/post", system.post, None, "Ground+Vehicle")
        for r, (radar, _, u) in enumerate(s.radars()):
            if u < 0:
                self._site(radar.name, radar.name, *self._playback.site(r), "Ground+Sensor")
        for r, (radar, _, u) in enumerate(s.radars()):
            if u >= 0:  # a unit stands where its radar does, and is lost with it
                self._site(radar.name, self._units[u].name, *self._playback.site(r), "Ground+AntiAircraft")

    def _site(self, target: str, name: str, place: Place, way: Way | None, kind: str) -> None:
        number = self._sites[target] = self._id()
        about = f"Name={escaped(name)},Type={kind},{DEFENCE}"
        if way is not None:
            self._moves(number, way, about)
            return
        where = f"{math.degrees(place.longitude):.6f}|{math.degrees(place.latitude):.6f}|{place.height:.1f}"
        self._frame(0.0)[0].append(f"{number},T={where},{about}")

    def _jammer(self, jammer: JammerPlan) -> None:
        place = jammer.place
        where = f"{math.degrees(place.longitude):.6f}|{math.degrees(place.latitude):.6f}|{jammer.altitude:.1f}"
        about = f"Name={escaped(jammer.name)},Type=Air+FixedWing,{RAID},"
        about += f"Label={escaped(f'stand-off jammer, {watts_per_megahertz(jammer.density):g} W/MHz')}"
        self._frame(0.0)[0].append(f"{self._id()},T={where},{about}")

    def _moves(self, number: str, way: Way, about: str) -> None:
        """Write where something is at its samples; what it is stands with the first of them."""
        for k, (time, lon, lat, height) in enumerate(way.degrees()):
            line = f"{number},T={lon:.6f}|{lat:.6f}|{height:.1f}"
            self._frame(time)[0].append(f"{line},{about}" if k == 0 else line)

    def _threat(self, life: Life, way: Way) -> None:
        assert life.end is not None  # these are the threats that existed
        plan = self._playback.scenario.threats[life.threat]
        number = self._threats[life.threat] = self._id()
        about = f"Name={escaped(life.threat_class)},CallSign={escaped(life.name)},"
        about += f"Type={TYPES[CATEGORIES[plan.category]]},{RAID}"
        if plan.jammer_density > 0.0:
            jams = f"jams with {watts_per_megahertz(plan.jammer_density):g} W/MHz"
            about += f",Label={escaped(jams if plan.support is None else f'{jams}, for others too')}"
        if plan.parent in self._threats:
            about += f",Parent={self._threats[plan.parent]}"
        self._moves(number, way, about)
        name = escaped(life.name)
        if life.fate == "leaked":
            reason = title_of(life.reason).lower()
            self._tell(life.end, f"0,Event=Message|{number}|{name} leaks ({reason})")
        elif life.fate == "passed":
            self._tell(life.end, f"0,Event=LeftArea|{number}|{name} has passed")
        elif life.fate == "turned-back":
            self._tell(life.end, f"0,Event=LeftArea|{number}|{name} has turned back")
        else:
            self._tell(life.end, f"0,Event=Destroyed|{number}|{name} is destroyed")
        self._frame(life.end)[2].append(f"-{number}")

    def _missile(self, flight: Flight) -> None:
        number = self._id()
        launcher = self._sites[self._units[flight.unit].radar.name]
        threat = self._threats[flight.threat]
        target = escaped(self._playback.scenario.threats[flight.threat].name)
        about = f"Name={escaped(flight.missile)},Type=Weapon+Missile,{DEFENCE},Parent={launcher},"
        self._moves(number, flight.way, about + f"LockedTarget={threat}")
        missile = f"{escaped(flight.missile)} of {escaped(flight.unit_name)}"
        self._tell(flight.begin, f"0,Event=Message|{launcher}|{number}|{missile} is launched at {target}")
        told = {"hit": f"hits {target}", "miss": f"misses {target}", "abort": f"at {target} is aborted"}[flight.result]
        self._tell(flight.end, f"0,Event=Timeout|{number}|{missile} {told}")
        self._frame(flight.end)[2].append(f"-{number}")
