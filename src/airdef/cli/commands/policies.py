"""`policies`: rules of fire control against the doctrine, and against what nobody can beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from airdef.cli.options import Json, Option, command
from airdef.requests.decisions import Policies

if TYPE_CHECKING:
    from airdef.studies.policies import Policies as Found

EXAMPLES: Final = (
    "Examples:  airdef policies port-raid\n\n"
    "airdef policies port-raid --policy best-shot --policy marginal-value -n 1000"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {"scenario": Option(metavar="SCENARIO", positional=True)}
    command(app, Policies, epilog=EXAMPLES, names_scenarios=True, options=options, without=("policies",))(policies)


def policies(
    options: Policies,
    policy: Annotated[
        list[str] | None,
        typer.Option("--policy", metavar="NAME", help="A rule; give it more than once. [default: all]"),
    ] = None,
    json: Json = False,
) -> None:
    """Hold rules of fire control against the doctrine, and against what nobody can beat."""
    from airdef.cli.codes import INTERRUPTED
    from airdef.cli.ending import now
    from airdef.cli.output import print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.studies.policies import policies as study

    values = options.values() | {"policies": tuple(policy or ())}
    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(values.pop("scenario"), progress=bar.of("replications"), **values)
    if json:
        print_json(found.to_dict())
    else:
        _show(found)
    if found.interrupted:
        now().done = f"{found.replications:,} replications of each were complete and are shown"
        raise typer.Exit(INTERRUPTED)


def _show(found: Found) -> None:
    from airdef.cli.output import console, table

    out = console()
    out.print(found.headline() + ".", soft_wrap=True)
    heads, rows = found.brief()
    out.print(table(heads, rows))
    out.print(
        "The bound knows what chance will decide, so that nobody need reach it. Share stopped: of what it stops of "
        f"the {found.arriving} that arrive if nobody fires.",
        soft_wrap=True,
    )
