"""GDAL's virtual rasters (VRT), read here before GDAL sees them.

A VRT names other files, and GDAL opens whatever it names: addresses on the network, descriptions of services, other
VRTs. Here its XML is parsed, only elements in `KEPT` are taken over, and every source must be a plain file on this
machine that a driver of `drivers.DRIVERS` opens. What GDAL gets is a new VRT over GeoTIFFs: those of the sources, and
copies in memory of sources in other formats (which a driver beyond `DRIVERS` might else take for its own).
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

import numpy as np

from airdef import limits
from airdef.terrain.drivers import DRIVERS, is_address
from airdef.terrain.errors import DemError, check

if TYPE_CHECKING:
    from contextlib import ExitStack

    from numpy.typing import NDArray

KEPT: Final = frozenset((
    "vrtdataset", "vrtrasterband", "srs", "geotransform", "nodatavalue", "hidenodatavalue", "colorinterp",
    "unittype", "offset", "scale", "simplesource", "complexsource", "averagedsource", "kernelfilteredsource",
    "kernel", "size", "coefs", "sourcefilename", "sourceband", "sourceproperties", "srcrect", "dstrect",
    "nodata", "scaleoffset", "scaleratio", "usemaskband", "maskband", "blockxsize", "blockysize",
    "gdalwarpoptions", "warpmemorylimit", "resamplealg", "workingdatatype", "sourcedataset", "transformer",
    "approxtransformer", "maxerror", "basetransformer", "genimgprojtransformer", "srcgeotransform",
    "srcinvgeotransform", "dstgeotransform", "dstinvgeotransform", "reprojecttransformer",
    "reprojectiontransformer", "sourcesrs", "targetsrs", "bandlist", "bandmapping", "srcnodatareal",
    "srcnodataimag", "dstnodatareal", "dstnodataimag", "srcalphaband", "dstalphaband", "options", "option",
))  # fmt: skip
"""Elements, in small letters, that are taken over: mosaics and warped rasters."""

DROPPED: Final = frozenset((
    "metadata", "histograms", "overview", "overviewlist", "colortable", "categorynames", "description", "gcplist",
))  # fmt: skip
"""Elements left out: they change no height."""

OPTIONS: Final = frozenset((
    "init_dest", "unified_src_nodata", "sample_grid", "sample_steps", "source_extra", "xscale", "yscale",
    "area_of_interest", "num_threads", "error_out_if_empty_source_window", "insert_center_long",
))  # fmt: skip
"""Options of warped rasters that are taken over."""

KINDS: Final = ("", "vrtsourcedrasterband", "vrtwarpeddataset", "vrtwarpedrasterband")
"""Kinds of data sets and bands (`subClass`) that are read."""

_PROJECTION: Final = re.compile(r"\s*([A-Z][A-Z0-9_]*\s*[\[(]|(EPSG|ESRI|IGNF|OGC|urn:ogc):|\+|\{|$)", re.IGNORECASE)
_HEAD: Final = 1024
_LEVELS: Final = 20


def is_vrt(path: Path) -> bool:
    """Tell whether GDAL would take a file for a VRT.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    bool
        Whether GDAL would take a file for a VRT.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return b"<VRTDataset" in file.read(_HEAD)


def opened(path: Path, stack: ExitStack) -> Any:
    """Return the data set of a VRT, whose sources live as long as `stack`.

    Parameters
    ----------
    path
        Path of a file or folder.
    stack
        Closes the sources.

    Returns
    -------
    Any
        The data set of a VRT, whose sources live as long as `stack`.

    Raises
    ------
    DemError
        If it cannot be done.
    """
    from rasterio.io import DatasetReader

    return DatasetReader(_Rewritten(path, stack).name, driver=["VRT"])


def sources(path: Path) -> list[Path]:
    """Return the files that a VRT names, and those that these name; nothing if it cannot be read.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    list[Path]
        The files that a VRT names, and those that these name; nothing if it cannot be read.
    """
    found: list[Path] = []
    waiting = [(path, 0)]
    while waiting:
        vrt, depth = waiting.pop()
        if limits.VRT_DEPTH.exceeded(depth + 1) or limits.VRT_BYTES.exceeded(vrt.stat().st_size):
            continue
        try:
            root = ElementTree.fromstring(vrt.read_bytes())
        except ElementTree.ParseError:
            continue
        for element in root.iter():
            if element.tag.casefold() in {"sourcefilename", "sourcedataset"} and not is_address(element.text or ""):
                source = _named(vrt, element)
                if source.is_file():
                    found.append(source)
                    waiting += [(source, depth + 1)] if is_vrt(source) else []
    return found


def footprint(path: Path, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    """Return the cells that the sources of a mosaic's first band cover, bool[rows, columns]; None for all of them.

    Parameters
    ----------
    path
        Path of a file or folder.
    shape
        Rows and columns of the mosaic.

    Returns
    -------
    NDArray[np.bool_] | None
        The cells that the sources of a mosaic's first band cover, bool[rows, columns]; None for all of them.
    """
    if not is_vrt(path):
        return None
    root = ElementTree.fromstring(path.read_bytes())
    band = next((b for b in root if b.tag.casefold() == "vrtrasterband"), None)
    if band is None or any("subclass" in {k.casefold() for k in e.attrib} for e in (root, band)):
        return None
    covered = np.zeros(shape, np.bool_)
    for source in (e for e in band if e.tag.casefold().endswith("source")):
        rect = next((e for e in source if e.tag.casefold() == "dstrect"), None)
        if rect is None:
            return None
        told = {k.casefold(): v for k, v in rect.attrib.items()}
        try:
            x, y, wide, high = (float(told[k]) for k in ("xoff", "yoff", "xsize", "ysize"))
            # cells whose middle lies within
            rows, columns = (
                slice(max(math.ceil(first - 0.5), 0), max(math.ceil(first + size - 0.5), 0))
                for first, size in ((y, high), (x, wide))
            )
        except (KeyError, ValueError, OverflowError):
            return None
        covered[rows, columns] = True
    return None if covered.all() else covered


def _named(vrt: Path, element: ElementTree.Element) -> Path:
    relative = {k.casefold(): v for k, v in element.attrib.items()}.get("relativetovrt", "0")
    text = (element.text or "").strip()
    return (
        vrt.resolve().parent / text if relative.strip().casefold() in {"1", "true", "yes", "on"} else Path(text)
    ).resolve()


class _Rewritten:
    """A VRT and all it names, in GDAL's memory; `name` is what GDAL opens."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path, self.stack = path, stack
        self.count = 0  # sources
        self.cells = 0  # copied
        self.known: dict[Path, str] = {}
        self.name = self._written(path, 0)

    def _refuse(
        self, vrt: Path, what: str, expected: str = "a VRT of rasters that are files on this machine"
    ) -> DemError:
        return DemError(
            f"'{vrt}', {what}", expected, "write what it shows to a GeoTIFF with `gdal_translate`, and use that"
        )

    def _written(self, vrt: Path, depth: int) -> str:
        from rasterio.io import MemoryFile

        check(vrt, limits.VRT_BYTES, vrt.stat().st_size)
        check(self.path, limits.VRT_DEPTH, depth + 1)
        try:
            root = ElementTree.fromstring(vrt.read_bytes())
        except ElementTree.ParseError as e:
            raise self._refuse(vrt, f"a VRT that cannot be read ({e})", "well-formed XML") from None
        self._check(vrt, root, depth, 0)
        file = MemoryFile(ElementTree.tostring(root), ext=".vrt")
        self.stack.enter_context(file)
        return str(file.name)

    def _check(self, vrt: Path, element: ElementTree.Element, depth: int, level: int) -> None:
        tag = element.tag.casefold()
        if tag not in KEPT or level > _LEVELS:
            raise self._refuse(vrt, f"a VRT with '{element.tag[:60]}'")
        told = {k.casefold(): v for k, v in element.attrib.items()}
        if told.get("subclass", "").casefold() not in KINDS:
            raise self._refuse(vrt, f"a VRT of the kind '{told['subclass'][:60]}'")
        option = told.get("name", told.get("key", "")) if tag == "option" else ""
        if option and option.casefold() not in OPTIONS:
            raise self._refuse(vrt, f"a VRT with the option '{option[:60]}'")
        if tag in {"srs", "sourcesrs", "targetsrs"} and not _PROJECTION.match(element.text or ""):
            raise self._refuse(vrt, f"a VRT whose coordinate system is '{(element.text or '').strip()[:60]}'",
                               "one written out, or an EPSG code")  # fmt: skip
        if tag in {"sourcefilename", "sourcedataset"}:
            element.text = self._source(vrt, element, depth)
            element.attrib = {"relativeToVRT": "0"}
        for child in list(element):
            if child.tag.casefold() in DROPPED:
                element.remove(child)
            else:
                self._check(vrt, child, depth, level + 1)

    def _source(self, vrt: Path, element: ElementTree.Element, depth: int) -> str:
        """Return what GDAL is to open instead of what a VRT names."""
        text = (element.text or "").strip()
        if is_address(text):
            raise self._refuse(vrt, f"a VRT that reads '{text[:200]}'")
        self.count += 1
        check(self.path, limits.DEM_FILES, self.count)
        source = _named(vrt, element)
        if is_address(str(source)) or not source.is_file():
            raise self._refuse(vrt, f"a VRT that reads '{text[:200]}', which is no file")
        if source not in self.known:
            self.known[source] = self._written(source, depth + 1) if is_vrt(source) else self._plain(vrt, source)
        return self.known[source]

    def _plain(self, vrt: Path, source: Path) -> str:
        from rasterio._err import CPLE_BaseError
        from rasterio.errors import RasterioError
        from rasterio.io import DatasetReader, MemoryFile
        from rasterio.shutil import copy

        try:
            with DatasetReader(source, driver=list(DRIVERS)) as data:
                if data.driver == "GTiff":
                    return str(source)
                self.cells += data.width * data.height * data.count
                check(self.path, limits.DEM_CELLS, self.cells)
                file = self.stack.enter_context(MemoryFile(ext=".tif"))
                copy(data, file.name, driver="GTiff")
                return str(file.name)
        except (RasterioError, CPLE_BaseError, UnicodeDecodeError) as e:
            raise self._refuse(
                vrt, f"a VRT that reads '{source}', which cannot be read ({str(e).splitlines()[0]})"
            ) from None
