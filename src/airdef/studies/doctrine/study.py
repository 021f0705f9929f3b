"""The best doctrine of a scenario: searched under common random numbers, judged under another.

The doctrine that came out best of many did so partly by chance, so its own numbers from the search are too good (the
winner's curse). All numbers of a result are therefore from fresh replications, of the next seed, which had no part in
choosing.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from airdef.arguments import ArgumentError
from airdef.requests.argument import asks
from airdef.requests.places import Doctrine
from airdef.scenario.errors import nearest
from airdef.scenario.settings import with_overrides
from airdef.studies.arguments import REPLICATION_LIMIT, SEED_LIMIT, whole, workers_of
from airdef.studies.doctrine.judge import candidates, options, simulate
from airdef.studies.doctrine.result import Result
from airdef.studies.doctrine.search import SearchResult, explore, rungs
from airdef.studies.doctrine.simulate import OBJECTIVES, Arena, Objective, loss_of
from airdef.studies.doctrine.space import expanded, space

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario
    from airdef.studies.doctrine.judge import Candidate
    from airdef.studies.doctrine.search import Rung
    from airdef.studies.doctrine.space import Choice, Space
    from airdef.studies.variants.settings import Varied

    Progress = Callable[[str, int, int], None]

TRIALS: Final = 120
BUDGET: Final = 100_000
REPLICATIONS: Final = 4096
MOST_REPLICATIONS: Final = 1_000_000
"""Fresh replications of a doctrine at most: all of them are kept in memory, 24 bytes each."""

LEAST: Final = 64
"""Fresh replications that all doctrines must have for an interrupted search to be judged by them."""


@asks(Doctrine)
def doctrine(
    scenario: ScenarioLike,
    vary: Sequence[str | Varied] = (),
    *,
    objective: str = "value-per-missile",
    trials: int = TRIALS,
    budget: int = BUDGET,
    replications: int = REPLICATIONS,
    seed: int = 1,
    overrides: Mapping[str, Any] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Return the best doctrine found, the front of what there is to choose from, and what is inconclusive.

    After Ctrl-C the result holds what was complete by then, and its `interrupted` is true.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    vary
        doctrine.FIELD=a,b,c or first:last:step, for all systems; defence.0.doctrine.FIELD for one. By default:
        salvos, policy, priority, reserve, hold-fire range, coordination.
    objective
        What is to be as great, or as small, as possible. One of `OBJECTIVES`.
    trials
        Doctrines tried at most; a space of no more is taken whole.
    budget
        Replications of the search, of all doctrines together.
    replications
        Fresh replications of each doctrine that is judged. They are of seed + 1.
    seed
        Seed of the random streams: the same seed gives the same bits.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(stage, done, goal)`, in replications.

    Returns
    -------
    Result
        The best doctrine with its gain over the declared one, the front, and what cannot be told from the best.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range, or there is nothing to gain in the scenario.
    KeyboardInterrupt
        If the user ends it before anything is complete.
    """
    goal = _objective(objective)
    whole("seed", seed, 0, SEED_LIMIT)
    whole("trials", trials, 2, 100_001)
    whole("budget", budget, 1, REPLICATION_LIMIT)
    whole("replications", replications, 2, MOST_REPLICATIONS + 1)
    use = workers_of("threads", threads)
    searched = space(scenario, vary, overrides)
    if searched.size < 2:
        message = f"doctrine: {searched.size} doctrine to choose from; expected at least 2; usual fix: more ‹vary›"
        raise ArgumentError(message)
    exhaustive = searched.size <= trials
    steps = rungs(min(trials, searched.size), budget)
    arena = Arena(searched.runner, seed, use, _ticking(progress, budget))
    idle = _idle(searched)
    _at_stake(goal, arena, idle, steps[0].replications)
    found, judged, interrupted = _explored(searched, arena, goal, idle, steps)
    judge, n = arena, found.replications
    if not interrupted:
        jury = Arena(searched.runner, (seed + 1) % SEED_LIMIT, use)
        bar = None if progress is None else partial(progress, "fresh random numbers")
        simulated, interrupted = simulate(jury, [idle, *(c.scenario for c in judged)], replications, bar)
        if simulated >= min(LEAST, replications):
            judge, n = jury, simulated
    if judge is arena:  # ended by Ctrl-C: neighbours that have not simulated so many replications are left out
        own = searched.declared.scenario_hash
        judged = [c for c in judged if c.scenario.scenario_hash == own or arena.known(c.scenario) >= n]
    best = judged[0].choice
    assert best is not None  # only the declared doctrine may be outside the space
    return Result(
        name=searched.runner.name,
        objective=goal,
        axes=searched.axes,
        options=options(searched, judge, goal, idle, judged, n),
        size=searched.size,
        exhaustive=exhaustive,
        tried=len(found.tried),
        excluded=found.excluded,
        rungs=steps,
        replications=n,
        seed=seed,
        judged_seed=judge.seed,
        fresh=judge is not arena,
        interrupted=interrupted,
        catalogue_hash=searched.declared.catalogue_hash,
        idle_loss=float(loss_of(goal, judge.rows(idle, n)).mean()),
        best_text=_yaml(searched, best),
    )


def _explored(
    searched: Space, arena: Arena, objective: Objective, idle: Scenario, steps: tuple[Rung, ...]
) -> tuple[SearchResult, list[Candidate], bool]:
    """Return what the search found, who is to be judged, and whether Ctrl-C ended it. Raises ValueError."""
    found = SearchResult()
    try:
        for known in explore(searched, arena, objective, idle, steps):
            found = known
        if not found.alive:
            message = "doctrine: every combination of the values excludes itself; usual fix: fewer ‹vary›"
            raise ArgumentError(message)
        return found, candidates(searched, arena, objective, idle, found), False
    except KeyboardInterrupt:
        if not found.alive:
            raise
        return found, candidates(searched, arena, objective, idle, found, ended=True), True


def _objective(name: str) -> Objective:
    if name not in OBJECTIVES:
        near = nearest(name, list(OBJECTIVES), 1)
        hint = f"; nearest: {near[0]!r}" if near else ""
        message = f"objective {name!r} does not exist{hint}; expected one of {', '.join(OBJECTIVES)}"
        raise ArgumentError(message)
    return OBJECTIVES[name]


def _idle(searched: Space) -> Scenario:
    """Return the scenario in which no missile is fired."""
    return searched.runner.scenario(expanded({"doctrine.engage": (), "doctrine.ignore": ()}, searched.systems))


def _at_stake(objective: Objective, arena: Arena, idle: Scenario, n: int) -> None:
    """Refuse a scenario in which nothing is lost even if no missile is fired. Raises ValueError."""
    if loss_of(objective, arena.rows(idle, n)).mean() == 0.0:
        value = objective.loss == "asset_value_lost"
        fix = "usual fix: ‹objective› leakers" if value else "usual fix: a raid that aims at something"
        message = f"doctrine: nothing is lost ({objective.loss}) even if no missile is fired; {fix}"
        raise ArgumentError(message)


def _ticking(progress: Progress | None, goal: int) -> Callable[[int], None]:
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress("search", min(done, goal), goal)

    return tick


def _yaml(searched: Space, choice: Choice) -> str:
    """Return the scenario with a doctrine as YAML, without the comments it had."""
    data = _lists(with_overrides(searched.document, searched.overrides(choice)).data)
    if searched.declared.dem:  # a path from the scenario's folder would lead nowhere from another one
        data["environment"]["terrain"]["dem"] = searched.declared.dem
    writer = YAML(typ="safe", pure=True)
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed as None
    writer.default_flow_style = None  # only the innermost lists on one line
    writer.width = 120
    held = io.StringIO()
    writer.dump(data, held)
    return held.getvalue()


def _lists(data: Any) -> Any:
    """Return a document's data with lists for its tuples, as YAML has them."""
    if isinstance(data, dict):
        return {k: _lists(v) for k, v in data.items()}
    return [_lists(v) for v in data] if isinstance(data, tuple) else data
