"""Named questions with one number for an answer: how many saturate, how many missiles it takes, how small is seen.

Each is a search by bisection for the value at which a mean crosses a level (see `threshold`), with the values
between which the replications leave that open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import oldnames
from airdef.engine import simulate
from airdef.measures.raid import NO_LEAKER
from airdef.numbers import interval, mean
from airdef.outcome import Precision
from airdef.outcome.intervals import bounded
from airdef.requests.argument import asks
from airdef.requests.variants import Magazine, Penetration, Saturation
from airdef.showing import Shown
from airdef.studies.arguments import SEED_LIMIT, whole, workers_of
from airdef.studies.sweep import campaign_at
from airdef.studies.threshold import Crossing, Estimate, crossing
from airdef.studies.variants.runner import VariantRunner, by_replication, label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

    from airdef.scenario.library import ScenarioLike
    from airdef.showing import Brief
    from airdef.studies.variants.runner import Progress

LIMIT = 200_000
"""Replications at one value at most, however narrow the interval is asked for."""


ALTITUDES = ("100 m", "1 km", "3 km", "10 km")
"""Altitudes at which a signature is searched where none are given."""


@dataclass(frozen=True, repr=False)
class Limit(Shown):
    """The answer of a search: the question, where the mean crosses, and that in a sentence.

    `quantity` names the values searched over, `at` may be None (nowhere in them). `each` holds one search for
    each value of a second quantity, where there is one.
    """

    study: str
    scenario: str
    seed: int
    quantity: str
    measure: str
    level: float
    each: tuple[tuple[str, Crossing], ...]
    sentences: tuple[str, ...]

    _plot = "plot_limit"

    def headline(self) -> str:
        """Return the answer in one line."""
        return f"{self.scenario}, seed {self.seed}: {' '.join(self.sentences)}"

    def brief(self) -> Brief:
        """Return the values tried on the way, with their means and intervals."""
        head = ("", self.quantity, label_of(self.measure).lower(), "95 % interval", "replications")
        rows = [
            (case, f"{value:g}", mean(e.mean, *e.ci95), interval(*e.ci95), f"{e.n:,}")
            for case, c in self.each
            for value, e in c.tried
        ]
        return head, rows

    def table(self) -> pa.Table:
        """Return one row a value tried as an Arrow table: case, value, mean, interval and replications."""
        import pyarrow as pa

        rows = [
            {"case": case, "value": float(value), "n": e.n, "mean": e.mean, "ci95_low": e.ci95[0],
             "ci95_high": e.ci95[1]}
            for case, c in self.each
            for value, e in c.tried
        ]  # fmt: skip
        return pa.Table.from_pylist(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": self.study,
            "scenario": self.scenario,
            "seed": self.seed,
            "quantity": self.quantity,
            "measure": self.measure,
            "level": self.level,
            "sentences": list(self.sentences),
            "searches": [
                {
                    "case": case,
                    "at": c.at,
                    "earliest": c.earliest,
                    "latest": c.latest,
                    "tried": [{"value": value, **e.to_dict()} for value, e in c.tried],
                }
                for case, c in self.each
            ],
        }


def _workers(threads: int | None, seed: int) -> int:
    whole("seed", seed, 0, SEED_LIMIT)
    return workers_of("threads", threads)


def _ticking(progress: Progress | None, goal: int) -> Callable[[], None]:
    """Return what is called once a campaign; bisection needs about `goal` of them."""
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(min(done, goal), goal)

    return tick


def _between(c: Crossing) -> str:
    if c.earliest == c.latest:
        return "the replications leave no doubt of that"
    latest = "beyond" if c.latest is None else str(c.latest)
    return f"within the intervals anything from {c.earliest} to {latest} fits"


@oldnames.arguments(group="formation")
@asks(Saturation)
def saturation(
    scenario: ScenarioLike,
    *,
    formation: str = "0",
    more_than: float = 1.0,
    most: int = 200,
    overrides: Mapping[str, Any] | None = None,
    precision: float | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Limit:
    """Return the size of a formation of the raid at which the expected leakers exceed a number.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    formation
        The formation of the raid, by its name or its position from 0.
    more_than
        Leakers on average.
    most
        The largest size tried.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    precision
        Half-width of the leakers at each size. By default: a twentieth of the leakers.
    seed
        Seed of the random streams: the same seed gives the same bits.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`.

    Returns
    -------
    Limit
        The size, and the sizes between which the replications leave it open.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    workers = _workers(threads, seed)
    whole("most", most, 2, 20_001)
    if more_than <= 0:
        message = f"more than: {more_than:g} given, leakers above zero expected; usual fix: correct the number"
        raise ValueError(message)
    runner = VariantRunner(scenario, dict(overrides or {}))
    k = runner.formation(formation)
    stop = Precision(precision or more_than / 20.0, "leakers", LIMIT)
    tick = _ticking(progress, 2 + int(np.ceil(np.log2(most))))

    def leakers(count: int) -> Estimate:
        campaign = campaign_at(runner, {f"raid.{k}.count": count}, seed, LIMIT, stop, workers)
        tick()
        m = campaign.measures["leakers"]
        return Estimate(m.mean, m.ci95, m.n)

    found = crossing(range(1, most + 1), leakers, more_than, above=True)
    name = runner.formations()[k]
    if found.at is None:
        sentence = f"Not even {most} in {name} bring more than {more_than:g} leakers on average; try larger sizes."
    else:
        sentence = f"From {found.at} in {name} on, more than {more_than:g} leak on average; {_between(found)}."
    return Limit("saturation", runner.name, seed, f"count of {name}", "leakers", more_than, (("", found),), (sentence,))


@asks(Magazine)
def magazine(
    scenario: ScenarioLike,
    *,
    system: int = 0,
    probability: float = 0.9,
    overrides: Mapping[str, Any] | None = None,
    precision: float = 0.01,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Limit:
    """Return the missiles a system needs for a wanted probability that nothing leaks.

    The launchers of each of its fire units are varied from 1 to the most the catalogue allows, all loaded once (no
    reloads); the missiles are counted in the scenario that results.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    system
        Number of the system of the defence, from 0.
    probability
        The wanted probability that nothing leaks.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    precision
        Half-width of the probability at each size.
    seed
        Seed of the random streams: the same seed gives the same bits.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`.

    Returns
    -------
    Limit
        The missiles, and the numbers between which the replications leave it open.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    workers = _workers(threads, seed)
    if not 0.0 < probability < 1.0:
        message = f"probability: {probability:g} given, one between 0 and 1 expected; usual fix: a decimal fraction"
        raise ValueError(message)
    runner = VariantRunner(scenario, dict(overrides or {}))
    systems = len(runner.scenario().systems)
    whole("system", system, 0, max(systems, 1))
    stop = Precision(precision, NO_LEAKER.name, LIMIT)
    front = f"defence.{system}.overrides.system"
    launchers: dict[int, int] = {}
    most = int(runner.catalogue.attributes["system", "launchers_per_fire_unit"].maximum)
    for n in range(1, most + 1):
        rounds = _rounds(runner, front, n, system)
        launchers.setdefault(rounds, n)
    tick = _ticking(progress, 8)

    def clean(rounds: int) -> Estimate:
        campaign = campaign_at(runner, _loaded(front, launchers[rounds]), seed, LIMIT, stop, workers)
        tick()
        m = campaign.measures[NO_LEAKER.name]
        return Estimate(m.mean, m.ci95, m.n)

    found = crossing(sorted(launchers), clean, probability, above=True)
    wanted = f"a probability of {probability:g} that nothing leaks"
    if found.at is None:
        best = found.tried[-1][1]
        sentence = (
            f"No magazine gives {wanted}: {found.tried[-1][0]} missiles give {best.mean:.3g} "
            f"[{best.ci95[0]:.3g}, {best.ci95[1]:.3g}]; something else than missiles is short."
        )
    else:
        each = launchers[found.at]
        sentence = f"{found.at} missiles ({each} launchers a fire unit) give {wanted}; {_between(found)}."
    return Limit("magazine", runner.name, seed, "missiles", NO_LEAKER.name, probability, (("", found),), (sentence,))


def _loaded(front: str, launchers: int) -> dict[str, Any]:
    return {f"{front}.launchers_per_fire_unit": launchers, f"{front}.reloads": 0}


def _rounds(runner: VariantRunner, front: str, launchers: int, system: int) -> int:
    units = runner.scenario(_loaded(front, launchers)).systems[system].units
    return sum(launcher.rounds for unit in units for launcher in unit.launchers)


@oldnames.arguments(group="formation")
@asks(Penetration)
def penetration(
    scenario: ScenarioLike,
    *,
    formation: str = "0",
    altitudes: Sequence[str] = ALTITUDES,
    below: float = 50.0,
    overrides: Mapping[str, Any] | None = None,
    replications: int = 1024,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Limit:
    """Return for each altitude of a formation the radar cross-section at which the first intercept drops below a range.

    The formation flies alone, at that altitude throughout; its cross-section, the same from all sides, is searched from
    100 m2 down to 0.0001 m2 in tenths of a decade.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    formation
        The formation of the raid, by its name or its position from 0.
    altitudes
        Altitudes to fly at, with their units.
    below
        Mean slant range of the first intercept [km]. A replication without one counts as 0 km.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    replications
        Replications of each case.
    seed
        Seed of the random streams: the same seed gives the same bits.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(done, goal)`.

    Returns
    -------
    Limit
        A cross-section for each altitude, with those between which the replications leave it open.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range.
    """
    workers = _workers(threads, seed)
    whole("replications", replications, 2, 1 << 30)
    if below <= 0:
        message = f"below: {below:g} given, a range above 0 km expected; usual fix: correct the number"
        raise ValueError(message)
    runner = VariantRunner(scenario, dict(overrides or {}))
    k = runner.formation(formation)
    alone = {f"raid.{i}.count": 0 for i in range(len(runner.formations())) if i != k}
    signatures = [float(f"{10 ** (2 - i / 10):.3g}") for i in range(61)]
    tick = _ticking(progress, 8 * len(altitudes))
    searches, sentences = [], []
    for altitude in altitudes:

        def first_range(rcs: float, altitude: str = altitude) -> Estimate:
            sizes = {f"raid.{k}.overrides.threat.{a}": f"{rcs} m2" for a in ("rcs", "rcs_side", "rcs_tail")}
            kernel = runner.kernel(runner.scenario({**alone, f"raid.{k}.altitude": altitude, **sizes}))
            rows = simulate(kernel, seed, 0, replications, workers)
            values = np.nan_to_num(by_replication(kernel, rows, "first_intercept_range_km"), nan=0.0)
            tick()
            middle = float(values.mean())
            return Estimate(middle, bounded(middle, float(values.var(ddof=1)), replications), replications)

        found = crossing(signatures, first_range, below, above=False)
        searches.append((altitude, found))
        sentences.append(_reach_sentence(altitude, found, below))
    return Limit(
        "penetration",
        runner.name,
        seed,
        "radar cross-section [m2]",
        "first_intercept_range_km",
        below,
        tuple(searches),
        tuple(sentences),
    )


def _reach_sentence(altitude: str, found: Crossing, below: float) -> str:
    what = f"the first intercept, on average, is nearer than {below:g} km"
    if found.at is None:
        return f"At {altitude}: however small the signature (0.0001 m2), never {what}."
    if found.at == found.tried[0][0]:
        return f"At {altitude}: whatever the signature (100 m2 too), {what}."
    return f"At {altitude}: from {found.at:g} m2 down {what}."
