"""`influence`: which figures the answer hangs on most, each moved alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, command
from airdef.requests.uncertainty import Influence

if TYPE_CHECKING:
    import typer

EXAMPLE: Final = "Example:  airdef influence port-raid --of missiles_used"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Influence, epilog=EXAMPLE)(influence)


def influence(options: Influence, json: Json = False) -> None:
    """Tell which figures the answer hangs on most, each moved alone: a quick screening."""
    from airdef.cli.output import console, print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.cli.studying import refuse_early
    from airdef.studies.uncertainty.influence import influence as study

    refuse_early(options.measure)
    with announce_compiling(), StudyBar() as bar:
        found = study(**options.values(), progress=bar.of("samples"))
    if json:
        print_json(found.to_dict())
        return
    out = console()
    for line in found.sentences():
        out.print(line, soft_wrap=True)
