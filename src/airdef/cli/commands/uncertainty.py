"""`uncertainty`: what varies by chance, and what the sources leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from airdef.cli.options import Json, Picture, command
from airdef.requests.uncertainty import Uncertainty as Request

if TYPE_CHECKING:
    from airdef.studies.uncertainty.study import Uncertainty

EXAMPLES: Final = (
    "Examples:  airdef uncertainty port-raid --picture how-sure.svg\n\n"
    "airdef uncertainty port-raid --grades A,B\n\n"
    "airdef uncertainty port-raid --without weaponsdb-simulator-catalogue-s-300pmu-2"
)
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Simulate on a cluster: tls://HOST:8786, or 'local' for processes here."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Request, epilog=EXAMPLES)(uncertainty)


def uncertainty(options: Request, dask: Dask = None, picture: Picture = None, json: Json = False) -> None:
    """Tell what varies by chance from what the sources leave open."""
    from airdef.cli import studying
    from airdef.cli.output import print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.studies.uncertainty.study import uncertainty as study

    studying.refuse_early(options.measure, picture)
    kept = studying.unfinished()
    with announce_compiling(), studying.workers(dask, options.processes) as executor, StudyBar() as bar:
        found = study(**options.values(), progress=bar.of("samples"), executor=executor, unfinished=kept)
    kept.done()
    if json:
        print_json(found.to_dict())
    else:
        _show(found)
    studying.picture(picture, "uncertainty_picture", found)


def _show(found: Uncertainty) -> None:
    from airdef.cli.output import console, table
    from airdef.numbers import number
    from airdef.studies.variants.runner import label_of

    out, s = console(), found.split
    out.print(found.sentence(), soft_wrap=True)
    rows = [
        (
            "aleatory: replications, the figures settled",
            f"{s.aleatory[0]:.4g} to {s.aleatory[1]:.4g}",
            number(s.aleatory_sd),
        ),
        (
            "epistemic: means that the sources allow",
            f"{s.epistemic[0]:.4g} to {s.epistemic[1]:.4g}",
            number(s.epistemic_sd),
        ),
        ("both: replications, nothing settled", f"{s.both[0]:.4g} to {s.both[1]:.4g}", "-"),
    ]
    out.print(table((label_of(found.measure), "95 % of it", "sd"), rows))
    out.print(
        f"{s.samples} parameter samples, {s.replications} replications each; {len(found.uncertain_inputs)} uncertain "
        f"inputs vary. With all figures at their nominals the mean is {found.nominal:.4g}.",
        soft_wrap=True,
    )
    if found.excluded:
        out.print(f"{found.excluded} uses of claims are excluded.")
    if found.kept:
        out.print(f"They rest on excluded claims alone, and keep them: {', '.join(found.kept)}.", soft_wrap=True)
