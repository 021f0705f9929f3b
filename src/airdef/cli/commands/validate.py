"""`validate`: a scenario checked whole, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.cli.options import Json, ScenarioName, Settings, command

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, names_scenarios=True, epilog="Example:  airdef validate my-raid.yaml")(validate)


def validate(scenario: ScenarioName, settings: Settings = None, json: Json = False) -> None:
    """Check a scenario whole, without running it."""
    from airdef.cli import scenarios

    scenarios.validate(scenario, settings or [], json)
