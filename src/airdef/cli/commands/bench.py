"""`bench`: airdef measured against SimPy and itself."""

from __future__ import annotations

from typing import Annotated

import typer

from airdef.cli.options import Json, command


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, epilog="Example:  airdef bench --quick --only throughput")(bench)


def bench(
    what: Annotated[
        str, typer.Argument(metavar="validation", help="Write docs/validation again instead of measuring.")
    ] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Only this benchmark. Repeatable.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes and few rounds, to see that all works.")] = False,
    json: Json = False,
) -> None:
    """Measure airdef against SimPy, the RNG-only baseline and itself; in a checkout (docs/performance.md)."""
    from airdef.cli.answers import bench as benchmarks

    if benchmarks.validates(what, only or [], quick):
        benchmarks.validation(json)
    else:
        benchmarks.bench(only or [], quick, json)
