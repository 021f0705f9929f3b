"""Policies side by side: the same replications decided by each, and the fewest leakers that anybody could have.

With A_k threats that arrive if nobody fires, L_k leakers of a policy and B_k the clairvoyant bound in replication k,
the policy stops the share s = sum(A_k - L_k) / sum(A_k - B_k) of what could be had. Its interval is that of a ratio of
means: the standard error of s is that of the mean of (A_k - L_k) - s (A_k - B_k), over the mean of A_k - B_k (Cochran,
"Sampling Techniques", 3rd edition, 1977, section 6.4).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.decisions.bound import Clairvoyant
from airdef.decisions.policies.rules import RULES
from airdef.decisions.policy import Player, player, policy_of
from airdef.engine import simulate
from airdef.numbers import estimate, mean
from airdef.outcome.intervals import bounded, student
from airdef.requests.argument import asks
from airdef.requests.decisions import REPLICATIONS
from airdef.requests.decisions import Policies as Request
from airdef.scenario.library import given
from airdef.showing import Shown
from airdef.studies.variants.paired import Difference, Sums, difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario
    from airdef.showing import Brief

Estimate = tuple[float, float, float]
"""A mean, and from where to where its 95 % interval goes."""

CHUNK = 16
"""Replications of each policy simulated in turn; the answer does not depend on it but in the last digits."""


@dataclass(frozen=True)
class Standing:
    """How one policy did.

    Attributes
    ----------
    name
        What it is called.
    leakers
        Mean leakers, and from where to where their 95 % interval goes.
    missiles
        Mean missiles launched.
    against_doctrine
        The paired difference of leakers to the doctrine.
    share, share_ci95
        Share of the threats that it stops of those that could be stopped; 1 where none could.
    """

    name: str
    leakers: Estimate
    missiles: float
    against_doctrine: Difference
    share: float
    share_ci95: tuple[float, float]


@dataclass(frozen=True, repr=False)
class Policies(Shown):
    """Policies over the same replications of one seed, the doctrine first, and the clairvoyant bound.

    Attributes
    ----------
    scenario, seed, replications
        What was simulated; fewer replications than asked for if it was interrupted.
    standings
        One for each policy.
    bound
        Mean of the fewest leakers possible, and its 95 % interval.
    arriving
        Threats that arrive if nobody fires.
    interrupted
        Whether it was ended before its time.
    """

    scenario: Scenario
    seed: int
    replications: int
    standings: tuple[Standing, ...]
    bound: Estimate
    arriving: int
    interrupted: bool = False

    _plot = "plot_policies"

    def headline(self) -> str:
        """Return which policy lets the fewest through, and how that compares with the bound."""
        best = min(self.standings, key=lambda s: s.leakers[0])
        fewest = mean(*self.bound)
        return (
            f"{self.scenario.name}, {self.replications:,} replications of seed {self.seed}: {best.name} lets "
            f"{estimate(*best.leakers)} of {self.arriving} through; nobody could do with fewer than {fewest}"
        )

    def brief(self) -> Brief:
        """Return leakers, missiles, the difference to doctrine, and the share of what could be had, by policy."""
        rows = []
        for s in self.standings:
            d = s.against_doctrine
            against = estimate(d.mean, *d.ci95) if s is not self.standings[0] else ""
            share = f"{estimate(s.share, *s.share_ci95, 100.0)} %"
            rows.append((s.name, estimate(*s.leakers), f"{s.missiles:.1f}", against, share))
        rows.append(("clairvoyant bound", estimate(*self.bound), "", "", "100 %"))
        return ("policy", "leakers (95 % interval)", "missiles", "against doctrine", "share stopped"), rows

    def table(self) -> pa.Table:
        """Return one row a policy as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist([_plain(s) for s in self.standings])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": "policies",
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.scenario_hash,
            "catalogue_hash": self.scenario.catalogue_hash,
            "seed": self.seed,
            "replications": self.replications,
            "interrupted": self.interrupted,
            "arriving": self.arriving,
            "bound": {"leakers": self.bound[0], "ci95": list(self.bound[1:])},
            "policies": [_plain(s) for s in self.standings],
        }


def _plain(s: Standing) -> dict[str, Any]:
    return {
        "policy": s.name,
        "leakers": s.leakers[0],
        "leakers_ci95": list(s.leakers[1:]),
        "missiles_used": s.missiles,
        "against_doctrine": s.against_doctrine.mean,
        "against_doctrine_ci95": list(s.against_doctrine.ci95),
        "share": s.share,
        "share_ci95": list(s.share_ci95),
    }


@asks(Request)
def policies(
    scenario: ScenarioLike,
    policies: Iterable[Any] | Mapping[str, Any] = (),
    replications: int = REPLICATIONS,
    seed: int = 1,
    *,
    overrides: Mapping[str, object] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Policies:
    """Let several policies decide the same replications, and hold them against what nobody can beat.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    policies
        Policies: names of rules, or in Python functions. By default: all rules. Also batch policies, or a
        mapping of names to policies. The doctrine is always the first.
    replications
        Replications of each policy.
    seed
        Seed of the random streams: the same seed gives the same bits.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    progress
        Called as `progress(done, goal)`, in replications.

    Returns
    -------
    Policies
        Each policy's leakers, its paired difference to doctrine, and its share of what could be had.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range, or a policy gives an answer that the rules do not allow.

    Examples
    --------
    >>> print(airdef.policies("port-raid", ["best-shot"], replications=100).headline())
    """
    base = player(given(scenario, overrides), lambda _: None)
    players = _players(base, policies)
    clairvoyant = Clairvoyant(base.kernel)
    leakers, missiles = (base.kernel.columns.index(name) for name in ("leakers", "missiles_used"))
    rows: dict[str, list[NDArray[np.float64]]] = {name: [] for name in ("doctrine", *players)}
    bounds: list[float] = []
    interrupted = False
    try:
        for first in range(0, replications, CHUNK):
            count = min(CHUNK, replications - first)
            chunk = {"doctrine": simulate(base.kernel, seed, first, count)}
            chunk |= {name: each.simulate(seed, first, count) for name, each in players.items()}
            own = [clairvoyant.leakers(seed, first + i) for i in range(count)]
            for name, found in chunk.items():
                rows[name].append(found[:, [leakers, missiles]])
            bounds += own
            if progress:
                progress(first + count, replications)
    except KeyboardInterrupt:
        if len(bounds) < 2:
            raise
        interrupted = True
    table = {name: np.concatenate(parts) for name, parts in rows.items()}
    bound, arriving = np.array(bounds), int((base.kernel.tables.threat["arrives"] > 0).sum())
    standings = tuple(_standing(name, found, table["doctrine"], bound, arriving) for name, found in table.items())
    return Policies(base.scenario, seed, len(bound), standings, _mean(bound, arriving), arriving, interrupted)


def _players(base: Player, wanted: Iterable[Any] | Mapping[str, Any]) -> dict[str, Player]:
    """Return a player for each policy, by name."""
    if isinstance(wanted, Mapping):
        return {str(name): Player(base.scenario, base.kernel, base.picture, policy_of(p)) for name, p in wanted.items()}
    chosen = list(wanted) or [name for name in RULES if name != "as-doctrine"]
    players = [Player(base.scenario, base.kernel, base.picture, policy_of(policy)) for policy in chosen]
    return {each.name: each for each in players}


def _mean(values: NDArray[np.float64], most: float) -> Estimate:
    """Return the mean of counts with its 95 % interval."""
    middle = float(values.mean())
    return middle, *bounded(middle, float(values.var(ddof=1)), len(values), 0.0, most)


def _standing(
    name: str, found: NDArray[np.float64], doctrine: NDArray[np.float64], bound: NDArray[np.float64], arriving: int
) -> Standing:
    """Return how a policy did: its leakers and missiles, against those of doctrine and the bound."""
    sums = Sums()
    sums.take(doctrine[:, 0], found[:, 0])
    against = difference("leakers", "", sums, 1.0, name == "doctrine", (-arriving, arriving))
    share, ci95 = share_of(arriving - found[:, 0], arriving - bound)
    return Standing(name, _mean(found[:, 0], arriving), float(found[:, 1].mean()), against, share, ci95)


def share_of(stopped: NDArray[np.float64], could: NDArray[np.float64]) -> tuple[float, tuple[float, float]]:
    """Return the share that was stopped of what could be, and its 95 % interval.

    Parameters
    ----------
    stopped, could
        Threats stopped, and the most that could be, in each replication, float64[n], n of 2 or more.

    Returns
    -------
    tuple
        The share, and from where to where it may lie within 0 and 1; 1 where nothing could be stopped.
    """
    could_mean = float(could.mean())
    if could_mean <= 0.0:
        return 1.0, (1.0, 1.0)
    share = float(stopped.mean()) / could_mean
    apart = stopped - share * could
    low, high = student(0.0, float(apart.var(ddof=1)), len(apart))
    if math.isnan(low):
        return share, (0.0, 1.0)
    return share, (max(share + low / could_mean, 0.0), min(share + high / could_mean, 1.0))
