"""The catalogue as the other layers use it."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from airdef.catalogue import CatalogueError, UnknownEntryError, UnknownNameError, load
from airdef.catalogue.book import content_hash, folded
from airdef.catalogue.model import KINDS
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from .conftest import Copy

WANTED = {
    "system": ["S-300PT", "S-300PS", "S-300PMU-1", "S-300PMU-2", "S-400", "ideal-battery"],
    "radar": [
        "64N6E",
        "64N6E2",
        "91N6E",
        "36D6",
        "76N6",
        "96L6E",
        "30N6",
        "30N6E1",
        "30N6E2",
        "92N6E",
        "ideal-radar",
        "ideal-engagement-radar",
    ],
    "missile": ["5V55K", "5V55R", "48N6E", "48N6E2", "48N6E3", "40N6E", "9M96E2", "ideal-missile"],
    "mast": ["40V6M", "40V6MD"],
    "threat": [
        "fighter",
        "bomber",
        "lo-fighter",
        "cruise-missile",
        "supersonic-cruise-missile",
        "srbm",
        "mrbm",
        "drone",
        "decoy",
        "arm",
        "ideal-threat",
    ],
    "environment": ["environment"],
}


@pytest.mark.parametrize("kind", WANTED)
def test_the_entries_wanted_are_there(kind: str) -> None:
    assert set(WANTED[kind]) <= {e.name for e in load().entries(kind)}


def test_all_kinds_together() -> None:
    assert len(load().entries()) == sum(len(load().entries(kind)) for kind in KINDS)
    with pytest.raises(UnknownNameError, match="no kind of entry 'missiles'; did you mean 'missile'"):
        load().entries("missiles")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("S-300PMU-2 Favorit", "S-300PMU-2"),
        ("s300pmu2", "S-300PMU-2"),
        ("sa-21 growler", "S-400"),
        ("64N6E Big Bird", "64N6E"),
        ("TOMB STONE", "30N6E2"),
        ("stealth fighter", "lo-fighter"),
    ],
)
def test_names_are_found_whatever_their_dress(asked: str, name: str) -> None:
    assert load().entry(asked).name == name


def test_an_unknown_entry_gives_the_nearest_names() -> None:
    with pytest.raises(UnknownEntryError) as caught:
        load().entry("S-300PMU-3")
    assert "S-300PMU-2" in caught.value.nearest


def test_an_unknown_attribute_claim_or_source_gives_the_nearest() -> None:
    with pytest.raises(
        UnknownNameError, match=r"no attribute of 48N6E2 'sspk.balistic'; did you mean 'sspk.ballistic'"
    ):
        load().adopted("48N6E2", "sspk.balistic")
    with pytest.raises(UnknownNameError, match="no claim 'c0001'"):
        load().claim("c0001")
    with pytest.raises(UnknownNameError, match="no source 'scmp-2018'; did you mean 'scmp-2019'"):
        load().source("scmp-2018")


def test_categories_are_those_of_the_scenario() -> None:
    missile = load().entry("48N6E2").adopted_values
    for what in ("sspk", "max_range", "max_altitude"):
        assert tuple(n.removeprefix(f"{what}.") for n in missile if n.startswith(f"{what}.")) == CATEGORIES
    assert {e.category for e in load().entries("threat")} == set(CATEGORIES)


def test_systems_are_composed_of_entries_that_fit() -> None:
    catalogue = load()
    for system in catalogue.entries("system"):
        parts = system.parts
        assert len(parts["engagement_radar"]) == 1
        assert parts["missile"]
        assert [catalogue.entry(p.name).role for p in parts["surveillance"]] == ["surveillance"] * len(
            parts["surveillance"]
        )
        assert catalogue.entry(parts["engagement_radar"][0].name).role == "engagement"
    mix = {p.name: (p.launchers, p.rounds) for p in catalogue.entry("S-400").parts["missile"]}
    assert mix == {"48N6E3": (5, 4), "9M96E2": (2, 16), "40N6E": (1, 4)}
    assert catalogue.entry("S-300PMU-2").parts["missile"][0].launchers is None


def test_every_published_claim_is_kept() -> None:
    # c001 to c500 are what was found first; later ones stand behind them
    claims = [c for c in load().claims() if int(c.claim[1:]) <= 500]
    assert len(claims) == 500
    # 208 press and reference, 156 second-hand, 118 of simulators, 18 that nobody gave a source for
    assert [sum(c.grade == g for c in claims) for g in "ABCDU"] == [0, 208, 156, 118, 18]
    assert {c.source for c in load().claims()} - {""} == set(load().sources)


def test_claims_by_subject_and_attribute() -> None:
    catalogue = load()
    both = catalogue.claims("S-300PMU-2", "max_range_ballistic")
    assert [(c.value, c.grade) for c in both] == [(40.0, "U"), (150.0, "B")]
    assert catalogue.claims("S-300PMU-2 Favorit") == catalogue.claims("s-300pmu-2")
    assert len(catalogue.claims("Patriot PAC-3 MSE")) > 3  # no entry, but claims
    assert catalogue.claims("nothing") == ()


def test_transfers_by_operator_and_system() -> None:
    catalogue = load()
    assert len(catalogue.transfers()) == 97 + 42
    by_way = [t for t in catalogue.transfers(to="Cyprus") if t.via]
    assert {(t.systems, t.operators, t.via) for t in by_way} == {(("S-300PMU-1",), ("Greece",), ("Cyprus",))}
    assert {t.record for t in catalogue.transfers(to="iran")} == {"transfer", "combat"}
    assert {t.operators for t in catalogue.transfers(system="S-300PT")} == {("Ukraine",)}  # told as S-300PS/PT
    assert catalogue.transfers(system="S-300PMU-2 Favorit") == catalogue.transfers(system="s300pmu2")
    slovak = catalogue.transfers(to="Slovakia")
    assert [(t.operators, t.value, t.when) for t in slovak] == [
        (("Ukraine",), "1 battery/battalion", "April 2022"),
        (("Slovakia",), "1989 year", "1989"),
    ]
    first = [t for t in catalogue.transfers(to="Iran", system="S-300PMU-2") if t.what == "first_delivery"]
    assert {(t.value, t.when) for t in first} == {("April 2016", "April 2016")}


def test_the_hash_follows_the_content_and_not_the_line_ends(data: Copy) -> None:
    packaged = load().content_hash
    assert content_hash(data.folder) == packaged
    path = data.folder / "sources.csv"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert content_hash(data.folder) == packaged
    path.write_bytes(text.replace(b"South China Morning", b"South China Evening"))
    assert load(data.folder).content_hash != packaged


def test_each_folder_is_read_once(data: Copy) -> None:
    assert load() is load()
    assert load(data.folder) is load(data.folder)
    assert load(data.folder) is not load()


def test_two_entries_cannot_share_a_name(data: Copy) -> None:
    row = data.edit("entries.csv", lambda r: r.update(aliases="s 400"), entry="S-300PT")
    with pytest.raises(CatalogueError, match="'S-400' already names S-300PT") as caught:
        load(data.folder)
    assert caught.value.row == row + 4
    assert folded("S-300PMU-2") == "s300pmu2"


@pytest.mark.parametrize(
    ("where", "cells", "reason"),
    [
        ({"entry": "96L6E", "system": "S-400"}, {"role": "engagement_radar"}, "a part as engagement_radar must be"),
        ({"entry": "96L6E", "system": "S-400"}, {"entry": "91N6E"}, "'91N6E' stands here twice"),
        ({"entry": "96L6E", "system": "S-400"}, {"grade": "B"}, "graded B but quotes no claim of that grade"),
        ({"entry": "96L6E", "system": "S-400"}, {"claims": "c999"}, "quotes no claim 'c999'"),
        ({"entry": "9M96E2", "system": "S-400"}, {"launchers": "2.5"}, "launchers is 2.5; expected a whole number"),
        ({"entry": "9M96E2", "system": "S-400"}, {"launchers": "3"}, r"are \[5, 3, 1\]; expected to add up to 8"),
        ({"entry": "92N6E", "system": "S-400"}, {"system": "S-300PT"}, "needs one engagement_radar"),
    ],
)
def test_a_spoilt_part_is_refused(data: Copy, where: dict[str, str], cells: dict[str, str], reason: str) -> None:
    data.edit("parts.csv", lambda r: r.update(cells), **where)
    with pytest.raises(CatalogueError, match=reason):
        load(data.folder)


def test_a_threat_needs_a_category_and_a_radar_a_role(data: Copy) -> None:
    data.edit("entries.csv", lambda r: r.update(category="glider"), entry="drone")
    with pytest.raises(CatalogueError, match="category is 'glider'"):
        load(data.folder)
    data.edit("entries.csv", lambda r: r.update(category="drone"), entry="drone")
    data.edit("entries.csv", lambda r: r.update(role="search"), entry="76N6")
    with pytest.raises(CatalogueError, match="role is 'search'"):
        load(data.folder)


def test_a_transfer_without_a_row_is_refused(data: Copy) -> None:
    data.drop("transfers.csv", claim="c173")
    with pytest.raises(CatalogueError, match="transfers without a row: c173"):
        load(data.folder)


def test_loading_is_quick_and_light() -> None:
    code = (
        "import sys, time; from airdef.catalogue import load; t = time.process_time(); load();"
        "print(time.process_time() - t, {'numpy', 'polars', 'pandas', 'pydantic', 'ruamel'} & set(sys.modules))"
    )
    started = time.monotonic()
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert time.monotonic() - started < 30
    # 40 ms on the machine it was written on; ten times that still keeps the command's start quick.
    assert float(out[0]) < 0.4
    assert out[1] == "set()"
