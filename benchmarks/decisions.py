"""Decisions a second: environments whose steps are taken in compiled code, against the campaign's own decisions.

The campaign decides by doctrine inside the engine. The environments are asked at each decision, are shown what the
defence knows, and answer by chance among what the mask allows; choosing is part of the time. Both use two threads and
take turns.
"""

from __future__ import annotations

import numpy as np

from airdef import api, engine
from airdef.engine.asked import DecisionBatch
from airdef.environments import FireControlVector
from airdef.jit import entry

from .measure import Findings, Line, Say, interleaved, spent

OTHER = 2_191.0
"""Steps a second of another open simulator of this kind, on one core of this class of machine."""

THREADS = 2
REFERENCE, SMALL = "port-raid", "ideal-depth-of-fire"
ENVIRONMENTS = {REFERENCE: 256, SMALL: 1024}
"""Environments side by side: enough that what a step costs in Python is little, and few enough for the caches."""


@entry
def choose(mask: np.ndarray, numbers: np.ndarray, actions: np.ndarray) -> None:
    """Write an action that each row of the mask allows, by a number from 0 to 1 each."""
    for b in range(mask.shape[0]):
        allowed = 0
        for a in range(mask.shape[1]):
            allowed += mask[b, a]
        left = int(numbers[b] * allowed)
        for a in range(mask.shape[1]):
            if mask[b, a]:
                if left == 0:
                    actions[b] = a
                    break
                left -= 1


class Chance:
    """Environments that are answered by chance."""

    def __init__(self, scenario: str) -> None:
        size = ENVIRONMENTS[scenario]
        self.environments = FireControlVector(scenario, size, threads=THREADS, copy=False)
        self.numbers, self.actions = np.random.default_rng(1), np.zeros(size, np.int64)
        _, self.info = self.environments.reset(seed=1)
        self.step(2)  # compiles

    def step(self, steps: int) -> None:
        for _ in range(steps):
            choose(self.info["action_mask"], self.numbers.random(len(self.actions)), self.actions)
            self.info = self.environments.step(self.actions)[4]


def decisions_of(kernel: engine.Kernel, replications: int) -> float:
    """Return the decisions that doctrine takes in a replication, on average."""
    batch = DecisionBatch(kernel, replications)
    for place in range(replications):
        batch.begin(place, 1, place)
    count = 0
    while batch.going.any():
        batch.advance()
        count += int(batch.going.sum())
    return count / replications


def measure(quick: bool, say: Say) -> Findings:
    rounds = 2 if quick else 9
    lines, figures = [], {}
    for scenario in (REFERENCE, SMALL):
        steps, replications = (20, 1024) if quick else (600, 8192)
        replications *= 1 if scenario == REFERENCE else 16
        chance, kernel = Chance(scenario), api.prepare(scenario)
        each = decisions_of(kernel, 256)
        engine.simulate(kernel, 1, 0, 2048, THREADS)
        count = steps * ENVIRONMENTS[scenario]
        say(f"{scenario}, rounds: {rounds}; {count:,} decisions of environments, {replications:,} replications")
        taken = interleaved(
            rounds,
            lambda chance=chance, steps=steps: spent(lambda: chance.step(steps)),
            lambda kernel=kernel, n=replications: spent(lambda: engine.simulate(kernel, 1, 0, n, THREADS)),
        )
        chance.environments.close()
        rate = tuple(count / a.wall for a, _ in taken)
        inside = tuple(replications * each / b.wall for _, b in taken)
        ratio = tuple(a / b for a, b in zip(rate, inside, strict=True))
        per_core = tuple(count / a.processor / (replications * each / b.processor) for a, b in taken)
        of = f"{scenario}, two threads"
        target = None if scenario == REFERENCE else (">=", 1e6)
        lines += [
            Line(f"{of}: environments, answered by chance", "decisions/s", rate, target),
            Line(f"{of}: the campaign inside", "decisions/s", inside),
            Line(
                f"{of}: environments over campaign", "times", ratio, (">=", 0.5) if target is None else None, per_core
            ),
        ]
        if scenario == REFERENCE:
            over = tuple(each_rate / OTHER for each_rate in rate)
            lines.append(
                Line(f"{of}: over another open simulator (2,191 steps/s, one core)", "times", over, (">=", 40.0))
            )
        figures[f"{scenario} decisions_per_replication"] = each
    return Findings(lines=lines, figures=figures)
