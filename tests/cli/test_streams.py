"""Standard output and standard error, whatever they are: closed, full, left by their reader, of another encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from airdef.cli import main

AIRDEF = f"{sys.executable} -m airdef"
NAMED = 'name: "rocket 🚀 \\u00e9"\nraid: [{threat: fighter, from: [1, 1], to: [0, 0]}]\n'

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shell's redirections are those of POSIX")


def shell(line: str, **variables: str) -> tuple[int, str, str]:
    """Return code, stdout and stderr of a line of the shell; that code is compiled first is left out of the latter."""
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )
    told = "".join(line for line in done.stderr.splitlines(True) if not line.startswith("compiling the engine"))
    return done.returncode, done.stdout, told


@pytest.mark.parametrize("command", ["--help", "validate ideal-salvo", "export ideal-salvo --format kml"])
def test_a_closed_output_takes_nothing_and_is_no_error(command):
    assert shell(f"{AIRDEF} {command} >&-") == (0, "", "")


@pytest.mark.parametrize(
    ("command", "reader", "codes"),
    [
        ("validate ideal-salvo", "true", (1,)),
        ("validate ideal-salvo", "head -1 >/dev/null", (0,)),  # one line, and it is read
        ("cite ideal-salvo", "head -1 >/dev/null", (0, 1)),  # a line or all of it, as the pipe has it
        ("--help", "true", (1,)),
    ],
)
def test_a_reader_that_leaves_ends_nothing_and_is_told_by_the_code(command, reader, codes):
    code, out, err = shell(f"{AIRDEF} {command} | {reader}; exit ${{PIPESTATUS[0]}}")
    assert code in codes
    assert (out, err) == ("", "")


def test_what_was_asked_for_as_a_file_is_written_all_the_same(tmp_path):
    report = tmp_path / "report.html"
    code, _, err = shell(f"{AIRDEF} run ideal-salvo -n 20 --report {report} | true; exit ${{PIPESTATUS[0]}}")
    assert code == 1
    assert err == f"Report: {report}\n"
    assert report.read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["--help", "validate ideal-salvo --json"])
def test_a_full_disk_is_one_error(command):
    assert shell(f"{AIRDEF} {command} >/dev/full") == (2, "", "airdef: standard output: No space left on device\n")


@pytest.mark.parametrize("end", ["2>&-", "2>/dev/full", "<&- >&- 2>&-"])
def test_an_error_that_cannot_be_told_is_still_the_code(end):
    assert shell(f"{AIRDEF} validate nosuch {end}")[0::2] == (2, "")


def test_an_error_whose_reader_leaves_is_still_the_code():
    assert shell(f"{AIRDEF} validate nosuch 2>&1 | true; exit ${{PIPESTATUS[0]}}") == (2, "", "")


def test_files_do_not_take_the_number_of_a_closed_stream(tmp_path):
    out = tmp_path / "a.kml"
    assert shell(f"{AIRDEF} export ideal-salvo --out {out} <&- >&- 2>&-")[0] == 0
    assert out.read_text(encoding="utf-8").startswith("<?xml")
    assert out.read_text(encoding="utf-8").rstrip().endswith("</kml>")


@pytest.mark.parametrize(("command", "encoding"), [("validate", "ascii"), ("validate --json", "latin-1")])
def test_every_encoding_takes_every_name(command, encoding, tmp_path):
    source = tmp_path / "a.yaml"
    source.write_text(NAMED, encoding="utf-8")
    done = subprocess.run([*AIRDEF.split(), *command.split(), str(source)], capture_output=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": encoding})  # fmt: skip
    assert done.returncode == 0
    told = done.stdout.decode(encoding)
    if "--json" in command:
        assert json.loads(told)["scenario"] == "rocket 🚀 é"
    else:
        assert told.startswith("rocket \\U0001f680 \\xe9: valid")


def test_formats_are_utf_8_whatever_the_output_is(tmp_path):
    source = tmp_path / "a.yaml"
    source.write_text(NAMED, encoding="utf-8")
    done = subprocess.run([*AIRDEF.split(), "export", str(source), "--format", "kml"], capture_output=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "ascii"})  # fmt: skip
    assert "<name>rocket 🚀 é" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "no\x1b]0;such\x07.yaml"],
        ["validate", "no\x9b31m"],
        ["validate", "no\udcff.yaml"],
        ["ru\x1b[31mn"],
        ["run", "ideal-salvo", "--se\x1bt"],
        ["validate", "ideal-salvo", "--set", "na\x1bme=x"],
        ["validate", "ideal-salvo", "--set", "name=a\x1b[2Jb"],
        ["validate", "ideal-salvo", "--set", "raid.0.\u202ecount=5"],
        ["run", "ideal-salvo", "--precision-of", "le\x1bakers", "--precision", "1"],
        ["coverage", "island", "--altitude", "5\x1b m"],
        ["coverage", "island", "--asset", "\x1b"],
        ["results", "no\x1bfolder"],
        ["export", "ideal-salvo", "--format", "\x1b"],
        ["claims", "\x1b"],
        ["catalogue", "show", "\x1b"],
        ["sweep", "ideal-salvo", "--vary", "raid.0.count=1\x1b:"],
        ["doctrine", "ideal-salvo", "--objective", "\x1b"],
    ],
    ids=ascii,
)
def test_no_message_steers_the_terminal(arguments, capsys):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("airdef: ")
    assert all(c.isprintable() or c == "\n" for c in err)
