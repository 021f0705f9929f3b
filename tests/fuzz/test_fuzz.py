"""The short search, at every run of the tests: each target for a few seconds. The long one is `python3 dev.py fuzz`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from fuzz.campaign import search
from fuzz.targets import TARGETS, packed, unpacked
from fuzz.watch import Finding, check_numbers, check_words, watched

SECONDS = {"scenarios": 8.0, "options": 6.0, "elevation": 5.0, "stored": 6.0, "requests": 5.0}
"""How long each target is searched: 30 s in all."""

FOUND = Path(__file__).parent / "found"
"""Inputs with which something was found, as `dev.py fuzz` writes them."""

MOST = 100_000
"""Inputs: more than the time allows."""

SEED = 1
"""Always the same inputs, so that a commit passes or fails for what it is; the long search tries others."""


@pytest.mark.filterwarnings("ignore")  # an input may well be warned about
@pytest.mark.parametrize("name", SECONDS)
def test_nothing_is_found(name: str) -> None:
    TARGETS[name].warm()
    found = search(name, MOST, SEED, time.monotonic() + SECONDS[name])
    told = [f"{t}\n{json.dumps(packed(v))}" for t, v in found.findings.values()]
    assert not told, f"{found.tried} inputs:\n" + "\n".join(told)
    assert found.tried  # one or two where the machine has much else to do


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", sorted(FOUND.glob("*.json")), ids=lambda p: p.stem)
def test_what_was_found_once_is_mended(path: Path, tmp_path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    TARGETS[data["target"]].simulate(unpacked(data["input"]), tmp_path)


def test_inputs_are_kept_whole() -> None:
    value = {"a": b"\x00\xff", "b": ["\ud800", 1.5, None, {"c": True}]}
    assert unpacked(json.loads(json.dumps(packed(value)))) == value


def test_what_is_watched_is_found() -> None:
    """Each check finds what it is there for."""
    with pytest.raises(Finding, match="KeyError"), watched(ValueError):
        {}["x"]
    with watched(ValueError):
        raise ValueError("in words")
    with pytest.raises(Finding, match="U\\+001B"), watched(ValueError):
        raise ValueError("a\x1bb")
    with pytest.raises(Finding, match="empty"), watched(ValueError):
        raise ValueError
    with pytest.raises(Finding, match=r"inf at \.x"):
        check_numbers({"x": float("inf")}, "")
    check_numbers({"x": [1.0, None, "nan"]})
    check_words("a\nb\u200dc")
