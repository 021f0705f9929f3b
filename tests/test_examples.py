"""The articles of examples/: they run as they stand, say numbers and write their figures; they open as notebooks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

from patience import PATIENCE_S

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = ("claim_150km", "disagreement", "first_1979", "mast", "saturation")


def test_every_article_is_tried_and_listed():
    kept = {p.stem for p in EXAMPLES.glob("*.py") if p.read_text(encoding="utf-8").startswith("# ---\n# jupyter:")}
    assert kept == set(ARTICLES)
    listed = re.findall(r"\[(\w+)\.py\]", (EXAMPLES / "README.md").read_text(encoding="utf-8"))
    assert set(listed) == {p.stem for p in EXAMPLES.glob("*.py")}


@pytest.mark.parametrize("name", ARTICLES)
def test_opens_as_a_notebook(name, tmp_path):
    notebook = jupytext.read(EXAMPLES / f"{name}.py")
    jupytext.write(notebook, tmp_path / f"{name}.ipynb")
    read = nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)
    nbformat.validate(read)
    assert read.cells[0].cell_type == "markdown"
    assert read.cells[0].source.startswith("# ")
    code = [c for c in read.cells if c.cell_type == "code"]
    assert len(code) >= 4
    text = "\n".join(c.source for c in read.cells if c.cell_type == "markdown")
    assert len(text.split()) > 250  # an article and not a listing
    assert "assumed" in text  # it says what it rests on


@pytest.mark.slow
@pytest.mark.parametrize("name", ARTICLES)
def test_runs_as_it_stands(name, tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py")],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"\d", done.stdout)) > 20
    assert "nan" not in done.stdout.casefold().split()
    wanted = re.findall(r'savefig\("([\w-]+\.png)"', (EXAMPLES / f"{name}.py").read_text(encoding="utf-8"))
    assert wanted
    for figure in wanted:
        assert (tmp_path / figure).read_bytes().startswith(b"\x89PNG")
