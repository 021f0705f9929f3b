"""Public functions of these layers are documented in numpydoc form, by the names of their signatures."""

import griffe
import pytest

from docsite import ROOT, docstrings

LAYERS = ("physics", "terrain", "catalogue")


def _public(module):
    for name, found in module.members.items():
        if found.is_alias or name.startswith("_"):
            continue
        if isinstance(found, griffe.Module):
            yield from _public(found)
        elif isinstance(found, griffe.Function):
            yield found
        elif isinstance(found, griffe.Class):
            yield from (
                f
                for n, f in found.members.items()
                if isinstance(f, griffe.Function) and not n.startswith("_") and len(f.parameters) > 1
            )


def _lacking(layer):
    package = griffe.load(f"airdef.{layer}", search_paths=[ROOT / "src"])
    return [
        f"{found.path}: {what}"
        for found in _public(package)
        for what in docstrings.arguments(found, docstrings.sections(found))
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_public_function_names_its_parameters_and_what_it_returns(layer):
    assert _lacking(layer) == []
