"""`doctrine`: the best rules of engagement for a scenario, and what there is to choose from."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from airdef import writing
from airdef.characters import visible
from airdef.cli.options import Json, command
from airdef.requests.places import Doctrine as Request

if TYPE_CHECKING:
    from airdef.studies.doctrine.result import Option, Result

_EXAMPLES = (
    "Examples:  airdef doctrine port-raid --out best\n\n"
    "airdef doctrine ideal-salvo --objective leakers --vary doctrine.salvo.aircraft=1,2,3\n\n"
    "airdef doctrine port-raid --vary doctrine.reserve=0:12:4 --vary 'doctrine.hold_fire_range=null,100 km,50 km'"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, Request, epilog=_EXAMPLES)(doctrine)


def doctrine(
    options: Request,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write doctrines.csv, doctrines.parquet, front.png and best.yaml to DIR."),
    ] = None,
    json: Json = False,
) -> None:
    """Search for the best doctrine: who is shot at, when, with how many."""
    from airdef.cli.codes import INTERRUPTED
    from airdef.cli.ending import now
    from airdef.cli.output import print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.studies.doctrine.study import doctrine as study

    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # a folder that cannot be made is told before the work
    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(**options.values(), progress=bar)
    if json:
        print_json(found.to_dict())
    else:
        _print(found)
    if out is not None:
        _write(found, out)
    if found.interrupted:
        now().done = "what was simulated by then is shown"
        raise typer.Exit(INTERRUPTED)


def _print(found: Result) -> None:
    from airdef.cli.output import console

    shown = console()
    for sentence in found.sentences():
        shown.print(sentence, soft_wrap=True)
    shown.print(_table(found))
    for name in _names(found):
        shown.print(name, soft_wrap=True)
    for warning in found.warnings():
        shown.print(f"Warning: {warning}", soft_wrap=True)
    shown.print(found.provenance(), soft_wrap=True)


def _shown(found: Result) -> list[Option]:
    """Return the front, the best and the declared doctrine, the thriftiest first."""
    shown = {o.scenario_hash: o for o in (*found.front, found.best, found.declared)}
    return sorted(shown.values(), key=lambda o: o.missiles.mean)


def _table(found: Result) -> Any:
    """Return the numbers of the doctrines shown, by the numbers under which `_names` names them."""
    from airdef.cli.output import table
    from airdef.numbers import estimate

    goal = found.objective
    head = ["", "", "missiles (95 % interval)", f"{found.loss_name} (95 % interval)"]
    head += [f"{goal.label} (95 % interval)"] if goal.per_missile else []
    rows = []
    for o in _shown(found):
        flags = (("best", o.best), ("declared", o.declared), ("front", o.on_front), ("tied", o.tied))
        row = [_position(found, o), ", ".join(name for name, on in flags if on)]
        for e in (o.missiles, o.loss, o.worth)[: 3 if goal.per_missile else 2]:
            row.append(estimate(e.mean, *e.ci95))
        rows.append(row)
    return table(head, rows, left=(0, 1))


def _names(found: Result) -> list[str]:
    return [f" {_position(found, o):>2}  {o.label}" for o in _shown(found)]


def _position(found: Result, o: Option) -> str:
    """Return the number of a doctrine on the front, as in its picture; `-` for one that is not on it."""
    return str(found.front.index(o) + 1) if o.on_front else "-"


def _write(found: Result, out: Path) -> None:
    """Write the table, the picture of the front and the best scenario."""
    import pyarrow.parquet

    from airdef.cli.output import note
    from airdef.formats.tables import write_table
    from airdef.report.doctrine import front_picture
    from airdef.report.studyplots import save

    write_table(out / "doctrines.csv", found.table())
    held = io.BytesIO()
    pyarrow.parquet.write_table(found.table(), held)
    writing.save(out / "doctrines.parquet", held.getbuffer())
    save(front_picture(found), out / "front.png")
    # The name of a file may hold a line break.
    made = f"airdef doctrine {found.name} --objective {found.objective.name}, seed {found.seed}"
    text = f"# The best doctrine found by: {visible(made, lines=False)}.\n{found.best_text}"
    writing.save(out / "best.yaml", text)
    note(f"airdef: doctrines.csv, doctrines.parquet, front.png and best.yaml written to {out}")
