"""`site`: where radars or fire units stand best."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from airdef.cli.options import Json, Option, Picture, command
from airdef.requests.places import Site

EXAMPLE: Final = (
    "Example:  airdef site island --grid 2km --mast present,40V6MD --altitude 100m,1km --out island-sited.yaml"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {
        "candidates": Option(metavar="FILE"),
        "grid": Option(metavar="STEP"),
        "masts": Option(("--mast",), "MASTS", commas=True),
        "allow_sea": Option(("--allow-sea",)),
        "present": Option(("--present",)),
        "keep": Option(metavar="NAME"),
        "measure": Option(),
        "altitudes": Option(("--altitude",), "HEIGHTS", commas=True),
        "rings": Option(("--ring",), "DISTANCES", commas=True),
    }
    command(app, Site, epilog=EXAMPLE, names_scenarios=True, options=options)(site)


def site(
    options: Site,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the scenario with the new places.")] = None,
    picture: Picture = None,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="Write sites and demand as GeoJSON.")] = None,
    json: Json = False,
) -> None:
    """Choose places and masts that cover most of what the assets are worth, with a bound on what is possible."""
    from airdef.cli.answers import site as shown

    shown.run(options, shown.Files(out, picture, geojson), json)
