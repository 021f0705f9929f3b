"""The effective single-shot kill probability (SSPK) of each missile against each class, factor by factor.

    effective SSPK = SSPK(category) x manoeuvre factor x jamming factor x range factor

as the engine applies them (`engine.fire.kill_probability`; docs/model/engagement.md, "Intercept"). The manoeuvre
factor counts against threats that manoeuvre, the jamming factor against those that carry a jammer. The range factor is
1 up to the knee (a share of the greatest range for the category) and falls linearly to its value at that range.
Each factor has the grade, the spread and the sources of the figure it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from airdef.catalogue.grades import GRADES
from airdef.scenario.behaviours import BEHAVIOURS, Built, factor_of
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airdef.scenario.behaviours import Behaviour
    from airdef.scenario.plan import MissilePlan, Scenario, ThreatPlan, UsedValue

WEAKEST: Final = ("defined", *GRADES, "scenario", "assumed")
"""Grades from the firmest to the weakest: what rests on several factors has the weakest of theirs."""


@dataclass(frozen=True)
class Factor:
    """One factor: its value, whether it counts against these threats, and the figure behind it.

    `value` is the figure itself, counted or not; `low` to `high` is its spread. `grade` is `defined`, A to D,
    `assumed`, or `scenario` where the scenario replaced it.
    """

    name: str
    value: float
    counts: bool
    low: float
    high: float
    grade: str
    sources: tuple[str, ...]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {**vars(self), "sources": list(self.sources)}


@dataclass(frozen=True)
class EffectiveSspk:
    """What one missile type of one system achieves against the threats of a class that fly alike.

    `near` holds up to the slant range `knee_range` [m], `far` at `max_range` [m]; between them the SSPK is linear in
    the range. `behaviours` are those of the threats, in words; `factors` those of SSPK, of every behaviour
    (manoeuvre, jamming, ...) and of range, in this order. `max_range` 0: the missile has
    no envelope against the category.
    """

    system: str
    missile: str
    threat_class: str
    category: str
    behaviours: tuple[str, ...]
    threats: int
    knee_range: float
    max_range: float
    near: float
    far: float
    factors: tuple[Factor, ...]

    @property
    def grade(self) -> str:
        """The weakest grade of the factors that count and change something."""
        acting = [f.grade for f in self.factors if f.counts and (f.name == "sspk" or f.value != 1.0)]
        return max(acting, key=WEAKEST.index)

    @property
    def against(self) -> str:
        """The threats in words: their class, and what of it makes them hard to hit."""
        return ", ".join((self.threat_class, *self.behaviours))

    @property
    def manoeuvring(self) -> bool:
        """Whether the threats manoeuvre."""
        return "manoeuvring" in self.behaviours

    @property
    def jamming(self) -> bool:
        """Whether the threats carry a jammer."""
        return "jamming" in self.behaviours

    def at(self, slant_range: float) -> float:
        """Return the effective SSPK at a slant range.

        `near` up to the knee, linear from there to `far` at the greatest range, and `far` beyond.

        Parameters
        ----------
        slant_range
            Slant range of the intercept point from the fire unit [m].

        Returns
        -------
        float
            The effective SSPK.
        """
        if slant_range <= self.knee_range:
            return self.near
        share = min(1.0, (slant_range - self.knee_range) / (self.max_range - self.knee_range))
        return self.near + share * (self.far - self.near)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: ranges in metres, factors by name."""
        plain = {name: value for name, value in vars(self).items() if name != "factors"}
        plain |= {"behaviours": list(self.behaviours), "manoeuvring": self.manoeuvring, "jamming": self.jamming}
        return plain | {"grade": self.grade, "factors": {f.name: f.to_dict() for f in self.factors}}


def words(threat: ThreatPlan) -> tuple[str, ...]:
    """Return what makes a threat hard to hit, in the words of `EffectiveSspk.behaviours`.

    Parameters
    ----------
    threat
        The threat.

    Returns
    -------
    tuple of str
        The words of the behaviours that it shows; none for most.
    """
    return tuple(b.word for b in BEHAVIOURS if b.shown_by(threat))


def effective_sspk(scenario: Scenario) -> tuple[EffectiveSspk, ...]:
    """Return the effective SSPK of every missile type against every class of the raid, by what makes threats differ.

    One row for each system, missile type, threat class, and whether its threats manoeuvre and carry jammers; in the
    order of the flattened weapons and threats. Threats that a released weapon may become count too.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    tuple[EffectiveSspk, ...]
        The effective SSPK of every missile type against every class of the raid, by what makes threats
        differ.
    """
    against: dict[tuple[str, int, tuple[Behaviour, ...]], int] = {}
    for threat in scenario.threats:
        key = (threat.threat_class, threat.category, tuple(b for b in BEHAVIOURS if b.shown_by(threat)))
        against[key] = against.get(key, 0) + 1
    types = dict.fromkeys((s.name, missile) for s in scenario.systems for unit in s.units for missile in unit.missiles)
    return tuple(
        _row(scenario, system, missile, *key, count) for system, missile in types for key, count in against.items()
    )


def _row(
    scenario: Scenario,
    system: str,
    missile: MissilePlan,
    threat_class: str,
    category: int,
    shown: tuple[Behaviour, ...],
    count: int,
) -> EffectiveSspk:
    def factor(name: str, attribute: str, value: float, counts: bool) -> Factor:
        r = _used(scenario.adopted_values, missile.name, attribute, value)
        if r is None:
            return Factor(name, value, counts, value, value, "defined", (), "not from the catalogue")
        return Factor(name, value, counts, r.low, r.high, r.grade, r.sources, r.reason)

    def of(b: Behaviour) -> Factor:
        value, counts = factor_of(b, missile, scenario), b in shown
        if isinstance(b.by, Built):
            return factor(b.factor_name, b.by.attribute, value, counts)
        assumed = b.by.factor
        ends = (assumed.low, assumed.high) if counts else (value, value)
        return Factor(b.factor_name, value, counts, *ends, "assumed", (), assumed.reason)

    factors = (
        factor("sspk", f"sspk.{CATEGORIES[category]}", missile.sspk[category], True),
        *(of(b) for b in BEHAVIOURS),
        factor("range", "sspk_range_factor", missile.range_factor, True),
    )
    near = 1.0
    for f in factors[:-1]:
        near *= f.value if f.counts else 1.0
    return EffectiveSspk(
        system=system,
        missile=missile.name,
        threat_class=threat_class,
        category=CATEGORIES[category],
        behaviours=tuple(b.word for b in shown),
        threats=count,
        knee_range=missile.range_knee * missile.max_range[category],
        max_range=missile.max_range[category],
        near=near,
        far=near * missile.range_factor,
        factors=factors,
    )


def _used(adopted_values: Iterable[UsedValue], subject: str, attribute: str, value: float) -> UsedValue | None:
    """Return the figure of this value that the scenario used; two systems may use two of one missile."""
    return next((r for r in adopted_values if (r.subject, r.attribute, r.value) == (subject, attribute, value)), None)
