"""Files of elevation models, opened so that nothing leaves this machine.

GDAL reaches for the network through path prefixes (`/vsicurl/`), drivers of services (WMS, WCS, HTTP) and files that
name others (VRT, tile indexes). Here a model is a plain file on this machine, opened with those of `drivers.DRIVERS`
alone: none of them follows a name out of the file's own folder. A VRT is read by `terrain.vrt` before GDAL sees it.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from airdef import limits
from airdef.terrain.drivers import DRIVERS, is_address
from airdef.terrain.errors import DemError, check

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS: Final = "GeoTIFF, DTED, SRTM .hgt, NetCDF, Erdas .img, Esri grid or .flt, ENVI, USGS DEM, VRT"

TILES: Final = (
    ".tif", ".tiff", ".dt0", ".dt1", ".dt2", ".hgt", ".img", ".asc", ".bil", ".flt", ".nc", ".dem", ".bt", ".grd",
)  # fmt: skip
"""What the names of a folder's tiles end in."""

_ESRI_GRID: Final = "hdr.adf"
"""The file by which a folder is known to be an ArcInfo grid."""

_OFFLINE: Final = {"CPL_VSIL_CURL_ALLOWED_FILENAME": "none", "GDAL_VRT_ENABLE_PYTHON": "NO"}
"""Settings of GDAL that hold while a file is open: a second line of defence behind `DRIVERS`."""


def exists(path: Path) -> bool:
    """Tell whether there is something of a name, which may be one that no file can have.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    bool
        Whether there is something of a name, which may be one that no file can have.
    """
    try:
        return path.exists()
    except OSError:
        return False


def check_name(name: str) -> None:
    """Raise DemError for a name that is an address or a prefix of GDAL, and no file on this machine.

    Parameters
    ----------
    name
        A name.
    """
    if is_address(name) and not (exists(Path(name)) and not name.lstrip().startswith("/vsi")):
        given = f"'{name}', which is an address or a prefix of GDAL"
        raise DemError(given, "the path of a file on this machine",
                       "copy what you need into a file, for instance with `gdal_translate`")  # fmt: skip


@contextmanager
def gdal() -> Iterator[None]:
    """Provide GDAL's surroundings, without the network.

    Returns
    -------
    Iterator[None]
        Provide GDAL's surroundings, without the network.
    """
    import rasterio

    with rasterio.Env(**_OFFLINE):
        yield


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a raster for reading, within `gdal`.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    Iterator[Any]
        Open a raster for reading, within `gdal`.

    Raises
    ------
    DemError
        For a VRT that reaches beyond plain local files.
    """
    from rasterio.io import DatasetReader

    from airdef.terrain import vrt

    with ExitStack() as stack:
        if vrt.is_vrt(path):
            yield stack.enter_context(vrt.opened(path, stack))
        else:
            yield stack.enter_context(DatasetReader(plain(path), driver=list(DRIVERS)))


def plain(path: Path) -> Path:
    """Return the path of a regular file or folder on this machine.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    Path
        The path of a regular file or folder on this machine.

    Raises
    ------
    DemError
        For anything else.
    """
    if not (path.is_file() or path.is_dir()):
        given = f"'{path}', which is no regular file"
        raise DemError(given, "a raster file or a folder of tiles", "check the path")
    whole = path.resolve()
    if is_address(str(whole)):
        check_name(str(whole))
    return whole


def tiles_of(path: Path) -> list[Path]:
    """Return the files that a folder's model is made of, by name: its tiles, those of folders in it, Esri grids.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    list[Path]
        The files that a folder's model is made of, by name.

    Raises
    ------
    DemError
        For a folder without tiles, more than the limits take, and a link to a folder in it.
    """
    found = [_tiles_in(folder, files) for folder, files in _walked(path)]
    tiles = sorted(tile for each in found for tile in each)
    check(path, limits.DEM_FILES, len(tiles))
    if not tiles:
        given = f"the folder '{path}' without tiles"
        raise DemError(given, f"files that end in {', '.join(TILES)}", "check the path")
    return tiles


def _tiles_in(folder: Path, files: list[Path]) -> list[Path]:
    if (folder / _ESRI_GRID).is_file():
        return [folder]
    return [p for p in files if p.suffix.lower() in TILES and p.is_file()]


def _walked(path: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Yield a folder, then those in it to the depth that the limits take, each with what in it is no folder.

    What is hidden (a name that begins with a dot) is left out.
    """
    level, seen = [path], 0
    for _ in range(limits.DEM_DEPTH.most):
        below = []
        for folder in level:
            files = []
            for entry in folder.iterdir():
                seen += 1
                check(path, limits.DEM_ENTRIES, seen)
                if entry.name.startswith("."):
                    continue
                if not entry.is_dir():
                    files.append(entry)
                elif entry.is_symlink():
                    given = f"the folder '{path}' with '{entry.relative_to(path)}', a link to a folder"
                    raise DemError(given, "tiles, and folders of tiles", "put the folder itself there, or name that")
                else:
                    below.append(entry)
            yield folder, files
        level = below
    if level:
        given = f"'{path}' with folders nested more deeply, such as '{level[0].relative_to(path)}'"
        raise DemError(given, limits.DEM_DEPTH.expected, limits.DEM_DEPTH.fix)


def stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time of change and size of all files of a model, so that a changed one is read again.

    Parameters
    ----------
    path
        Path of a file or folder.

    Returns
    -------
    tuple[tuple[str, int, int], ...]
        Name, time of change and size of all files of a model, so that a changed one is read again.
    """
    from airdef.terrain import vrt

    if path.is_dir():
        files = [p for _, within in _walked(path) for p in within if p.is_file()]
    else:  # those beside it hold masks, projections and metadata
        files = [p for p in path.parent.iterdir() if p.name.startswith(path.stem) and p.is_file()]
        if vrt.is_vrt(path):
            files += vrt.sources(path)
    found = ((str(p), p.stat()) for p in files)
    return tuple(sorted((name, s.st_mtime_ns, s.st_size) for name, s in found))
