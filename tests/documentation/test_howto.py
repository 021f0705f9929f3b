"""How to add to the catalogue: the rows that the page shows are added, as they stand there, and give what it says."""

import re
import shutil

from airdef import catalogue
from docsite import ROOT


def blocks():
    """The blocks of the page, by the file that each is for."""
    text = (ROOT / "docs" / "howto" / "add-to-the-catalogue.md").read_text(encoding="utf-8")
    return dict(re.findall(r'^```csv title="(.+?)"\n(.*?)^```', text, re.MULTILINE | re.DOTALL))


def test_an_entry_of_the_catalogue_is_rows(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "src" / "airdef" / "catalogue" / "data", folder)
    shown = blocks()
    assert set(shown) == {"sources.csv", "claims.csv", "entries.csv", "readings.csv", "parts.csv"}
    for name, rows in shown.items():
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            file.write(rows)
    book = catalogue.load(folder)
    reading = book.reading("Example-Mast", "antenna_height")
    assert (reading.low, reading.nominal, reading.high, reading.grade) == (28.0, 30.0, 32.0, "B")
    assert reading.sources == ("example-works-mast",)
    assert "Example-Mast" in [p.name for p in book.entry("S-300PMU-2").parts["mast"]]
