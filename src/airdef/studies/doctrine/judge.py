"""Who is judged, by which replications, and what is known of each: the second half of a search for a doctrine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.outcome.intervals import student
from airdef.studies.doctrine.front import front
from airdef.studies.doctrine.result import Option
from airdef.studies.doctrine.search import LAST, kept, ranked
from airdef.studies.doctrine.simulate import (
    MISSILES,
    Arena,
    Objective,
    changed,
    estimate,
    gain,
    influence,
    loss_of,
    missiles_of,
    worth,
)
from airdef.studies.threshold import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from airdef.scenario.plan import Scenario
    from airdef.studies.doctrine.search import SearchResult
    from airdef.studies.doctrine.space import Choice, Space

STEP: Final = 512
"""Fresh replications that all doctrines simulate in turn, so that Ctrl-C leaves all of them with as many."""


@dataclass(frozen=True)
class Candidate:
    """A doctrine to be judged; `choice` is None for a declared one that is not in the space."""

    choice: Choice | None
    scenario: Scenario


def candidates(
    space: Space, arena: Arena, objective: Objective, idle: Scenario, found: SearchResult, ended: bool = False
) -> list[Candidate]:
    """Return who is judged: the best of the search, what else is left in it, the best's neighbours, the declared.

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
    found
        What the search found.
    ended
        Tells that the user waits: then those are left out that have not simulated what the others have.

    Returns
    -------
    list[Candidate]
        Who is judged: the best of the search, what else is left in it, the best's neighbours, the declared.
    """
    if ended:
        found.alive = kept(space, arena, objective, idle, found.alive, found.replications, LAST)
    order = ranked(space, arena, objective, idle, found.alive, found.replications)
    best = order[0] if ended else _plainest(space, arena, order[0], found.replications)
    chosen: dict[str, Candidate] = {}
    for choice in (best, *order[1:], *(() if ended else space.neighbours(best))):
        scenario = space.scenario(choice)
        if scenario is not None:
            chosen.setdefault(scenario.scenario_hash, Candidate(choice, scenario))
    chosen.setdefault(space.declared.scenario_hash, Candidate(None, space.declared))
    return list(chosen.values())


def _plainest(space: Space, arena: Arena, choice: Choice, n: int) -> Choice:
    """Return the choice with those of its settings as declared that change none of the first n replications."""
    scenario = space.scenario(choice)
    assert scenario is not None  # it has been simulated
    rows = arena.rows(scenario, n)
    for i, keeps in enumerate(space.keeps):
        if keeps[choice[i]] or not any(keeps):
            continue
        plainer = (*choice[:i], keeps.index(True), *choice[i + 1 :])
        other = space.scenario(plainer)
        if other is not None and np.array_equal(rows, arena.rows(other, n)):
            choice = plainer
    return choice


def simulate(
    jury: Arena, scenarios: Sequence[Scenario], n: int, progress: Callable[[int, int], None] | None
) -> tuple[int, bool]:
    """Simulate n replications of each, in turn; return how many all of them have, and whether Ctrl-C ended it.

    Parameters
    ----------
    jury
        What the replications of the judgement are simulated with.
    scenarios
        The scenarios.
    n
        Number of replications.
    progress
        Told how far the work is; None for nobody.

    Returns
    -------
    tuple[int, bool]
        How many replications all of them have, and whether it was ended early.
    """
    done = 0
    try:
        for upto in (*range(STEP, n, STEP), n):
            for k, scenario in enumerate(scenarios):
                jury.rows(scenario, upto)
                if progress is not None:
                    progress(done * len(scenarios) + (k + 1) * (upto - done), n * len(scenarios))
            done = upto
    except KeyboardInterrupt:
        return done, True
    return done, False


def options(
    space: Space, arena: Arena, objective: Objective, idle: Scenario, judged: Sequence[Candidate], n: int
) -> tuple[Option, ...]:
    """Return what the first n replications say of each, the best of the search (the first) first, the rest by worth.

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
    judged
        The doctrines judged, with what came of them.
    n
        Number of replications.

    Returns
    -------
    tuple[Option, ...]
        What the first n replications say of each, the best of the search (the first) first, the rest by
        worth.
    """
    nothing = arena.rows(idle, n)
    rows = [arena.rows(c.scenario, n) for c in judged]
    beaten_by_none = _front(objective, rows)
    declared = arena.rows(space.declared, n)
    best = judged[0].choice
    near = set(space.neighbours(best)) if best is not None else set()
    made = []
    for k, (candidate, own) in enumerate(zip(judged, rows, strict=True)):
        choice = candidate.choice
        value = worth(objective, own, nothing)
        each = influence(objective, own, nothing)
        made.append(
            Option(
                settings=space.settings(choice) if choice is not None else (),
                needed=space.needed(choice) if choice is not None else (),
                scenario_hash=candidate.scenario.scenario_hash,
                best=k == 0,
                declared=candidate.scenario.scenario_hash == space.declared.scenario_hash,
                neighbour=choice in near,
                on_front=k in beaten_by_none,
                alike=k > 0 and np.array_equal(own, rows[0]),
                missiles=estimate(candidate.scenario, own, MISSILES),
                loss=estimate(candidate.scenario, own, objective.loss),
                worth=_worth(objective, candidate.scenario, own, value, each),
                gain=gain(objective, own, declared, nothing),
                behind=gain(objective, rows[0], own, nothing),
                more_missiles=changed(MISSILES, own, declared),
                more_loss=changed(objective.loss, own, declared),
            )
        )
    return (made[0], *sorted(made[1:], key=lambda o: -o.worth.mean))


def _front(objective: Objective, rows: Sequence[NDArray[np.float64]]) -> set[int]:
    """Return who is beaten by nobody in both missiles and loss; of those alike in every replication, the first."""
    first: dict[bytes, int] = {}
    for k, own in enumerate(rows):
        first.setdefault(own.tobytes(), k)
    unlike = list(first.values())
    costs = np.array([[missiles_of(rows[k]).mean(), loss_of(objective, rows[k]).mean()] for k in unlike])
    return {unlike[i] for i in front(costs)}


def _worth(
    objective: Objective,
    scenario: Scenario,
    rows: NDArray[np.float64],
    value: float,
    each: NDArray[np.float64],
) -> Estimate:
    """Return the worth with its interval: the loss's own, turned round, or Student's of what is saved per missile."""
    if not objective.per_missile:
        loss = estimate(scenario, rows, objective.loss)
        return Estimate(value, (-loss.ci95[1], -loss.ci95[0]), loss.n)
    return Estimate(value, student(value, float(each.var(ddof=1)), len(each)), len(each))
