"""What geometry allows: looks, shots and arrivals of a scenario, worked out once and kept by content."""

from __future__ import annotations

from airdef.opportunity.compute import Progress, compute, compute_cached
from airdef.opportunity.key import VERSION, geometry_key, geometry_parts
from airdef.opportunity.memo import Memo
from airdef.opportunity.tables import Looks, Opportunities, Shots, Tracks

__all__ = [
    "VERSION",
    "Looks",
    "Memo",
    "Opportunities",
    "Progress",
    "Shots",
    "Tracks",
    "compute",
    "compute_cached",
    "geometry_key",
    "geometry_parts",
]
