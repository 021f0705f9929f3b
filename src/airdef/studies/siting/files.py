"""What `site` found, as rows for tables and as GeoJSON for other programs."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import writing

if TYPE_CHECKING:
    from pathlib import Path

    from airdef.studies.siting.study import Siting


def choices(found: Siting) -> list[dict[str, Any]]:
    """Return what is covered as things stand, by the greedy rule and by the best choice: value, share, gap.

    Parameters
    ----------
    found
        What the study of sites found.

    Returns
    -------
    list[dict[str, Any]]
        What is covered as things stand, by the greedy rule and by the best choice: value, share, gap.
    """
    c = found.choosing
    now = float(c.weight[found.now >= c.overlap].sum())
    rows: list[dict[str, Any]] = [{"choice": "as it stands", "value": now, "bound": None, "gap": None, "seconds": None}]
    for name, choice in (("greedy", found.greedy), ("integer programme", found.best)):
        # the programme's bound holds for the greedy choice as well
        gap = (found.best.bound - choice.value) / choice.value if choice.value > 0.0 else math.inf
        rows.append({"choice": name, "value": choice.value, "bound": found.best.bound,
                     "gap": gap if found.best.bound > choice.value else 0.0, "seconds": choice.seconds})  # fmt: skip
    for row in rows:
        row["share"] = row["value"] / found.whole
    return rows


def sites(found: Siting) -> list[dict[str, Any]]:
    """Return where each part goes: name, candidate, latitude, longitude [deg], ground and antennas [m], mast.

    Parameters
    ----------
    found
        What the study of sites found.

    Returns
    -------
    list[dict[str, Any]]
        Where each part goes: name, candidate, latitude, longitude [deg], ground and antennas [m], mast.
    """
    return [
        {
            "part": part.name, "place": o.candidate.name, "latitude": o.candidate.latitude,
            "longitude": o.candidate.longitude, "ground_m": o.place.height, "mast": o.mast,
            "antenna_m": list(o.antennas), "moved_km": _moved(part.place, o.place) / 1e3,
            "facing_deg": None if o.facing is None else math.degrees(o.facing),
        }
        for part, o in found.placed()
    ]  # fmt: skip


def _moved(a: Any, b: Any) -> float:
    from airdef.physics.geodesy import geodesic_inverse

    return float(geodesic_inverse(a.latitude, a.longitude, b.latitude, b.longitude)[0])


def assets(found: Siting) -> list[dict[str, Any]]:
    """Return for each asset of value and each height the share covered as things stand and by the best choice.

    Parameters
    ----------
    found
        What the study of sites found.

    Returns
    -------
    list[dict[str, Any]]
        For each asset of value and each height the share covered as things stand and by the best choice.
    """
    r, known = found.choosing.overlap, found.scenario.assets
    best = found.demand.shares(found.choosing.covered(found.best.options) >= r, len(known))
    now = found.demand.shares(found.now >= r, len(known))
    return [
        {"asset": a.name, "value": a.value, "altitude_m": h, "now": float(now[i, k]), "best": float(best[i, k])}
        for i, a in enumerate(known) if a.value > 0.0
        for k, h in enumerate(found.demand.altitudes)
    ]  # fmt: skip


def to_dict(found: Siting) -> dict[str, Any]:
    """Return the answer as plain data.

    Parameters
    ----------
    found
        What the study of sites found.

    Returns
    -------
    dict[str, Any]
        The answer as plain data.
    """
    s, q = found.scenario, found.search.question
    return {
        "study": "site", "scenario": s.name, "scenario_hash": s.scenario_hash, "catalogue_hash": s.catalogue_hash,
        "measure": q.measure, "rcs_m2": q.rcs, "probability": q.probability, "dwell_s": q.dwell,
        "altitudes_m": list(q.altitudes), "overlap": found.search.overlap,
        "candidates": int(np.unique(found.choosing.place).size), "options": len(found.options),
        "demand_cells": int(found.choosing.weight.size), "value": found.whole, "kept": [p.name for p in found.kept],
        "left_out": list(found.left_out), "stopped_by_time": found.best.stopped and not found.interrupted,
        "interrupted": found.interrupted,
        "choices": choices(found), "sites": sites(found), "assets": assets(found),
    }  # fmt: skip


def write_geojson(found: Siting, path: Path) -> None:
    """Write assets, candidates, chosen sites and demand points (RFC 7946); `kind` tells them apart.

    Parameters
    ----------
    found
        What the study of sites found.
    path
        The path.
    """
    features = [_point(math.degrees(a.place.latitude), math.degrees(a.place.longitude),
                       {"kind": "asset", "name": a.name, "value": a.value}) for a in found.scenario.assets]  # fmt: skip
    taken = {o.candidate.name for _, o in found.placed()}
    for c in dict.fromkeys(o.candidate for o in found.options):
        if c.name not in taken:
            features.append(_point(c.latitude, c.longitude, {"kind": "candidate", "name": c.name}))
    for row in sites(found):
        latitude, longitude = row.pop("latitude"), row.pop("longitude")
        features.append(_point(latitude, longitude, {"kind": "site", **row}))
    d = found.demand
    count = found.choosing.covered(found.best.options).reshape(len(d.altitudes), -1)
    for i in range(d.weight.size):
        told = {f"covering_at_{h:g}m": int(count[k, i]) for k, h in enumerate(d.altitudes)}
        about = {"kind": "demand", "asset": found.scenario.assets[int(d.asset[i])].name,
                 "weight": float(d.weight[i]), **told}  # fmt: skip
        features.append(_point(math.degrees(d.latitude[i]), math.degrees(d.longitude[i]), about))
    writing.save(path, json.dumps({"type": "FeatureCollection", "features": features}))


def _point(latitude: float, longitude: float, properties: dict[str, Any]) -> dict[str, Any]:
    place = [round((longitude + 180.0) % 360.0 - 180.0, 6), round(latitude, 6)]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": place}}
