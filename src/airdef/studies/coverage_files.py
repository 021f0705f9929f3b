"""A coverage study as files that other programs read: GeoTIFF, GeoJSON and KML, all on WGS-84."""

from __future__ import annotations

import json
import math
import warnings
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from airdef.physics.viewshed import Nodes
    from airdef.studies.coverage import Coverage

Ring = list[tuple[float, float]]

KML_COLOURS = ("802500fd", "80a7299f", "804647d8", "80369ffb", "8021f9f0", "80ffffff")
"""Fills of the altitudes in KML (alpha, blue, green, red): matplotlib's plasma, repeating after six."""


def transform(nodes: Nodes) -> Any:
    """Return the affine map from column and row to longitude and latitude [deg] (corners, as GDAL wants it)."""
    from rasterio import Affine

    dlat, dlon = math.degrees(nodes.dlat), math.degrees(nodes.dlon)
    west, north = math.degrees(nodes.west) - dlon / 2.0, math.degrees(nodes.north) + dlat / 2.0
    return Affine(dlon, 0.0, west, 0.0, -dlat, north)


def write_geotiff(study: Coverage, path: Path) -> None:
    """Write one band an altitude: how many radars or units cover each cell."""
    count = study.count()
    _write(path, count, study, [f"{a:g} m above ground: number covering" for a in study.question.altitudes])


def write_lowest(study: Coverage, path: Path) -> None:
    """Write the lowest height above ground [m] that any radar sees, and below it one band for each."""
    each = np.array([p.lowest for p in study.parts]) - study.ground.astype(np.float32)
    bands = np.concatenate([each.min(axis=0, keepdims=True), each])
    _write(path, bands.astype(np.float32), study, ["any", *(p.name for p in study.parts)])


def _write(path: Path, bands: NDArray[Any], study: Coverage, names: list[str]) -> None:
    import rasterio

    profile = {
        "driver": "GTiff", "dtype": bands.dtype.name, "count": len(bands), "height": bands.shape[1],
        "width": bands.shape[2], "crs": "EPSG:4326", "transform": transform(study.nodes), "compress": "deflate",
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as file:
        file.write(bands)
        for k, name in enumerate(names):
            file.set_band_description(k + 1, name)
        file.update_tags(SCENARIO=study.scenario.name, SCENARIO_HASH=study.scenario.scenario_hash,
                         MEASURE=study.question.measure, RCS_M2=f"{study.question.rcs:g}")  # fmt: skip


def polygons(mask: NDArray[np.bool_], nodes: Nodes) -> list[list[Ring]]:
    """Return the outlines of a mask along its cells, each an outer ring (anticlockwise) with its holes (clockwise)."""
    from rasterio.features import shapes

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)  # rasterio 1.4 with affine 3
        for shape, _ in shapes(mask.astype(np.uint8), mask=mask, transform=transform(nodes)):
            rings: list[Ring] = [[(float(x), float(y)) for x, y in ring] for ring in shape["coordinates"]]
            found.append([r if (_turn(r) > 0.0) == (k == 0) else r[::-1] for k, r in enumerate(rings)])
    return found


def _turn(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def layers(study: Coverage) -> Iterator[tuple[str, float, list[list[Ring]]]]:
    """Yield the outlines for each part and for all together, at each altitude."""
    count = study.count()
    for k, altitude in enumerate(study.question.altitudes):
        for part in study.parts:
            yield part.name, altitude, polygons(part.covered[k], study.nodes)
        yield "defence", altitude, polygons(count[k] > 0, study.nodes)


def write_geojson(study: Coverage, path: Path) -> None:
    """Write one feature for each part and altitude, a multipolygon (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "properties": {"part": name, "altitude_m": altitude, "measure": study.question.measure,
                           "rcs_m2": study.question.rcs, "scenario": study.scenario.name},
            "geometry": {"type": "MultiPolygon", "coordinates": shapes},
        }
        for name, altitude, shapes in layers(study)
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_kml(study: Coverage, path: Path) -> None:
    """Write a folder for each altitude with the outlines of every part."""
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
        group = ElementTree.SubElement(mark, "MultiGeometry")
        for rings in shapes:
            polygon = ElementTree.SubElement(group, "Polygon")
            for i, ring in enumerate(rings):
                edge = ElementTree.SubElement(polygon, "innerBoundaryIs" if i else "outerBoundaryIs")
                line = ElementTree.SubElement(ElementTree.SubElement(edge, "LinearRing"), "coordinates")
                line.text = " ".join(f"{x:.6f},{y:.6f}" for x, y in ring)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
