"""`sensitivity`: which uncertain input matters, and which would change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from airdef.cli.commands.uncertainty import Dask
from airdef.cli.options import Json, Option, Picture, command
from airdef.requests.uncertainty import Sensitivity as Request

if TYPE_CHECKING:
    from airdef.studies.uncertainty.sensitivity import Sensitivity

EXAMPLES: Final = (
    "Examples:  airdef sensitivity port-raid --picture tornado.svg\n\n"
    "airdef sensitivity port-raid --of missiles_used --samples 1024 --most 20\n\n"
    "airdef sensitivity port-raid --parameter '48N6E2 sspk.aircraft' --parameter 'S-300PMU-2 reaction_time'"
)
Convergence = Annotated[
    Path | None,
    typer.Option("--convergence", metavar="FILE", help="Write a picture of the total indices by size of the design."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Request, epilog=EXAMPLES, options={"parameters": Option(("--parameter",), "NAME")})(sensitivity)


def sensitivity(
    options: Request, dask: Dask = None, picture: Picture = None, convergence: Convergence = None, json: Json = False
) -> None:
    """Tell which uncertain input matters, and which would change nothing."""
    from airdef.cli import studying
    from airdef.cli.output import print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.studies.uncertainty.sensitivity import sensitivity as study

    studying.refuse_early(options.measure, picture, convergence)
    kept = studying.unfinished()
    with announce_compiling(), studying.workers(dask, options.processes) as executor, StudyBar() as bar:
        found = study(**options.values(), progress=bar, executor=executor, unfinished=kept)
    kept.done()
    if json:
        print_json(found.to_dict())
    else:
        _show(found)
    studying.picture(picture, "sensitivity_picture", found)
    studying.picture(convergence, "convergence_picture", found)


def _show(found: Sensitivity) -> None:
    from airdef.cli.output import console, table
    from airdef.numbers import number, span
    from airdef.studies.variants.runner import label_of

    out = console()
    for line in found.verdict():
        out.print(line, soft_wrap=True)
    rows = []
    for p in found.ranked():
        i, r = p.index, p.uncertain_input.shown
        assert i is not None  # ranked() holds those with indices
        rows.append(
            (
                p.uncertain_input.name,
                p.uncertain_input.grade,
                f"{span(r.low, r.high, r.unit)} ({r.spread_from})",
                f"{number(p.low)} to {number(p.high)}",
                f"{i.first:.2f} ({i.first_ci95[0]:.2f} to {i.first_ci95[1]:.2f})",
                f"{i.total:.2f} ({i.total_ci95[0]:.2f} to {i.total_ci95[1]:.2f})",
            )
        )
    what = label_of(found.measure).lower()
    out.print(
        table(
            ("UncertainInput", "grade", "spread", f"{what} at its 5 to 95 %", "first order", "total"), rows, left=(0, 1)
        )
    )
    steps = [*found.indices.convergence, (found.indices.samples, found.indices.each)]
    widest = "; ".join(f"{n}: {max(i.total_half for i in each):.2g}" for n, each in steps)
    out.print(f"Widest half-width of a total index by number of base samples: {widest}.", soft_wrap=True)
    left = sum(1 for p in found.parameters if p.index is None)
    out.print(
        f"{found.evaluations:,} samples of {found.replications} replications; {left} uncertain inputs that weigh less "
        f"stay at their nominals. Mean {found.indices.mean:.4g}, "
        f"with all figures at their nominals {found.nominal:.4g}.",
        soft_wrap=True,
    )
