"""Settings as people write them: `PATH=VALUE`, several to a variant, and the ranges of `--vary`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from airdef.arguments import ArgumentError

if TYPE_CHECKING:
    from airdef.scenario.library import ScenarioLike

MOST_VALUES: Final = 1000
"""Values of one range at most; a finer one is a slip of the pen."""

_RANGE: Final = re.compile(r"\s*([-+.\deE]+)\s*:\s*([-+.\deE]+)\s*:\s*([-+.\deE]+)\s*([A-Za-z][\w/]*)?\s*")


@dataclass(frozen=True)
class Variant:
    """One variant: a label, the scenario (or its name or path), and what is replaced in it."""

    label: str
    scenario: ScenarioLike
    overrides: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Varied:
    """A path and the values it takes, in order."""

    path: str
    values: tuple[Any, ...]

    @property
    def name(self) -> str:
        """The path without its first words, for axes: `doctrine.reserve`, `count` of `raid.0.count`."""
        words = [w for w in self.path.split(".") if not w.isdecimal()]
        return ".".join(words[-2:])

    def numbers(self) -> list[float] | None:
        """Return the values as numbers, units dropped if all have the same one; None if they are no numbers."""
        parts = [re.fullmatch(r"\s*([-+.\deE]+)\s*(\S*)\s*", str(v)) for v in self.values]
        if any(p is None for p in parts) or len({p[2] for p in parts if p}) > 1:
            return None
        try:
            return [float(p[1]) for p in parts if p]
        except ValueError:
            return None

    @property
    def unit(self) -> str:
        """The unit all values share, or nothing."""
        if self.numbers() is None:
            return ""
        return re.sub(r"^[-+.\deE\s]+", "", str(self.values[0])).strip()


def setting(text: str, option: str = "‹changes›") -> tuple[str, str]:
    """Return path and value of `PATH=VALUE`.

    Parameters
    ----------
    text
        The setting, PATH=VALUE.
    option
        The option, as it was written.

    Returns
    -------
    tuple[str, str]
        Path and value of `PATH=VALUE`.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        message = f"{option} {text}: PATH=VALUE expected; usual fix: put '=' between path and value"
        raise ArgumentError(message)
    return path.strip(), value.strip()


def settings(text: str, option: str = "‹changes›") -> tuple[tuple[str, str], ...]:
    """Return the settings of one variant, `PATH=VALUE; PATH=VALUE`.

    Parameters
    ----------
    text
        The setting, PATH=VALUE.
    option
        The option, as it was written.

    Returns
    -------
    tuple[tuple[str, str], ...]
        The settings of one variant, `PATH=VALUE.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    return tuple(setting(part, option) for part in text.split(";") if part.strip())


def varied(text: str) -> Varied:
    """Return what `--vary PATH=a:b:step`, `PATH=a:b:step UNIT` or `PATH=v1,v2,...` says.

    A range holds a, a + step, ... up to b (b itself included where the steps meet it, to a millionth of a step).

    Parameters
    ----------
    text
        The setting, PATH=VALUE.

    Returns
    -------
    Varied
        What `--vary PATH=a:b:step`, `PATH=a:b:step UNIT` or `PATH=v1,v2,...` says.

    Raises
    ------
    ValueError
        With what was expected.
    """
    path, value = setting(text, "‹vary›")
    match = _RANGE.fullmatch(value)
    if match:
        return Varied(path, _range(text, match))
    if ":" in value:
        message = f"‹vary› {text}: a range is first:last:step with a unit behind it if it has one, such as 4:40:4"
        raise ArgumentError(message)
    values = tuple(v.strip() for v in _split(value) if v.strip())
    if not values:
        message = f"‹vary› {text}: no values given; expected PATH=4:40:4 or PATH=1,2,3"
        raise ArgumentError(message)
    return Varied(path, values)


def _range(text: str, match: re.Match[str]) -> tuple[Any, ...]:
    try:
        first, last, step = (float(x) for x in match.groups()[:3])
    except ValueError:
        message = f"‹vary› {text}: first:last:step in digits expected, such as 4:40:4"
        raise ArgumentError(message) from None
    if step == 0.0 or not all(map(math.isfinite, (first, last, step))) or (last - first) * step < 0:
        message = f"‹vary› {text}: the steps never get from {first:g} to {last:g}; expected a step towards it"
        raise ArgumentError(message)
    count = math.floor((last - first) / step + 1e-6) + 1
    if count > MOST_VALUES:
        message = f"‹vary› {text}: {count} values; expected at most {MOST_VALUES}; usual fix: a larger step"
        raise ArgumentError(message)
    numbers = [float(f"{first + k * step:.12g}") for k in range(count)]
    unit = match[4]
    plain: list[Any] = [int(x) if x.is_integer() else x for x in numbers]
    return tuple(f"{x} {unit}" for x in plain) if unit else tuple(plain)


def _split(value: str) -> list[str]:
    """Split at commas outside brackets, so that places and lists can be values: `[0, 1],[0, 2]`."""
    parts, depth = [""], 0
    for c in value:
        depth += (c in "[{") - (c in "]}")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts
