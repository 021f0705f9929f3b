"""`sweep`: a scenario over a grid of values."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from airdef.cli.options import Json, Option, Picture, command
from airdef.requests.variants import Sweep as Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.studies.sweep import Sweep

EXAMPLES: Final = (
    "Examples:  airdef sweep port-raid --vary raid.0.count=4:40:4 --vary defence.0.fire_units=1,2,3\n\n"
    "airdef sweep low-level --vary 'raid.0.altitude=50:1000:50 m' --of first_intercept_range_km --picture curve.svg"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {"vary": Option(("--vary",), "PATH=VALUES"), "precision_of": Option(("--precision-of",), "MEASURE")}
    command(app, Request, epilog=EXAMPLES, options=options, without=("precision_of",))(sweep)


def sweep(
    options: Request,
    measures: Annotated[
        list[str] | None,
        typer.Option("--of", metavar="MEASURE", help="Measures to show [leakers]; the first is drawn. Repeatable."),
    ] = None,
    picture: Picture = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all measures: .csv or .parquet.")] = None,
    json: Json = False,
) -> None:
    """Run a scenario over a grid of values."""
    from airdef.cli import studying
    from airdef.cli.codes import INTERRUPTED
    from airdef.cli.ending import NOTHING, now
    from airdef.cli.output import console, print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.studies.sweep import sweep as study

    shown = measures or ["leakers"]
    for measure in shown:
        studying.refuse_early(measure, picture)
    if out is not None and out.suffix.lower() not in (".csv", ".parquet"):
        message = f"{out}: a table ends in .csv or .parquet; usual fix: {out.stem or 'points'}.csv"
        raise ValueError(message)
    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(**options.values() | {"precision_of": shown[0]}, progress=bar.of("points"))
    if out is not None:
        _write_table(found, out)
    if json:
        print_json(found.to_dict())
    else:
        console().print(_points(found, shown))
    if found.interrupted:
        now().done = f"{len(found.points)} points were complete and are shown"
        now().kept = NOTHING if out is None else f"their table is {out}"
        raise typer.Exit(INTERRUPTED)
    studying.picture(picture, "sweep_picture", found, shown[0])


def _points(found: Sweep, measures: Sequence[str]) -> Any:
    from airdef.cli.output import table
    from airdef.numbers import interval, mean
    from airdef.studies.variants.runner import label_of, unit_of

    head = [axis.path for axis in found.varied]
    for m in measures:
        unit = f" [{unit_of(m)}]" if unit_of(m) else ""
        head += [label_of(m) + unit, "95 % interval"]
    rows = []
    for p in found.points:
        cells = [str(value) for _, value in p.settings]
        for name in measures:
            x = p.campaign.measures[name]
            cells += [mean(x.mean, *x.ci95), interval(*x.ci95)]
        rows.append([*cells, f"{p.campaign.replications:,}"])
    return table((*head, "replications"), rows, left=tuple(range(len(found.varied))))


def _write_table(found: Sweep, out: Path) -> None:
    import pyarrow.parquet

    from airdef import writing
    from airdef.cli.output import note
    from airdef.formats.tables import write_table

    if out.suffix.lower() == ".parquet":
        held = io.BytesIO()
        pyarrow.parquet.write_table(found.table(), held)
        writing.save(out, held.getbuffer())
    else:
        write_table(out, found.table())
    note(f"airdef: table written to {out}")
