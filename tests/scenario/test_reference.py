"""The reference page is that of the models."""

from __future__ import annotations

from pathlib import Path

from airdef.scenario import json_schema
from airdef.scenario.reference import markdown

PAGE = Path(__file__).parents[2] / "docs" / "scenario.md"


def test_the_page_is_up_to_date() -> None:
    # If this fails: python -c "from airdef.scenario.reference import markdown; print(markdown(), end='')"
    assert PAGE.read_text(encoding="utf-8") == markdown()


def test_every_field_has_its_row() -> None:
    page = markdown()
    for part in json_schema()["$defs"].values():
        for name in part["properties"]:
            assert f"| `{name}` |" in page
