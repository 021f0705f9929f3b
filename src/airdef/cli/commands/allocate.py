"""`allocate`: which rounds at which targets, with a proof of how good that is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airdef.cli.options import Json, command
from airdef.requests.assignment import Allocate

FILE = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Weapons, targets and rounds of each weapon; the value of each target; for pairs of weapon and target, "
        "counted from 0, the probability of a kill.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Allocate, epilog="Example:  airdef allocate wta_50x100x1.txt", without=("problem",))(allocate)


def allocate(options: Allocate, file: FILE, json: Json = False) -> None:
    """Solve a static weapon-target assignment problem to a proved gap."""
    from airdef.cli.answers import allocate as allocation

    allocation.show(file, options.gap, options.seconds, json)
