"""A coverage study as files that other programs read: GeoTIFF, GeoJSON and KML, all on WGS-84.

Outlines of GeoJSON and KML are cut at the 180th meridian. A GeoTIFF is one grid: across that meridian its longitudes
run on beyond 180, as programs that read it expect.
"""

from __future__ import annotations

import json
import math
import warnings
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np

from airdef import writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from airdef.physics.viewshed import Nodes
    from airdef.studies.coverage.answer import Coverage

Ring = list[tuple[float, float]]

KML_COLOURS = ("802500fd", "80a7299f", "804647d8", "80369ffb", "8021f9f0", "80ffffff")
"""Fills of the altitudes in KML (alpha, blue, green, red): matplotlib's plasma, repeating after six."""


def transform(nodes: Nodes) -> Any:
    """Return the affine map from column and row to longitude and latitude [deg] (corners, as GDAL wants it).

    Its western edge is between -180 and 180; a map across the 180th meridian counts on eastward.

    Parameters
    ----------
    nodes
        The nodes of the map.

    Returns
    -------
    Any
        The affine map from column and row to longitude and latitude [deg] (corners, as GDAL wants it).
    """
    from rasterio import Affine

    dlat, dlon = math.degrees(nodes.dlat), math.degrees(nodes.dlon)
    west, north = math.degrees(nodes.west) - dlon / 2.0, math.degrees(nodes.north) + dlat / 2.0
    west -= 360.0 * math.floor((west + 180.0) / 360.0)
    return Affine(dlon, 0.0, west, 0.0, -dlat, north)


def write_geotiff(study: Coverage, path: Path) -> None:
    """Write one band an altitude: how many radars or units cover each cell.

    Parameters
    ----------
    study
        The coverage study.
    path
        The file.
    """
    count = study.count()
    _write(path, count, study, [f"{a:g} m above ground: number covering" for a in study.question.altitudes])


def write_lowest(study: Coverage, path: Path) -> None:
    """Write the lowest height above ground [m] that any radar sees, and below it one band for each.

    Parameters
    ----------
    study
        The coverage study.
    path
        The file.
    """
    each = np.array([p.lowest for p in study.parts]) - study.ground.astype(np.float32)
    bands = np.concatenate([each.min(axis=0, keepdims=True), each])
    _write(path, bands.astype(np.float32), study, ["any", *(p.name for p in study.parts)])


def _write(path: Path, bands: NDArray[Any], study: Coverage, names: list[str]) -> None:
    from rasterio.io import MemoryFile

    profile = {
        "driver": "GTiff", "dtype": bands.dtype.name, "count": len(bands), "height": bands.shape[1],
        "width": bands.shape[2], "crs": "EPSG:4326", "transform": transform(study.nodes), "compress": "deflate",
    }  # fmt: skip
    with MemoryFile() as held:
        with held.open(**profile) as file:
            file.write(bands)
            for k, name in enumerate(names):
                file.set_band_description(k + 1, name)
            file.update_tags(SCENARIO=study.scenario.name, SCENARIO_HASH=study.scenario.scenario_hash,
                             MEASURE=study.question.measure, RCS_M2=f"{study.question.rcs:g}")  # fmt: skip
        writing.save(path, held.getbuffer())


def polygons(mask: NDArray[np.bool_], nodes: Nodes) -> list[list[Ring]]:
    """Return the outlines of a mask along its cells, each an outer ring (anticlockwise) with its holes (clockwise).

    Outlines are cut at the 180th meridian, through cells if it passes through them (RFC 7946, section 3.1.9).

    Parameters
    ----------
    mask
        Which cells are covered, bool[rows, columns].
    nodes
        The nodes of the map.

    Returns
    -------
    list[list[Ring]]
        The outlines of a mask along its cells, each an outer ring (anticlockwise) with its holes
        (clockwise).
    """
    from rasterio import Affine
    from rasterio.features import shapes

    found = []
    for columns, west, east, turns in _sides(nodes):
        part = np.ascontiguousarray(mask[:, columns])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PendingDeprecationWarning)  # rasterio 1.4 with affine 3
            onto = transform(nodes) * Affine.translation(columns.start, 0.0)
            outlines = [shape["coordinates"] for shape, _ in shapes(part.astype(np.uint8), mask=part, transform=onto)]
        for outline in outlines:
            rings: list[Ring] = [
                [(min(max(float(x), west), east) - 360.0 * turns, float(y)) for x, y in ring] for ring in outline
            ]
            found.append([r if (_turn(r) > 0.0) == (k == 0) else r[::-1] for k, r in enumerate(rings)])
    return found


def _sides(nodes: Nodes) -> list[tuple[slice, float, float, int]]:
    """Return a map in parts on one side of the 180th meridian.

    Of each: columns, west and east edge [deg] as the map counts longitudes, and the turns of the Earth by which it has
    counted on.
    """
    edge, step = transform(nodes).c, math.degrees(nodes.dlon)
    end = edge + nodes.columns * step
    parts = []
    while edge < end - 1e-6 * step:
        turns = math.floor((edge + 1e-6 * step + 180.0) / 360.0)
        east = min(180.0 + 360.0 * turns, end)
        first, last = ((x - transform(nodes).c) / step for x in (edge, east))
        parts.append((slice(math.floor(first + 1e-6), math.ceil(last - 1e-6)), edge, east, turns))
        edge = east
    return parts


def _turn(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def layers(study: Coverage) -> Iterator[tuple[str, float, list[list[Ring]]]]:
    """Yield the outlines for each part and for all together, at each altitude.

    Parameters
    ----------
    study
        The coverage study.

    Yields
    ------
    tuple[str, float, list[list[Ring]]]
        The outlines for each part and for all together, at each altitude.
    """
    count = study.count()
    for k, altitude in enumerate(study.question.altitudes):
        for part in study.parts:
            yield part.name, altitude, polygons(part.covered[k], study.nodes)
        yield "defence", altitude, polygons(count[k] > 0, study.nodes)


def geojson(study: Coverage) -> dict[str, Any]:
    """Return one feature for each part and altitude, a multipolygon (RFC 7946).

    Parameters
    ----------
    study
        The coverage study.

    Returns
    -------
    dict[str, Any]
        A feature collection.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"part": name, "altitude_m": altitude, "measure": study.question.measure,
                           "rcs_m2": study.question.rcs, "scenario": study.scenario.name},
            "geometry": {"type": "MultiPolygon", "coordinates": shapes},
        }
        for name, altitude, shapes in layers(study)
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def write_geojson(study: Coverage, path: Path) -> None:
    """Write one feature for each part and altitude, a multipolygon (RFC 7946).

    Parameters
    ----------
    study
        The coverage study.
    path
        The file.
    """
    writing.save(path, json.dumps(geojson(study)))


def write_kml(study: Coverage, path: Path) -> None:
    """Write a folder for each altitude with the outlines of every part.

    Parameters
    ----------
    study
        The coverage study.
    path
        The file.
    """
    root = ElementTree.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ElementTree.SubElement(root, "Document")
    ElementTree.SubElement(document, "name").text = f"{study.scenario.name}: {study.question.measure}"
    folders = {}
    for k in range(len(study.question.altitudes)):
        style = ElementTree.SubElement(document, "Style", id=f"a{k}")
        fill = ElementTree.SubElement(style, "PolyStyle")
        ElementTree.SubElement(fill, "color").text = KML_COLOURS[k % len(KML_COLOURS)]
        ElementTree.SubElement(ElementTree.SubElement(style, "LineStyle"), "width").text = "1"
    for k, altitude in enumerate(study.question.altitudes):
        folders[altitude] = (k, ElementTree.SubElement(document, "Folder"))
        ElementTree.SubElement(folders[altitude][1], "name").text = f"{altitude:g} m above ground"
    for name, altitude, shapes in layers(study):
        k, folder = folders[altitude]
        mark = ElementTree.SubElement(folder, "Placemark")
        ElementTree.SubElement(mark, "name").text = name
        ElementTree.SubElement(mark, "styleUrl").text = f"#a{k}"
        areas = ElementTree.SubElement(mark, "MultiGeometry")
        for rings in shapes:
            polygon = ElementTree.SubElement(areas, "Polygon")
            for i, ring in enumerate(rings):
                edge = ElementTree.SubElement(polygon, "innerBoundaryIs" if i else "outerBoundaryIs")
                line = ElementTree.SubElement(ElementTree.SubElement(edge, "LinearRing"), "coordinates")
                line.text = " ".join(f"{x:.6f},{y:.6f}" for x, y in ring)
    writing.save(path, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
