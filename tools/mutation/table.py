"""The table of docs/mutation.md, from results.csv."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.csv"
PAGE = HERE.parents[1] / "docs" / "mutation.md"
HEAD = "| module | mutants | tried | equivalent | noticed | not noticed | share not noticed | date |"
COLUMNS = ("module", "mutants", "chosen", "seed", "equivalent", "survived", "date")
Z = 1.959964


def rows(path: Path = RESULTS) -> dict[str, dict[str, str]]:
    """Return the results kept, by module."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["module"]: row for row in csv.DictReader(file)}


def share(survived: int, counted: int, whole: bool) -> str:
    """Return the share of mutants that survive [%]; of a sample with Wilson's interval at 95 %."""
    p = survived / counted
    if whole:
        return f"{100 * p:.1f} %"
    middle, scale = p + Z * Z / (2 * counted), 1 + Z * Z / counted
    half = Z * (p * (1 - p) / counted + Z * Z / (4 * counted**2)) ** 0.5
    low, high = (middle - half) / scale, (middle + half) / scale
    return f"{100 * p:.1f} % ({100 * max(low, 0.0):.1f} to {100 * high:.1f} %)"


def table(kept: dict[str, dict[str, str]]) -> str:
    """Return the table in Markdown."""
    lines = [HEAD, "|---|---|---|---|---|---|---|---|"]
    for name, row in sorted(kept.items()):
        every, chosen, equivalent, survived = (int(row[c]) for c in ("mutants", "chosen", "equivalent", "survived"))
        counted = chosen - equivalent
        tried = "all" if chosen == every else f"{chosen}, seed {row['seed']}"
        said = share(survived, counted, chosen == every)
        lines.append(
            f"| `{name}` | {every} | {tried} | {equivalent} | {counted - survived} | {survived} | {said} | "
            f"{row['date']} |"
        )
    return "\n".join(lines) + "\n"


def write(path: Path, row: dict[str, Any]) -> None:
    """Keep the result of a module in place of its last one, and write the table of the page."""
    kept = rows(path) | {row["module"]: {name: str(value) for name, value in row.items()}}
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(kept[name] for name in sorted(kept))
    write_page(kept)


def write_page(kept: dict[str, dict[str, str]]) -> None:
    """Write the table into the page, between its head and the next empty line."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, after = text.partition(HEAD)
    PAGE.write_text(before + table(kept) + "\n" + after.partition("\n\n")[2], encoding="utf-8")


if __name__ == "__main__":
    write_page(rows())
