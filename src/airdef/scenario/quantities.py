"""Quantities with units, `150 km`, at the edge of the package; SI and radians from here on.

The table of units is small and explicit: a general unit library takes over a second to import, which is
half the time `airdef run` has for its first answer.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from pydantic_core import PydanticCustomError, core_schema

from airdef.scenario.errors import nearest

if TYPE_CHECKING:
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
}
SPELT = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S(?:.*\S)?)?\s*", re.DOTALL)


class QuantityError(ValueError):
    """A quantity that cannot be read: what was expected, and the usual fix."""

    def __init__(self, expected: str, fix: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(f"{expected} expected; usual fix: {fix}")
        self.expected = expected
        self.fix = fix
        self.nearest = names


def dimension_of(si_unit: str) -> str:
    """Return the dimension whose SI unit this is; an empty text for plain numbers."""
    for dimension, units in UNITS.items():
        if units.get(si_unit) == 1.0:
            return dimension
    return ""


def parse(value: object, dimension: str) -> float:
    """Return a quantity in SI.

    Parameters: `value` a text such as `150 km`; `dimension` a key of `UNITS`.
    Raises QuantityError for a bare number, an unknown unit or a number that is not finite.
    """
    units = UNITS[dimension]
    wanted = f"a {dimension} with its unit ({', '.join(units)})"
    finite = f"a finite {dimension}"
    example = EXAMPLES[dimension]
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = example.split()[1]
        if not math.isfinite(value):
            raise QuantityError(finite, f"write for instance '{example}'")
        meant = dict.fromkeys((next(iter(units)), unit))
        raise QuantityError(wanted, "write " + " or ".join(f"'{value:g} {u}'" for u in meant))
    match = SPELT.fullmatch(value) if isinstance(value, str) and len(value) <= 100 else None
    if match is None:
        raise QuantityError(wanted, f"write for instance '{example}'")
    number, unit = match[1], match[2]
    if unit is None:
        raise QuantityError(wanted, f"write '{number} {example.split()[1]}'")
    if unit not in units:
        return _unknown_unit(number, unit, dimension, wanted)
    si = float(number) * units[unit]
    if not math.isfinite(si):
        raise QuantityError(finite, f"write for instance '{example}'")
    return si


def _unknown_unit(number: str, unit: str, dimension: str, wanted: str) -> float:
    """Raise the error for a unit that is not one of this dimension."""
    units = UNITS[dimension]
    names = nearest(unit, units, 1)
    best = names[0] if names else EXAMPLES[dimension].split()[1]
    fix = f"write '{number} {best}'"
    if unit.casefold() == "mach" or number.casefold() == "mach":
        fix = "Mach depends on the altitude: write the speed in m/s"
    for other, table in UNITS.items():
        if unit in table and other != dimension:
            fix = f"'{unit}' is a unit of {other}: write for instance '{EXAMPLES[dimension]}'"
    raise QuantityError(wanted, fix, names)


def spelt(value: float, dimension: str) -> str:
    """Return an SI value as a user would write it: in the example's unit, or the first one if below one of it."""
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
        """Return the value in SI, or raise what pydantic reports."""
        try:
            si = parse(value, self.dimension)
        except QuantityError as e:
            context = {"expected": e.expected, "fix": e.fix, "nearest": e.nearest}
            raise PydanticCustomError("scenario", "{expected}", context) from e
        if not self.low <= si <= self.high:
            context = {
                "expected": f"a {self.dimension} {self.span}",
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
        }


Length = Annotated[float, Quantity("length", 0.0, 2.1e7)]
Altitude = Annotated[float, Quantity("length", 0.0, 1e5)]
Height = Annotated[float, Quantity("length", -500.0, 9e3)]
Speed = Annotated[float, Quantity("speed", 1.0, 3500.0)]
Time = Annotated[float, Quantity("time", 0.0, 86_400.0)]
TimeStep = Annotated[float, Quantity("time", 0.05, 10.0)]
Angle = Annotated[float, Quantity("angle", -2.0 * math.pi, 2.0 * math.pi)]
RainRate = Annotated[float, Quantity("rain rate", 0.0, 200e-3 / 3600.0)]
PowerDensity = Annotated[float, Quantity("power density", 0.0, 1.0)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
