"""Elevation models: from files that GDAL reads to ground heights that compiled code wants."""

from __future__ import annotations

from airdef.terrain.dem import BUNDLED, Dem, load
from airdef.terrain.errors import DemError
from airdef.terrain.files import check_name, exists
from airdef.terrain.heights import AS_THE_FILE, Declared

__all__ = ["AS_THE_FILE", "BUNDLED", "Declared", "Dem", "DemError", "check_name", "exists", "load"]
