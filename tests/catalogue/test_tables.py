"""Ill-formed files are refused with the file, the row and the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from airdef.catalogue import CatalogueError, load

if TYPE_CHECKING:
    from .conftest import Copy

CASES: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    ("claims.csv", {"claim": "c001"}, {"source": ""}, "source is empty; give one, or grade the claim U"),
    ("claims.csv", {"claim": "c001"}, {"source": "nowhere"}, "source is 'nowhere'; expected one of"),
    ("claims.csv", {"claim": "c472"}, {"source": "scmp-2019"}, "graded U .unsourced. but has the source"),
    ("claims.csv", {"claim": "c001"}, {"grade": "E"}, "grade is 'E'; expected one of 'A', 'B', 'C', 'D', 'U'"),
    ("claims.csv", {"claim": "c001"}, {"unit": "kms"}, "unit is 'kms'; .* did you mean 'km'"),
    ("claims.csv", {"claim": "c001"}, {"value": "about 300"}, "value is 'about 300'; expected a number"),
    ("claims.csv", {"claim": "c001"}, {"value": "inf"}, "value is 'inf'; expected a finite number"),
    ("claims.csv", {"claim": "c001"}, {"value": ""}, "has neither a number nor a text"),
    ("claims.csv", {"claim": "c001"}, {"claim": "c002"}, "'c002' stands here twice"),
    ("claims.csv", {"claim": "c007"}, {"low": "0.95"}, "expected in rising order"),
    ("claims.csv", {"claim": "c007"}, {"high": ""}, "a range needs both low and high"),
    ("claims.csv", {"claim": "c007"}, {"bound": "up to"}, "bound is 'up to' but value is empty"),
    ("claims.csv", {"claim": "c001"}, {"subject": " "}, "subject is empty"),
    ("sources.csv", {"source": "scmp-2019"}, {"address": ""}, "address is empty; give one, or say in publisher"),
    ("sources.csv", {"source": "scmp-2019"}, {"kind": "blog"}, "kind is 'blog'"),
    ("sources.csv", {"source": "scmp-2019"}, {"title": " "}, "title is empty"),
    ("sources.csv", {"source": "scmp-2019"}, {"title": "Page, name not recorded"}, "in .square brackets."),
    ("sources.csv", {"source": "scmp-2019"}, {"publisher": "repository, name not recorded"}, "leave the cell empty"),
    (
        "sources.csv",
        {"source": "scmp-2019"},
        {"author": "unknown"},
        "author is 'unknown'; leave the cell empty",
    ),
    ("sources.csv", {"source": "scmp-2019"}, {"title": "A page (via Map.io)"}, "belongs in the column via"),
    ("sources.csv", {"source": "scmp-2019"}, {"title": "A page, as quoted in Map.io"}, "belongs in the column via"),
    ("sources.csv", {"source": "scmp-2019"}, {"title": "[A page"}, "wholly in .square brackets."),
    ("sources.csv", {"source": "scmp-2019"}, {"author": "Kopp, Carlo, Dr"}, "expected `Family, Given` or a body"),
    ("sources.csv", {"source": "scmp-2019"}, {"author": "Kopp, Carlo;"}, "expected `Family, Given` or a body"),
    ("sources.csv", {"source": "scmp-2019"}, {"number": "P.839"}, "number is 'P.839'; expected `Kind number`"),
    ("sources.csv", {"source": "itu-r-p-839-4"}, {"author": ""}, "whose author, the body, is given"),
    (
        "sources.csv",
        {"source": "scmp-2019"},
        {"via": "Map.io"},
        "via is 'Map.io'; expected it to begin with one of quoted",
    ),
    ("sources.csv", {"source": "scmp-2019"}, {"date": "n.d."}, "date is 'n.d.'; expected YYYY, YYYY-MM or YYYY-MM-DD"),
    ("sources.csv", {"source": "scmp-2019"}, {"date": "19"}, "date is '19'; expected YYYY, YYYY-MM or YYYY-MM-DD"),
    ("sources.csv", {"source": "scmp-2019"}, {"date": "2019-02-29"}, "date is '2019-02-29'; expected YYYY, YYYY-MM or"),
    ("sources.csv", {"source": "scmp-2019"}, {"date": "1899"}, "date is '1899'; expected a year from 1900 to 20"),
    ("sources.csv", {"source": "scmp-2019"}, {"date": "2300"}, "date is '2300'; expected a year from 1900 to 20"),
    ("sources.csv", {"source": "scmp-2019"}, {"accessed": "2020"}, "accessed is '2020'; expected YYYY-MM-DD"),
    (
        "sources.csv",
        {"source": "scmp-2019"},
        {"accessed": "2018-01-01"},
        "accessed is 2018-01-01, before its date 2019",
    ),
    (
        "sources.csv",
        {"source": "scmp-2019"},
        {"address": "www.scmp.com/a"},
        "address is 'www.scmp.com/a'; expected a URL",
    ),
    ("sources.csv", {"source": "scmp-2019"}, {"address": "ftp://scmp.com/a"}, "expected a URL alone"),
    ("sources.csv", {"source": "scmp-2019"}, {"address": "https://scmp.com/a (via b)"}, "belongs in publisher or via"),
    ("sources.csv", {"source": "scmp-2019"}, {"address": "https://[scmp.com/a"}, "expected a URL alone"),
    ("sources.csv", {"source": "scmp-2019"}, {"address": "https://scmp.com/é"}, "letters percent-encoded"),
    ("attributes.csv", {"attribute": "slew_rate"}, {"reason": ""}, "reason is empty"),
    (
        "attributes.csv",
        {"attribute": "slew_rate"},
        {"grade": "B"},
        "grade is 'B'; expected one of 'assumed', 'defined'",
    ),
    ("attributes.csv", {"attribute": "slew_rate"}, {"default": "ten"}, "default is 'ten'; expected a number"),
    ("attributes.csv", {"attribute": "slew_rate"}, {"spread": "normal"}, "spread is 'normal'"),
    ("attributes.csv", {"attribute": "slew_rate"}, {"minimum": "400"}, "expected minimum and maximum, in rising order"),
    ("attributes.csv", {"attribute": "rcs"}, {"minimum": "0"}, "needs a minimum above zero"),
    ("treatments.csv", {"claim": "c453"}, {"action": "ignore"}, "action is 'ignore'"),
    ("treatments.csv", {"claim": "c453"}, {"reason": ""}, "reason is empty"),
    ("treatments.csv", {"claim": "c453"}, {"claim": "c999"}, "claim is 'c999'"),
    ("treatments.csv", {"claim": "c004"}, {"nominal": "0"}, "divide needs the divisor in nominal"),
    ("treatments.csv", {"claim": "c177"}, {"nominal": ""}, "bound needs the figure in nominal"),
    ("treatments.csv", {"claim": "c146"}, {"nominal": ""}, "read needs the figure in nominal"),
    ("treatments.csv", {"claim": "c251"}, {"band": "Q"}, "band is 'Q'"),
    ("treatments.csv", {"claim": "c251"}, {"high": "5"}, "band gives low, high and unit"),
    ("bands.csv", {"band": "S"}, {"low": "5"}, "expected low and high"),
    ("bands.csv", {"band": "S"}, {"reason": ""}, "reason is empty"),
]


@pytest.mark.parametrize(("file", "where", "cells", "reason"), CASES)
def test_a_spoilt_row_is_named(
    data: Copy, file: str, where: dict[str, str], cells: dict[str, str], reason: str
) -> None:
    row = data.edit(file, lambda r: r.update(cells), **where)
    with pytest.raises(CatalogueError, match=reason) as caught:
        load(data.folder)
    # A key given twice is found out at its second row.
    assert (caught.value.file, caught.value.row) == (file, row + 1 if "twice" in reason else row)


def spoil(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "row", "reason"),
    [
        (spoil("source,author", "id,author"), 1, "columns are id,author,date,.*; expected source,author,date,title"),
        (spoil("\n", "\nonly,three,cells\n"), 2, "3 cells; expected 11"),
        (spoil('"', '"x"'), 1, "cannot be read as CSV"),
    ],
)
def test_a_spoilt_file_is_named(data: Copy, change: Callable[[str], str], row: int, reason: str) -> None:
    path = data.folder / "sources.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason) as caught:
        load(data.folder)
    assert (caught.value.file, caught.value.row) == ("sources.csv", row)


def test_a_missing_file_is_named(data: Copy) -> None:
    (data.folder / "parts.csv").unlink()
    with pytest.raises(CatalogueError, match=r"parts.csv, row 1: no such file in"):
        load(data.folder)


def test_an_id_is_a_key_of_bibtex(data: Copy) -> None:
    row = data.edit("sources.csv", lambda r: r.update(source="SCMP 2019"), source="scmp-2019")
    with pytest.raises(
        CatalogueError, match="source is 'SCMP 2019'; expected small letters, digits and single hyphens"
    ) as caught:
        load(data.folder)
    assert caught.value.row == row


def test_a_clock_that_is_behind_refuses_no_catalogue(monkeypatch: pytest.MonkeyPatch, data: Copy) -> None:
    class Past(date):
        @classmethod
        def today(cls) -> Past:
            return cls(1970, 1, 1)

    monkeypatch.setattr("airdef.catalogue.sources.date", Past)
    assert load(data.folder).source("hospodarske-noviny-ft-oct-2025").date == "2025-10"
