"""`compare`: what variants change against the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer

from airdef.cli.options import Json, Option, command
from airdef.requests.variants import Compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airdef.studies.compare import Comparison, Pair
    from airdef.studies.variants.paired import Difference

EXAMPLES: Final = (
    "Examples:  airdef compare port-raid --set defence.0.system=S-300PT --set defence.0.system=S-400\n\n"
    "airdef compare port-raid --set 'defence.0.doctrine.reserve=0; defence.0.fire_units=3'\n\n"
    "airdef compare mine.yaml theirs.yaml --common raid.0.count=12 --precision 0.05"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    options = {
        "scenarios": Option(metavar="SCENARIO...", positional=True),
        "precision_of": Option(("--of",), "MEASURE"),
        "by": Option(metavar="DIMENSION"),
    }
    command(app, Compare, epilog=EXAMPLES, options=options)(compare)


def compare(options: Compare, json: Json = False) -> None:
    """Hold variants against each other under common random numbers."""
    from airdef.cli.codes import INTERRUPTED
    from airdef.cli.ending import now
    from airdef.cli.output import print_json
    from airdef.cli.progress import announce_compiling
    from airdef.cli.study_bar import StudyBar
    from airdef.studies.compare import compare as study

    values = options.values()
    with now().showing(), announce_compiling(), StudyBar() as bar:
        found = study(*values.pop("scenarios"), progress=bar.of("replications"), **values)
    if json:
        print_json(found.to_dict())
    else:
        _show(found)
    if found.interrupted:
        now().done = f"{found.replications:,} replications of each were complete and are shown"
        raise typer.Exit(INTERRUPTED)


def _show(found: Comparison) -> None:
    from airdef.cli.output import console

    out = console()
    for pair, sentence in zip(found.pairs, found.sentences(), strict=True):
        out.print(sentence, soft_wrap=True)
        out.print(_differences(found, pair))
        for dimension, keys in pair.by.items():
            out.print(_differences_by(found, pair, dimension, keys), soft_wrap=not keys)
    out.print(
        f"{found.replications:,} replications each of seed {found.seed}, common random numbers for all. "
        "Variance-reduction factor: how many times more replications separate random streams would take.",
        soft_wrap=True,
    )


def _differences(found: Comparison, pair: Pair) -> Any:
    from airdef.cli.output import table
    from airdef.outcome.tables import ALWAYS

    rows = [_cells(name, d) for name, d in pair.differences.items() if name in ALWAYS or d.mean]
    return table(("Per replication", found.base_label, pair.label, *_LAST), rows)


def _differences_by(found: Comparison, pair: Pair, dimension: str, keys: Mapping[str, Mapping[str, Difference]]) -> Any:
    """Return what differs for each key that both have, and its leakers and missiles if nothing does."""
    from airdef.cli.output import table
    from airdef.engine.breakdown import BY_NAME

    if not keys:
        return f"By {BY_NAME[dimension].label.lower()}: {found.base_label} and {pair.label} have none in common.\n"
    rows = [
        (key, *_cells(name, d))
        for key, own in keys.items()
        for name, d in own.items()
        if d.n and (d.mean or (name in ("leakers", "missiles_used") and not any(x.n and x.mean for x in own.values())))
    ]
    return table((BY_NAME[dimension].label, "Per replication", found.base_label, pair.label, *_LAST), rows)


_LAST: Final = ("difference", "95 % interval", "variance-reduction factor")


def _cells(name: str, d: Difference) -> tuple[str, ...]:
    from airdef.measures import BY_KEY, MEASURES
    from airdef.numbers import interval, mean, number

    unit = f" [{d.unit}]" if d.unit else ""
    label = next(m.label for m in (*MEASURES, *BY_KEY) if m.name == name)
    return (label + unit, d.a_text, d.b_text, mean(d.mean, *d.ci95), interval(*d.ci95), number(d.reduction))
