"""`compare`: what variants change against the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer

from airdef.cli.options import Json, Option, command
from airdef.requests.variants import Compare

if TYPE_CHECKING:
    from airdef.studies.compare import Comparison

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
        out.print(_differences(found, pair.label))
    out.print(
        f"{found.replications:,} replications each of seed {found.seed}, common random numbers for all. "
        "Variance-reduction factor: how many times more replications separate random streams would take.",
        soft_wrap=True,
    )


def _differences(found: Comparison, label: str) -> Any:
    from airdef.cli.output import table
    from airdef.numbers import interval, mean, number
    from airdef.outcome.tables import ALWAYS
    from airdef.studies.variants.runner import label_of

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
    return table(
        ("Per replication", found.base_label, label, "difference", "95 % interval", "variance-reduction factor"), rows
    )
