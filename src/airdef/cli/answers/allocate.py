"""`allocate`: an assignment as tables or JSON, beside those of the quick rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from airdef.allocation import read_problem
    from airdef.studies.allocation import allocate, by_rule, to_dict

    problem = read_problem(file)
    with now().showing():
        rules = by_rule(problem)
        found = allocate(problem, gap=gap, seconds=seconds)
    data = to_dict(found, rules)
    if as_json:
        print_json(data)
        return
    used = [(r["weapon"], r["target"], r["rounds"]) for r in data["rounds"]]
    total = float(problem.values.sum())
    proved = "which is the least possible" if found.gap <= 1e-9 else f"at least {found.bound:.6f} in any case (proved)"
    say(f"Of a value of {total:g}, {found.surviving:.6f} is expected to survive, {proved}; {found.seconds:.1f} s.")
    excess = []
    for name, value in rules.items():
        more = f"{100.0 * (value / found.surviving - 1.0):+.2f} %" if found.surviving > 0.0 else "-"
        excess.append((name, f"{value:.6f}", more))
    out = console()
    out.print(table(("rule", "survives", "against this"), excess, title="Quick rules"))
    rows = [(str(j), ", ".join(f"{i}" if x == 1 else f"{i} x {x}" for i, k, x in used if k == j))
            for j in sorted({k for _, k, _ in used})]  # fmt: skip
    out.print(table(("target", "weapons"), rows[:MOST_LINES], title="Rounds", left=(0, 1)))
    if len(rows) > MOST_LINES:
        say(f"{len(rows) - MOST_LINES} more targets: --json has them all.")
