"""KML (OGC 12-007) with `gx:Track`: a replication as Google Earth plays it, sites as points, ways as timed tracks."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import simplekml

from airdef.engine import title_of
from airdef.formats.czml import COLOURS, instant
from airdef.formats.format import Format
from airdef.formats.playback import DRAWN, Playback, watts_per_megahertz

if TYPE_CHECKING:
    from airdef.formats.positions import Way
    from airdef.outcome.replication import Replication
    from airdef.scenario.plan import Place


def kml(replication: Replication | Playback) -> str:
    """Return a replication as a KML document.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    str
        A replication as a KML document.
    """
    playback = replication if isinstance(replication, Playback) else Playback(replication)
    h, s = playback.replication, playback.scenario
    simplekml.Kml.resetidcounter()  # the library counts on from file to file: the same replication gives the same bytes
    file = simplekml.Kml(name=escape(f"{s.name}: replication {h.number} of seed {h.seed}"))
    file.parsetext(parse=False)  # the library leaves what looks like CDATA as it is: texts are escaped here
    file.document.description = _balloon(f"Missiles are drawn as {DRAWN}.")
    styles = {name: _style(file, name) for name in COLOURS}
    sites = file.newfolder(name="Sites")
    for a in s.assets:
        _site(sites, a.name, a.place, styles["asset"], playback.destroyed.get(a.name))
    for x in s.systems:
        _site(sites, f"{x.name}/post", x.post, styles["defence"], playback.destroyed.get(f"{x.name}/post"))
    for k, (r, _, _) in enumerate(s.radars()):
        place, way = playback.site(k)
        lost = playback.destroyed.get(r.name)
        if way is None:
            _site(sites, r.name, place, styles["defence"], lost)
        else:
            _track(sites, r.name, _lost(lost), way, styles["defence"])
    jammers = file.newfolder(name="Jammers") if s.jammers else None
    for j in s.jammers:
        told = f"stand-off jammer, {watts_per_megahertz(j.density):g} W/MHz"
        _point(jammers, j.name, j.place, j.altitude, styles["jammer"], told)
    threats = file.newfolder(name="Threats")
    for life, way in playback.existed:
        told = f"{life.threat_class}: {life.fate}" + (f" ({title_of(life.reason).lower()})" if life.reason else "")
        density = s.threats[life.threat].jammer_density
        told += f"; jams with {watts_per_megahertz(density):g} W/MHz" if density > 0.0 else ""
        told += ", for others too" if s.threats[life.threat].support is not None else ""
        _track(threats, life.name, told, way, styles[life.fate])
    missiles = file.newfolder(name="Missiles")
    for f in playback.flights:
        told = f"{f.missile} of {f.unit_name} at {s.threats[f.threat].name}: {f.result}"
        _track(missiles, f"{f.unit_name}/{f.number}", told, f.way, styles[f.result])
    return str(file.kml())


FORMAT = Format(
    "kml",
    "Google Earth",
    "sites, and threats and missiles as timed tracks (`gx:Track`)",
    "application/vnd.google-earth.kml+xml",
    kml,
)


def _balloon(text: str) -> str:
    """Return a text as a description: viewers show what is there as HTML, so it is escaped for that, and for XML."""
    return escape(escape(text))


def _style(file: Any, name: str) -> Any:
    red, green, blue, alpha = COLOURS[name]
    colour = simplekml.Color.rgb(red, green, blue, alpha)
    style = simplekml.Style()
    style.iconstyle.color, style.iconstyle.scale = colour, 0.6
    style.iconstyle.icon.href = None  # the viewer's own icon; the library's would be fetched from elsewhere
    style.linestyle.color, style.linestyle.width = colour, 1.5
    style.labelstyle.scale = 0.6
    file.document.styles.append(style)
    return style


def _site(folder: Any, name: str, place: Place, style: Any, lost: float | None) -> None:
    _point(folder, name, place, place.height, style, _lost(lost))


def _lost(time: float | None) -> str:
    return "" if time is None else f"destroyed after {time:.1f} s"


def _point(folder: Any, name: str, place: Place, height: float, style: Any, told: str) -> None:
    where = (round(math.degrees(place.longitude), 6), round(math.degrees(place.latitude), 6), height)
    point = folder.newpoint(name=escape(name), coords=[where], description=_balloon(told), altitudemode="absolute")
    point.style = style


def _track(folder: Any, name: str, told: str, way: Way, style: Any) -> None:
    samples = way.degrees()
    track = folder.newgxtrack(name=escape(name), description=_balloon(told), altitudemode="absolute")
    track.newwhen([instant(t) for t, *_ in samples])
    track.newgxcoord([(lon, lat, height) for _, lon, lat, height in samples])
    track.style = style
