"""Laws behind figures: every attribute has one, and what is ill-formed is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from airdef import catalogue
from airdef.catalogue import CatalogueError, laws

if TYPE_CHECKING:
    from .conftest import Copy


def test_every_attribute_enters_exactly_one_law() -> None:
    known = catalogue.load()
    found = {key: [law.law for law in laws.load() if law.covers(*key)] for key in known.attributes}
    assert {key: names for key, names in found.items() if len(names) != 1} == {}


def test_every_law_names_attributes_that_are_asked() -> None:
    asked = catalogue.load().attributes
    for law in laws.load():
        for kind, name in law.attributes:
            stem = name.removesuffix("*")
            assert any(k == kind and (a == name or (stem != name and a.startswith(stem))) for k, a in asked), (
                kind,
                name,
            )


def test_the_law_behind_a_figure_by_any_name_of_its_entry() -> None:
    known = catalogue.load()
    law = laws.behind(known, "s-300 pmu2", "reaction_time")
    assert law is not None
    assert law.law == "launching"
    assert laws.behind(known, "48N6E2", "sspk.aircraft") == laws.behind(known, "48N6E2", "sspk_range_factor")
    assert laws.behind(known, "48N6E2", "colour") is None


def test_in_words() -> None:
    known = {law.law: law for law in laws.load()}
    assert known["envelope"].text().endswith("sharp edges: checked against nothing")
    assert "checked against print, a closed form and a second engine" in known["launching"].text()
    assert "unchecked: " in known["fly-out"].text()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"checked": "prints"}, "checked is 'prints'; expected some of print, program"),
        ({"checked": ""}, "checked is ''"),
        ({"checked": "print; nothing"}, "or nothing alone"),
        ({"title": ""}, "title is empty"),
        ({"attributes": "radar:frequency; missile:sspk.drone"}, "missile:sspk.drone stands in two laws"),
        ({"attributes": "radar:frequency; radar:frequency"}, "radar:frequency stands in two laws"),
    ],
)
def test_a_spoilt_row_is_named(data: Copy, cells: dict[str, str], said: str) -> None:
    data.edit("laws.csv", lambda r: r.update(cells), law="re-entry" if "attributes" in cells else "propagation")
    if "attributes" in cells:
        data.edit("laws.csv", lambda r: r.update(attributes=""), law="propagation")
    with pytest.raises(CatalogueError, match=said) as caught:
        laws.load(data.folder)
    assert caught.value.file == "laws.csv"
