"""What the tests of the environments share: choosing by chance among what a mask allows, and stepping to the end."""

from __future__ import annotations

from typing import Any

import numpy as np


def chosen(masks: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return an allowed action of each row of masks, by a number from 0 to 1 each."""
    return np.array([np.flatnonzero(mask)[int(u * mask.sum())] for mask, u in zip(masks, numbers, strict=True)])


def to_the_end(env: Any, info: dict[str, Any], chance: np.random.Generator | None) -> tuple[float, list[Any]]:
    """Step to the end, by chance or as doctrine; return what was paid, and everything that was seen."""
    paid, seen, ended = 0.0, [], False
    while not ended:
        mask = info["action_mask"]
        action = info["doctrine"] if chance is None else chosen(mask[None], chance.random(1))[0]
        shown, reward, ended, truncated, info = env.step(int(action))
        assert not truncated
        paid += reward
        seen.append(shown)
    return paid, seen


def same(one: Any, other: Any) -> bool:
    """Tell whether two observations are equal to the bit."""
    return all(one[name].tobytes() == other[name].tobytes() for name in one)
