"""Pages of `docs/howto` that are diffs: applied, as they stand there, to a copy of the sources, and run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from docsite import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BLOCK = re.compile(r'^```(\w+) title="([^"]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)
COPIED = ("src", "scenarios", "tests/engine", "tests/reference", "pyproject.toml")


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return the blocks of a page that are for a file: language, file, content."""
    return BLOCK.findall((ROOT / "docs" / "howto" / page).read_text(encoding="utf-8"))


def patched(text: str, diff: str) -> str:
    """Return a text with one hunk applied, whose old lines must stand there exactly once."""
    lines = [line for line in diff.splitlines() if not line.startswith("@@")]
    assert {line[:1] for line in lines} <= {" ", "+", "-", ""}, lines
    old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    assert text.count(old) == 1, f"stands there {text.count(old)} times:\n{old}"
    return text.replace(old, new)


def applied(page: str, folder: Path) -> Path:
    """Copy the sources into a folder, apply the page to them, and return the folder."""
    for name in COPIED:
        there = folder / name
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there, ignore=shutil.ignore_patterns("__pycache__", "page"))
        else:
            shutil.copy(ROOT / name, there)
    found = blocks(page)
    assert found
    for language, name, content in found:
        path = folder / name
        if language == "diff":
            path.write_text(patched(path.read_text(encoding="utf-8"), content), encoding="utf-8", newline="")
        elif language == "csv":
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(content)
        else:
            assert not path.exists(), name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, timeout: float = 300.0) -> str:
    """Run Python in a copy, with its rules as plain Python (nothing is compiled), and return what it printed."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder / 'tests'}",
        "AIRDEF_JIT": "off",
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def checked(folder: Path, files: Sequence[str]) -> str:
    """Run tests of a copy, and return what pytest says."""
    return run(folder, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *files)
