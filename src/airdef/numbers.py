"""Numbers as people read them: the digits that an interval carries, and the units that people use.

Console, report, documentation and page take their numbers from here. Nothing depends on anything.
"""

from __future__ import annotations

import math

NOT_KNOWN = "-"
CONSTANT = "constant"
"""What stands in place of an interval where there is none: the value cannot be another, or never was."""

MOST_DECIMALS = 8

_UNITS: dict[str, tuple[tuple[float, str], ...]] = {
    "m": ((1e3, "km"), (1.0, "m")),
    "Hz": ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz")),
    "rad": ((math.pi / 180.0, "deg"),),
    "rad/s": ((math.pi / 180.0, "deg/s"),),
    "W/Hz": ((1.0, "W/Hz"), (1e-3, "W/kHz"), (1e-6, "W/MHz")),
    "s": ((3600.0, "h"), (1.0, "s"), (1e-3, "ms")),
    "1": ((1.0, ""),),
}
"""Units to show a value inside (SI, radians) in, the largest first: factor and name."""

_HOURS = 2 * 3600.0
"""Times below this [s] are shown in seconds."""


def decimals(half_width: float) -> int:
    """Return the decimals that an interval carries: those of the first two digits of its half-width.

    Parameters
    ----------
    half_width
        Half the width of the interval.

    Returns
    -------
    int
        The decimals that an interval carries: those of the first two digits of its half-width.
    """
    return min(MOST_DECIMALS, max(0, 1 - math.floor(math.log10(half_width))))


def number(value: float, half_width: float = math.nan) -> str:
    """Return a number with the digits that the half-width of its interval carries (`decimals`).

    Four significant digits without a half-width, thousands apart by commas; '-' for NaN.

    Parameters
    ----------
    value
        The value.
    half_width
        Half the width of the 95 % interval.

    Returns
    -------
    str
        A number with the digits that the half-width of its interval carries (`decimals`).
    """
    if math.isnan(value):
        return NOT_KNOWN
    if half_width > 0 and math.isfinite(half_width):
        text = f"{value:,.{decimals(half_width)}f}"
    elif 1e4 <= abs(value) < 1e15:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.4g}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def interval(low: float, high: float, scale: float = 1.0) -> str:
    """Return an interval as 'low to high' with the digits that it carries, `scale` times its ends.

    An end that is a whole number, as a bound of what is possible is, has no decimals. '-' where it is not known,
    'constant' where both ends are the same.

    Parameters
    ----------
    low, high
        An end of the interval.
    scale
        Factor on the numbers.

    Returns
    -------
    str
        An interval as 'low to high' with the digits that it carries, `scale` times its ends.
    """
    low, high = low * scale, high * scale
    if math.isnan(low) or math.isnan(high):
        return NOT_KNOWN
    if low == high:
        return CONSTANT
    half = (high - low) / 2
    return f"{_end(low, half)} to {_end(high, half)}"


def _end(value: float, half_width: float) -> str:
    return f"{value:,.0f}" if value == round(value) else number(value, half_width)


def mean(value: float, low: float, high: float, scale: float = 1.0) -> str:
    """Return a mean with the digits that its interval carries; few where that is not known or has no width.

    Parameters
    ----------
    value
        The value.
    low, high
        An end of the interval.
    scale
        Factor on the numbers.

    Returns
    -------
    str
        A mean with the digits that its interval carries; few where that is not known or has no width.
    """
    return number(value * scale, (high - low) / 2 * abs(scale))


def estimate(value: float, low: float, high: float, scale: float = 1.0) -> str:
    """Return a mean with its interval: '3.12 (2.98 to 3.27)'; without, where there is none.

    Parameters
    ----------
    value
        The value.
    low, high
        An end of the interval.
    scale
        Factor on the numbers.

    Returns
    -------
    str
        A mean with its interval: '3.12 (2.98 to 3.27)'; without, where there is none.
    """
    text = mean(value, low, high, scale)
    return text if math.isnan(low) or math.isnan(high) or low == high else f"{text} ({interval(low, high, scale)})"


def percent(share: float, low: float = math.nan, high: float = math.nan) -> str:
    """Return a share in per cent: at most three digits, or those its interval carries.

    Parameters
    ----------
    share
        The share, 0 to 1.
    low, high
        An end of the interval.

    Returns
    -------
    str
        A share in per cent: at most three digits, or those its interval carries.
    """
    if math.isnan(share):
        return NOT_KNOWN
    return f"{mean(share, low, high, 100.0)} %" if low < high else f"{100 * share:.3g} %"


def quantity(value: float, unit: str) -> str:
    """Return a value inside (SI, radians) in a unit that people use: '360 deg', '2 GHz', '150 km', '0.01 m2'.

    At most five significant digits. A unit not known here stays as it is, '1' and '' have no name.

    Parameters
    ----------
    value
        The value in SI.
    unit
        The SI unit.

    Returns
    -------
    str
        A value inside (SI, radians) in a unit that people use: '360 deg', '2 GHz', '150 km', '0.01 m2'.
    """
    return span(value, value, unit)


def span(low: float, high: float, unit: str) -> str:
    """Return two values inside in one unit that people use, 'low to high unit'; one if they are equal.

    Parameters
    ----------
    low, high
        An end of the interval.
    unit
        The SI unit.

    Returns
    -------
    str
        Two values inside in one unit that people use, 'low to high unit'; one if they are equal.
    """
    factor, name = unit_for(max(abs(low), abs(high)), unit)
    ends = [_plain(low / factor)] + ([_plain(high / factor)] if high != low else [])
    return f"{' to '.join(ends)} {name}".rstrip()


def shown(value: float, low: float, high: float, unit: str) -> dict[str, str]:
    """Return a figure (SI) as plain data to be printed: its `value`, and its `spread`, empty if it has none.

    Parameters
    ----------
    value
        The value in SI.
    low, high
        An end of the interval.
    unit
        The SI unit.

    Returns
    -------
    dict[str, str]
        A figure (SI) as plain data to be printed: its `value`, and its `spread`, empty if it has none.
    """
    return {"value": quantity(value, unit), "spread": "" if low == high else span(low, high, unit)}


def unit_for(size: float, unit: str) -> tuple[float, str]:
    """Return the factor and the name of the unit in which a value of that size [SI] is shown.

    Parameters
    ----------
    size
        The size [SI].
    unit
        The SI unit.

    Returns
    -------
    tuple[float, str]
        The factor and the name of the unit in which a value of that size [SI] is shown.
    """
    known = _UNITS.get(unit or "1", ((1.0, unit),))
    if unit == "s" and size < _HOURS:
        known = known[1:]
    smallest = known[-1] if size > 0.0 else next((k for k in known if k[0] == 1.0), known[-1])
    return next((k for k in known if size >= k[0] * (1 - 1e-12)), smallest) if size > 0.0 else smallest


def _plain(value: float) -> str:
    """Return a number with five significant digits at most, as a power of ten where it is very small or large."""
    return f"{value:,.0f}" if 1e4 <= abs(value) < 1e15 else f"{value:.5g}"
