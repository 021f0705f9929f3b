"""`doctrine`: words, JSON, files, errors, Ctrl-C."""

import json

import polars as pl
import pytest

from airdef.cli import main
from airdef.scenario import load
from airdef.studies.doctrine import study as doctrine

FAST = ["doctrine", "ideal-salvo", "--vary", "doctrine.salvo.aircraft=1,2,3", "--budget", "300", "-n", "400"]


def test_in_words(capsys):
    assert main(FAST) == 0
    out = capsys.readouterr().out
    assert "Best found for asset value defended per missile: salvo.aircraft=1" in out
    assert "Against the declared doctrine: +0." in out
    assert "  1  salvo.aircraft=1" in out
    assert "had no part in choosing" in out


def test_json_and_files(capsys, tmp_path):
    out = tmp_path / "made" / "here"
    assert main([*FAST, "--json", "--out", str(out)]) == 0
    shown = capsys.readouterr()
    data = json.loads(shown.out)
    assert str(out) in shown.err
    assert {p.name for p in out.iterdir()} == {"doctrines.csv", "doctrines.parquet", "front.png", "best.yaml"}
    table = pl.read_parquet(out / "doctrines.parquet")
    assert table.equals(pl.read_csv(out / "doctrines.csv", schema=table.schema))
    assert table["doctrine"].to_list() == [d["doctrine"] for d in data["doctrines"]]
    assert load(out / "best.yaml").scenario_hash == data["doctrines"][0]["scenario_hash"]


def test_settings_and_objective(capsys):
    assert main([*FAST, "--json", "--set", "assets.0.value=20", "--objective", "value", "--threads", "1"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["loss_if_no_missile_is_fired"] == 20.0
    assert data["doctrines"][0]["doctrine"] == "salvo.aircraft=3"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--objective", "valuable"], "nearest: 'value'"),
        (["--vary", "raid.0.count=1,2"], "a field of the doctrine expected"),
        (["--vary", "doctrine.reserv=1,2"], "reserve"),
        (["--budget", "5"], "expected at least"),
    ],
)
def test_errors_are_one_message(capsys, more, said):
    assert main([*FAST, *more]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_ctrl_c_shows_what_is_there_and_ends_with_130(capsys, monkeypatch, tmp_path):
    simulate = doctrine.simulate

    def cut(jury, scenarios, n, progress):
        simulated, _ = simulate(jury, scenarios, 200, progress)
        return simulated, True

    monkeypatch.setattr(doctrine, "simulate", cut)
    assert main([*FAST, "--out", str(tmp_path)]) == 130
    shown = capsys.readouterr()
    assert "Warning: Ended before its time, after 200 fresh replications" in shown.out
    assert "interrupted" in shown.err
    assert (tmp_path / "best.yaml").exists()
