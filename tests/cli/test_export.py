"""`airdef export`: files of the asked kind, and one clear message for anything else."""

import json

import pytest

from airdef import formats
from airdef.cli import main
from airdef.formats.export import chosen


@pytest.mark.parametrize("name", formats.MODULES)
def test_every_format_is_written(name, tmp_path, capsys):
    out = tmp_path / f"raid.{name}"
    assert main(["export", "port-raid", "-k", "17", "--out", str(out)]) == 0
    told = f"written: {out} ({name}, for {formats.of(name).reader})\n"  # after "compiling ..."
    assert capsys.readouterr().err.endswith(told)
    assert main(["export", "port-raid", "-k", "17", "--format", name]) == 0
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")


def test_json_is_what_replay_prints(capsys):
    assert main(["export", "port-raid", "-k", "3", "--seed", "9", "--set", "raid.0.count=2", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["replay", "port-raid", "-k", "3", "--seed", "9", "--set", "raid.0.count=2", "--json"]) == 0
    assert told == json.loads(capsys.readouterr().out)


def test_the_format_is_the_files_ending_unless_it_is_said(tmp_path):
    assert chosen(None, tmp_path / "raid.KML") == "kml"
    assert chosen("acmi", tmp_path / "raid.txt") == "acmi"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "czlm"], "format 'czlm' does not exist; expected one of czml, acmi, kml, geojson, json"),
        (["--format", "czlm"], "nearest: 'czml'"),
        (["--out", "raid.xyz"], "format '.xyz' does not exist"),
        (["--out", "raid"], "--format: none given"),
        ([], "--format: none given"),
        (["--out", "nowhere/raid.kml"], "the directory nowhere does not exist; usual fix: create it"),
        (["--format", "kml", "-k", "-1"], "replication: -1 given"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(arguments, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["export", "port-raid", *arguments]) == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_directory_is_no_file(tmp_path, capsys):
    assert main(["export", "port-raid", "--format", "kml", "--out", str(tmp_path)]) == 2
    assert "that is a directory" in capsys.readouterr().err
