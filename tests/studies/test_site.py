"""Siting on the bundled island and on the smooth Earth: what is written means what was worked out."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import airdef
from airdef.scenario import load
from airdef.scenario.land import dem_of
from airdef.studies.coverage.question import Question
from airdef.studies.coverage.study import coverage
from airdef.studies.siting.demand import demand
from airdef.studies.siting.files import assets, choices, sites, to_dict, write_geojson
from airdef.studies.siting.moved import moved_text
from airdef.studies.siting.study import Search, sited

ENGAGE = Search(Question((100.0, 1000.0), 1.0, "engagement"), grid=7e3, radius=25e3, azimuths=12,
                masts=("present", "40V6MD"))  # fmt: skip
DETECT = replace(ENGAGE, question=Question((100.0,), 1.0, "detection"))


@pytest.fixture(scope="module")
def engaged():
    return sited(load("island"), ENGAGE)


@pytest.fixture(scope="module")
def detected():
    return sited(load("island"), DETECT)


def value_as_it_stands(path: Path, search: Search) -> float:
    """What the defence of a file covers where it stands, its present sites being the only candidates."""
    found = sited(load(str(path)), replace(search, grid=None, present=True, masts=("present",)))
    return float(found.choosing.weight[found.now >= found.choosing.overlap].sum())


def test_the_answer_is_at_least_the_greedy_one_and_proven(engaged) -> None:
    now, greedy, best = choices(engaged)
    assert greedy["value"] <= best["value"] <= best["bound"]
    with_present = sited(load("island"), replace(ENGAGE, present=True))
    assert with_present.best.value >= max(now["value"], best["value"] * (1.0 - ENGAGE.gap))
    assert best["gap"] <= ENGAGE.gap
    assert best["value"] == pytest.approx(engaged.choosing.value(engaged.best.options))
    assert sum(r["value"] * r["best"] for r in assets(engaged)) / 2 == pytest.approx(best["value"])  # two heights


def test_more_overlap_is_harder_and_masts_help(engaged) -> None:
    twice = sited(load("island"), replace(ENGAGE, overlap=2))
    assert twice.best.value < engaged.best.value
    low = sited(load("island"), replace(ENGAGE, masts=("none",), gap=0.0))
    assert low.best.value < engaged.best.value * 1.01


@pytest.mark.parametrize("kind", ["engaged", "detected"])
def test_the_file_written_stands_as_well_as_was_said(kind, request, tmp_path: Path) -> None:
    found = request.getfixturevalue(kind)
    out = tmp_path / "moved.yaml"
    out.write_text(moved_text(found, out))
    text = out.read_text()
    assert "# What the ground hides" in text  # comments stay
    assert value_as_it_stands(out, found.search) == pytest.approx(found.best.value, abs=1e-9)
    moved, was = load(out), found.scenario
    changed = {p.name for p, _ in found.placed()}
    for (a, _), (b, _) in zip(moved.units(), was.units(), strict=True):
        if a.name not in changed:
            assert a.radar.place.latitude == pytest.approx(b.radar.place.latitude, abs=1e-9)
        assert a.facings == b.facings
    assert moved.threats[0].motion == was.threats[0].motion


def test_units_may_choose_where_to_look(tmp_path: Path) -> None:
    search = replace(ENGAGE, turn=4, grid=9e3, masts=("present",))
    found = sited(load("island"), search)
    assert len(found.kinds) == 1  # facings aside, the two units are alike
    assert len(found.options) == 4 * len({o.candidate.name for o in found.options})
    out = tmp_path / "turned.yaml"
    out.write_text(moved_text(found, out))
    assert value_as_it_stands(out, replace(search, turn=0)) == pytest.approx(found.best.value, abs=1e-9)
    quarter = [unit.facings[0] / (0.5 * math.pi) for unit, _ in load(out).units()]
    assert quarter == pytest.approx(np.round(quarter), abs=1e-9)
    assert all(len(unit.facings) == 1 for unit, _ in load(out).units())


def test_settings_masts_and_models_elsewhere_are_written_in(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    model = Path(airdef.__file__).parent / "terrain" / "data" / "island.tif"
    (tmp_path / "ground.tif").write_bytes(model.read_bytes())
    text = load("island").text.replace("dem: island", "dem: ground.tif")
    (tmp_path / "mine.yaml").write_text(text)
    changes = {"defence.0.fire_units": "2", "defence.0.mast": "40V6M"}
    found = sited(load(str(tmp_path / "mine.yaml"), changes), replace(ENGAGE, masts=("30 m",)))
    out = tmp_path / "there" / "moved.yaml"
    out.write_text(moved_text(found, out))
    moved = load(out)
    assert {r.antenna_height for r, _, unit in moved.radars() if unit >= 0} == {30.0}
    assert "dem: ../ground.tif" in out.read_text()
    assert moved.environment.terrain == found.scenario.environment.terrain


def test_covers_are_those_of_a_coverage_study(detected) -> None:
    # the map's nodes are interpolated between rays, the demand's points have rays of their own: 97 % alike is what
    # the fan's edges of shadows leave at nodes half a kilometre apart
    part, option = detected.placed()[0]
    moved = {"defence.0.at": json.dumps([option.candidate.latitude, option.candidate.longitude]),
             "defence.0.mast": json.dumps({"64N6E2": option.mast if option.mast != "present" else "none"})}  # fmt: skip
    study = coverage(load("island", moved), DETECT.question, radius=35e3, cell=500.0)
    of = next(p for p in study.parts if p.name == part.radars[0].name)
    d, n = detected.demand, study.nodes
    i, j = np.rint((n.north - d.latitude) / n.dlat).astype(int), np.rint((d.longitude - n.west) / n.dlon).astype(int)
    own = detected.choosing.covers[detected.best.options[0]]
    assert (of.covered[0][i, j] == own).mean() > 0.9


def test_east_and_west_are_alike_on_the_smooth_earth(tmp_path: Path) -> None:
    harbour = load("island").assets[0].place
    lat, lon = math.degrees(harbour.latitude), math.degrees(harbour.longitude)
    lines = [f"{n},{lat},{lon + off}" for n, off in (("east", 0.2), ("middle", 0.0), ("west", -0.2))]
    path = tmp_path / "places.csv"
    path.write_text("\n".join(["name,latitude,longitude", *lines]))
    changes = {"environment.terrain": "smooth", "defence.0.fire_units": "1",
               "defence.0.facings": "[0 deg, 90 deg, 180 deg, 270 deg]"}  # fmt: skip
    search = replace(ENGAGE, grid=None, candidates=path, rings=(30e3, 45e3), masts=("present",))
    found = sited(load("island", changes), search)
    rows = found.choosing.covers.reshape(3, 2, 2, 12)  # places, heights, rings, bearings
    mirrored = rows[..., -np.arange(12) % 12]
    assert np.array_equal(rows[0], mirrored[2])
    assert np.array_equal(rows[1], mirrored[1])
    assert not np.array_equal(rows[0], rows[2])
    assert found.choosing.value([0]) == pytest.approx(found.choosing.value([2]))
    assert found.best.value == pytest.approx(max(found.choosing.value([k]) for k in range(3)))


def test_what_is_kept_stays_and_counts() -> None:
    found = sited(load("island"), replace(ENGAGE, keep=("S-300PMU-2/south",)))
    assert [p.name for p, _ in found.placed()] == ["S-300PMU-2/north"]
    free = sited(
        load("island"), replace(ENGAGE, present=True)
    )  # what stands may stay or move: never worse than if it stays
    assert found.best.value <= free.best.bound + 1e-9
    assert found.choosing.already.max() == 1


def test_demand_spreads_the_value_of_the_assets() -> None:
    s = load("island")
    ground = dem_of(s).ground
    twice = (*s.assets, replace(s.assets[0], name="second", value=5.0), replace(s.assets[0], name="none", value=0.0))
    rings = demand(twice, ground, (100.0, 500.0), (10e3, 20e3), 12, None)
    cells = demand(twice, ground, (100.0,), (20e3,), 12, 2e3)
    assert rings.cells.size == 2 * 2 * 2 * 12
    for d in (rings, cells):
        assert d.cells.sum() == pytest.approx(15.0)
        assert d.shares(np.ones(d.cells.size, bool), 3)[:2] == pytest.approx(np.ones((2, len(d.altitudes))))
    # a disc of 20 km in cells of 2 km: its area over theirs, to the cells on its edge
    assert cells.cells.size / 2 == pytest.approx(math.pi * 100.0, rel=0.05)


def test_files_say_what_was_found(engaged, tmp_path: Path) -> None:
    write_geojson(engaged, tmp_path / "s.geojson")
    features = json.loads((tmp_path / "s.geojson").read_text())["features"]
    kinds = [f["properties"]["kind"] for f in features]
    assert kinds.count("site") == 2
    assert kinds.count("demand") == engaged.demand.weight.size
    assert kinds.count("candidate") == len({o.candidate.name for o in engaged.options}) - 2
    first = next(f for f in features if f["properties"]["kind"] == "site")
    row = sites(engaged)[0]
    assert first["geometry"]["coordinates"] == [row["longitude"], row["latitude"]]
    told = to_dict(engaged)
    assert told["choices"][2]["value"] == engaged.best.value
    json.dumps(told)


def test_refusals() -> None:
    for change, words in (
        ({"grid": None}, "one of candidates and grid expected"),
        ({"overlap": 0}, "overlap: 0 given"),
        ({"gap": 2.0}, "gap: 2 given"),
        ({"rings": ()}, "rings: one or more"),
        ({"azimuths": 2}, "azimuths: 2 given"),
        ({"turn": 100}, "turn: 100 given"),
        ({"demand_cell": 10.0}, "demand_cell: 10 m given"),
        ({"keep": ("S-300PMU-2/nort",)}, "nearest: 'S-300PMU-2/north'"),
        ({"keep": ("S-300PMU-2/north", "S-300PMU-2/south")}, "no fire unit to be placed"),
        ({"masts": ("40V6X",)}, "40V6MD"),
        ({"grid": 60e3}, "at least 2 expected"),
    ):
        with pytest.raises(ValueError, match=words):
            sited(load("island"), replace(ENGAGE, **change))
    refusing = {"environment.terrain.outside": "refuse", "raid": "[]"}
    with pytest.raises(ValueError, match="allow_sea"):
        sited(load("island", refusing), replace(ENGAGE, allow_sea=True))
    with pytest.raises(ValueError, match="no asset of value"):
        sited(load("island", {"assets.0.value": "0"}), ENGAGE)
