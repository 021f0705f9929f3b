"""Run the cells of a page in a process of their own, and keep what they print and draw.

    python -m docsite.execute CELLS.json FOLDER

CELLS.json is a list of `{"kind": "python" | "sh", "source": ...}`. The Python cells of a page share their names; those
of `sh` are lines of `airdef ...`. The folder gets `results.json`: for each cell its output and the pictures that it
wrote. A cell that fails ends the page with its traceback.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docsite import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT = ROOT / "build" / "docs"
"""Results by what they were made from, so that a second build runs nothing again."""

DEPENDS_ON = ("src/airdef/**/*.py", "src/airdef/**/*.csv", "src/airdef/**/*.yaml", "src/airdef/**/*.tif", "scenarios/*",
              "tools/docsite/execute.py")  # fmt: skip
"""What a result follows from, besides its cells."""


class CellError(RuntimeError):
    """A cell that did not run: which, and its traceback."""


@dataclass(frozen=True)
class Result:
    """What a cell printed, and its pictures: name and content."""

    output: str
    pictures: tuple[tuple[str, bytes], ...]


def run(name: str, cells: Sequence[dict[str, str]]) -> list[Result]:
    """Return the results of cells, from an earlier build where nothing has changed. Raises CellError."""
    text = json.dumps(list(cells))
    folder = KEPT / f"{name}-{hashlib.sha256(f'{text} {_state()}'.encode()).hexdigest()[:16]}"
    if not (folder / "results.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cells.json").write_text(text, encoding="utf-8")
        environment = {
            **os.environ,
            "MPLBACKEND": "Agg",
            "PYTHONPATH": os.pathsep.join(
                [str(ROOT / "tools"), str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
            ),
        }
        command = [sys.executable, "-m", "docsite.execute", str(folder / "cells.json"), str(folder)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"{name} does not run:\n{done.stderr[-4000:]}"
            raise CellError(message)
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return [Result(r["output"], tuple((name, (folder / name).read_bytes()) for name in r["pictures"])) for r in results]


@cache
def _state() -> str:
    """Return a hash of the sources that a result follows from."""
    digest = hashlib.sha256()
    for pattern in DEPENDS_ON:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + _content(file) + b"\0")
    return digest.hexdigest()


def _content(file: Path) -> bytes:
    """Return what a file says; of a program without its comments and docstrings, which change no result."""
    if file.suffix != ".py":
        return file.read_bytes()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0].value.value = ""
    return ast.dump(tree).encode()


def main(cells: Path, folder: Path) -> None:
    """Run the cells of a file, in a folder of their own, and write what came of them."""
    results, names, seen = [], {"__name__": "__main__"}, set()
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        for cell in json.loads(cells.read_text(encoding="utf-8")):
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                (_command if cell["kind"] == "sh" else _python)(cell["source"], names)
            found = [p for p in _pictures() if p not in seen]
            seen |= set(found)
            results.append({"output": said.getvalue(), "pictures": [_kept(p, folder) for p in found]})
            if "matplotlib.pyplot" in sys.modules:
                sys.modules["matplotlib.pyplot"].close("all")
    part = folder / "results.part"
    part.write_text(json.dumps(results), encoding="utf-8")
    part.replace(folder / "results.json")


def _pictures() -> list[Path]:
    """Return the pictures that stand here; the PNG of one that was written as SVG as well."""
    found = sorted(p for p in Path().rglob("*") if p.suffix in {".png", ".svg"})
    return [p for p in found if p.suffix == ".png" or p.with_suffix(".png") not in found]


def _kept(picture: Path, folder: Path) -> str:
    """Keep a picture, as WebP without loss if it is a PNG, and return its name."""
    name = "-".join(picture.parts)
    if picture.suffix == ".svg":
        (folder / name).write_bytes(picture.read_bytes())
        return name
    from PIL import Image

    name = f"{name.removesuffix('.png')}.webp"
    with Image.open(picture) as image:
        image.convert("RGB").save(folder / name, lossless=True, method=4)
    return name


def _python(source: str, names: dict[str, Any]) -> None:
    """Run Python as a notebook does: the value of a last expression is printed."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        if value is not None:
            print(repr(value))


def _command(source: str, names: dict[str, Any]) -> None:
    """Run lines of `airdef ...`."""
    from airdef.cli import main as command

    del names
    for line in source.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words and (code := command(words[1:])):
            message = f"{line}: exit code {code}"
            raise CellError(message)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
