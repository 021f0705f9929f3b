"""`bench`: run the benchmarks of a checkout and print one table."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airdef.cli.output import console, note, print_json, table

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKOUT = Path(__file__).resolve().parents[3]
"""Where the benchmarks lie, if this is a checkout: they are no part of the installed package."""


def bench(only: Sequence[str], quick: bool, as_json: bool) -> None:
    """Run the benchmarks named in `only` (all if none is) and print what they found."""
    suite = _suite()
    names = suite.chosen(only)
    note("bench: code that is not in the cache is compiled first, which takes about a minute")
    result = suite.run(names, quick, note)
    if as_json:
        print_json(result)
        return
    out = console()
    out.print(table(suite.COLUMNS, suite.rows(result)))
    for line in suite.closing(result):
        out.print(line, soft_wrap=True)


def _suite() -> Any:
    """Return the checkout's module `benchmarks.suite`. Raises ValueError if there is none, or no SimPy."""
    if not (CHECKOUT / "benchmarks" / "suite.py").is_file():
        message = (
            f"bench: no folder 'benchmarks' in {CHECKOUT}; the benchmarks come with a checkout and not with the "
            "installed package; usual fix: `python3 dev.py bench` in a checkout"
        )
        raise ValueError(message)
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    try:
        import_module("simpy")
    except ModuleNotFoundError:
        message = "bench: SimPy, against which airdef is measured, is not installed; usual fix: pip install simpy"
        raise ValueError(message) from None
    return import_module("benchmarks.suite")
