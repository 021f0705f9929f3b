"""What `saturation`, `magazine` and `penetration` print: the answer of a search, with the values tried on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airdef.cli.output import console, print_json, table
from airdef.cli.progress import announce_compiling
from airdef.cli.study_bar import StudyBar
from airdef.numbers import interval, mean
from airdef.studies.variants.runner import label_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.studies.limits import Limit


def limit(search: Callable[..., Limit], json: bool, **asked: Any) -> None:
    """Print the answer of a search, with the values tried on the way.

    Parameters
    ----------
    search
        The search.
    json
        Whether one JSON object is printed, and nothing else.
    **asked
        What is asked for.
    """
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
    head = ("", found.quantity, label_of(found.measure) + unit, "95 % interval", "replications")
    out.print(table(head, rows))
