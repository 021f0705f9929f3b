"""Whatever is done to a scenario file, it loads or it is refused in words."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airdef.catalogue
from airdef.scenario import Problem, Scenario, ScenarioError, loads
from airdef.scenario.check import validate
from airdef.scenario.document import Document, read_text
from airdef.scenario.resolve import resolve

from .broken import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = 100
"""Loading takes some 20 ms once compiled: this bounds a run to a few seconds."""

SIGNS = "[]{}:,-#&*!|>'\"%@`?\t\n\\ "
WORDS = [": ", "- ", "\n  ", "*a", "&a ", "nan", ".inf", "1e400", "-1", "<<: ", "---\n", "é", "\x00"]
PIECES = st.sampled_from([*SIGNS, *WORDS])
NAMES = ["fighter", "srbm", "port", "5 s", "9 km", "250 m/s", "S-400", "ideal-battery", "40V6M", "poisson", "salvo"]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=8),
    st.sampled_from(NAMES),
    st.just(()),
    st.just({}),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)
EDITS = st.one_of(LEAVES, st.just("delete"), st.just("double"))


def _places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(p for k, v in below for p in _places(v, (*path, k)))]


def _lists(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _lists(v) for k, v in node.items()}
    return [_lists(v) for v in node] if isinstance(node, tuple) else node


def _tuples(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _tuples(v) for k, v in node.items()}
    return tuple(_tuples(v) for v in node) if isinstance(node, list | tuple) else node


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    """Return what lies at a path, None if an edit before this one took it away."""
    for key in path:
        here = isinstance(node, dict) and key in node
        here = here or (isinstance(node, list) and isinstance(key, int) and key < len(node))
        if not here:
            return None
        node = node[key]
    return node


TREE = _lists(read_text(GOOD).data)
PLACES = [p for p in _places(TREE) if p]


def refused_or_loaded(act: Callable[[], Scenario]) -> None:
    """Check that a scenario comes out, or one error in words; anything else raised fails the test."""
    problems: tuple[Problem, ...] = ()
    try:
        act()
    except ScenarioError as e:
        problems = e.problems
    assert all(p.given and p.expected and p.fix for p in problems)


def resolved(data: Any) -> Scenario:
    """Return the scenario of plain data, as if read from a file."""
    document = Document(_tuples(data), "fuzz.yaml", "")
    return resolve(validate(document), document, airdef.catalogue.load())


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_text_cut_and_spliced(edits: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    refused_or_loaded(lambda: loads(text))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    refused_or_loaded(lambda: loads(text))


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), EDITS), min_size=1, max_size=3))
def test_values_exchanged_removed_and_doubled(edits: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = copy.deepcopy(TREE)
    for path, value in edits:
        if _at(data, path) is None:
            continue
        node = _at(data, path[:-1])
        if value == "delete":
            del node[path[-1]]
        elif value == "double" and isinstance(node, list):
            node.append(copy.deepcopy(node[path[-1]]))
        else:
            node[path[-1]] = copy.deepcopy(value)
    refused_or_loaded(lambda: resolved(data))


@pytest.mark.parametrize("path", PLACES, ids=lambda p: ".".join(map(str, p)))
def test_no_value_is_null_without_words(path: tuple[Any, ...]) -> None:
    data = copy.deepcopy(TREE)
    _at(data, path[:-1])[path[-1]] = None
    refused_or_loaded(lambda: resolved(data))
