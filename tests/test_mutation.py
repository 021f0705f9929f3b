"""Mutants that are said to be equivalent are of lines that stand in their module; the page shows what was kept."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "mutation"


def table():
    spec = importlib.util.spec_from_file_location("mutation_table", TOOL / "table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name):
    with (TOOL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_equivalent_mutants_are_of_lines_that_stand():
    told = rows("equivalent.csv")
    lines = {
        m: {line.strip() for line in (ROOT / "src" / "airdef" / f"{m}.py").read_text(encoding="utf-8").splitlines()}
        for m in {row["module"] for row in told}
    }
    assert [row for row in told if row["before"] not in lines[row["module"]]] == []
    assert all(row["reason"] and row["before"] != row["after"] for row in told)
    assert len({(row["module"], row["before"], row["after"]) for row in told}) == len(told)


def test_the_page_shows_what_was_kept():
    tool = table()
    kept = tool.rows()
    assert tool.table(kept) in tool.PAGE.read_text(encoding="utf-8")


def test_shares_by_hand():
    tool = table()
    assert tool.share(3, 60, True) == "5.0 %"
    # Wilson at 95 %: (0.05 + 3.8415 / 120 -+ 1.96 sqrt(0.05 x 0.95 / 60 + 3.8415 / 14400)) / (1 + 3.8415 / 60)
    assert tool.share(3, 60, False) == "5.0 % (1.7 to 13.7 %)"
    assert tool.share(0, 100, False) == "0.0 % (0.0 to 3.7 %)"
