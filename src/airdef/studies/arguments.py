"""Arguments of studies in their ranges, and how much of the machine a study may use."""

from __future__ import annotations

import os
from typing import Final

from airdef import limits

whole = limits.whole
SEED_LIMIT: Final = 1 << 63
REPLICATION_LIMIT: Final = limits.REPLICATIONS.most + 1


def workers_of(name: str, asked: int | None) -> int:
    """Return how many threads or processes to use: those asked for, by default all that this process may use.

    Parameters
    ----------
    name
        The name.
    asked
        How many are asked for; None for as many as there are processors.

    Returns
    -------
    int
        How many threads or processes to use: those asked for, by default all that this process may use.
    """
    if asked is not None:
        return whole(name, asked, 1, 1025)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
