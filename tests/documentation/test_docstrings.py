"""Public functions of these packages are documented in numpydoc form, by the names of their signatures."""

import pytest

from docsite import docstrings


@pytest.mark.parametrize("layer", docstrings.LAYERS)
def test_every_public_function_names_its_parameters_and_what_it_returns(layer):
    assert docstrings.in_layer(layer) == []


def test_what_is_lacking_is_told_and_fails_the_check(monkeypatch, capsys):
    monkeypatch.setattr(docstrings, "LAYERS", ("measures",))
    assert docstrings.main() == 0
    monkeypatch.setattr(docstrings, "sections", lambda _: {})
    assert docstrings.main() == 1
    assert (
        "airdef.measures.definition_of: Parameters are not there; the signature has name\n" in capsys.readouterr().out
    )
