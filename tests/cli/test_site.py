"""The command: tables, JSON, a scenario that loads, files and one clear error each."""

import json

from airdef.cli import main

FEW = ["--grid", "8km", "--radius", "22km", "--azimuths", "8", "--altitude", "200m"]


def test_tables_files_and_json(tmp_path, capsys):
    files = {n: str(tmp_path / f"site.{n}") for n in ("yaml", "svg", "geojson")}
    asked = [*FEW, "--mast", "0m,30m", "--out", files["yaml"], "--picture", files["svg"], "--geojson", files["geojson"]]
    assert main(["site", "island", *asked]) == 0
    text = capsys.readouterr().out
    for words in ("as it stands", "greedy", "integer programme", "harbour", "assumed: beyond the elevation model"):
        assert words in text
    assert all(f"written: {path}" in text for path in files.values())
    assert main(["validate", files["yaml"]]) == 0
    capsys.readouterr()
    assert main(["site", "island", *FEW, "--measure", "detection", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [r["part"] for r in found["sites"]] == ["S-300PMU-2/post"]
    assert found["choices"][1]["value"] <= found["choices"][2]["value"] <= found["choices"][2]["bound"]


def test_bad_options_are_one_clear_error(capsys, tmp_path):
    for options, words in (
        (["--mast", "40V6X"], "40V6MD"),
        (["--mast", ","], "--mast: an empty entry"),
        (["--measure", "engage"], "nearest: 'engagement'"),
        (["--grid", "2"], "--grid: '2' given"),
        (["--ring", "10"], "--ring: '10' given"),
        (["--keep", "nobody"], "--keep: 'nobody' given"),
        (["--out", "x.txt"], "a file that ends in .yaml"),
        (["--picture", str(tmp_path / "none" / "x.png")], "does not exist; usual fix: create it"),
        (["--candidates", str(tmp_path / "none.csv")], "one of --candidates and --grid"),
    ):
        assert main(["site", "island", *FEW, *options]) == 2
        told = capsys.readouterr().err
        assert words in told
        assert told.count("\n") == 1
