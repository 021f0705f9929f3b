"""What docs/globe.md shows is run as it stands there; its Python for a service, against one on a free port."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from airdef.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "globe.md"
BLOCKS = re.findall(r"^```(\w+ ?\w*)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def blocks(kind):
    return [text for k, text in BLOCKS if k == kind]


def test_every_command_writes_its_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line for text in blocks("sh") for line in text.splitlines()]
    assert len(lines) == 5
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, line
    assert {p.suffix for p in tmp_path.iterdir()} == {".czml", ".acmi", ".kml", ".geojson", ".json"}


def test_the_python_runs(capsys):
    (text,) = blocks("python")
    exec(compile(text, str(PAGE), "exec"), {})  # the page's own words, not a user's
    assert re.search(r"^48N6E2 of S-300PMU-2/unit-\d (hit|miss|abort) after \d+ s$", capsys.readouterr().out)


@pytest.mark.slow
def test_the_python_for_a_service_runs(tmp_path, capsys):
    command = [sys.executable, "-m", "airdef", "serve", "--port", "0", "--no-browser", "--workspace", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().removeprefix("airdef: ").strip().rstrip("/")
        (text,) = blocks("python serve")
        names = {"address": address}
        exec(compile(text, str(PAGE), "exec"), names)
    finally:
        process.terminate()
        process.communicate()
    assert "done 2000 of 2000" in capsys.readouterr().out
    assert names["result"]["replications"] == 2000
    assert all(0 <= k < 2000 for k in names["worst"]["replications"])


def test_options_named_are_those_of_the_command(capsys):
    assert main(["serve", "--help"]) == 0
    told = capsys.readouterr().out
    for option in re.findall(r"airdef serve ([^\n]*)", PAGE.read_text(encoding="utf-8")):
        for name in re.findall(r"--[a-z-]+", option):
            assert name in told, name
