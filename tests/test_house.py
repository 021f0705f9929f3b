"""What stands in several places of the checkout says the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from airdef.version import RELEASED, __version__

ROOT = Path(__file__).resolve().parents[1]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_there_is_one_number_for_the_version():
    assert re.findall(r"(?m)^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", _text("CHANGELOG.md"))[0] == (
        __version__,
        RELEASED,
    )
    citation = _text("CITATION.cff")
    assert f"\nversion: {__version__}\n" in citation
    assert f"\ndate-released: {RELEASED}\n" in citation
    assert 'dynamic = ["version"]' in _text("pyproject.toml")  # from airdef/version.py


def test_changes_that_are_not_released_stand_first():
    headings = re.findall(r"(?m)^## (.*)$", _text("CHANGELOG.md"))
    assert headings[0] == "Unreleased"
    dates = [re.fullmatch(r"\d+\.\d+\.\d+ \((.*)\)", heading) for heading in headings[1:]]
    told = [found.group(1) if found else "" for found in dates]
    assert told == sorted(told, reverse=True)
    assert all(told)


def test_the_quick_tests_are_those_of_folders_that_there_are():
    quick = re.search(r"(?m)^QUICK = \((.*)\)$", _text("dev.py"))
    assert quick
    assert all((ROOT / "tests" / name).is_dir() for name in re.findall(r'"(\w+)"', quick.group(1)))


def code_lines(node: ast.AST, source: str) -> int:
    """Return the lines of a module or function without those of docstrings."""
    text = {
        number
        for inner in ast.walk(node)
        for line in (getattr(inner, "body", ()) if isinstance(getattr(inner, "body", ()), list) else ())
        if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
        for number in range(line.lineno, (line.end_lineno or line.lineno) + 1)
    }
    first, last = (1, source.count("\n")) if isinstance(node, ast.Module) else (node.lineno, node.end_lineno)  # type: ignore[attr-defined]
    return len(set(range(first, last + 1)) - text)


def test_modules_stay_under_400_lines_and_functions_under_60():
    """Docstrings aside, as CONTRIBUTING asks."""
    found = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        for node, most in [(tree, 400), *((function, 60) for function in functions)]:
            if (lines := code_lines(node, source)) > most:
                found.append(f"{path.relative_to(ROOT)} {getattr(node, 'name', '')}: {lines} lines, {most} expected")
    assert found == []
