"""`envelope`: how far a missile reaches at which altitude, and what limits it there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Annotated, Any

import typer

from airdef import writing
from airdef.cli.options import Json, Option, Picture, command
from airdef.requests.places import Envelope as Request

if TYPE_CHECKING:
    from airdef.studies.envelope.study import Envelope

_EXAMPLES = (
    "Examples:  airdef envelope 48N6E2 --mast '6 m' --mast '40 m' --rcs '1 m2' --picture reach.png\n\n"
    "airdef envelope 5V55K 5V55R 48N6E2 --category cruise\n\n"
    "airdef envelope 48N6E2 --set 'defence.0.overrides.missile.loft_apogee=30 km'"
)

_SHOWN = (50.0, 200.0, 500.0, 1e3, 2e3, 3e3, 5e3, 7e3, 10e3, 15e3, 20e3, 25e3, 30e3)
"""Altitudes of the table [m]; the lowest and the highest of the envelope besides."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {
        "masts": Option(("--mast",), "HEIGHT"),
        "rcs": Option(("--rcs",), "AREA"),
        "scenario": Option(("--scenario",)),
    }
    command(app, Request, epilog=_EXAMPLES, options=options, without=("name",))(envelope)


def envelope(
    options: Request,
    missiles: Annotated[
        list[str], typer.Argument(metavar="MISSILE...", help="Missiles or systems of the catalogue, side by side.")
    ],
    picture: Picture = None,
    json: Json = False,
) -> None:
    """Tell how far a missile reaches by altitude, and what limits it: energy, print, horizon or radar."""
    from airdef.cli.output import print_json, writable
    from airdef.studies.envelope.study import envelope as study

    if picture is not None:
        writable("--picture", picture, "reach.png")
    found = [study(**options.values() | {"name": name}) for name in missiles]
    if picture is not None:
        from airdef.report.envelope import envelopes

        held = io.BytesIO()
        envelopes(found).savefig(held, dpi=150, format=picture.suffix.lower()[1:] or "png")
        writing.save(picture, held.getbuffer())
    if json:
        print_json([one.to_dict() for one in found])
        return
    for one in found:
        _print(one)


def _print(e: Envelope) -> None:
    import numpy as np

    from airdef.cli.output import console, say, table
    from airdef.numbers import quantity, span

    low, high = float(e.altitude[0]), float(e.altitude[-1])
    shown = [low, *(h for h in _SHOWN if low < h < high), high]
    columns = ["Altitude", "reach", "limited by", "energy alone", "time of flight", "speed there"]
    columns += [f"horizon, {quantity(mast, 'm')}" for mast in e.horizon]
    columns += [f"radar, {quantity(area, 'm2')}" for area in e.radar]
    rows = []
    for h in shown:
        reach, limit = e.at(h)

        def at(values: Any, h: float = h) -> float:
            return float(np.interp(h, e.altitude, values))

        more = "> " if at(e.energy) >= 0.999 * float(e.flights.slant_range[-1]) else ""
        cells = [quantity(h, "m"), f"{reach / 1e3:.0f} km", limit]
        cells += [f"{more}{at(e.energy) / 1e3:.0f} km", f"{at(e.time_of_flight):.0f} s", f"{at(e.speed):,.0f} m/s"]
        cells += [f"{at(values) / 1e3:.0f} km" for values in (*e.horizon.values(), *e.radar.values())]
        rows.append(cells)
    say(
        f"{e.missile} ({e.system}) against {e.category} threats: published {span(e.min_range, e.published_range, 'm')} "
        f"of slant range, {quantity(e.floor, 'm')} to {quantity(e.ceiling, 'm')} of altitude."
    )
    console().print(table(columns, rows, left=(2,)))
