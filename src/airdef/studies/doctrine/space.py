"""What may be varied in a doctrine: paths, their values, and the scenarios that come of them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from airdef.arguments import ArgumentError
from airdef.scenario.check import validate
from airdef.scenario.errors import ScenarioError
from airdef.scenario.plan import CATEGORIES
from airdef.scenario.settings import with_overrides
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.variants.settings import Varied, varied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airdef.scenario import schema
    from airdef.scenario.document import Document
    from airdef.scenario.library import ScenarioLike
    from airdef.scenario.plan import Scenario

WORD: Final = "doctrine"
"""A path that begins with it means the doctrine of every system: `doctrine.reserve`."""

SALVOS: Final = ("1", "2", "3")
RESERVES: Final = (0, 4, 8, 16)
HOLDS: Final = (0.75, 0.5, 0.25)
"""Default values (assumed): missiles of an engagement; missiles a unit keeps back; parts of the longest reach."""

Choice = tuple[int, ...]
"""A doctrine of a space: the position of its value on each axis."""


@dataclass
class Space:
    """The doctrines that are searched: the axes, and the runner that makes a scenario of a choice.

    `declared` is the scenario's own doctrine, which need not be one of them. `keeps` tells for each value of each
    axis whether it alone leaves the scenario as it is.
    """

    axes: tuple[Varied, ...]
    runner: VariantRunner
    declared: Scenario
    document: Document
    systems: int
    keeps: tuple[tuple[bool, ...], ...] = ()
    _known: dict[Choice, Scenario | None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many choices there are."""
        return math.prod(len(axis.values) for axis in self.axes)

    @property
    def own(self) -> Choice | None:
        """The choice that is the declared doctrine; None if that is not in the space."""
        if not all(any(keeps) for keeps in self.keeps):
            return None
        choice = tuple(keeps.index(True) for keeps in self.keeps)
        scenario = self.scenario(choice)
        return choice if scenario is not None and scenario.scenario_hash == self.declared.scenario_hash else None

    def settings(self, choice: Choice) -> tuple[tuple[str, str], ...]:
        """Return the path and value of each axis.

        Parameters
        ----------
        choice
            One value for each thing that is varied.

        Returns
        -------
        tuple[tuple[str, str], ...]
            The path and value of each axis.
        """
        return tuple((a.path, str(a.values[k])) for a, k in zip(self.axes, choice, strict=True))

    def changed(self, choice: Choice) -> tuple[tuple[str, str], ...]:
        """Return those of the settings that alone would change the scenario; empty: the declared doctrine.

        Parameters
        ----------
        choice
            One value for each thing that is varied.

        Returns
        -------
        tuple[tuple[str, str], ...]
            Those of the settings that alone would change the scenario; empty: the declared doctrine.
        """
        pairs = zip(self.settings(choice), choice, self.keeps, strict=True)
        return tuple(setting for setting, k, keeps in pairs if not keeps[k])

    def needed(self, choice: Choice) -> tuple[tuple[str, str], ...]:
        """Return the settings of a feasible choice that suffice to make its scenario; empty: the declared doctrine.

        A setting that changes nothing alone may do so among others: a salvo of one is what `shoot-look-shoot` fires
        anyway, and `salvo` does not.

        Parameters
        ----------
        choice
            One value for each thing that is varied.

        Returns
        -------
        tuple[tuple[str, str], ...]
            The settings of a feasible choice that suffice to make its scenario; empty: the declared doctrine.
        """
        whole = self.scenario(choice)
        left = dict(self.changed(choice))
        if whole is None or self._makes(left) == whole.scenario_hash:
            return tuple(left.items())
        left = dict(self.settings(choice))
        for path, _ in self.settings(choice):
            fewer = {p: v for p, v in left.items() if p != path}
            if self._makes(fewer) == whole.scenario_hash:
                left = fewer
        return tuple(left.items())

    def _makes(self, settings: Mapping[str, str]) -> str:
        try:
            return self.runner.scenario(expanded(settings, self.systems)).scenario_hash
        except ScenarioError:
            return ""

    def overrides(self, choice: Choice) -> dict[str, Any]:
        """Return the settings of a choice as a scenario takes them, those of every system written out.

        Parameters
        ----------
        choice
            One value for each thing that is varied.

        Returns
        -------
        dict[str, Any]
            The settings of a choice as a scenario takes them, those of every system written out.
        """
        return expanded(dict(self.settings(choice)), self.systems)

    def scenario(self, choice: Choice) -> Scenario | None:
        """Return the scenario with a doctrine; None for values that exclude one another.

        Parameters
        ----------
        choice
            One value for each thing that is varied.

        Returns
        -------
        Scenario | None
            The scenario with a doctrine.
        """
        if choice not in self._known:
            try:
                self._known[choice] = self.runner.scenario(self.overrides(choice))
            except ScenarioError:  # each value is valid alone, as `space` has seen to
                self._known[choice] = None
        return self._known[choice]

    def neighbours(self, choice: Choice) -> list[Choice]:
        """Return the choices one step away: the next value of an ordered axis, any other one of the rest.

        Parameters
        ----------
        choice
            One value for each thing that is varied.

        Returns
        -------
        list[Choice]
            The choices one step away: the next value of an ordered axis, any other one of the rest.
        """
        found = []
        for i, axis in enumerate(self.axes):
            count = len(axis.values)
            near = (choice[i] - 1, choice[i] + 1) if ordered(axis) else range(count)
            found += [(*choice[:i], k, *choice[i + 1 :]) for k in near if 0 <= k < count and k != choice[i]]
        return found


def ordered(axis: Varied) -> bool:
    """Return whether the values of an axis are numbers in order, but for a `null` (no limit) at an end.

    Parameters
    ----------
    axis
        What is varied, with its values.

    Returns
    -------
    bool
        Whether the values of an axis are numbers in order, but for a `null` (no limit) at an end.
    """
    values = tuple(v for v in axis.values if str(v) != "null")
    numbers = Varied(axis.path, values).numbers()
    inside = axis.values[1:-1]
    if not numbers or "null" in inside:
        return False
    return numbers in (sorted(numbers), sorted(numbers, reverse=True))


def expanded(settings: Mapping[str, Any], systems: int) -> dict[str, Any]:
    """Return settings with `doctrine.X` written out as `defence.K.doctrine.X` for every system K.

    Parameters
    ----------
    settings
        What is set, by path.
    systems
        How many systems there are.

    Returns
    -------
    dict[str, Any]
        Settings with `doctrine.X` written out as `defence.K.doctrine.X` for every system K.
    """
    found: dict[str, Any] = {}
    for path, value in settings.items():
        if path.split(".")[0] == WORD:
            found |= {f"defence.{k}.{path}": value for k in range(systems)}
        else:
            found[path] = value
    return found


def space(
    scenario: ScenarioLike, vary: Sequence[str | Varied] = (), overrides: Mapping[str, Any] | None = None
) -> Space:
    """Return the doctrines to be searched: those of `vary`, else the default ones.

    Parameters
    ----------
    scenario
        The scenario.
    vary
        Holds `doctrine.salvo.aircraft=1,2,3` (all systems) or `defence.0.doctrine.reserve=0:8:4`.
    overrides
        Replaces values in all of them.

    Returns
    -------
    Space
        The doctrines to be searched: those of `vary`, else the default ones.

    Raises
    ------
    ScenarioError
        For a value that cannot be set.
    ValueError
        For a path that is no doctrine's or a defence that is not there.
    """
    plain = VariantRunner(scenario, overrides or {})
    document = plain.document
    defence = validate(document).defence
    if not defence:
        message = f"doctrine: {plain.name} has no defence; expected at least one system, such as {{system: S-300PMU-2}}"
        raise ArgumentError(message)
    # So that one category's salvo can be set where the scenario gives one size for all.
    by_category = {f"defence.{k}.doctrine.salvo": _salvo(s) for k, s in enumerate(defence) if s.doctrine.salvo}
    runner = VariantRunner(scenario, {**(overrides or {}), **by_category}, plain.catalogue)
    declared = plain.scenario()
    axes = tuple(v if isinstance(v, Varied) else varied(v) for v in vary) or _default(declared, defence)
    _checked(axes)
    made = Space(axes, runner, declared, with_overrides(document, by_category), len(defence))
    made.keeps = tuple(
        tuple(
            runner.scenario(expanded({a.path: v}, made.systems)).scenario_hash == declared.scenario_hash
            for v in a.values
        )
        for a in axes
    )
    return made


def _salvo(system: schema.System) -> dict[str, list[int]]:
    return {str(c): list(sizes) for c, sizes in (system.doctrine.salvo or {}).items()}


def _checked(axes: tuple[Varied, ...]) -> None:
    paths = [a.path for a in axes]
    for axis in axes:
        if not re.fullmatch(r"(defence\.[^.]+\.)?doctrine\..+", axis.path):
            message = (
                f"‹vary› {axis.path}: a field of the doctrine expected; usual fix: doctrine.salvo.aircraft=1,2,3 (all "
                "systems) or defence.0.doctrine.reserve=0,4; `airdef sweep` varies anything"
            )
            raise ArgumentError(message)
        if paths.count(axis.path) > 1:
            message = f"‹vary› {axis.path}: given twice; expected each path once"
            raise ArgumentError(message)
        if len(set(map(str, axis.values))) < len(axis.values):
            message = f"‹vary› {axis.path}: the values {', '.join(map(str, axis.values))} repeat; expected each once"
            raise ArgumentError(message)


def _default(declared: Scenario, defence: Sequence[schema.System]) -> tuple[Varied, ...]:
    """Return the default axes: what a commander chooses, and what can matter in this scenario.

    With the salvos set, `shoot-shoot-look` and `shoot-look-shoot` are the same: of the two there is the declared one.
    Not among them: the assessment, which is the radar's figure and not a choice; `engage` and `ignore`.
    """
    seen = {t.looks_like for t in declared.threats}
    if any(r.telling.dwell > 0.0 for r, _, _ in declared.radars()):
        seen |= {t.category for t in declared.threats}
    looking = "shoot-look-shoot" if defence[0].doctrine.policy == "salvo" else defence[0].doctrine.policy
    axes = [Varied("doctrine.policy", (looking, "salvo"))] if not _rounds(defence) else []
    axes += [Varied(f"doctrine.salvo.{name}", SALVOS) for k, name in enumerate(CATEGORIES) if k in seen]
    if len(declared.threats) > 1:
        axes.append(Varied("doctrine.priority", ("earliest-impact", "most-value", "nearest", "marginal-value")))
    plans = [s.doctrine for s in declared.systems]
    if any(on and k in seen for p in plans for k, on in enumerate(p.reserve_for)):
        axes.append(Varied("doctrine.reserve", tuple(map(str, sorted({*RESERVES, *(p.reserve for p in plans)})))))
    reach = max((m.max_range[k] for m, _ in declared.interceptors() for k in seen), default=0.0)
    if reach > 0.0:
        kept = [f"{reach * part / 1e3:.3g} km" for part in HOLDS]
        axes.append(Varied("doctrine.hold_fire_range", ("null", *kept)))
    if sum(1 for _ in declared.units()) > 1:
        axes.append(Varied("doctrine.coordination", ("central", "autonomous")))
    return tuple(axes)


def _rounds(defence: Sequence[schema.System]) -> bool:
    """Return whether any system bounds its engagements itself, which the policy `salvo` excludes."""
    return any(s.doctrine.rounds is not None for s in defence)
