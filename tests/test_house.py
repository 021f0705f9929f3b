"""What stands in several places of the checkout says the same."""

from __future__ import annotations

import re
from pathlib import Path

from airdef.version import RELEASED, __version__

ROOT = Path(__file__).resolve().parents[1]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_there_is_one_number_for_the_version():
    assert re.findall(r"(?m)^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", _text("CHANGELOG.md"))[0] == (
        __version__,
        RELEASED,
    )
    citation = _text("CITATION.cff")
    assert f"\nversion: {__version__}\n" in citation
    assert f"\ndate-released: {RELEASED}\n" in citation
    assert 'dynamic = ["version"]' in _text("pyproject.toml")  # from airdef/version.py


def test_changes_that_are_not_released_stand_first():
    headings = re.findall(r"(?m)^## (.*)$", _text("CHANGELOG.md"))
    assert headings[0] == "Unreleased"
    dates = [re.fullmatch(r"\d+\.\d+\.\d+ \((.*)\)", heading) for heading in headings[1:]]
    told = [found.group(1) if found else "" for found in dates]
    assert told == sorted(told, reverse=True)
    assert all(told)


def test_the_quick_tests_are_those_of_folders_that_there_are():
    quick = re.search(r"(?m)^QUICK = \((.*)\)$", _text("dev.py"))
    assert quick
    assert all((ROOT / "tests" / name).is_dir() for name in re.findall(r'"(\w+)"', quick.group(1)))
