"""The single-shot kill probability of a missile, all stated factors applied."""

from __future__ import annotations

from airdef.engine.memory.layout import Tables
from airdef.jit import compiled, inlined


@compiled
def kill_probability(tb: Tables, w: int, j: int, slant_range: float) -> float:
    """Return the SSPK of interceptor w against threat j at slant range `slant_range` [m], all stated factors applied.

    p = SSPK(category) x range factor x manoeuvre factor x jamming factor (x those of further behaviours,
    `scenario.behaviours`), see `sspk_at`.
    """
    threat = tb.threat[j]
    p = sspk_at(tb, w, threat.category, slant_range)
    if threat.behaviours:
        for b in range(tb.behaviour_factor.shape[1]):
            if threat.behaviours >> b & 1:
                p *= tb.behaviour_factor[w, b]
    return p


@inlined
def sspk_at(tb: Tables, w: int, category: int, slant_range: float) -> float:
    """Return the SSPK of interceptor w against a category at slant range `slant_range` [m], its range factor applied.

    The range factor is 1 up to `range_knee` of the maximum range for the category and falls linearly to
    `range_factor` at the maximum range.

    Parameters
    ----------
    category
        Index of the threat's category in `CATEGORIES`.
    """
    interceptor = tb.interceptor[w]
    p = tb.sspk[w, category]
    most = tb.max_range[w, category]
    knee = interceptor.range_knee * most
    if slant_range > knee:
        p *= 1.0 - (1.0 - interceptor.range_factor) * min((slant_range - knee) / (most - knee), 1.0)
    return float(p)
