"""Histories as other programs read them: CZML (Cesium), ACMI (Tacview), KML, GeoJSON, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from airdef.outcome.history import History

FORMATS: Final = {
    "czml": "CZML, which Cesium plays",
    "acmi": "ACMI 2.2, which Tacview plays",
    "kml": "KML with timed tracks, which Google Earth plays",
    "geojson": "GeoJSON, for maps",
    "json": "the events, as `airdef replay --json` prints them",
}
"""Names of the formats, which are the endings of their files as well."""


def checked(name: str) -> str:
    """Return the name of a format. Raises ValueError with the nearest name for another."""
    from airdef.scenario.errors import nearest

    folded = name.strip().lower().removeprefix(".")
    if folded in FORMATS:
        return folded
    close = nearest(folded, FORMATS)
    fix = f"; usual fix: {close[0]}" if close else ""
    message = f"format {name!r} does not exist; expected one of {', '.join(FORMATS)}{fix}"
    raise ValueError(message)


def written(history: History, name: str) -> str:
    """Return a history as the text of a file in a format. Raises ValueError for a format that does not exist."""
    form = checked(name)
    if form == "czml":
        from airdef.formats.czml import czml

        return czml(history)
    if form == "acmi":
        from airdef.formats.acmi import acmi

        return acmi(history)
    if form == "kml":
        from airdef.formats.kml import kml

        return kml(history)
    if form == "geojson":
        from airdef.formats.geojson import geojson

        return geojson(history)
    from airdef.formats.plain import events

    return events(history)
