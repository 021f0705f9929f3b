"""The numbers of the worth of options in docs/studies.md are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import airdef

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "studies.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Worth\n")[2].partition("\n## ")[0]
OPTIONS = [text for line in re.findall(r"--option '(.+?)'", SECTION) for text in [line]]
ROW = re.compile(r"^\| (.+ \| [\d.]+ \| .+ \| .+ \| .+ \| .+ \| [\d to]+) \|$", re.MULTILINE)


def rows() -> list[str]:
    """Return the rows of the table, and the sentences."""
    found = airdef.worth("layered", OPTIONS, "asset_value_lost", replications=2_000)
    return [" | ".join(row) for row in found.brief()[1]] + list(found.sentences())


def test_the_table_is_what_comes_out() -> None:
    told = rows()
    assert ROW.findall(SECTION) == told[: len(OPTIONS)]
    assert len(OPTIONS) >= 8
    for sentence in told[len(OPTIONS) :]:
        assert sentence in SECTION


if __name__ == "__main__":  # writes the rows
    for text in rows():
        print(f"| {text} |" if " | " in text else text)
