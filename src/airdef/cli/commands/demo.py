"""`demo`: the reference raid with a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airdef.cli.options import command


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, epilog="Example:  airdef demo --out raid.html")(demo)


def demo(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the report.")] = Path("airdef-demo.html"),
) -> None:
    """Run the reference raid and write a report on it: the quickest way to see what this is."""
    from airdef.cli import report

    report.demo(out)
