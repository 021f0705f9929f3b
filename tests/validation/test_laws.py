"""The table of laws says of each what the comparisons of the validation page say."""

import json

import pytest

from airdef.catalogue import laws

from .inventory import functions
from .page import RESULTS, rules
from .record import KINDS

COMPARISONS = json.loads((RESULTS / "comparisons.json").read_text(encoding="utf-8"))["comparisons"]


def checked(law):
    """Return the kinds of all comparisons that touch a law, in the order of `KINDS`."""
    modules = {name.rpartition(".")[0] for name in law.functions}
    kinds = {
        row["kind"]
        for row in COMPARISONS
        # A test that names no function of its module compares the module as a whole.
        if (set(row["functions"]) & set(law.functions) or (row["module"] in modules and not row["functions"]))
        or (row["module"] == "engine" and any(rule in row["law"] for rule in law.rules))
    }
    return tuple(kind for kind in KINDS if kind in kinds)


@pytest.mark.parametrize("law", laws.load(), ids=lambda law: law.law)
def test_a_law_claims_the_checks_that_it_has(law):
    assert set(law.functions) <= functions().keys()
    assert set(law.rules) <= set(rules())
    assert law.checked == checked(law), "correct `checked` in catalogue/data/laws.csv (and see its `unchecked`)"
    assert law.checked or law.unchecked, "a law without a check says what is unchecked"


def test_the_words_for_checks_are_those_of_the_page():
    assert tuple(laws.CHECKS) == KINDS
