"""The map of a coverage study as labelled arrays (xarray, an extra)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef.showing import needs

if TYPE_CHECKING:
    import xarray

    from airdef.studies.coverage.answer import Coverage


def dataset(study: Coverage) -> xarray.Dataset:
    """Return what each part covers, by part, altitude, latitude and longitude.

    Parameters
    ----------
    study
        The coverage study.

    Returns
    -------
    xarray.Dataset
        What each part covers, by part, altitude, latitude and longitude.

    Raises
    ------
    ImportError
        Without xarray.
    """
    xr = needs("xarray", "to_xarray", "count() and parts, as NumPy arrays")
    n, q = study.nodes, study.question
    latitude = np.degrees(n.north - np.arange(n.rows) * n.dlat)
    longitude = np.degrees(n.west + np.arange(n.columns) * n.dlon)
    where, over = ("altitude", "latitude", "longitude"), ("latitude", "longitude")
    height = {"units": "m", "long_name": "height above sea level"}
    found: xarray.Dataset = xr.Dataset(
        data_vars={
            "covered": (("part", *where), np.stack([p.covered for p in study.parts]), {"long_name": q.measure}),
            "count": (where, study.count(), {"long_name": "parts that cover the node"}),
            "lowest": (("part", *over), np.stack([p.lowest for p in study.parts]), height),
            "ground": (over, study.ground, height),
        },
        coords={
            "part": [p.name for p in study.parts],
            "altitude": ("altitude", list(q.altitudes), {"units": "m", "long_name": "height above the ground"}),
            "latitude": ("latitude", latitude, {"units": "degrees_north"}),
            "longitude": ("longitude", longitude, {"units": "degrees_east"}),
        },
        attrs={
            "scenario": study.scenario.name,
            "scenario_hash": study.scenario.scenario_hash,
            "measure": q.measure,
            "rcs_m2": q.rcs,
            "probability": q.probability,
            "dwell_s": q.dwell,
        },
    )
    return found
