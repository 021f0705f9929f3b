"""The commands of the studies: what they print, and what they refuse."""

import json

import pytest

from airdef.cli.main import ERROR, main
from airdef.cli.options import COMMON, asked
from airdef.requests.uncertainty import Influence


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def as_json(capsys, *arguments):
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize(
    "command", ["compare", "sweep", "saturation", "magazine", "penetration", "uncertainty", "sensitivity"]
)
def test_help_has_an_example(capsys, command):
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"airdef {command} " in out.partition("Example")[2]


def test_compare(capsys):
    found = as_json(capsys, "compare", "ideal-salvo", "--set", "raid.0.count=6", "--set", "raid.0.count=3", "-n", "200")
    assert [v["label"] for v in found["variants"]] == ["count=6", "count=3"]
    assert found["replications"] == 200
    code, out, _ = run(capsys, "compare", "ideal-salvo", "--set", "raid.0.count=40", "-n", "200")
    assert code == 0
    assert "count=40 lets" in out
    assert "more through than ideal-salvo" in out


def test_sweep_writes_a_picture_and_a_table(capsys, tmp_path):
    picture, table = tmp_path / "curve.svg", tmp_path / "points.csv"
    code, out, err = run(
        capsys, "sweep", "ideal-salvo", "--vary", "raid.0.count=1:3:1", "-n", "200",
        "--picture", str(picture), "--out", str(table),
    )  # fmt: skip
    assert code == 0, err
    assert "raid.0.count" in out
    assert picture.read_text().startswith("<?xml")
    assert table.read_text().count('"leakers"') == 3


def test_saturation(capsys):
    found = as_json(capsys, "saturation", "ideal-salvo", "--more-than", "0.5", "--precision", "0.1", "--most", "20")
    search = found["searches"][0]
    assert search["earliest"] <= search["at"] <= search["latest"]


def test_reach(capsys):
    found = as_json(capsys, "penetration", "low-level", "--altitude", "1 km", "-n", "50", "--below", "30")
    assert [search["case"] for search in found["searches"]] == ["1 km"]


def test_uncertainty_and_sensitivity(capsys, tmp_path):
    found = as_json(
        capsys, "uncertainty", "ballistic", "--samples", "4", "-n", "5", "--processes", "1", "--grades", "A,B"
    )
    assert found["samples"] == 4
    found = as_json(
        capsys, "sensitivity", "ballistic", "--samples", "16", "-n", "5", "--processes", "1",
        "--parameter", "48N6E2 sspk.ballistic", "--parameter", "S-300PMU-2 reaction_time",
        "--picture", str(tmp_path / "weights.svg"), "--convergence", str(tmp_path / "convergence.svg"),
    )  # fmt: skip
    assert {p["name"] for p in found["parameters"]} == {"48N6E2 sspk.ballistic", "S-300PMU-2 reaction_time"}
    assert "Sobol indices" in (tmp_path / "weights.svg").read_text()
    assert "base samples" in (tmp_path / "convergence.svg").read_text()


def test_options_not_given_are_left_to_the_request():
    given = {"scenario": "ballistic", "overrides": ["raid.0.count=3"], "grades": "A, B,", "processes": None}
    found = asked(Influence, given, COMMON)
    assert found == Influence("ballistic", overrides={"raid.0.count": "3"}, grades=("A", "B"))
    assert found.processes == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "port-raid"], "only port-raid given"),
        (["compare", "port-raid", "--set", "raid.0.count"], "--set raid.0.count: PATH=VALUE expected"),
        (["compare", "port-raid", "s400", "--set", "a=1"], "are of one scenario"),
        (["compare", "port-raid", "--common", "x", "--set", "a=1"], "--common x: PATH=VALUE expected"),
        (["compare", "port-raid", "s400", "--by", "asse"], "--by: 'asse' given, one of class, formation, asset,"),
        (["compare", "port-raid", "s400", "-n", "1"], "--replications: 1 given, a whole number from 2 to"),
        (["sweep", "port-raid", "--vary", "raid.0.count=4:2:1"], "never get from 4 to 2"),
        (["sweep", "port-raid", "--vary", "raid.0.count=1,2", "--of", "leeks"], "nearest: 'leakers'"),
        (["sweep", "port-raid", "--vary", "raid.0.count=1,2", "--picture", "x.bmp"], "a picture ends in"),
        (["sweep", "port-raid", "--vary", "raid.0.count=1,2", "--out", "x.txt"], "a table ends in"),
        (["sweep", "port-raid", "--vary", "raid.0.cuont=1,2"], "raid.0.cuont"),
        (["saturation", "port-raid", "--formation", "flight1"], "nearest: 'flight-1'"),
        (["saturation", "port-raid", "--more-than", "0"], "--more-than: 0 given, a number above 0 expected"),
        (["magazine", "port-raid", "--probability", "1"], "--probability: 1 given, a number between 0 and 1 expected"),
        (["penetration", "port-raid", "--below", "0"], "--below: 0 given, a number above 0 expected"),
        (["uncertainty", "port-raid", "--grades", "E"], "grades: 'E' given"),
        (["uncertainty", "port-raid", "--without", "nobody"], "the catalogue has no source 'nobody'"),
        (["uncertainty", "ideal-salvo", "--grades", "A"], "rests on no figure with a spread"),
        (["sensitivity", "port-raid", "--samples", "100", "--parameter", "fighter rcs"], "the nearest is 128"),
        (["sensitivity", "port-raid", "--convergence", "x.gif"], "a picture ends in"),
        (["sensitivity", "port-raid", "--parameter", "fighter rsc"], "nearest: 'fighter rcs'"),
    ],
)
def test_refusals_say_what_was_expected(capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert code == ERROR
    assert out == ""
    assert words in err
    assert err.startswith("airdef: ")
    assert "a fault in airdef" not in err
