"""Start-up, as whole processes: help, a first table with compiled code cached, and the first compile."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from .measure import Findings, Line, Say, Spent, interleaved, process
from .raids import REFERENCE

HELP = ("-m", "airdef", "--help")
RUN = ("-m", "airdef", "run", REFERENCE, "-n", "2000")


def measure(quick: bool, say: Say) -> Findings:
    rounds, compiles = (2, 0) if quick else (9, 3)
    process(RUN)  # puts geometry and compiled code into the cache
    say(f"rounds: {rounds}; `airdef --help`, `airdef run {REFERENCE} -n 2000`")
    taken = interleaved(rounds, lambda: process(HELP), lambda: process(RUN))
    lines = [
        _line("airdef --help", [a for a, _ in taken], 0.3),
        _line("airdef run port-raid -n 2000, code cached", [b for _, b in taken], 3.0),
    ]
    if compiles:
        say(f"first compiles, each in an empty cache folder: {compiles}")
        lines.append(_line("the same with an empty cache: first compile", [_first() for _ in range(compiles)], 40.0))
    return Findings(lines=lines)


def _first() -> Spent:
    with TemporaryDirectory(prefix="airdef-bench-") as folder:
        return process(RUN, {"AIRDEF_CACHE_DIR": folder})


def _line(what: str, taken: list[Spent], bound: float) -> Line:
    return Line(what, "s", tuple(x.wall for x in taken), ("<=", bound), tuple(x.processor for x in taken))
