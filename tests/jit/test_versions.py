"""Numba, llvmlite and NumPy of versions that are not supported are refused in one sentence, and not imported."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from airdef.jit import versions

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_project_file_and_the_guard_state_the_same() -> None:
    asked = {r.name: r.specifier for r in map(Requirement, PROJECT["dependencies"])}
    for name in versions.SUPPORTED:
        assert Requirement(versions.requirement(name)).specifier == asked[name], name


def test_the_project_file_states_the_pythons_that_are_tested() -> None:
    listed = [c.rpartition(" ")[2] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert tuple(listed) == versions.PYTHONS
    assert SpecifierSet(PROJECT["requires-python"]) == SpecifierSet(f">={versions.PYTHONS[0]}")


def test_what_is_locked_is_supported() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name in versions.SUPPORTED:
        locked = re.findall(rf"^{name}==(\S+)", lock, re.M)
        assert locked
        assert all(v in Requirement(versions.requirement(name)).specifier for v in locked), name


@pytest.mark.parametrize(
    ("name", "version"),
    [("numba", "0.60.9"), ("numba", "0.69.0rc1"), ("numba", "1.0"), ("llvmlite", "0.51.0"), ("numpy", "1.26.4")]
    + [("numba", ""), ("numba", "unknown")],
)
def test_others_are_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, version: str) -> None:
    found = {"numba": "0.61.0", "llvmlite": "0.44.0", "numpy": "2.1.0", name: version}
    monkeypatch.setattr(versions, "installed", found.__getitem__)
    with pytest.raises(versions.VersionError, match=f"^{name} {version or 'is not'} installed") as told:
        versions.check()
    assert isinstance(told.value, ValueError)
    assert isinstance(told.value, ImportError)
    assert f"usual fix: pip install '{versions.requirement(name)}'" in str(told.value)


@pytest.mark.parametrize(
    "found",
    [("0.61.0", "0.44.0", "2.1.0"), ("0.61", "0.44", "2.1"), ("0.68.99", "0.50.9.post1", "3.0")],
)
def test_the_oldest_and_the_newest_are_taken(monkeypatch: pytest.MonkeyPatch, found: tuple[str, ...]) -> None:
    monkeypatch.setattr(versions, "installed", dict(zip(("numba", "llvmlite", "numpy"), found, strict=True)).get)
    versions.check()


@pytest.fixture
def newer(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that finds a Numba of a version to come, which cannot even be imported."""
    (tmp_path / "numba-0.99.1.dist-info").mkdir()
    about = "Metadata-Version: 2.1\nName: numba\nVersion: 0.99.1\n"
    (tmp_path / "numba-0.99.1.dist-info" / "METADATA").write_text(about, encoding="utf-8")
    (tmp_path / "numba.py").write_text("raise SystemError('imported all the same')\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path}


def test_a_command_ends_with_that_sentence(newer: dict[str, str]) -> None:
    command = [sys.executable, "-m", "airdef", "run", "ideal-salvo", "-n", "2"]
    done = subprocess.run(command, capture_output=True, text=True, env=newer, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "airdef: numba 0.99.1 installed, 0.61 or newer and older than 0.69 expected; usual fix: pip install "
        "'numba>=0.61,<0.69' (or AIRDEF_JIT=off, which runs the rules as plain Python and needs no compiler)\n"
    )


def test_in_python_it_is_an_error_of_import(newer: dict[str, str]) -> None:
    lines = (
        "import airdef",
        "try: airdef.run('ideal-salvo', 2)",
        "except ImportError as e: print(isinstance(e, ValueError))",
    )
    text = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, env=newer, check=False)
    assert done.stdout.strip() == "True"


def test_as_plain_python_no_compiler_is_needed(newer: dict[str, str]) -> None:
    command = [sys.executable, "-m", "airdef", "run", "ideal-salvo", "-n", "2", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env={**newer, "AIRDEF_JIT": "off"}, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("given", ["of", "plain", "1"])
def test_a_mode_that_there_is_not_is_refused(given: str) -> None:
    command = [sys.executable, "-m", "airdef", "run", "ideal-salvo", "-n", "2"]
    environment = {**os.environ, "AIRDEF_JIT": given}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    near = "; nearest: off" if given == "of" else ""
    assert done.stderr == f"airdef: AIRDEF_JIT: '{given}' given, one of on, off expected{near}\n"
