"""`allocate`: an assignment as tables or JSON, beside those of the quick rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.cli.ending import now
from airdef.cli.output import console, print_json, say, table

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 40
"""Lines of the table of rounds: more are in `--json`."""


def show(file: Path, gap: float, seconds: float, as_json: bool) -> None:
    """Solve a problem in a file and print what came of it.

    Parameters
    ----------
    file
        The file.
    gap
        Relative gap at which it ends.
    seconds
        The most seconds that it may take.
    as_json
        Whether one JSON object is printed, and nothing else.
    """
    from airdef.allocation import allocate, marginal_return, neighbourhood_search, read_problem

    problem = read_problem(file)
    with now().showing():
        quick = marginal_return(problem)
        better = neighbourhood_search(problem, quick)
        found = allocate(problem, gap=gap, seconds=seconds)
    by_rule = {"marginal return": problem.surviving(quick), "neighbourhood search": problem.surviving(better)}
    used = [(int(i), int(j), int(found.rounds[i, j])) for i, j in zip(*np.nonzero(found.rounds), strict=True)]
    if as_json:
        print_json(
            {
                "surviving": found.surviving,
                "bound": found.bound,
                "gap": found.gap,
                "seconds": found.seconds,
                "rounds": [{"weapon": i, "target": j, "rounds": x} for i, j, x in used],
                "rules": by_rule,
            }
        )
        return
    total = float(problem.values.sum())
    proved = "which is the least possible" if found.gap <= 1e-9 else f"at least {found.bound:.6f} in any case (proved)"
    say(f"Of a value of {total:g}, {found.surviving:.6f} is expected to survive, {proved}; {found.seconds:.1f} s.")
    excess = []
    for name, value in by_rule.items():
        more = f"{100.0 * (value / found.surviving - 1.0):+.2f} %" if found.surviving > 0.0 else "-"
        excess.append((name, f"{value:.6f}", more))
    out = console()
    out.print(table(("rule", "survives", "against this"), excess, title="Quick rules"))
    rows = [(str(j), ", ".join(f"{i}" if x == 1 else f"{i} x {x}" for i, k, x in used if k == j))
            for j in sorted({k for _, k, _ in used})]  # fmt: skip
    out.print(table(("target", "weapons"), rows[:MOST_LINES], title="Rounds", left=(0, 1)))
    if len(rows) > MOST_LINES:
        say(f"{len(rows) - MOST_LINES} more targets: --json has them all.")
