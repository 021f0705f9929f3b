"""The command: tables, JSON, files and one clear error each."""

import json

from airdef.cli import main

FEW = ["--altitude", "100m", "--radius", "40km", "--cell", "2km", "--azimuths", "2"]


def test_tables_files_and_json(tmp_path, capsys):
    assert main(["coverage", "island", *FEW, "--out", str(tmp_path / "out")]) == 0
    text = capsys.readouterr().out
    assert "published ring" in text
    assert "Approach to harbour at 100 m" in text
    assert "assumed: beyond the elevation model the ground is smooth sea" in text
    names = {p.name for p in (tmp_path / "out").iterdir()}
    wanted = {"coverage.csv", "approach.csv", "coverage.tif", "lowest.tif", "coverage.geojson", "coverage.kml"}
    pictures = {f"{n}.{k}" for n in ("map", "heights", "approach-100m") for k in ("png", "svg")}
    assert names == wanted | pictures
    assert main(["coverage", "island", *FEW[:-1], "0", "--measure", "engagement", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [r["part"] for r in found["coverage"]] == ["S-300PMU-2/north", "S-300PMU-2/south", "defence"]
    assert found["approach"] == []


def test_bad_options_are_one_clear_error(capsys):
    for options, words in (
        (["--altitude", "100"], "--altitude: '100' given"),
        (["--rcs", "1 km"], "--rcs"),
        (["--measure", "tracks"], "nearest: 'track'"),
        (["--category", "fighter"], "--category"),
        (["--asset", "harbor"], "nearest: 'harbour'"),
        (["--radius", "300km", "--cell", "10m"], "--cell"),
    ):
        assert main(["coverage", "island", "--altitude", "50m", "--radius", "20km", "--cell", "2km", *options]) == 2
        told = capsys.readouterr().err
        assert words in told
        assert told.count("\n") == 1
