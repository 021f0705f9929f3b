"""The packaged claims against the tables that they were packaged from, cell for cell, where those tables lie beside."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from airdef.catalogue import load
from airdef.catalogue.model import UNSOURCED

if TYPE_CHECKING:
    from airdef.catalogue import Claim

BESIDE = Path(__file__).parents[3] / "shared" / "data"

TABLES = {"published_figures.csv": (1, 500), "published_figures_2.csv": (1001, 1102)}
"""Table: the number of the claim of its first row, and its rows."""

BOUNDS = {"more than": ">", "at least": ">=", "less than": "<", "up to": "<="}

GRADES = {"B": "B-", "C": "C-", "D": "D-", UNSOURCED: "unsourced"}


def numbers(text: str) -> list[float]:
    """Return the numbers of a cell: one, or the two ends of a range."""
    number = r"\d+(?:\.\d+)?(?:e-?\d+)?"
    return [float(n) for n in re.findall(rf"(?:^|(?<=[ <>=]))-?{number}|(?<=[\d-]){number}", text)]


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_packaged_as_it_stands(table: str) -> None:
    if not (BESIDE / table).exists():
        pytest.skip(f"{table} is not beside the project")
    with (BESIDE / table).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    first, count = TABLES[table]
    assert len(rows) == count
    for i, row in enumerate(rows):
        claim = load().claim(f"c{first + i:03d}")
        cells = ("subject", "kind", "attribute", "qualifier")
        assert {c: getattr(claim, c) for c in cells} == {c: row[c] for c in cells}, claim.claim
        assert claim.quoted == row["quoted_words"], claim.claim
        assert row["grade"].startswith(GRADES[claim.grade]), claim.claim
        assert claim.unit in ({"Mach0", "Mach11", "Mach"} if row["unit"] == "Mach" else {row["unit"]}), claim.claim
        assert _same(claim, row["value"]), (claim, row["value"])
        address = re.match(r"https?://[^\s()]+", row["source_url_or_repo_path"])
        if claim.source and address and first > 1000:
            packaged = load().source(claim.source).address
            assert packaged.split("#")[0] in row["source_url_or_repo_path"], claim.claim


def _same(claim: Claim, cell: str) -> bool:
    """Tell whether a claim holds what a cell says: a number, a bound, a range, or words."""
    if claim.text and claim.grade != UNSOURCED and claim.text == cell:
        return True
    if claim.low is not None:
        return bool(re.search(r"\d", cell)) and {claim.low, claim.high} <= set(numbers(cell))
    if claim.value is not None:
        bound = BOUNDS.get(claim.bound, "")
        return claim.value in numbers(cell) and (cell.startswith((bound, "up to")) if bound else cell[:1] not in "<>")
    return claim.text == cell


def test_what_breaks_physics_sets_nothing() -> None:
    book = load()
    suspect = {c.claim for c in book.claims() if "SUSPECT" in c.qualifier}
    assert suspect == {"c059", "c1013", "c1801", "c1860"}
    for entry in book.entries():
        for adopted in entry.adopted_values.values():
            assert not suspect & {f.claim for f in adopted.figures}, (entry.name, adopted.attribute)


def test_simulators_vote_only_where_nobody_else_does() -> None:
    for entry in load().entries():
        for adopted in entry.adopted_values.values():
            if adopted.grade == "D":
                assert all(f.grade == "D" or f.one_sided for f in adopted.figures), (entry.name, adopted.attribute)


def test_grades_and_kinds_of_the_second_table() -> None:
    claims = [c for c in load().claims() if int(c.claim[1:]) > 1000]
    assert [sum(c.grade == g for c in claims) for g in "ABCDU"] == [0, 391, 168, 531, 12]
    assert {c.kind for c in claims} == {"system", "radar", "missile", "target_class", "transfer", "jammer"}
