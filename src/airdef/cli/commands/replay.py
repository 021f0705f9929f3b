"""`replay`: one replication, alone, with every event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, Picture, command
from airdef.requests.campaigns import Replay

if TYPE_CHECKING:
    import typer

    from airdef.outcome.replication import Replication

EXAMPLES: Final = "Examples:  airdef replay port-raid --seed 1 -k 4711\n\nairdef replay layered --picture timeline.svg"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Replay, epilog=EXAMPLES, names_scenarios=True)(replay)


def replay(options: Replay, picture: Picture = None, json: Json = False) -> None:
    """Simulate one replication again, alone, and print every event of it."""
    from airdef import api
    from airdef.cli.output import note, print_json
    from airdef.cli.progress import announce_compiling

    if picture is not None:  # its ending is refused before the work
        from airdef.report.studyplots import checked_path

        checked_path(picture)
    with announce_compiling(engine=True):
        replication = api.replay(**options.values())
    if json:
        print_json(replication.to_dict())
    else:
        _print(replication)
    if picture is not None:
        from airdef.report.studyplots import save
        from airdef.report.timeline import timeline

        save(timeline(replication), picture)
        note(f"airdef: picture written to {picture}")


def _print(replication: Replication) -> None:
    """Print every event, and what became of the raid."""
    from airdef.cli.output import say

    c = replication.counts
    say(f"{replication.scenario.name}: replication {replication.number} of seed {replication.seed}")
    say(replication.timeline())
    say(f"{c['leakers']:.0f} leaked, {c['kills']:.0f} destroyed, {c['missiles_used']:.0f} missiles launched")
