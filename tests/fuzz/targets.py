"""What is searched: where its inputs come from, and what is done with one."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fuzz import elevation, options, requests, scenarios, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True)
class Target:
    """One thing that other people's input reaches: `simulate(input, folder)` raises `Finding` for what it must not do.

    `warm` does what only the first input would take long for.
    """

    inputs: Callable[[], SearchStrategy[Any]]
    simulate: Callable[[Any, Path], None]
    warm: Callable[[], object]


TARGETS = {
    "scenarios": Target(scenarios.inputs, scenarios.simulate, scenarios.warm),
    "options": Target(options.inputs, options.simulate, scenarios.warm),
    "elevation": Target(elevation.inputs, elevation.simulate, scenarios.warm),
    "stored": Target(stored.inputs, stored.simulate, stored.made),
    "requests": Target(requests.inputs, requests.simulate, requests.service),
}


def packed(value: Any) -> Any:
    """Return an input as JSON holds it: bytes in base64, texts with their surrogates escaped."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {k: packed(v) for k, v in value.items()}
    return [packed(v) for v in value] if isinstance(value, list | tuple) else value


def unpacked(value: Any) -> Any:
    """Return what `packed` has packed; tuples come back as lists."""
    if isinstance(value, dict):
        if set(value) == {"base64"}:
            return base64.b64decode(value["base64"])
        return {k: unpacked(v) for k, v in value.items()}
    return [unpacked(v) for v in value] if isinstance(value, list) else value
