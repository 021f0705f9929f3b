"""Which doctrines are worth a closer look: successive halving under common random numbers.

Every doctrine first simulates the same few replications; a third of them, by worth and by front in equal parts, goes on
to three times as many, and so on until few are left. Small spaces are taken whole; for larger ones Optuna's
tree-structured Parzen estimator proposes, with the loss and the missiles as its two costs. (Optuna's own pruners take
one cost only, so the rungs are ours.)
"""

from __future__ import annotations

import itertools
import math
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.arguments import ArgumentError
from airdef.studies.doctrine.front import survivors
from airdef.studies.doctrine.simulate import loss_of, missiles_of, worth
from airdef.studies.doctrine.space import ordered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from airdef.scenario.plan import Scenario
    from airdef.studies.doctrine.simulate import Arena, Objective
    from airdef.studies.doctrine.space import Choice, Space

FACTOR: Final = 3
"""A rung keeps one in so many and simulates so many times the replications (assumed: the usual choice of halving)."""

LAST: Final = 16
"""Doctrines that are left at the end of the search, at most."""

FEWEST: Final = 32
"""Replications that a doctrine must get before it may be dropped."""

ASKS: Final = 5
"""Proposals made for each new doctrine wanted, at most: a sampler repeats itself where it has found something."""


@dataclass(frozen=True)
class Rung:
    """So many doctrines simulate so many replications each (those of the rungs before among them)."""

    doctrines: int
    replications: int


def rungs(doctrines: int, budget: int) -> tuple[Rung, ...]:
    """Return the rungs that use up a budget of replications.

    Parameters
    ----------
    doctrines
        How many doctrines are tried.
    budget
        Replications to be spent in all.

    Returns
    -------
    tuple[Rung, ...]
        The rungs that use up a budget of replications.

    Raises
    ------
    ValueError
        For one that is too small.
    """
    sizes = [doctrines]
    while sizes[-1] > LAST:
        sizes.append(max(LAST, math.ceil(sizes[-1] / FACTOR)))
    cost = sizes[0] + sum(k * (FACTOR**r - FACTOR ** (r - 1)) for r, k in enumerate(sizes) if r)
    first = budget // cost
    if first < FEWEST:
        message = (
            f"budget: {budget:,} replications for {doctrines:,} doctrines; expected at least {FEWEST * cost:,}; "
            "usual fix: a larger ‹budget› or fewer ‹trials›"
        )
        raise ArgumentError(message)
    return tuple(Rung(k, first * FACTOR**r) for r, k in enumerate(sizes))


@dataclass
class SearchResult:
    """What a search has seen: the feasible doctrines in the order of their being tried, and those still in it.

    `replications` is how many all of those in it have simulated.
    """

    tried: list[Choice] = field(default_factory=list)
    alive: list[Choice] = field(default_factory=list)
    excluded: int = 0
    replications: int = 0


def explore(
    space: Space, arena: Arena, objective: Objective, idle: Scenario, steps: tuple[Rung, ...]
) -> Iterator[SearchResult]:
    """Yield what is known after every doctrine tried and after every rung; the last is the result.

    A space of no more doctrines than the first of the steps has is taken whole.

    Parameters
    ----------
    space
        The doctrines that there are to choose from.
    arena
        What replications of doctrines are simulated with.
    objective
        What is to be made best.
    idle
        The scenario in which no missile is fired.
    steps
        The steps of the search, each with how many are tried and how long.

    Yields
    ------
    SearchResult
        What is known after every doctrine tried and after every rung; the last is the result.
    """
    found = SearchResult(replications=steps[0].replications)
    proposals = _all(space) if space.size <= steps[0].doctrines else _proposed(space, arena, objective, steps[0])
    for choice in proposals:
        scenario = space.scenario(choice)
        if scenario is None:
            found.excluded += 1
            continue
        arena.rows(scenario, steps[0].replications)
        found.tried.append(choice)
        found.alive.append(choice)
        yield found
    for before, step in itertools.pairwise(steps):
        found.alive = kept(space, arena, objective, idle, found.alive, before.replications, step.doctrines)
        for choice in found.alive:
            arena.rows(_feasible(space, choice), step.replications)
        found.replications = step.replications
        yield found


def ranked(
    space: Space, arena: Arena, objective: Objective, idle: Scenario, choices: list[Choice], n: int
) -> list[Choice]:
    """Return the choices by worth over the first n replications, the best first.

    Among equals the one with fewer missiles, then the one that changes fewer settings of the declared doctrine.

    Parameters
    ----------
    space
        The doctrines that there are to choose from.
    arena
        What replications of doctrines are simulated with.
    objective
        What is to be made best.
    idle
        The scenario, or its measure, with a defence that does nothing.
    choices
        The choices to pick from.
    n
        Number of replications.

    Returns
    -------
    list[Choice]
        The choices by worth over the first n replications, the best first.
    """
    nothing = arena.rows(idle, n)

    def order(choice: Choice) -> tuple[float, float, int, Choice]:
        rows = arena.rows(_feasible(space, choice), n)
        spent = float(missiles_of(rows).mean())
        return -worth(objective, rows, nothing), spent, len(space.changed(choice)), choice

    return sorted(choices, key=order)


def kept(
    space: Space, arena: Arena, objective: Objective, idle: Scenario, choices: list[Choice], n: int, keep: int
) -> list[Choice]:
    """Return the choices that go on; of those that simulated all replications alike, one.

    Parameters
    ----------
    space
        The doctrines that there are to choose from.
    arena
        What replications of doctrines are simulated with.
    objective
        What is to be made best.
    idle
        The scenario, or its measure, with a defence that does nothing.
    choices
        The choices to pick from.
    n
        Number of replications.
    keep
        How many are kept.

    Returns
    -------
    list[Choice]
        The choices that go on; of those that simulated all replications alike, one.
    """
    unlike: dict[bytes, Choice] = {}
    for choice in ranked(space, arena, objective, idle, choices, n):
        unlike.setdefault(arena.rows(_feasible(space, choice), n).tobytes(), choice)
    left = list(unlike.values())
    nothing = arena.rows(idle, n)
    simulated = [arena.rows(_feasible(space, c), n) for c in left]
    costs = np.array([_costs(objective, rows) for rows in simulated])
    scores = [worth(objective, rows, nothing) for rows in simulated]
    return [left[i] for i in survivors(costs, scores, keep)]


def _costs(objective: Objective, rows: NDArray[np.float64]) -> tuple[float, float]:
    return float(missiles_of(rows).mean()), float(loss_of(objective, rows).mean())


def _feasible(space: Space, choice: Choice) -> Scenario:
    scenario = space.scenario(choice)
    assert scenario is not None  # only feasible choices are tried
    return scenario


def _all(space: Space) -> Iterator[Choice]:
    """Yield every choice, the declared doctrine first."""
    if space.own is not None:
        yield space.own
    every = itertools.product(*(range(len(axis.values)) for axis in space.axes))
    yield from (choice for choice in every if choice != space.own)


def _proposed(space: Space, arena: Arena, objective: Objective, step: Rung) -> Iterator[Choice]:
    """Yield the declared doctrine if it is in the space, and then new choices, `step.doctrines` at most.

    Optuna proposes them from the first rung's costs.
    """
    seen: set[Choice] = set()
    with _quiet() as optuna:
        startup = max(10, step.doctrines // 4)
        sampler = optuna.samplers.TPESampler(n_startup_trials=startup, seed=arena.seed % (1 << 32))
        study = optuna.create_study(directions=["minimize", "minimize"], sampler=sampler)
        if space.own is not None:
            study.enqueue_trial({axis.path: k for axis, k in zip(space.axes, space.own, strict=True)})
    for _ in range(ASKS * step.doctrines):
        if len(seen) >= step.doctrines:
            return
        with _quiet() as optuna:
            trial = study.ask()
            choice = tuple(_suggested(trial, k, space) for k in range(len(space.axes)))
        if choice not in seen:
            seen.add(choice)
            yield choice
        scenario = space.scenario(choice)
        with _quiet() as optuna:
            if scenario is None:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, _costs(objective, arena.rows(scenario, step.replications)))


def _suggested(trial: Any, k: int, space: Space) -> int:
    axis = space.axes[k]
    if ordered(axis):
        return int(trial.suggest_int(axis.path, 0, len(axis.values) - 1))
    return int(trial.suggest_categorical(axis.path, range(len(axis.values))))


@contextmanager
def _quiet() -> Iterator[Any]:
    """Yield Optuna with its log and its warnings of experimental parts off, and both as before afterwards."""
    import optuna

    level = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            yield optuna
    finally:
        optuna.logging.set_verbosity(level)
