"""`demo` and `run --report`: where the report is, and what is said when it cannot be written."""

import json

import pytest

from airdef.cli import main
from airdef.cli import report as reports


def test_demo_names_its_report_in_the_last_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(reports, "DEMO_REPLICATIONS", 200)  # the number is not what is tested
    path = tmp_path / "demo.html"
    assert main(["demo", "--out", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Port raid: of 40 threats")
    assert lines[-1] == f"Report: {path}"
    text = path.read_text(encoding="utf-8")
    assert "airdef run port-raid -n 200 --seed 1 --report report.html" in text


def test_run_writes_a_report_beside_its_json(tmp_path, capsys):
    path = tmp_path / "out.html"
    setting = "raid.0.count=3"
    assert main(["run", "ideal-salvo", "-n", "100", "--set", setting, "--report", str(path), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["replications"] == 100
    assert f"Report: {path}" in err
    text = path.read_text(encoding="utf-8")
    assert f"airdef run ideal-salvo -n 100 --seed 1 --set {setting} --report report.html" in text


@pytest.mark.parametrize("command", [["demo", "--out"], ["run", "ideal-salvo", "--report"]])
def test_a_place_that_cannot_be_written_is_told_before_anything_runs(command, tmp_path, capsys):
    assert main([*command, str(tmp_path)]) == 2
    assert "is a directory" in capsys.readouterr().err
    assert main([*command, str(tmp_path / "no" / "where.html")]) == 2
    assert f"{tmp_path / 'no'} does not exist" in capsys.readouterr().err
