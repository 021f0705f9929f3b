"""`cite`: the sources and assumptions behind a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from airdef.cli.options import Json, ScenarioName, Settings, command


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, names_scenarios=True, epilog="Example:  airdef cite port-raid --bibtex > references.bib")(cite)


def cite(
    scenario: ScenarioName,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    settings: Settings = None,
    json: Json = False,
) -> None:
    """Print the sources and assumptions behind a scenario."""
    from airdef.cli import scenarios

    scenarios.cite(scenario, bibtex, settings or [], json)
