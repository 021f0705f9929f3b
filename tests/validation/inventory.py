"""What there is to validate: every public function of physics, what it calls, and which of them a test names."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = Path(__file__).parents[2] / "src" / "airdef"
PHYSICS = "airdef.physics"


@dataclass(frozen=True)
class Function:
    """A function of physics: the first line of its docstring, and the functions of physics that it names."""

    summary: str
    names: frozenset[str]


def modules() -> list[str]:
    """Return the modules of physics."""
    return [f"physics.{path.stem}" for path in sorted((SOURCE / "physics").glob("[!_]*.py"))]


@cache
def functions() -> dict[str, Function]:
    """Return all functions of physics, private ones too, by `physics.module.name`."""
    found = {}
    for module in modules():
        tree = ast.parse((SOURCE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        own = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        alias = {node.name: f"{module}.{node.name}" for node in own}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PHYSICS):
                origin = (node.module or "").removeprefix("airdef.")
                alias |= {name.asname or name.name: f"{origin}.{name.name}" for name in node.names}
        for node in own:
            called = frozenset(_named(node, alias))
            text = (ast.get_docstring(node) or "").splitlines()
            found[f"{module}.{node.name}"] = Function(text[0].rstrip(".") if text else "", called)
    return found


def _named(node: ast.FunctionDef, alias: dict[str, str]) -> Iterator[str]:
    """Yield what a function names of physics: `name`, or `module.name` of an imported module."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in alias:
            yield alias[part.id]
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in alias:
            yield f"{alias[part.value.id]}.{part.attr}"


def public(module: str) -> list[str]:
    """Return the public functions of a module of physics, by their full names, in the order of its file."""
    return [name for name in functions() if name.rpartition(".")[0] == module and "._" not in name]


def through(checked: Iterable[str]) -> dict[str, str]:
    """Return the functions that those `checked` call, directly or not, each with the checked one it is reached from."""
    reached = {name: name for name in checked}
    queue = list(reached)
    while queue:
        name = queue.pop(0)
        for called in sorted(functions()[name].names & functions().keys()):
            if called not in reached:
                reached[called] = reached[name]
                queue.append(called)
    return {name: source for name, source in reached.items() if name != source}


def used_by(test: FunctionType, arguments: Iterable[Any] = ()) -> set[str]:
    """Return the functions of physics that a test names, itself or in a helper of its file, or is given."""
    found = {full for value in arguments if (full := _full_name(value))}
    seen: set[FunctionType] = set()
    queue = [test]
    while queue:
        function = queue.pop()
        seen.add(function)
        names = set(_code_names(function.__code__))
        for value in (function.__globals__[name] for name in names & function.__globals__.keys()):
            if full := _full_name(value):
                found.add(full)
            elif isinstance(value, ModuleType) and value.__name__.startswith(PHYSICS):
                found |= {full for name in names if (full := _full_name(getattr(value, name, None)))}
            elif isinstance(value, FunctionType) and value.__module__ == test.__module__ and value not in seen:
                queue.append(value)
    return found


def _full_name(value: Any) -> str:
    """Return the name of a function of physics, '' for anything else. Compiled ones carry their function's name."""
    module = getattr(value, "__module__", None) or ""
    full = f"{module.removeprefix('airdef.')}.{getattr(value, '__name__', '')}"
    return full if module.startswith(PHYSICS) and full in functions() else ""


def _code_names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code_names(constant)
