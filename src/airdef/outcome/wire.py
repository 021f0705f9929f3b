"""Statistics and scenarios as plain JSON data, exactly: what a campaign's directory keeps and a cluster sends."""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef import oldnames
from airdef.limits import COLUMN_BYTES
from airdef.outcome.statistics import Column, Counts, Moments, Statistics, Values
from airdef.scenario.consistent import check_plan
from airdef.scenario.plan import Scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydantic import TypeAdapter


_DIGITS: Final = re.compile(r"-?[0-9]+(?:/[0-9]+)?")


def _packed(array: NDArray[Any]) -> str:
    """Return an array of 8-byte numbers as text: little-endian, compressed, base64."""
    return base64.b64encode(zlib.compress(array.astype(array.dtype.newbyteorder("<")).tobytes(), 6)).decode()


def _unpacked(text: str, dtype: str) -> NDArray[Any]:
    packed = zlib.decompressobj()
    raw = packed.decompress(base64.b64decode(text, validate=True), COLUMN_BYTES)
    if not packed.eof:
        message = f"statistics: a column of more than {COLUMN_BYTES} bytes, or one that is cut off"
        raise ValueError(message)
    return np.frombuffer(raw, np.dtype(dtype).newbyteorder("<")).astype(dtype)


def _column(statistic: Column) -> dict[str, Any]:
    if isinstance(statistic, Counts):
        return {"histogram": _packed(statistic.histogram)}
    if isinstance(statistic, Moments):
        return {
            "n": statistic.n,
            "zeros": statistic.zeros,
            "total": str(statistic.total),
            "squares": str(statistic.squares),
            "ends": [statistic.low, statistic.high] if statistic.n else None,
        }
    return {
        "total": str(statistic.total),
        "squares": str(statistic.squares),
        "keys": _packed(statistic.keys),
        "held": _packed(statistic.held),
        "low": _packed(statistic.low),
        "high": _packed(statistic.high),
    }


def _fraction(text: str) -> Fraction:
    """Return the fraction in a text of digits; `1e999999999`, which Fraction takes as well, would fill the memory."""
    if not _DIGITS.fullmatch(text):
        message = f"statistics: a sum of {text[:40]!r}"
        raise ValueError(message)
    return Fraction(text)


def _statistic(data: dict[str, Any]) -> Column:
    if "histogram" in data:
        return Counts(_unpacked(data["histogram"], "i8"))
    if "ends" in data:
        low, high = data["ends"] or (math.inf, -math.inf)
        n, zeros = data["n"], data["zeros"]
        if not all(type(x) is int and x >= 0 for x in (n, zeros)) or not all(map(math.isfinite, data["ends"] or ())):
            message = f"statistics: counts of {str((n, zeros))[:40]}"
            raise ValueError(message)
        return Moments(n, zeros, _fraction(data["total"]), _fraction(data["squares"]), low, high)
    return Values(
        _fraction(data["total"]),
        _fraction(data["squares"]),
        _unpacked(data["keys"], "i8"),
        _unpacked(data["held"], "i8"),
        _unpacked(data["low"], "f8"),
        _unpacked(data["high"], "f8"),
    )


def statistics_to_plain(statistics: Statistics) -> dict[str, Any]:
    """Return statistics as JSON data; `statistics_of_plain` gives them back bit for bit.

    Parameters
    ----------
    statistics
        The statistics of the campaign.

    Returns
    -------
    dict[str, Any]
        Statistics as JSON data.
    """
    by_column = zip(statistics.columns, statistics.by_column, strict=True)
    return {"replications": statistics.replications, "columns": {name: _column(x) for name, x in by_column}}


def statistics_of_plain(data: dict[str, Any]) -> Statistics:
    """Return the statistics in JSON data.

    Parameters
    ----------
    data
        Plain data, as read from JSON.

    Returns
    -------
    Statistics
        The statistics in JSON data.

    Raises
    ------
    ValueError
        For what is not such data.
    """
    try:
        columns = {oldnames.column(name): _statistic(x) for name, x in data["columns"].items()}
        return Statistics.joined(columns, data["replications"])
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError, zlib.error) as error:
        message = f"statistics: not as airdef writes them ({type(error).__name__}: {error})"
        raise ValueError(message) from None


@cache
def _adapter() -> TypeAdapter[Scenario]:
    from pydantic import TypeAdapter

    return TypeAdapter(Scenario)


def _finite(data: Any) -> Any:
    """Return the data with infinities as the texts that pydantic reads as such: JSON has none."""
    if isinstance(data, float):
        return data if math.isfinite(data) else str(data)
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    return data


def scenario_to_json(scenario: Scenario) -> str:
    """Return a resolved scenario as JSON text, every figure with all its digits: it needs no catalogue to be read.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    str
        A resolved scenario as JSON text, every figure with all its digits: it needs no catalogue to be
        read.
    """
    return json.dumps(_finite(_adapter().dump_python(scenario)), allow_nan=False, ensure_ascii=False)


def scenario_of_json(text: str) -> Scenario:
    """Return the scenario in a JSON text.

    Parameters
    ----------
    text
        The JSON text.

    Returns
    -------
    Scenario
        The scenario in a JSON text.

    Raises
    ------
    ValueError
        If it is not one.
    """
    scenario = _adapter().validate_json(text)
    check_plan(scenario)
    return scenario
