"""`replay`: one replication, alone, with every event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, command
from airdef.requests.campaigns import Replay

if TYPE_CHECKING:
    import typer

EXAMPLE: Final = "Example:  airdef replay port-raid --seed 1 -k 4711"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Replay, epilog=EXAMPLE, names_scenarios=True)(replay)


def replay(options: Replay, json: Json = False) -> None:
    """Simulate one replication again, alone, and print every event of it."""
    from airdef import api
    from airdef.cli.output import print_json, say
    from airdef.cli.progress import announce_compiling

    with announce_compiling(engine=True):
        replication = api.replay(**options.values())
    if json:
        print_json(replication.to_dict())
        return
    c = replication.counts
    say(f"{replication.scenario.name}: replication {replication.number} of seed {replication.seed}")
    say(replication.timeline())
    say(f"{c['leakers']:.0f} leaked, {c['kills']:.0f} destroyed, {c['missiles_used']:.0f} missiles launched")
