"""`allocate`: which rounds at which targets, with a proof of how good that is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airdef.cli.options import Json, command

Problem = Annotated[
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
    command(app, epilog="Example:  airdef allocate wta_50x100x1.txt")(allocate)


def allocate(
    file: Problem,
    gap: Annotated[float, typer.Option("--gap", help="Relative gap between value and bound at which it ends.")] = 1e-4,
    seconds: Annotated[float, typer.Option("--seconds", help="Time after which it ends with the gap it has.")] = 600.0,
    json: Json = False,
) -> None:
    """Solve a static weapon-target assignment problem to a proved gap."""
    from airdef.cli.answers import allocate as allocation

    allocation.show(file, gap, seconds, json)
