"""`bench`: run the benchmarks of a checkout and print one table; `bench validation`: write its validation pages."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airdef import lifeline
from airdef.cli.output import console, note, print_json, table

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKOUT = Path(__file__).resolve().parents[4]
"""Where the benchmarks lie, if this is a checkout: they are no part of the installed package."""

VALIDATION = "validation"


def bench(only: Sequence[str], quick: bool, as_json: bool) -> None:
    """Run the benchmarks named in `only` (all if none is) and print what they found.

    Parameters
    ----------
    only
        Names of the benchmarks; all if there are none.
    quick
        Whether sizes are small and rounds few.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    suite = _suite()
    names = suite.chosen(only)
    note("bench: code that is not in the cache is compiled first, which takes about a minute")
    lifeline.quiet_tracker()
    with lifeline.shielded():
        result = suite.run(names, quick, note)
    if as_json:
        print_json(result)
        return
    out = console()
    out.print(table(suite.COLUMNS, suite.rows(result)))
    for line in suite.closing(result):
        out.print(line, soft_wrap=True)


def validation(as_json: bool) -> None:
    """Compare the model with its references, write docs/validation again and print what each module rests on.

    Parameters
    ----------
    as_json
        Whether one JSON object is printed, and nothing else.

    Raises
    ------
    ValueError
        If a comparison fails: then nothing is written.
    """
    benchmark = _module("validation")
    note("bench validation: runs the tests that compare the model with references; some minutes")
    stderr = 2  # what pytest tells on the way is no result
    with lifeline.shielded():
        failed = benchmark.main((), stdout=stderr)
    if failed:
        message = "bench validation: a comparison failed (above), so that no page was written; expected all to hold"
        raise ValueError(message)
    found = benchmark.written()
    if as_json:
        print_json({"page": str(benchmark.PAGE), **found})
        return
    kinds = [name for name in found["modules"][0] if name not in ("module", "functions", "checked")]
    rows = [[m["module"], *(str(m[kind] or "") for kind in kinds)] for m in found["modules"]]
    out = console()
    out.print(table(["values compared of", *kinds], rows))
    out.print(f"written: {benchmark.PAGE}", soft_wrap=True)


def validates(what: str, only: Sequence[str], quick: bool) -> bool:
    """Tell whether `validation` is asked for.

    Parameters
    ----------
    what
        The word given.
    only
        Names of the benchmarks; all if there are none.
    quick
        Whether sizes are small and rounds few.

    Returns
    -------
    bool
        Whether `validation` is asked for.

    Raises
    ------
    ValueError
        For another word, or an option too many.
    """
    if what not in ("", VALIDATION):
        close = get_close_matches(what, [VALIDATION], 1)
        fix = f"airdef bench {VALIDATION}" if close else f"airdef bench --only {what}"
        message = f"bench {what}: expected nothing or {VALIDATION}; usual fix: {fix}"
        raise ValueError(message)
    if what and (only or quick):
        message = f"bench {VALIDATION}: --only and --quick are for measuring; usual fix: airdef bench {VALIDATION}"
        raise ValueError(message)
    return what == VALIDATION


def _suite() -> Any:
    """Return the checkout's module `benchmarks.suite`. Raises ValueError if there is none, or no SimPy."""
    return _module("suite")


def _module(name: str) -> Any:
    """Return a module of the checkout's benchmarks. Raises ValueError if there is no checkout, or no SimPy."""
    if not (CHECKOUT / "benchmarks" / f"{name}.py").is_file():
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
    return import_module(f"benchmarks.{name}")
