"""`site`: where radars or fire units stand best, as tables, JSON, a scenario, a picture and GeoJSON."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from airdef import writing
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import NOTHING, now
from airdef.cli.output import console, note, print_json, say, table, writable
from airdef.cli.progress import announce_compiling
from airdef.cli.scenarios import ground_notes
from airdef.cli.study_bar import StudyBar

if TYPE_CHECKING:
    from pathlib import Path

    from airdef.requests.places import Site as Request
    from airdef.studies.siting.study import Siting

PICTURES = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class Files:
    """What is to be written: the scenario with the new places, a map, sites and demand as GeoJSON."""

    out: Path | None
    picture: Path | None
    geojson: Path | None


def run(options: Request, wanted: Files, as_json: bool) -> None:
    """Choose places, print them, and write what was options for.

    Parameters
    ----------
    options
        What was asked for.
    wanted
        What is to be written.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    from airdef.studies.siting.files import to_dict, write_geojson
    from airdef.studies.siting.front import site
    from airdef.studies.siting.moved import moved_text
    from airdef.studies.siting.study import SOLVING

    _check_files(wanted)
    with now().showing(stage=SOLVING), announce_compiling(), StudyBar() as bar:
        found = site(**options.values(), progress=bar)
    files = []
    if wanted.out is not None:
        writing.save(wanted.out, moved_text(found, wanted.out))
        files.append(str(wanted.out))
    if wanted.geojson is not None:
        write_geojson(found, wanted.geojson)
        files.append(str(wanted.geojson))
    if wanted.picture is not None:
        _draw(found, wanted.picture)
        files.append(str(wanted.picture))
    if found.left_out:
        note(f"left out, on the sea, in a void or beyond the model: {', '.join(found.left_out)}")
    if as_json:
        print_json({**to_dict(found), "assumptions": ground_notes(found.scenario), "files": files})
    else:
        _show(found)
        for line in ground_notes(found.scenario):
            say(f"assumed: {line}")
        for file in files:
            say(f"written: {file}")
    if found.interrupted:
        now().done = "the greedy choice, exchanged, is shown; the solver was not done"
        now().kept = f"{', '.join(files)} kept" if files else NOTHING
        raise typer.Exit(INTERRUPTED)


def _check_files(wanted: Files) -> None:
    """Refuse, before the work, files that cannot be written."""
    for option, path, endings in (
        ("--out", wanted.out, (".yaml", ".yml")),
        ("--picture", wanted.picture, PICTURES),
        ("--geojson", wanted.geojson, (".geojson", ".json")),
    ):
        if path is not None and path.suffix.lower() not in endings:
            msg = f"{option}: '{path}' given, a file that ends in {', '.join(endings)} expected"
            msg += f"; usual fix: {path.stem or 'site'}{endings[0]}"
            raise ValueError(msg)
        if path is not None:
            writable(option, path, f"site{endings[0]}")


def _draw(found: Siting, path: Path) -> None:
    from airdef.report.site import site_map
    from airdef.report.style import settings

    with settings():
        form, held = path.suffix.lower()[1:], io.BytesIO()
        site_map(found).savefig(held, format=form, dpi=110, metadata={"Date": None} if form == "svg" else None)
    writing.save(path, held.getbuffer())


def _show(found: Siting) -> None:
    from airdef.studies.siting.files import assets, choices, sites

    q, out = found.search.question, console()
    places = len({o.candidate.name for o in found.options})
    out.print(
        f"{found.scenario.name}: {q.measure} of a target of {q.rcs:g} m² by {found.search.overlap} or more; {places} "
        f"places, {len(found.options)} options, {found.choosing.weight.size} demand cells worth {found.whole:g}",
        soft_wrap=True,
    )
    lines = [
        (r["choice"], f"{r['value']:.4g}", f"{100.0 * r['share']:.1f} %", _gap(r["gap"]),
         "-" if r["seconds"] is None else f"{r['seconds']:.2f} s")
        for r in choices(found)
    ]  # fmt: skip
    out.print(table(("Choice", "value covered", "of all", "at most better by", "time"), lines))
    if found.interrupted:
        out.print("Ended before the solver was done: the choice is the greedy one, exchanged.")
    elif found.best.stopped:
        out.print("The time limit came before the gap options for: --time-limit gives it more.")
    rows = [
        (r["part"], r["place"], f"{r['latitude']:.5f}", f"{r['longitude']:.5f}", f"{r['ground_m']:.0f}",
         " ".join(f"{a:g}" for a in r["antenna_m"]), r["mast"],
         "as it was" if r["facing_deg"] is None else f"{r['facing_deg']:.0f}", f"{r['moved_km']:.1f}")
        for r in sites(found)
    ]  # fmt: skip
    out.print(table(("Site", "place", "latitude", "longitude", "ground [m]", "antenna [m]", "mast", "facing",
                     "moved [km]"), rows, left=(0, 1, 6)))  # fmt: skip
    shares = [
        (r["asset"], f"{r['value']:g}", f"{r['altitude_m']:g}", f"{100 * r['now']:.1f} %", f"{100 * r['best']:.1f} %")
        for r in assets(found)
    ]
    out.print(table(("Asset", "value", "height [m]", "covered now", "then"), shares))


def _gap(gap: Any) -> str:
    return "-" if gap is None else f"{100.0 * gap:.2f} %"
