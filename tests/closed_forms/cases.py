"""Bundled ideal scenarios, changed where a case needs it, and what a closed form says of them.

Each case is asserted by its test and printed by `page`: both read this one list.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

import airdef

from . import forms

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGMAS = 3.5
"""Standard errors allowed: a right model fails one check in 2,000 seeds. The seed is fixed, so it never will."""

REPLICATIONS = 100_000
SEED = 20_240_611


@dataclass(frozen=True)
class Check:
    """A column of the campaign (see `value`), its expected mean, and its standard deviation in one replication."""

    column: str
    expected: float
    sd: float


@dataclass(frozen=True)
class Case:
    """A scenario by name, what is changed in it, and what must come out."""

    label: str
    scenario: str
    overrides: Mapping[str, object]
    checks: tuple[Check, ...]
    replications: int = REPLICATIONS


@dataclass(frozen=True)
class Result:
    """What came out for one check, and how many standard errors it is off (0 / 0 counts as 0)."""

    check: Check
    mean: float
    standard_error: float

    @property
    def sigmas(self) -> float:
        """Distance from the expected value, in standard errors; infinite if nothing is left to chance and it is off."""
        off = abs(self.mean - self.check.expected)
        if self.standard_error == 0.0:
            return 0.0 if off < 1e-12 * max(1.0, abs(self.check.expected)) else math.inf
        return off / self.standard_error


@cache
def _rows(scenario: str, overrides: tuple[tuple[str, object], ...], replications: int) -> dict[str, np.ndarray]:
    plan = airdef.load(scenario, dict(overrides))
    campaign = airdef.run(plan, replications, SEED, rows=True)
    return {name: campaign.rows[name].to_numpy() for name in campaign.rows.column_names}


def rows(case: Case) -> dict[str, np.ndarray]:
    """Simulate a case through load, opportunity, engine and outcome; one array a column, one value a replication."""
    return _rows(case.scenario, tuple(case.overrides.items()), case.replications)


def value(simulated: Mapping[str, np.ndarray], column: str) -> np.ndarray:
    """Return a column; `none` is 1 in the replications without a leaker."""
    return (simulated["leakers"] == 0).astype(float) if column == "none" else simulated[column]


def simulate(case: Case) -> list[Result]:
    """Return the result of every check of a case; standard errors come from the closed form, not the sample."""
    simulated = rows(case)
    return [
        Result(check, float(value(simulated, check.column).mean()), check.sd / math.sqrt(case.replications))
        for check in case.checks
    ]


def _share(p: float) -> float:
    return math.sqrt(p * (1.0 - p))


def _one(doctrine: Mapping[str, object], p: float) -> dict[str, object]:
    return {
        "raid.0.count": 1,
        "defence.0.overrides.missile.sspk": p,
        **{f"defence.0.doctrine.{k}": v for k, v in doctrine.items()},
    }


def _looks(p: float, salvos: tuple[int, ...], label: str) -> Case:
    mean, sd, leak = forms.looks(p, salvos)
    doctrine = {"salvo": salvos, "rounds": len(salvos)}
    checks = (Check("missiles_used", mean, sd), Check("leakers", leak, _share(leak)))
    return Case(f"{label}, SSPK {p}", "ideal-shoot-look-shoot", _one(doctrine, p), checks)


LOOKS = [
    *(_looks(p, (1,) * n, f"one missile a look, {n} looks") for p in (0.5, 0.7) for n in (2, 3, 4)),
    *(_looks(p, (2, 2), "salvo of 2, look, salvo of 2") for p in (0.5, 0.7)),
    *(_looks(p, (1, 2), "one missile, look, salvo of 2") for p in (0.5, 0.7)),
    _looks(0.7, (1,) * 5, "one missile a look, 5 looks"),
]


def _erring(p: float, alive_given_dead: float, dead_given_alive: float) -> Case:
    """Return one missile, a look that errs, one missile:

    the second is fired at survivors seen and at re-engagements of dead targets.
    """
    q = 1.0 - p
    second = q * (1.0 - dead_given_alive) + p * alive_given_dead
    leak = q * (dead_given_alive + (1.0 - dead_given_alive) * q)
    doctrine = {
        "rounds": 2,
        "assessment.alive_given_dead": alive_given_dead,
        "assessment.dead_given_alive": dead_given_alive,
    }
    checks = (Check("missiles_used", 1.0 + second, _share(second)), Check("leakers", leak, _share(leak)))
    label = f"2 looks, SSPK {p}, dead judged alive {alive_given_dead}, living judged dead {dead_given_alive}"
    return Case(label, "ideal-shoot-look-shoot", _one(doctrine, p), checks)


LOOKS += [_erring(0.7, 0.2, 0.0), _erring(0.7, 0.0, 0.1), _erring(0.5, 0.3, 0.2)]


def _salvo(p: float, n: int) -> Case:
    leak = (1.0 - p) ** n
    checks = (Check("missiles_used", n, 0.0), Check("leakers", leak, _share(leak)))
    return Case(f"salvo of {n}, SSPK {p}", "ideal-salvo", _one({"salvo": n}, p), checks)


SALVOS = [_salvo(p, n) for p, n in ((0.3, 1), (0.3, 3), (0.5, 4), (0.7, 2), (0.9, 3))]


def _annihilation(p: float, n: int, targets: int, reliability: float = 1.0) -> Case:
    k = forms.kill(p, n, reliability)
    none = forms.annihilation(p, n, targets, reliability)
    overrides = {
        "raid.0.count": targets,
        "defence.0.doctrine.salvo": n,
        "defence.0.doctrine.salvo_reliability": reliability,
        "defence.0.overrides.missile.sspk": p,
    }
    mean, sd = targets * (1.0 - k), math.sqrt(targets * k * (1.0 - k))
    checks = (Check("none", none, _share(none)), Check("leakers", mean, sd))
    common = "" if reliability == 1.0 else f", common-mode reliability {reliability}"
    return Case(f"{targets} targets, {n} each, SSPK {p}{common}", "ideal-annihilation", overrides, checks)


ANNIHILATION = [
    *(_annihilation(p, 2, 10) for p in (0.5, 0.7, 0.8, 0.9)),
    _annihilation(0.7, 3, 20),
    _annihilation(0.7, 4, 20),
    _annihilation(0.7, 2, 10, 0.9),
    _annihilation(0.7, 8, 10, 0.9),
]


def _exchange(label: str, offensive: int, defensive: int, staying_power: int, ships: int, beyond: int = 1) -> Case:
    """Return one side's salvo at the other's fleet, as one asset worth its ships in all.

    Every missile of the attack hits unless intercepted, every missile of the defence intercepts. The fleet
    is made `beyond` times as large where hits beyond its last ship are to be counted.
    """
    fleet = ships * beyond
    lost = forms.salvo_exchange(offensive, defensive, staying_power, fleet)
    overrides: dict[str, object] = {
        "raid.0.count": offensive,
        "defence.0.doctrine.salvo": 1,
        "defence.0.overrides.missile.sspk": 1.0,
        "assets.0.value": fleet,
        "assets.0.hits_to_destroy": fleet * staying_power,
    }
    if defensive:
        overrides["defence.0.overrides.system.missiles_per_launcher"] = defensive
    else:
        overrides["defence.0.doctrine.ignore"] = ("aircraft",)
    return Case(label, "ideal-salvo", overrides, (Check("asset_value_lost", lost, 0.0),), replications=10)


# Hughes: A = 2 ships of 4 shots and 4 intercepts each; B = 5 ships of 8 shots, of which scouting aims one half,
# staying power 2, no defence.
HUGHES = [
    *(_exchange(f"Hughes: B at A, staying power {a}", 20, 8, a, 2, beyond=10) for a in (1, 2, 3, 4)),
    _exchange("Hughes: A at B", 8, 0, 2, 5),
    _exchange("Hughes: B at A = 3 (A is annihilated)", 20, 12, 1, 3),
    _exchange("Hughes: A = 3 at B (B is annihilated)", 12, 0, 2, 5),
    _exchange("Hughes: B at A = 5 (A is unharmed)", 20, 20, 1, 5),
    _exchange("Hughes: A = 5 at B (B is annihilated)", 20, 0, 2, 5),
    _exchange("Hughes: A fires first, then the one of B left", 4, 8, 1, 2),
]

# Armstrong: Blue 4 and Red 5 ships, each of 4 offensive and 2 defensive missiles that never fail, 3 hits a ship.
ARMSTRONG = [
    _exchange("Armstrong: Blue first, at Red", 16, 10, 3, 5),
    _exchange("Armstrong: then the 3 of Red left, at Blue", 12, 8, 3, 4),
    _exchange("Armstrong: all of Red at Blue", 20, 8, 3, 4),
]


def _uncertain(offensive: int, defensive: int, hit: float, intercept: float) -> Case:
    """Return a salvo of which each missile hits by chance, against a defence that shoots once at each it can."""
    through = [hit * (1.0 - intercept)] * defensive + [hit] * (offensive - defensive)
    sd = math.sqrt(sum(p * (1.0 - p) for p in through))
    overrides = {
        "raid.0.count": offensive,
        "raid.0.overrides.threat.hit_probability": hit,
        "defence.0.doctrine.salvo": 1,
        "defence.0.overrides.missile.sspk": intercept,
        "defence.0.overrides.system.missiles_per_launcher": defensive,
        "assets.0.value": offensive,
        "assets.0.hits_to_destroy": offensive,
    }
    label = f"{offensive} missiles that hit with {hit}, {defensive} intercepts of {intercept}"
    return Case(label, "ideal-salvo", overrides, (Check("asset_value_lost", sum(through), sd),))


UNCERTAIN = [_uncertain(12, 8, 0.61, 0.35), _uncertain(8, 8, 0.61, 0.35)]

DEPTH_P = 0.3
_shots, _shots_sd, _leak = forms.looks(DEPTH_P, (1,) * 6)
DEPTH = [
    Case(
        f"six shots in depth, SSPK {DEPTH_P}",
        "ideal-depth-of-fire",
        {},
        (Check("missiles_used", _shots, _shots_sd), Check("leakers", _leak, _share(_leak))),
    )
]
