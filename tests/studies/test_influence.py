"""Which figures an answer hangs on most, on a scenario whose answer is known, and against figures set by hand."""

import json
import math

import numpy as np
import pytest

from airdef import catalogue, run
from airdef.cli import main
from airdef.studies.uncertainty.influence import influence
from airdef.studies.variants.uncertain_inputs import UncertainInput, between, uncertain_inputs

KNOWN = catalogue.load()

# Ten fighters reach a point that nobody defends: each takes hits_i of 1,000 with its hit probability, and nothing
# else of the catalogue can enter the value lost.
UNDEFENDED = """
name: Undefended
description: Ten fighters, an idealised battery that never kills, a point that takes a thousand hits.
defence:
  - {system: ideal-battery, at: [0.0, 0.0], overrides: {missile.sspk: 0.0}}
assets:
  - {name: point, at: [0.0, 0.0], radius: 500 m, value: 1000, hits_to_destroy: 1000}
raid:
  - {threat: fighter, count: 10, route: [[-0.9, -0.9], [0.0, 0.0]], spacing: 5 s, aims_at: point}
"""


@pytest.fixture(scope="module")
def undefended(tmp_path_factory):
    path = tmp_path_factory.mktemp("undefended") / "undefended.yaml"
    path.write_text(UNDEFENDED, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def lost(undefended):
    return influence(undefended, "asset_value_lost", replications=64)


def test_the_one_law_at_work_is_found_with_its_figures(lost):
    names = [w.figure.name for w in lost.heaviest()]
    moving = {n for n in ("fighter hit_probability", "fighter hits") if spreads(n)}
    assert set(names) == moving
    assert all(w.law.law == "arrivals" for w in lost.heaviest())
    p, hits = (KNOWN.adopted("fighter", a) for a in ("hit_probability", "hits"))
    (weight,) = (w for w in lost.weights if w.figure.name == "fighter hit_probability")
    for m, value in zip(weight.moved, (p.low, p.high), strict=True):
        assert m.value == value
        # mean of 640 draws of hits with probability `value`, six standard errors
        sd = hits.nominal * math.sqrt(10 * value * (1 - value) / 64)
        assert m.estimate.mean == pytest.approx(10 * value * hits.nominal, abs=6 * sd)


def spreads(name):
    r = KNOWN.adopted(*name.split())
    return r.low < r.high


def test_a_measure_that_nothing_moves_says_so(undefended):
    found = influence(undefended, "leakers", replications=8)
    assert found.base.ci95 == (10.0, 10.0)
    assert found.heaviest() == ()
    assert "no figure alone shows a difference" in found.sentences()[0]
    assert "10 in each of 8 replications" in found.sentences()[0]


def test_a_scenario_without_uncertain_figures():
    assert influence("ideal-salvo", replications=8, grades=["A"]).sentences() == (
        "Leakers: the scenario rests on no figure with a spread.",
    )


def test_a_figure_moves_in_every_copy_as_if_set_for_all_categories():
    given = {"raid.ballistic.count": 0}
    found = influence("claim-150km", "missiles_used", overrides=given, replications=32, grades=["B"])
    (reach,) = (w for w in found.weights if w.figure.name.startswith("48N6E2 max_range.aircraft"))
    assert len(reach.figure.adopted_values) == 7
    # all categories but the ballistic one, which has a figure of its own
    by_hand = {"defence.0.overrides.missile.48N6E2.max_range": "150 km"}
    by_hand["defence.0.overrides.missile.48N6E2.max_range.ballistic"] = "150 km"
    from airdef import load

    same = run(load("claim-150km", {**given, **by_hand}), 32).measures["missiles_used"]
    (low,) = (m for m in reach.moved if m.value == 150.0)
    assert low.estimate.mean == same.mean


def test_positions_and_values_between():
    r = KNOWN.adopted("48N6E2", "max_range.aircraft")
    uncertain_input = next(u for u in uncertain_inputs(load_port_raid(), KNOWN) if r in u.adopted_values)
    assert uncertain_input.at(0.0) == {(x.subject, x.attribute): x.nominal for x in uncertain_input.adopted_values}
    assert uncertain_input.at(-1.0) == {(x.subject, x.attribute): x.low for x in uncertain_input.adopted_values}
    assert uncertain_input.positions() == (-1.0,), "the nominal is the high end: no position above it is another state"
    assert uncertain_input.positions((-0.5, 0.5)) == (-1.0, -0.5)
    rcs = KNOWN.adopted("fighter", "rcs")
    assert between(rcs, 0.5) == pytest.approx(math.sqrt(rcs.nominal * rcs.high)), "log-uniform"
    assert between(rcs, 1.0) == rcs.high


def load_port_raid():
    from airdef import load

    return load("port-raid")


def test_short_counts_are_tried_at_every_value_and_long_ones_at_whole_numbers():
    launchers = UncertainInput((KNOWN.adopted("S-300PMU-2", "launchers_per_fire_unit"),))
    values = [launchers.at(p)["S-300PMU-2", "launchers_per_fire_unit"] for p in launchers.positions()]
    assert values == [4.0, 5.0, 7.0, 8.0]
    tracks = KNOWN.adopted("30N6E2", "track_capacity")
    for p in np.linspace(-1.0, 1.0, 21):
        value = between(tracks, float(p))
        assert value.is_integer()
        assert tracks.low <= value <= tracks.high


def test_run_says_that_it_did_not_screen_and_what_does(capsys):
    assert main(["run", "ballistic", "-n", "64"]) == 0
    assert "not screened (--influence names them" in capsys.readouterr().out
    assert main(["run", "ballistic", "-n", "64", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["influence"]["screened"] is False


def test_run_names_three_figures_with_grade_and_law(capsys, tmp_path):
    page = tmp_path / "report.html"
    assert main(["run", "ballistic", "-n", "64", "--report", str(page), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["influence"]
    assert len(found["heaviest"]) == 3
    text = page.read_text(encoding="utf-8")
    for figure in found["heaviest"]:
        assert figure["grade"]
        assert figure["law"]["title"] in text
        assert figure["name"] in text
    assert "checked against" in text


def test_a_large_raid_is_not_screened_unasked(capsys, tmp_path, undefended):
    page = tmp_path / "report.html"
    many = ["--set", "raid.0.count=201", "--set", "raid.0.spacing=1 s"]
    assert main(["run", str(undefended), "-n", "8", "--report", str(page), *many]) == 0
    assert "not screened: 201 threats, more than 200" in capsys.readouterr().out
    assert "not screened: 201 threats" in page.read_text(encoding="utf-8")


def test_the_command_prints_what_the_function_returns(capsys, undefended):
    assert main(["influence", str(undefended), "--of", "asset_value_lost", "-n", "64", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["sentences"] == list(influence(undefended, "asset_value_lost").sentences())
    assert main(["influence", str(undefended), "--of", "leaks"]) == 2
    assert "leakers" in capsys.readouterr().err
