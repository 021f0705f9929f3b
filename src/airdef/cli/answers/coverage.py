"""`coverage`: what is detected, tracked and engaged, where, and what limits it."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from airdef import writing
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import NOTHING, now
from airdef.cli.output import console, print_json, say, table
from airdef.cli.progress import announce_compiling
from airdef.cli.scenarios import ground_notes
from airdef.cli.study_bar import StudyBar
from airdef.numbers import number

if TYPE_CHECKING:
    from pathlib import Path

    from airdef.requests.places import Coverage as Request
    from airdef.studies.coverage.answer import Coverage
    from airdef.studies.coverage.approach import Approach


def run(options: Request, asset: str | None, azimuths: int, out: Path | None, as_json: bool) -> None:
    """Work out the coverage of a scenario, print it as tables and write it to files.

    Parameters
    ----------
    options
        What was asked for.
    asset
        Name of the asset that approaches are worked out for; None for none.
    azimuths
        How many azimuths, evenly spaced from north.
    out
        Folder of tables, maps and pictures; None for none.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    from airdef.api import coverage
    from airdef.scenario import given
    from airdef.studies.coverage.answer import rows
    from airdef.studies.coverage.approach import table as approach_rows

    with now().showing(), announce_compiling(), StudyBar() as bar:
        scenario = given(options.scenario, options.overrides)
        study = coverage(**options.values() | {"scenario": scenario, "overrides": None}, progress=bar.of("radars"))
        found, ended = ({}, True) if study.interrupted else _approaches(study, asset, azimuths, bar)
    goal = asset or (scenario.assets[0].name if scenario.assets else scenario.systems[0].name)
    files = []
    if out is not None and not study.interrupted:
        with now().writing(out):
            files = write(study, found, goal, out)
    if as_json:
        data = _json(study, {a: approach_rows(f) for a, f in found.items()}, rows(study), files)
        print_json({**data, "interrupted": ended})
    else:
        _show(study, rows(study), {a: approach_rows(f) for a, f in found.items()}, goal)
        for line in ground_notes(scenario):
            say(f"assumed: {line}")
        for file in files:
            say(f"written: {file}")
    if ended:
        _end(study, len(found), out if files else None)


def _approaches(
    study: Coverage, asset: str | None, azimuths: int, bar: StudyBar
) -> tuple[dict[float, list[Approach]], bool]:
    """Return what limits the approaches at each height, and whether Ctrl-C came before the last of them."""
    from airdef.studies.coverage.approach import approaches

    what = study.question
    found: dict[float, list[Approach]] = {}
    try:
        for a in what.altitudes if azimuths else ():
            found[a] = approaches(study.scenario, a, what.rcs, asset=asset, category=what.category,
                                  probability=what.probability, azimuths=azimuths)  # fmt: skip
            bar("approaches", len(found), len(what.altitudes))
    except KeyboardInterrupt:
        return found, True
    return found, False


def _end(study: Coverage, heights: int, out: Path | None) -> NoReturn:
    """Say what of an interrupted study was complete, and end."""
    shown = f"the approaches at {heights} of {len(study.question.altitudes)} heights"
    done = f"{len(study.parts)} radars" if study.interrupted else f"the map and {shown}"
    now().done = f"{done} were complete and are shown"
    now().kept = NOTHING if out is None else f"what was written to {out} is kept"
    raise typer.Exit(INTERRUPTED)


def _json(study: Coverage, found: dict[float, Any], covered: list[dict[str, object]], files: list[str]) -> Any:
    s, q = study.scenario, study.question
    return {
        "scenario": s.name, "scenario_hash": s.scenario_hash, "catalogue_hash": s.catalogue_hash,
        "measure": q.measure, "rcs_m2": q.rcs, "probability": q.probability, "dwell_s": q.dwell,
        "terrain": s.environment.terrain, "assumptions": ground_notes(s), "coverage": covered,
        "approach": [{"altitude_m": a, "azimuths": rows} for a, rows in found.items()], "files": files,
    }  # fmt: skip


def _show(study: Coverage, covered: list[dict[str, Any]], found: dict[float, Any], goal: str) -> None:
    q = study.question
    out = console()
    chance = f"probability {q.probability:g} within {q.dwell:g} s" if q.measure != "engagement" else "a shot exists"
    out.print(f"{study.scenario.name}: {q.measure} of a target of {q.rcs:g} m² ({chance})", soft_wrap=True)
    lines = [
        (r["part"], f"{r['altitude_m']:g}", f"{r['covered_km2']:,.0f}", f"{r['ring_km2']:,.0f}",
         "-" if math.isnan(r["ring_covered"]) else f"{100 * r['ring_covered']:.1f} %", f"{r['gap_km2']:,.0f}",
         f"{r['twice_km2']:,.0f}" if "twice_km2" in r else "")
        for r in covered
    ]  # fmt: skip
    out.print(table(("Covered", "height [m]", "area [km²]", "published ring [km²]", "of it covered", "gap [km²]",
                     "twice [km²]"), lines))  # fmt: skip
    for altitude, rows in found.items():
        ways = [
            (f"{r['azimuth_deg']:.0f}", number(r["detection_km"]), r["detection_limit"], number(r["track_km"]),
             number(r["first_intercept_km"]), number(r["last_intercept_km"]), str(r["engagements"]),
             r["engagement_limit"])
            for r in rows
        ]  # fmt: skip
        out.print(f"Approach to {goal} at {altitude:g} m above ground, ranges in km")
        out.print(table(("azimuth", "detected", "limited by", "tracked", "first intercept", "last", "engagements",
                         "limited by"), ways, left=(2, 7)))  # fmt: skip


def write(study: Coverage, found: dict[float, list[Approach]], goal: str, folder: Path) -> list[str]:
    """Write tables, maps and pictures of a study into a folder and return their paths.

    Parameters
    ----------
    study
        The coverage study.
    found
        The approaches.
    goal
        Name of the asset approached.
    folder
        The directory.

    Returns
    -------
    list[str]
        The paths of the files.
    """
    from airdef.formats.tables import write_rows
    from airdef.opportunity.sight import sensor
    from airdef.report.coverage import approach_figure, coverage_map, height_cut
    from airdef.report.style import settings
    from airdef.studies.coverage import files as coverage_files
    from airdef.studies.coverage.answer import rows
    from airdef.studies.coverage.approach import table as approach_rows

    folder.mkdir(parents=True, exist_ok=True)
    covered = rows(study)
    write_rows(folder / "coverage.csv", covered, covered[-1])
    approach = [{"altitude_m": a, **row} for a, f in found.items() for row in approach_rows(f)]
    if approach:
        write_rows(folder / "approach.csv", approach, approach[0])
    coverage_files.write_geotiff(study, folder / "coverage.tif")
    coverage_files.write_lowest(study, folder / "lowest.tif")
    coverage_files.write_geojson(study, folder / "coverage.geojson")
    coverage_files.write_kml(study, folder / "coverage.kml")
    engaging = study.question.measure == "engagement"
    radar = next(r for r, _, unit in study.scenario.radars() if unit >= 0 or not engaging)
    figures = {
        "map": coverage_map(study),
        "heights": height_cut(study, radar, sensor(radar, study.scenario.environment, ())),
    }
    figures |= {f"approach-{a:g}m": approach_figure(f, a, goal) for a, f in found.items()}
    with settings():
        for name, drawn in figures.items():
            held = io.BytesIO()
            drawn.savefig(held, format="png", dpi=100)
            writing.save(folder / f"{name}.png", held.getbuffer())
            drawn.set_layout_engine("none")  # it has its layout now; to work it out again takes as long as to draw
            held = io.BytesIO()
            drawn.savefig(held, format="svg", metadata={"Date": None})
            writing.save(folder / f"{name}.svg", held.getbuffer())
    return sorted(str(p) for p in folder.iterdir() if p.is_file())
