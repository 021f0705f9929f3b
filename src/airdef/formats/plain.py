"""Plain JSON, which has no NaN and no infinity: what is not known is null."""

from __future__ import annotations

import json
import math
from typing import Any

from airdef.characters import json_escaped


def plain(data: Any) -> Any:
    """Return the data with what is not finite as None.

    Parameters
    ----------
    data
        Any data of lists, mappings and values.

    Returns
    -------
    Any
        The data with what is not finite as None.
    """
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    return data


def text(data: Any) -> str:
    """Return the data as JSON text for people and programs, indented; what steers a terminal is escaped.

    Parameters
    ----------
    data
        The data.

    Returns
    -------
    str
        The data as JSON text for people and programs, indented; what steers a terminal is escaped.
    """
    return json_escaped(json.dumps(plain(data), indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def encoded(data: Any) -> bytes:
    """Return the data as the bytes of a JSON text without blanks.

    Parameters
    ----------
    data
        The data.

    Returns
    -------
    bytes
        The data as the bytes of a JSON text without blanks.
    """
    written = json.dumps(plain(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return written.encode()
    except UnicodeEncodeError:  # a lone surrogate, of a text that no scenario holds
        return json_escaped(written).encode()
