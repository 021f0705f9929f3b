"""Quantities with units, `150 km`, at the edge of the package; SI and radians from here on.

The table of units is small and explicit: a general unit library takes over a second to import, which is
half the time `airdef run` has for its first answer.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from pydantic_core import PydanticCustomError, core_schema

from airdef.scenario.numerals import in_digits, reading, unit_meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

UNITS: dict[str, dict[str, float]] = {
    "length": {"m": 1.0, "km": 1e3, "ft": 0.3048, "nmi": 1852.0},
    "speed": {"m/s": 1.0, "km/h": 1 / 3.6, "km/s": 1e3, "kn": 1852.0 / 3600.0},
    "time": {"s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0},
    "angle": {"deg": math.pi / 180.0, "rad": 1.0},
    "angular rate": {"deg/s": math.pi / 180.0, "rad/s": 1.0},
    "area": {"m2": 1.0},
    "frequency": {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    "rain rate": {"mm/h": 1e-3 / 3600.0},
    "power density": {"W/Hz": 1.0, "W/kHz": 1e-3, "W/MHz": 1e-6, "kW/MHz": 1e-3},
    "ballistic coefficient": {"kg/m2": 1.0},
    "level": {"dB": 1.0},
    "temperature": {"K": 1.0},
}
"""Unit to SI factor, by dimension; the first unit of each is the one the others are stated in."""

EXAMPLES = {
    "length": "150 km",
    "speed": "250 m/s",
    "time": "5 s",
    "angle": "225 deg",
    "angular rate": "20 deg/s",
    "area": "0.02 m2",
    "frequency": "3 GHz",
    "rain rate": "4 mm/h",
    "power density": "10 W/MHz",
    "ballistic coefficient": "5000 kg/m2",
    "level": "-30 dB",
    "temperature": "1000 K",
}
SPELT = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*(\S(?:.*\S)?)?\s*", re.DOTALL)
MAX_LENGTH = 100
"""Characters of a quantity at most."""


class QuantityError(ValueError):
    """A quantity that cannot be read: what was expected, and the usual fix."""

    def __init__(self, expected: str, fix: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(f"{expected} expected; usual fix: {fix}")
        self.expected = expected
        self.fix = fix
        self.nearest = names


def dimension_of(si_unit: str) -> str:
    """Return the dimension whose SI unit this is; an empty text for plain numbers.

    Parameters
    ----------
    si_unit
        The SI unit.

    Returns
    -------
    str
        The dimension whose SI unit this is; an empty text for plain numbers.
    """
    for dimension, units in UNITS.items():
        if units.get(si_unit) == 1.0:
            return dimension
    return ""


def parse(value: object, dimension: str) -> float:
    """Return a quantity in SI.

    Parameters
    ----------
    value
        A text such as `150 km`.
    dimension
        A key of `UNITS`.

    Returns
    -------
    float
        A quantity in SI.

    Raises
    ------
    QuantityError
        For a bare number, an unknown unit or a number that is not finite.
    """
    units = UNITS[dimension]
    wanted = f"{a(dimension)} with its unit ({', '.join(units)})"
    finite = f"a finite {dimension}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not is_finite(value):
            raise QuantityError(finite, _how(dimension))
        raise QuantityError(wanted, with_a_unit(_bare(value), dimension))
    if not isinstance(value, str):
        raise QuantityError(wanted, _how(dimension))
    match = SPELT.fullmatch(value) if len(value) <= MAX_LENGTH else None
    if match is None or match[2] not in units:
        raise QuantityError(wanted, advice(value, dimension) or _how(dimension), _units_like(value, dimension))
    si = float(match[1]) * units[match[2]]
    if not math.isfinite(si):
        raise QuantityError(finite, "correct the number")
    return si


def is_length(text: str) -> bool:
    """Return whether a text is meant as a length, well written or not, and not as a name that begins with a digit.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        Whether a text is meant as a length, well written or not, and not as a name that begins with a
        digit.
    """
    number, word = reading(text)
    known = not word or any(word in table for table in UNITS.values()) or bool(unit_meant(word)[0])
    return bool(number) and known


def a(dimension: str) -> str:
    """Return a dimension with its article.

    Parameters
    ----------
    dimension
        A key of `UNITS`; empty for plain numbers.

    Returns
    -------
    str
        A dimension with its article.
    """
    return f"{'an' if dimension[0] in 'aeiou' else 'a'} {dimension}"


def is_finite(value: float) -> bool:
    """Return whether a number is one: not infinite, not NaN, and within what a double holds.

    Parameters
    ----------
    value
        The text or number.

    Returns
    -------
    bool
        Whether a number is one: not infinite, not NaN, and within what a double holds.
    """
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _bare(value: float) -> str:
    """Return a number in all its digits, an empty text for one of very many."""
    return "" if isinstance(value, int) and abs(value) >= 10**MAX_LENGTH else repr(value)


def plain_advice(text: str, whole: bool = False) -> str:
    """Return how a text that stands for a plain number is to be written, an empty text where that is not evident.

    `50 %` is 0.5, `0,5` is 0.5, `4` in quotes is 4; of `4 fighters` and `1,500` nothing is said.

    Parameters
    ----------
    text
        The text.
    whole
        Whether a whole number is wanted.

    Returns
    -------
    str
        How a text that stands for a plain number is to be written, an empty text where that is not evident.
    """
    percent = text.strip().endswith("%")
    number, word = reading(text.strip().removesuffix("%"))
    if not number or word:
        return ""
    value = Fraction(number) / (100 if percent else 1)
    if whole and value.denominator != 1:
        return ""
    return f"write {in_digits(value)}, without quotes"


def with_a_unit(number: str, dimension: str) -> str:
    """Return the advice for a number without its unit: each way to write it, for which was meant cannot be known.

    Parameters
    ----------
    number
        The number, as text.
    dimension
        A key of `UNITS`; empty for plain numbers.

    Returns
    -------
    str
        The advice for a number without its unit: each way to write it, for which was meant cannot be known.
    """
    ways = [f"'{number} {unit}'" for unit in UNITS[dimension]]
    if not number or any(abs(len(way)) > MAX_LENGTH for way in ways):
        return _how(dimension)
    listed = " or ".join((", ".join(ways[:-1]), ways[-1])) if len(ways) > 1 else ways[0]
    return f"write {listed}"


def advice(text: str, dimension: str) -> str:
    """Return how a text that is no quantity is to be written, an empty text where that is not evident.

    A value is advised only if it is, read as any other, exactly what the text evidently means (`numerals`): `3000
    metres` is `3000 m`, `9,5 km` is `9.5 km`, `5 mm` is `0.005 m`; of `30,000 ft` and `1:30` nothing is said.

    Parameters
    ----------
    text
        The text.
    dimension
        A key of `UNITS`; empty for plain numbers.

    Returns
    -------
    str
        How a text that is no quantity is to be written, an empty text where that is not evident.
    """
    number, word = reading(text)
    units = UNITS[dimension]
    if "mach" in text.casefold():
        return "Mach depends on the altitude: write the speed in m/s" if dimension == "speed" else ""
    if not number:
        return ""
    if not word:
        return with_a_unit(number, dimension)
    known = word in units or any(word in table for table in UNITS.values())
    unit, ratio = (word, Fraction(1)) if known else unit_meant(word)
    if unit not in units:
        other = next((d for d, table in UNITS.items() if unit in table), "")
        why = f"'{word}' is a unit of {other}: " if other else ""
        return f"{why}give {a(dimension)} in {_any_of(units)}"
    proposed = f"{number if ratio == 1 else in_digits(Fraction(number) * ratio)} {unit}"
    meant = float(Fraction(number) * ratio) * units[unit]
    # Read again: an advice that means something else is worse than none.
    found = SPELT.fullmatch(proposed)
    if len(proposed) > MAX_LENGTH or found is None or found[2] not in units:
        return ""
    same = math.isclose(float(found[1]) * units[found[2]], meant, rel_tol=1e-12)
    return f"write '{proposed}'" if same and math.isfinite(meant) else ""


def _how(dimension: str) -> str:
    """Return the advice that names no value."""
    units = _any_of(UNITS[dimension])
    return f"write one number, its decimals behind a point and no mark between thousands, then {units}"


def _any_of(units: Iterable[str]) -> str:
    *most, last = units
    return f"{', '.join(most)} or {last}" if most else last


def _units_like(text: str, dimension: str) -> tuple[str, ...]:
    """Return the unit of this dimension that a text's unit evidently is."""
    _, word = reading(text)
    unit, ratio = unit_meant(word)
    same = [u for u in UNITS[dimension] if u.casefold() == word.casefold()]
    found = unit if unit in UNITS[dimension] and ratio == 1 else same[0] if len(same) == 1 else ""
    return (found,) if found else ()


def spelt(value: float, dimension: str) -> str:
    """Return an SI value as a user would write it: in the example's unit, or the first one if below one of it.

    Parameters
    ----------
    value
        The value in SI.
    dimension
        A key of `UNITS`; empty for plain numbers.

    Returns
    -------
    str
        An SI value as a user would write it: in the example's unit, or the first one if below one of it.
    """
    units, unit = UNITS[dimension], EXAMPLES[dimension].split()[1]
    if abs(value) < units[unit]:
        unit = next(iter(units))
    return f"{value / units[unit]:.6g} {unit}"


@dataclass(frozen=True)
class Quantity:
    """Annotation of a field that takes a quantity with a unit, within [low, high] (SI)."""

    dimension: str
    low: float
    high: float

    @property
    def span(self) -> str:
        """Return the allowed range in words."""
        return f"between {spelt(self.low, self.dimension)} and {spelt(self.high, self.dimension)}"

    def read(self, value: object) -> float:
        """Return the value in SI, or raise what pydantic reports.

        Parameters
        ----------
        value
            The text or number.

        Returns
        -------
        float
            The value in SI, or raise what pydantic reports.
        """
        try:
            si = parse(value, self.dimension)
        except QuantityError as e:
            context = {"expected": e.expected, "fix": e.fix, "nearest": e.nearest}
            raise PydanticCustomError("scenario", "{expected}", context) from e
        if not self.low <= si <= self.high:
            context = {
                "expected": f"{a(self.dimension)} {self.span}",
                "fix": "check the number and the unit",
                "nearest": (),
            }
            raise PydanticCustomError("scenario", "{expected}", context)
        return si

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        """Validate by `read`."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the text form: a pattern, an example and the range."""
        units = "|".join(re.escape(u).replace("\\/", "/") for u in UNITS[self.dimension])
        return {
            "type": "string",
            "pattern": rf"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*({units})\s*$",
            "examples": [EXAMPLES[self.dimension]],
            "description": f"{self.dimension}, {self.span}",
            "x-quantity": self.dimension,
            "x-units": list(UNITS[self.dimension]),
        }


Length = Annotated[float, Quantity("length", 0.0, 2.1e7)]
Altitude = Annotated[float, Quantity("length", 0.0, 1e5)]
Height = Annotated[float, Quantity("length", -500.0, 9e3)]
Speed = Annotated[float, Quantity("speed", 1.0, 3500.0)]
Time = Annotated[float, Quantity("time", 0.0, 86_400.0)]
TimeStep = Annotated[float, Quantity("time", 0.05, 10.0)]
Angle = Annotated[float, Quantity("angle", -2.0 * math.pi, 2.0 * math.pi)]
Width = Annotated[float, Quantity("angle", 0.0, 2.0 * math.pi)]
Frequency = Annotated[float, Quantity("frequency", 1e6, 1e12)]
RainRate = Annotated[float, Quantity("rain rate", 0.0, 200e-3 / 3600.0)]
PowerDensity = Annotated[float, Quantity("power density", 0.0, 1.0)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
