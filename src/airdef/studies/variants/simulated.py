"""What the rules read of a scenario: two scenarios in which that is equal have the same replications, bit for bit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from airdef.engine import Kernel
    from airdef.opportunity import Opportunities

BY_GEOMETRY: Final = frozenset({"look_time", "guide", "chance", "flight"})
"""Tables that follow from the geometry's key and the other tables: nearly all of a kernel's bytes."""

BY_STREAM: Final = frozenset({"presampled_of", "presampled_start", "ahead"})
"""Tables that say nothing new: what is pre-sampled would be drawn else."""


def content(kernel: Kernel, found: Opportunities) -> bytes:
    """Return a digest of all that the replications of a kernel, prepared from these opportunities, depend on.

    Left out is what no shot can meet: kill probabilities and ranges against categories that are not in the raid, the
    factors of behaviours that no threat shows (the manoeuvre factor where nothing manoeuvres).

    Parameters
    ----------
    kernel
        The tables of the scenario, ready for the engine.
    found
        What was found.

    Returns
    -------
    bytes
        A digest of all that the replications of a kernel, prepared from these opportunities, depend on.
    """
    tables = kernel.tables
    present, factors = np.unique(tables.threat["category"]), tables.behaviour_factor.copy()
    shown = np.bitwise_or.reduce(tables.threat["behaviours"], initial=0)
    for k in range(factors.shape[1]):
        if not shown >> k & 1:
            factors[:, k] = 1.0
    read = {
        "behaviour_factor": factors,
        "sspk": tables.sspk[:, present],
        "max_range": tables.max_range[:, present],
    }
    digest = hashlib.blake2b(f"{found.key} {kernel.columns}".encode())
    for name, table in tables._asdict().items():
        if name not in BY_GEOMETRY | BY_STREAM:
            digest.update(f"{name}{table.shape}".encode() + np.ascontiguousarray(read.get(name, table)).tobytes())
    return digest.digest()
