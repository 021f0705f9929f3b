"""Numbers in words: the digits that mean something, and their interval."""

from __future__ import annotations

import math


def number(value: float, half_width: float = math.nan) -> str:
    """Return a number with the decimals that the half-width of its interval bears out: its first digit's.

    Four significant digits without a half-width; '-' for NaN.
    """
    if math.isnan(value):
        return "-"
    if not (half_width > 0 and math.isfinite(half_width)):
        return f"{value:.4g}"
    return f"{value:,.{min(6, max(0, -math.floor(math.log10(half_width))))}f}"


def between(interval: tuple[float, float]) -> str:
    """Return an interval as 'low to high' with the digits its width bears out."""
    low, high = interval
    if math.isnan(low) or math.isnan(high):
        return "not known"
    half = (high - low) / 2
    return f"{number(low, half)} to {number(high, half)}"


def percent(share: float) -> str:
    """Return a share in per cent with at most three digits."""
    return "-" if math.isnan(share) else f"{100 * share:.3g} %"
