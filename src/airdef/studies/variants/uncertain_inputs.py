"""Adopted values as uncertain inputs: what the sources allow a figure to be, and scenarios in which it is that.

An *uncertain input* is what varies as one: an adopted value of the catalogue, with all that the same claim drives.
Copies of one adopted value (`AdoptedValue.taken`) and adopted values that rest on the same claims move together, each
to the same quantile of its own spread; all other adopted values vary independently (assumed: nobody publishes how
errors of sources hang together).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from airdef.catalogue.grades import GRADES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from airdef.catalogue import AdoptedValue, Catalogue
    from airdef.scenario.plan import Scenario

ASSUMED: Final = "assumed"
GRADE_NAMES: Final = (*GRADES, ASSUMED)
"""Grades an uncertain input may have, as `--grades` takes them; `defined` figures have no spread."""

SHORT: Final = 6
"""Counts with at most this many values are tried at each of them."""


def quantile(adopted: AdoptedValue, u: float) -> float:
    """Return the value of an adopted value that it does not exceed with probability u (0 <= u <= 1), in SI.

    triangular: mode at the nominal; with a = low, c = nominal, b = high and F = (c - a) / (b - a), a + sqrt(u (b - a)(c
    - a)) below F and b - sqrt((1 - u)(b - a)(b - c)) above it. uniform: a + u (b - a). log-uniform: a (b / a)^u.
    discrete: the whole numbers from low to high, equally likely (low and high are taken up and down to whole numbers).

    Parameters
    ----------
    adopted
        The adopted value.
    u
        Quantile, 0 to 1.

    Returns
    -------
    float
        The value of an adopted value that it does not exceed with probability u (0 <= u <= 1), in SI.
    """
    a, c, b = adopted.low, adopted.nominal, adopted.high
    if b <= a:
        return c
    if adopted.spread == "uniform":
        return a + u * (b - a)
    if adopted.spread == "log-uniform":
        return a * math.pow(b / a, u)
    if adopted.spread == "discrete":
        low, high = math.ceil(a), math.floor(b)
        return float(min(low + math.floor(u * (high - low + 1)), high))
    if u * (b - a) < c - a:
        return a + math.sqrt(u * (b - a) * (c - a))
    return b - math.sqrt((1.0 - u) * (b - a) * (b - c))


def between(adopted: AdoptedValue, position: float) -> float:
    """Return the value of an adopted value at a position in its spread, in SI.

    Position -1 is the low end, 0 the nominal, 1 the high end. Between them the value is linear in the position, or its
    logarithm is where the spread is log-uniform; a count is rounded to the nearest whole number within the ends.

    Parameters
    ----------
    adopted
        The adopted value.
    position
        Position between the low end (-1), the nominal (0) and the high end (1).

    Returns
    -------
    float
        The value of an adopted value at a position in its spread, in SI.
    """
    end = adopted.high if position > 0.0 else adopted.low
    part = abs(position)
    if adopted.spread == "discrete":
        value = float(round(adopted.nominal + part * (end - adopted.nominal)))
        return min(max(value, math.ceil(adopted.low)), math.floor(adopted.high))
    if part in (0.0, 1.0):
        return end if part else adopted.nominal
    if adopted.spread == "log-uniform":
        return adopted.nominal * math.pow(end / adopted.nominal, part)
    return adopted.nominal + part * (end - adopted.nominal)


@dataclass(frozen=True)
class UncertainInput:
    """Adopted values that vary as one, the first of them naming it."""

    adopted_values: tuple[AdoptedValue, ...]

    @property
    def name(self) -> str:
        """`subject attribute` of the first adopted value, and how many move with it."""
        first = self.adopted_values[0]
        more = f" (+{len(self.adopted_values) - 1})" if len(self.adopted_values) > 1 else ""
        return f"{first.subject} {first.attribute}{more}"

    @property
    def grade(self) -> str:
        """The grade of the adopted value that names it."""
        return self.adopted_values[0].grade

    def values(self, u: float) -> dict[tuple[str, str], float]:
        """Return the value of each adopted value at the quantile u, by (subject, attribute), in SI.

        Parameters
        ----------
        u
            Quantile, 0 to 1.

        Returns
        -------
        dict[tuple[str, str], float]
            The value of each adopted value at the quantile u, by (subject, attribute), in SI.
        """
        return {(r.subject, r.attribute): quantile(r, u) for r in self.adopted_values}

    def at(self, position: float) -> dict[tuple[str, str], float]:
        """Return the values at a position in each one's own spread (see `between`), by (subject, attribute).

        Parameters
        ----------
        position
            Position between the low end (-1), the nominal (0) and the high end (1).

        Returns
        -------
        dict[tuple[str, str], float]
            The values at a position in each one's own spread (see `between`), by (subject, attribute).
        """
        return {(r.subject, r.attribute): between(r, position) for r in self.adopted_values}

    @property
    def shown(self) -> AdoptedValue:
        """The adopted value whose values are shown:

        the first that spreads to both sides of its nominal, else the first.
        """
        return next((r for r in self.adopted_values if r.low < r.nominal < r.high), self.adopted_values[0])

    def positions(self, inner: Sequence[float] = ()) -> tuple[float, ...]:
        """Return the positions to try: the ends, `inner` ones, all whole numbers of a short count; no two alike.

        The nominal (position 0) is not among them, nor is a position whose values are those of the nominal.

        Parameters
        ----------
        inner
            Positions between the ends, each from -1 (low) to 1 (high).

        Returns
        -------
        tuple[float, ...]
            The positions to try: the ends, `inner` ones, all whole numbers of a short count; no two alike.
        """
        tried = {-1.0, 1.0, *inner}
        r = self.shown
        if r.spread == "discrete" and r.high - r.low < SHORT:
            for value in range(math.ceil(r.low), math.floor(r.high) + 1):
                end = r.high if value > r.nominal else r.low
                tried.add(
                    abs((value - r.nominal) / (end - r.nominal)) * (1.0 if value > r.nominal else -1.0)
                    if value != r.nominal
                    else 0.0
                )
        seen = {tuple(self.at(0.0).values())}
        kept = []
        for position in sorted(tried, key=lambda p: (-abs(p), p)):  # the ends first: they stay where two are alike
            values = tuple(self.at(position).values())
            if values not in seen:
                seen.add(values)
                kept.append(position)
        return tuple(sorted(kept))


def with_values(catalogue: Catalogue, values: Mapping[tuple[str, str], float]) -> Catalogue:
    """Return the catalogue with other nominals for some adopted values, given in SI by (subject, attribute).

    Parameters
    ----------
    catalogue
        The catalogue that figures and sources are taken from.
    values
        The values.

    Returns
    -------
    Catalogue
        The catalogue with other nominals for some adopted values, given in SI by (subject, attribute).
    """
    return catalogue.with_adopted(replace(catalogue.adopted(*key), nominal=value) for key, value in values.items())


def uncertain_inputs(
    scenario: Scenario, catalogue: Catalogue, grades: Collection[str] | None = None
) -> tuple[UncertainInput, ...]:
    """Return what a scenario rests on and does not know: adopted values it uses, not replaced, that have a spread.

    An original stands before its copies, and so names the uncertain input and gives it its grade.

    Parameters
    ----------
    scenario
        The scenario.
    catalogue
        The catalogue that figures and sources are taken from.
    grades
        Grades of the inputs that vary (A to D, assumed); the rest stays at its nominal.

    Returns
    -------
    tuple[UncertainInput, ...]
        What a scenario rests on and does not know: adopted values it uses, not replaced, that have a
        spread.

    Raises
    ------
    ValueError
        For a grade that does not exist.
    """
    wrong = sorted(set(grades or ()) - set(GRADE_NAMES))
    if wrong:
        message = f"grades: {wrong[0]!r} given, some of {', '.join(GRADE_NAMES)} expected, such as A,B"
        raise ValueError(message)
    used = []
    for r in scenario.adopted_values:
        if r.overridden or r.subject == "scenario" or r.low == r.high or r.grade not in GRADE_NAMES:
            continue
        adopted = catalogue.adopted(r.subject, r.attribute)
        if quantile(adopted, 0.0) != quantile(adopted, 1.0):
            used.append(adopted)
    together: dict[object, list[AdoptedValue]] = {}
    for adopted in used:
        together.setdefault(_driver(adopted, catalogue), []).append(adopted)
    found = [
        UncertainInput(tuple(sorted(adopted_values, key=lambda r: r.taken is not None)))
        for adopted_values in together.values()
    ]
    return tuple(u for u in found if u.grade in (grades or GRADE_NAMES))


def origin(adopted: AdoptedValue, catalogue: Catalogue) -> AdoptedValue:
    """Return the adopted value that a copy goes back to, through copies of copies; itself if it is none.

    Parameters
    ----------
    adopted
        The adopted value.
    catalogue
        The catalogue that figures and sources are taken from.

    Returns
    -------
    AdoptedValue
        The adopted value that a copy goes back to, through copies of copies; itself if it is none.
    """
    while adopted.taken is not None:
        adopted = catalogue.adopted(adopted.taken.subject, adopted.taken.attribute)
    return adopted


def _driver(adopted: AdoptedValue, catalogue: Catalogue) -> object:
    """Return what an adopted value hangs on: adopted values with equal drivers vary as one."""
    first = origin(adopted, catalogue)
    return (first.claims, first.unit) if first.grade in GRADES else (first.subject, first.attribute)


def find(known: Sequence[UncertainInput], names: Sequence[str]) -> tuple[UncertainInput, ...]:
    """Return the uncertain inputs with these names ("subject attribute" of any value in them), in the order known.

    Parameters
    ----------
    known
        What is known: names to choose from, or a catalogue.
    names
        The names.

    Returns
    -------
    tuple[UncertainInput, ...]
        The uncertain inputs with these names ("subject attribute" of any value in them), in the order
        known.

    Raises
    ------
    ValueError
        For a name that is none, with the nearest.
    """
    import difflib

    by_name = {f"{r.subject} {r.attribute}": u for u in known for r in u.adopted_values}
    chosen = []
    for name in names:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1, cutoff=0.3)
            hint = f"; nearest: {near[0]!r}" if near else ""
            message = f"parameter {name!r} is nothing this scenario is unsure of{hint}; expected 'SUBJECT ATTRIBUTE'"
            raise ValueError(message)
        chosen.append(by_name[name])
    return tuple(u for u in known if u in chosen)
