import os
import re
import subprocess
import sys

import pytest

from airdef.cli import main
from airdef.cli.main import TRACEBACK
from airdef.version import __version__
from patience import PATIENCE_S

COMMAND = [sys.executable, "-m", "airdef"]


@pytest.fixture(autouse=True)
def _no_traceback(monkeypatch):
    monkeypatch.delenv(TRACEBACK, raising=False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], ["no scenario given"]),
        (["rum", "port-raid"], ["No such command 'rum'", "run"]),
        (["cite", "port-raid", "--bibtx"], ["--bibtx", "--bibtex"]),
        (["run", "ideal-salvo", "-n", "many"], ["--replications"]),
        (["run", "ideal-salvo", "-n", "0"], ["replications: 0 given", "from 1"]),
        (["run", "ideal-salvo", "--seed", "-1"], ["seed: -1 given"]),
        (["run", "ideal-salvo", "--threads", "0"], ["threads: 0 given"]),
        (["replay", "ideal-salvo", "-k", "-1"], ["replication: -1 given"]),
        (["run", "ideal-salvo", "--precision", "0"], ["--precision: 0 given, a number above 0 expected"]),
        (["run", "ideal-salvo", "--precision", "1", "--precision-of", "leekers"], ["'leekers'", "'leakers'"]),
        (["run", "ideal-slavo"], ["ideal-slavo", "ideal-salvo"]),
        (["validate", "ideal-salvo", "--set", "raid.0.count"], ["PATH=VALUE expected"]),
        (["validate", "ideal-salvo", "--set", "raid.0.count=-3"], ["raid.0.count", "-3"]),
        (["validate", "no/such/file.yaml"], ["no/such/file.yaml"]),
        (["catalogue", "show", "S-300PMX"], ["S-300PMX", "S-300PM"]),
        (["catalogue", "list", "--kind", "rader"], ["rader", "radar"]),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(arguments, words, capsys):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("airdef: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    for word in words:
        assert word in err


def test_a_fault_of_airdef_is_told_as_one_and_never_as_a_traceback(monkeypatch, capsys):
    def fault(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("airdef.api.run", fault)
    assert main(["run", "ideal-salvo"]) == 2
    err = capsys.readouterr().err
    assert "a fault in airdef" in err
    assert "ZeroDivisionError: division by zero" in err
    assert "Traceback" not in err
    monkeypatch.setenv(TRACEBACK, "1")
    with pytest.raises(ZeroDivisionError):
        main(["run", "ideal-salvo"])


def test_version_and_bare_command(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"airdef {__version__}\n"
    assert main([]) == 0
    assert "Commands:" in capsys.readouterr().out
    assert main(["catalogue"]) == 0
    assert "transfers" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["run", "replay", "validate", "cite"])
def test_help_has_an_example_and_names_the_scenarios(command, capsys):
    assert main([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"airdef {command} " in text
    assert "ideal-salvo" in re.sub(r"-\n\s+", "-", text)  # a name may be broken at its hyphen


def test_help_and_import_load_nothing_heavy():
    # Loading NumPy, Numba, SciPy, pydantic or Rich alone would break the 0.3 s that help may take.
    code = (
        "import sys, airdef\n"
        "from airdef.cli import main\n"
        "main(['--help'])\n"
        "heavy = {'numpy', 'numba', 'scipy', 'pydantic', 'rich', 'pyarrow', 'airdef.engine'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows does not count the time of ended children")
def test_help_is_quick():
    def used():
        t = os.times()
        return t.children_user + t.children_system

    best = 9.0
    for _ in range(3):
        start = used()
        subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        best = min(best, used() - start)
    # The bar is 0.3 s; processor time is taken, since the wall clock also counts the machine's other work.
    assert best < 0.3


def test_a_reader_that_goes_away_is_no_error():
    process = subprocess.Popen(
        [*COMMAND, "catalogue", "sources", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()  # as `| head -0` does
    assert process.wait(timeout=PATIENCE_S) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


def test_unreadable_file_is_told(tmp_path, capsys):
    folder = tmp_path / "folder.yaml"
    os.mkdir(folder)
    assert main(["validate", str(folder)]) == 2
    assert "folder.yaml" in capsys.readouterr().err
