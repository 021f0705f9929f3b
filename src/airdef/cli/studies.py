"""What the studies print: tables and sentences, or one JSON object; pictures where asked."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from airdef import writing
from airdef.cli.codes import INTERRUPTED
from airdef.cli.ending import NOTHING, now
from airdef.cli.output import console, note, print_json, table
from airdef.cli.progress import announce_compiling
from airdef.cli.study_bar import StudyBar
from airdef.numbers import interval, mean, number, span
from airdef.outcome.tables import ALWAYS
from airdef.studies import limits
from airdef.studies.arguments import workers_of
from airdef.studies.variants.bench import checked_measure, label_of, unit_of
from airdef.studies.variants.settings import setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from airdef.studies.compare import Comparison
    from airdef.studies.limits import Limit
    from airdef.studies.sweep import Sweep
    from airdef.studies.uncertainty.sensitivity import Sensitivity
    from airdef.studies.uncertainty.study import Uncertainty
    from airdef.studies.uncertainty.unfinished import Unfinished


def overrides(given: Sequence[str] | None, option: str = "--set") -> dict[str, str]:
    """Return what `PATH=VALUE` options say, by path. Raises ValueError."""
    return dict(setting(text, option) for text in given or ())


def asked(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the options of a command ask of its study: those given, settings by path. Raises ValueError."""
    given = {name: value for name, value in options.items() if value is not None}
    if "settings" in given:
        given["overrides"] = overrides(given.pop("settings"))
    if "common" in given:
        given["common"] = overrides(given["common"], "--common")
    if "grades" in given:
        given["grades"] = [g.strip() for g in given["grades"].split(",") if g.strip()]
    return given


def _picture(path: Path | None, name: str, *of: Any) -> None:
    """Write the picture of that name in `report.studyplots` where one is asked for, and say so."""
    if path is not None:
        from airdef.report import studyplots

        studyplots.save(getattr(studyplots, name)(*of), path)
        note(f"airdef: picture written to {path}")


def _refuse_early(measure: str, *pictures: Path | None) -> None:
    """Refuse a picture's ending or a measure before the work and not after it."""
    checked_measure(measure)
    for path in pictures:
        if path is not None:
            from airdef.report.studyplots import checked_path

            checked_path(path)


def compare(scenarios: Sequence[str], measure: str, json: bool, **asked: Any) -> None:
    """Print what variants change against the first."""
    from airdef.studies.compare import compare as study

    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(*scenarios, precision_of=measure, progress=bar.of("replications"), **asked)
    if json:
        print_json(found.to_dict())
    else:
        _show_comparison(found)
    if found.interrupted:
        now().done = f"{found.replications:,} histories of each were complete and are shown"
        raise typer.Exit(INTERRUPTED)


def _show_comparison(found: Comparison) -> None:
    out = console()
    for pair, sentence in zip(found.pairs, found.sentences(), strict=True):
        out.print(sentence, soft_wrap=True)
        out.print(_differences(found, pair.label))
    out.print(
        f"{found.replications:,} histories each of seed {found.seed}, the same luck for all. Luck saved: how many "
        "times more histories separate luck would take.",
        soft_wrap=True,
    )


def _differences(found: Comparison, label: str) -> Any:
    pair = next(p for p in found.pairs if p.label == label)
    rows = []
    for name, d in pair.differences.items():
        if name not in ALWAYS and not d.mean:
            continue
        unit = f" [{d.unit}]" if d.unit else ""
        rows.append(
            (
                label_of(name) + unit,
                d.a_text,
                d.b_text,
                mean(d.mean, *d.ci95),
                interval(*d.ci95),
                number(d.reduction),
            )
        )
    return table(("Per history", found.base_label, label, "difference", "95 % interval", "luck saved"), rows)


def sweep(
    json: bool,
    measures: Sequence[str] = ("leakers",),
    picture: Path | None = None,
    out: Path | None = None,
    **asked: Any,
) -> None:
    """Print the points of a grid; write its table and its picture where asked."""
    from airdef.studies.sweep import sweep as study

    for measure in measures:
        _refuse_early(measure, picture)
    if out is not None and out.suffix.lower() not in (".csv", ".parquet"):
        message = f"{out}: a table ends in .csv or .parquet; usual fix: {out.stem or 'points'}.csv"
        raise ValueError(message)
    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(precision_of=measures[0], progress=bar.of("points"), **asked)
    if out is not None:
        _write_table(found, out)
    if json:
        print_json(found.to_dict())
    else:
        console().print(_points(found, measures))
    if found.interrupted:
        now().done = f"{len(found.points)} points were complete and are shown"
        now().kept = NOTHING if out is None else f"their table is {out}"
        raise typer.Exit(INTERRUPTED)
    _picture(picture, "sweep_picture", found, measures[0])


def _points(found: Sweep, measures: Sequence[str]) -> Any:
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
    return table((*head, "histories"), rows, left=tuple(range(len(found.varied))))


def _write_table(found: Sweep, out: Path) -> None:
    import pyarrow.parquet

    from airdef.formats.tables import write_table

    if out.suffix.lower() == ".parquet":
        held = io.BytesIO()
        pyarrow.parquet.write_table(found.table(), held)
        writing.save(out, held.getbuffer())
    else:
        write_table(out, found.table())
    note(f"airdef: table written to {out}")


def saturation(**asked: Any) -> None:
    """Print the size of a group from which more leak than wanted."""
    _limit(limits.saturation, **asked)


def magazine(**asked: Any) -> None:
    """Print how many missiles it takes."""
    _limit(limits.magazine, **asked)


def reach(altitudes: Sequence[str] = limits.ALTITUDES, **asked: Any) -> None:
    """Print how small a signature comes near."""
    _limit(limits.reach, altitudes=tuple(altitudes), **asked)


def _limit(search: Callable[..., Limit], json: bool, **asked: Any) -> None:
    """Print the answer of a search, with the values tried on the way."""
    with announce_compiling(), StudyBar() as bar:
        found = search(progress=bar.of("campaigns"), **asked)
    if json:
        print_json(found.to_dict())
        return
    out = console()
    for sentence in found.sentences:
        out.print(sentence, soft_wrap=True)
    unit = f" [{unit_of(found.measure)}]" if unit_of(found.measure) else ""
    rows = [
        (case, f"{value:g}", mean(e.mean, *e.ci95), interval(*e.ci95), f"{e.n:,}")
        for case, c in found.each
        for value, e in c.tried
    ]
    head = ("", found.quantity, label_of(found.measure) + unit, "95 % interval", "histories")
    out.print(table(head, rows))


@contextmanager
def _workers(dask: str | None, processes: int | None) -> Iterator[Executor | None]:
    """Yield the workers of the cluster that is asked for, None where none is."""
    if dask is None:
        yield None
        return
    from airdef import cluster

    with cluster.connected(dask, workers_of("processes", processes)) as connection:
        yield connection.client.get_executor()


def _unfinished() -> Unfinished:
    """Return what keeps the states that are done, for the next start of the same command if this one is ended."""
    from airdef.studies.uncertainty.unfinished import Unfinished

    found = Unfinished(lambda states: note(f"airdef: {states:,} states are there from an earlier start; going on"))
    now().kept = lambda: found.told() or NOTHING
    return found


def uncertainty(measure: str, json: bool, picture: Path | None = None, dask: str | None = None, **asked: Any) -> None:
    """Print chance and ignorance apart."""
    from airdef.studies.uncertainty.study import uncertainty as study

    _refuse_early(measure, picture)
    kept = _unfinished()
    with announce_compiling(), _workers(dask, asked.get("processes")) as executor, StudyBar() as bar:
        found = study(measure=measure, progress=bar.of("states"), executor=executor, unfinished=kept, **asked)
    kept.done()
    if json:
        print_json(found.to_dict())
    else:
        _show_uncertainty(found)
    _picture(picture, "uncertainty_picture", found)


def _show_uncertainty(found: Uncertainty) -> None:
    out, s = console(), found.split
    out.print(found.sentence(), soft_wrap=True)
    rows = [
        ("chance: histories, the figures settled", f"{s.chance[0]:.4g} to {s.chance[1]:.4g}", number(s.chance_sd)),
        ("ignorance: means the sources allow", f"{s.ignorance[0]:.4g} to {s.ignorance[1]:.4g}", number(s.ignorance_sd)),
        ("both: histories, nothing settled", f"{s.both[0]:.4g} to {s.both[1]:.4g}", "-"),
    ]
    out.print(table((label_of(found.measure), "95 % of it", "sd"), rows))
    out.print(
        f"{s.states} states of the world, {s.histories} histories each; {len(found.unknowns)} unknowns vary. With all "
        f"figures at their nominals the mean is {found.nominal:.4g}.",
        soft_wrap=True,
    )
    if found.struck:
        out.print(f"{found.struck} uses of claims are struck out.")
    if found.kept:
        out.print(f"They rest on struck-out claims alone, and keep them: {', '.join(found.kept)}.", soft_wrap=True)


def influence(measure: str, json: bool, **asked: Any) -> None:
    """Print which figures the answer hangs on most."""
    from airdef.studies.uncertainty.influence import influence as study

    checked_measure(measure)
    with announce_compiling(), StudyBar() as bar:
        found = study(measure=measure, progress=bar.of("states"), **asked)
    if json:
        print_json(found.to_dict())
        return
    out = console()
    for line in found.sentences():
        out.print(line, soft_wrap=True)


def sensitivity(
    measure: str,
    json: bool,
    picture: Path | None = None,
    convergence: Path | None = None,
    dask: str | None = None,
    **asked: Any,
) -> None:
    """Print which unknowns matter."""
    from airdef.studies.uncertainty.sensitivity import sensitivity as study

    _refuse_early(measure, picture, convergence)
    kept = _unfinished()
    with announce_compiling(), _workers(dask, asked.get("processes")) as executor, StudyBar() as bar:
        found = study(measure=measure, progress=bar, executor=executor, unfinished=kept, **asked)
    kept.done()
    if json:
        print_json(found.to_dict())
    else:
        _show_sensitivity(found)
    _picture(picture, "sensitivity_picture", found)
    _picture(convergence, "convergence_picture", found)


def _show_sensitivity(found: Sensitivity) -> None:
    out = console()
    for line in found.verdict():
        out.print(line, soft_wrap=True)
    rows = []
    for p in found.ranked():
        i, r = p.index, p.unknown.shown
        assert i is not None  # ranked() holds those with indices
        rows.append(
            (
                p.unknown.name,
                p.unknown.grade,
                f"{span(r.low, r.high, r.unit)} ({r.spread_from})",
                f"{number(p.low)} to {number(p.high)}",
                f"{i.first:.2f} ({i.first_ci95[0]:.2f} to {i.first_ci95[1]:.2f})",
                f"{i.total:.2f} ({i.total_ci95[0]:.2f} to {i.total_ci95[1]:.2f})",
            )
        )
    what = label_of(found.measure).lower()
    out.print(
        table(("Unknown", "grade", "spread", f"{what} at its 5 to 95 %", "first order", "total"), rows, left=(0, 1))
    )
    steps = [*found.indices.convergence, (found.indices.samples, found.indices.each)]
    widest = "; ".join(f"{n}: {max(i.total_half for i in each):.2g}" for n, each in steps)
    out.print(f"Widest half-width of a total index by number of base samples: {widest}.", soft_wrap=True)
    left = sum(1 for p in found.parameters if p.index is None)
    out.print(
        f"{found.evaluations:,} states of {found.replications} histories; {left} unknowns that weigh less stay at "
        f"their nominals. Mean {found.indices.mean:.4g}, with all figures at their nominals {found.nominal:.4g}.",
        soft_wrap=True,
    )
