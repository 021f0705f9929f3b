"""Elevation models: from a file that rasterio reads to ground heights that compiled code wants."""

from __future__ import annotations

from airdef.terrain.dem import BUNDLED, Dem, DemError, load

__all__ = ["BUNDLED", "Dem", "DemError", "load"]
