from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from airdef.catalogue import AdoptedValue, load


def adopted(**changes: object) -> AdoptedValue:
    values: dict[str, object] = {
        "subject": "x",
        "attribute": "sector_width",
        "nominal": 1.5707963267948966,
        "low": 1.0471975511965976,
        "high": 2.0943951023931953,
        "unit": "rad",
        "grade": "C",
        "sources": ("s",),
        "claims": ("c001",),
        "reason": "",
        "spread": "uniform",
        "shown_unit": "deg",
    }
    return AdoptedValue(**{**values, **changes})  # type: ignore[arg-type]


def test_a_reading_shows_its_figures_in_the_unit_people_use() -> None:
    shown = adopted().to_dict()
    assert (shown["low"], shown["nominal"], shown["high"], shown["unit"]) == (60.0, 90.0, 120.0, "deg")
    assert shown["shown"] == {"value": "90 deg", "spread": "60 to 120 deg"}
    assert adopted(shown_unit="").to_dict()["unit"] == "rad"
    assert adopted(shown_unit="").to_dict()["shown"] == shown["shown"]


def test_readings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        adopted().nominal = 2.0  # type: ignore[misc]


def test_entries_go_to_json_and_back() -> None:
    for entry in load().entries():
        shown = entry.to_dict()
        assert json.loads(json.dumps(shown)) == shown
    system = load().entry("S-400").to_dict()
    assert [p["name"] for p in system["parts"]["missile"]] == ["48N6E3", "9M96E2", "40N6E"]
    assert load().entry("48N6E2").to_dict()["adopted_values"]["max_range.aircraft"]["nominal"] == 200.0
