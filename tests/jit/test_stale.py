"""Machine code of other sources, another compiler or another processor is never used, and found again with its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import airdef

USE = """
from airdef.physics.geodesy import geodetic_to_ecef
x = geodetic_to_ecef(0.0, 0.0, 0.0)[0]
stats = geodetic_to_ecef.whole.stats
print(x, sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""
EQUATOR = 6378137.0
"""Semi-major axis of WGS 84 [m]: the equator is that far from the centre."""


class Copy:
    """A copy of the sources with a cache of its own, in which one function is called in a process of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        left_out = shutil.ignore_patterns("__pycache__", "page")
        shutil.copytree(Path(airdef.__file__).parent, root / "airdef", ignore=left_out)

    def use(self, prelude: str = "", **environment: str) -> tuple[float, str]:
        """Return what the function gives, and whether its code was made or found."""
        whole = {**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1", **environment}
        whole |= {"AIRDEF_CACHE_DIR": str(self.root / "cache"), "XDG_STATE_HOME": str(self.root / "state")}
        command = [sys.executable, "-c", prelude + USE]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=whole, cwd=self.root)
        assert done.stderr == ""
        x, hits, misses = done.stdout.split()
        return float(x), {("1", "0"): "found", ("0", "1"): "made"}[hits, misses]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    own = Copy(tmp_path_factory.mktemp("sources"))
    assert own.use() == (EQUATOR, "made")
    assert own.use() == (EQUATOR, "found")
    return own


def test_a_constant_of_another_file_changes_the_answer_at_once(copy: Copy) -> None:
    file = copy.root / "airdef" / "physics" / "constants.py"
    text = file.read_text(encoding="utf-8")
    assert text.count("6_378_137.0") == 1
    try:
        file.write_text(text.replace("6_378_137.0", "6_378_138.0"), encoding="utf-8")
        assert copy.use() == (6378138.0, "made")
    finally:
        file.write_text(text, encoding="utf-8")
    assert copy.use() == (EQUATOR, "found")


@pytest.mark.parametrize(
    "source", ["physics/kepler.py", "opportunity/sight.py", "engine/rules/fire.py", "jit/device.py"]
)
def test_any_change_of_what_is_compiled_or_compiles_makes_new_code(copy: Copy, source: str) -> None:
    file = copy.root / "airdef" / source
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"{text}# changed\n", encoding="utf-8")
        assert copy.use()[1] == "made"
    finally:
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["numba", "llvmlite"])
def test_another_version_of_the_compiler_makes_new_code(copy: Copy, name: str) -> None:
    assert copy.use(f"import {name}; {name}.__version__ += '.1'\n")[1] == "made"


def test_another_processor_makes_new_code(copy: Copy) -> None:
    """What a home folder on a network, or an image of a machine, brings along."""
    generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    assert copy.use(**generic) == (EQUATOR, "made")
    assert copy.use(**generic)[1] == "found"
    assert copy.use()[1] == "found"


def test_another_python_makes_new_code(copy: Copy) -> None:
    """Compiled wrappers call the interpreter they were made for."""
    other = "import airdef.jit.cache as c, types\nc.sys = types.SimpleNamespace(implementation=types.SimpleNamespace("
    assert copy.use(f"{other}cache_tag='cpython-399'))\n")[1] == "made"
