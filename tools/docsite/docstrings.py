"""Docstrings in numpydoc form: what a public object lacks.

A function needs a summary, its parameters by the names of its signature, what it returns, and what it raises. A class
needs a summary, and one for each of its public methods and properties; a method with arguments names them. Rules of the
engine are given much alike: it is described once, in the docstring of their package, and a first sentence "Tell
whether" or "Return" is a section Returns.

`python -m docsite.docstrings` checks the public functions of `LAYERS`, and ends with 1 if one lacks anything
(`dev.py check`).
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import griffe

from docsite import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = griffe.DocstringSectionKind

RULES: Final = "airdef.engine.rules"
"""The package whose docstring describes what its functions are given alike (`shared`)."""

LAYERS: Final = (
    *("physics", "terrain", "catalogue", "opportunity", "scenario", "outcome", "measures", "requests", "studies"),
    *("formats", "report", "cli", "allocation", "cluster", "api", "campaigns", "arguments", "characters", "kept"),
    *("lifeline", "limits", "numbers", "oldnames", "places", "sealed", "showing", "writing", "engine", "server"),
    *("jit", "decisions", "environments"),
)
"""Packages and modules whose public functions are documented in numpydoc form, by the names of their signatures."""

HELP: Final = ("airdef.cli.commands.", "airdef.cli.plot.", "airdef.cli.catalogue.")
"""Modules of commands: their docstrings are what `--help` prints, and their arguments say what they are themselves."""


def lacking(name: str, found: griffe.Object) -> list[str]:
    """Return a sentence for everything that the docstring of a public object lacks."""
    if isinstance(found, griffe.Function):
        return [f"{name}: {what}" for what in _function(found)]
    if isinstance(found, griffe.Class):
        return [f"{name}: {what}" for what in _class(found)]
    return [] if found.has_docstring else [f"{name}: no docstring"]


def sections(found: griffe.Object) -> dict[Kind, Any]:
    """Return the sections of a docstring by their kind."""
    if not found.docstring:
        return {}
    return {s.kind: s for s in found.docstring.parse(griffe.Parser.numpy, warnings=False)}


def _function(found: griffe.Function) -> Iterator[str]:
    if not found.has_docstring:
        yield "no docstring"
        return
    held = sections(found)
    if Kind.text not in held:
        yield "no summary"
    yield from arguments(found, held)
    plots = ("airdef.report.plots.", "airdef.report.policies.", "airdef.report.worth.")
    if Kind.raises not in held and not found.path.startswith(plots):  # a plot of a result refuses none
        yield "no section Raises"


def arguments(found: griffe.Function, held: dict[Kind, Any]) -> Iterator[str]:
    """Yield what the parameters and the returned value lack, given the sections of a docstring."""
    documented = [p.name.lstrip("*") for p in held[Kind.parameters].value] if Kind.parameters in held else []
    wanted = [p.name.lstrip("*") for p in found.parameters if p.name not in {"self", "cls"}]
    told, sentence = set(), False
    if found.path.startswith(f"{RULES}."):
        told = shared() - set(documented)
        sentence = found.has_docstring and found.docstring.value.startswith(("Tell whether", "Return "))
    if documented != [name for name in wanted if name not in told]:
        yield f"Parameters are {', '.join(documented) or 'not there'}; the signature has {', '.join(wanted)}"
    if str(found.returns) != "None" and not sentence and Kind.returns not in held and Kind.yields not in held:
        yield "no section Returns"


@lru_cache(None)
def shared() -> frozenset[str]:
    """Return the names of what all rules of the engine are given alike: the docstring of their package describes it."""
    found = sections(_package()["engine.rules"])
    return frozenset(p.name for p in found[Kind.parameters].value)


def _class(found: griffe.Class) -> Iterator[str]:
    if not found.has_docstring:
        yield "no docstring"
    for name, member in found.members.items():
        shown = isinstance(member, griffe.Function) or "property" in member.labels
        if shown and not name.startswith("_") and not member.has_docstring:
            yield f"{name} has no docstring"
        elif shown and isinstance(member, griffe.Function) and not name.startswith("_") and len(member.parameters) > 1:
            yield from (f"{name}: {what}" for what in arguments(member, sections(member)))


@lru_cache(None)
def _package() -> griffe.Module:
    found = griffe.load("airdef", search_paths=[ROOT / "src"])
    assert isinstance(found, griffe.Module)
    return found


def in_layer(layer: str) -> list[str]:
    """Return what the public functions of a package lack, with the arguments and results that they do not name."""
    functions = (f for f in _functions(_package()[layer]) if not f.path.startswith(HELP))
    return [f"{function.path}: {what}" for function in functions for what in arguments(function, sections(function))]


def _functions(module: Any) -> Iterator[griffe.Function]:
    """Yield the public functions of a package and the methods with arguments of its public classes."""
    for name, found in module.members.items():
        if found.is_alias or name.startswith("_"):
            continue
        if isinstance(found, griffe.Module):
            yield from _functions(found)
        elif isinstance(found, griffe.Function):
            yield found
        elif isinstance(found, griffe.Class):
            yield from (
                f
                for n, f in found.members.items()
                if isinstance(f, griffe.Function) and not n.startswith("_") and len(f.parameters) > 1
            )


def main() -> int:
    """Print what public functions lack, and return the exit code."""
    found = [sentence for layer in LAYERS for sentence in in_layer(layer)]
    print("\n".join(found) or f"Docstrings of {len(LAYERS)} packages and modules name their arguments and results")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
