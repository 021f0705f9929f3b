"""A copy of the packaged catalogue that a test may spoil."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from airdef.catalogue.book import DATA

Change = Callable[[dict[str, str]], None]


class Copy:
    """The packaged data in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def edit(self, file: str, change: Change, **where: str) -> int:
        """Change the one row in which the given cells stand; return its number in the file."""
        rows = self._read(file)
        found = [i for i, row in enumerate(rows) if all(row[k] == v for k, v in where.items())]
        assert len(found) == 1, f"{len(found)} rows of {file} have {where}"
        change(rows[found[0]])
        self._write(file, rows)
        return found[0] + 2  # the head is row 1

    def add(self, file: str, **cells: str) -> int:
        """Add a row; cells not given are empty. Return its number in the file."""
        rows = self._read(file)
        rows.append({**dict.fromkeys(rows[0], ""), **cells})
        self._write(file, rows)
        return len(rows) + 1

    def drop(self, file: str, **where: str) -> None:
        """Drop the rows in which the given cells stand."""
        rows = self._read(file)
        kept = [row for row in rows if any(row[k] != v for k, v in where.items())]
        assert len(kept) < len(rows)
        self._write(file, kept)

    def _read(self, file: str) -> list[dict[str, str]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def _write(self, file: str, rows: list[dict[str, str]]) -> None:
        with (self.folder / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Copy:
    folder = tmp_path / "catalogue"
    shutil.copytree(DATA, folder)
    return Copy(folder)
