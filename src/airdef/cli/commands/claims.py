"""`claims`: published sentences put to the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from airdef.cli.options import Json, Option, command
from airdef.requests.uncertainty import Claims

EXAMPLES: Final = (
    "Examples:  airdef claims\n\nairdef claims aircraft-150km\n\nairdef claims --all --report claims.html\n\n"
    "airdef claims --all --no-spread --json"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {
        "ids": Option(metavar="CLAIM", positional=True),
        "every": Option(("--all",)),
        "samples": Option(("--spread",), "N", default=100),
    }
    command(app, Claims, epilog=EXAMPLES, options=options)(claims)


def claims(
    options: Claims,
    no_spread: Annotated[bool, typer.Option("--no-spread", help="The verdict alone, without that share.")] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with figures, one HTML file, to FILE.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a Markdown table, as for a footnote.")] = False,
    json: Json = False,
) -> None:
    """Put published sentences to the model: verdict, number, conditions, sources. Without a claim, list them."""
    from dataclasses import replace

    from airdef.cli.answers import claims as shown

    if options.ids or options.every:
        shown.run(replace(options, samples=0) if no_spread else options, shown.Files(report, markdown), json)
    else:
        shown.listed(json)
