"""`worth`: what each option saves for its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from airdef.cli.options import Json, Option, Picture, command
from airdef.requests.variants import Worth as Request

if TYPE_CHECKING:
    import typer

EXAMPLES: Final = (
    "Examples:  airdef worth layered --of asset_value_lost --option '+medium for 20' --option '+short for 8'\n\n"
    "airdef worth port-raid --option 'launcher: defence.0.fire_units=3 for 10' --option '+2 rounds of S-300PMU-2 for 4'"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {"options": Option(("--option",), "'CHANGES for COST'"), "measure": Option(("--of",), "MEASURE")}
    command(app, Request, epilog=EXAMPLES, options=options, names_scenarios=True)(worth)


def worth(options: Request, picture: Picture = None, json: Json = False) -> None:
    """Tell what each option saves for its cost, and which are told apart."""
    import typer

    from airdef.cli import studying
    from airdef.cli.codes import INTERRUPTED
    from airdef.cli.ending import now
    from airdef.cli.output import console, print_json, table
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.measures import definition_of
    from airdef.studies.worth.study import worth as study

    studying.refuse_early(options.measure, picture)
    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(**options.values(), progress=bar.of("replications"))
    if json:
        print_json(found.to_dict())
    else:
        out = console()
        for sentence in found.sentences():
            out.print(sentence, soft_wrap=True)
        (head, cost, _, *rest), rows = found.brief()
        label = definition_of(found.measure).label.lower()
        out.print(table((head, cost, f"{label} saved", *rest), rows))
        out.print(
            f"{found.replications:,} replications each of seed {found.seed}, common random numbers for all. Ranks "
            "are by what is saved per unit of cost; all pairs are tested together (Holm, 5 %).",
            soft_wrap=True,
        )
    if found.interrupted:
        now().done = f"{found.replications:,} replications of each were complete and are shown"
        raise typer.Exit(INTERRUPTED)
    if picture is not None:
        from airdef.cli.output import note
        from airdef.report.studyplots import save
        from airdef.report.worth import worth_picture

        save(worth_picture(found), picture)
        note(f"airdef: picture written to {picture}")
