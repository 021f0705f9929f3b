"""What the numbers of a raster mean: scale, offset, unit, void values, and what the heights are counted from.

    height [m] = (number x scale + offset) x unit

Scale, offset and unit stand in the file's band; the unit may stand in its vertical coordinate system instead,
and so may the direction (depths count down). A unit that a scenario declares replaces what the file says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from airdef.terrain.errors import DemError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pyproj import CRS

    from airdef.physics.terrain import F32

UNITS: Final = {
    "m": 1.0, "metre": 1.0, "meter": 1.0, "dm": 0.1, "decimetre": 0.1, "decimeter": 0.1, "cm": 0.01,
    "centimetre": 0.01, "centimeter": 0.01, "mm": 1e-3, "millimetre": 1e-3, "millimeter": 1e-3, "km": 1e3,
    "kilometre": 1e3, "kilometer": 1e3, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "international foot": 0.3048,
    "international feet": 0.3048, "ftus": 1200.0 / 3937.0, "us-ft": 1200.0 / 3937.0, "us survey foot": 1200.0 / 3937.0,
    "us survey feet": 1200.0 / 3937.0, "foot_us": 1200.0 / 3937.0, "yd": 0.9144, "yard": 0.9144,
    "fathom": 1.8288,
}  # fmt: skip
"""Names of units of length that rasters use, in small letters, and their metres."""

SAME_UNIT: Final = 1e-5
"""Relative difference below which two units are one: the two feet differ by 2e-6, 18 mm on the highest mountain."""

VOIDS: Final = (-32767.0, -32768.0)
"""Numbers that are void values whatever a file declares: those of DTED and SRTM. No ground has these heights."""

UNDECLARED: Final = (*VOIDS, -9999.0)
"""Numbers that count as void where a file declares no void value."""

_HUGE: Final = 1e30
_BLOCK: Final = 4_000_000


@dataclass(frozen=True)
class Declared:
    """What a scenario says of its elevation model, where the file does not say it or says it wrongly.

    voids : what cells without a height are: filled from around them, or sea
    heights : what they are counted from; unit : of the file's numbers; None: as the file has it
    """

    voids: Literal["fill", "sea"] = "fill"
    heights: Literal["geoid", "ellipsoid"] | None = None
    unit: Literal["m", "ft"] | None = None


AS_THE_FILE: Final = Declared()
"""What a scenario declares that leaves all to the file."""


@dataclass(frozen=True)
class Vertical:
    """A vertical coordinate system: what heights are counted from, its name, metres a unit (negative: depths)."""

    datum: Literal["geoid", "ellipsoid"] | None
    name: str = ""
    unit: float | None = None
    unit_name: str = ""


def vertical(whole: CRS) -> Vertical:
    """Return what a coordinate system says of heights.

    Parameters
    ----------
    whole
        A coordinate system.

    Returns
    -------
    Vertical
        What a coordinate system says of heights.
    """
    axis = next((a for a in whole.axis_info if a.direction in {"up", "down"}), None)
    if axis is None:
        return Vertical(None)
    unit = axis.unit_conversion_factor * (-1.0 if axis.direction == "down" else 1.0)
    name = whole.sub_crs_list[-1].name if whole.is_compound else whole.name
    return Vertical("geoid" if whole.is_compound else "ellipsoid", name, unit, axis.unit_name)


def factors(path: Path, band: Any, system: Vertical, flat: CRS, declared: Declared) -> tuple[float, float, list[str]]:
    """Return metres a number and metres at zero of a raster's first band, and what was done, in words.

    Parameters
    ----------
    path
        Path of a file or folder.
    band
        The open data set.
    system
        The vertical coordinate system.
    flat
        The horizontal coordinate system.
    declared
        What the scenario says of the model.

    Returns
    -------
    tuple[float, float, list[str]]
        Metres a number and metres at zero of a raster's first band, and what was done, in words.

    Raises
    ------
    DemError
        For a scale of nothing, an unknown unit, two units, and none where it cannot be guessed.
    """
    scale, offset = float(band.scales[0]), float(band.offsets[0])
    if scale == 0.0 or not (math.isfinite(scale) and math.isfinite(offset)):
        given = f"'{path}' with a band scale of {scale:g} and offset of {offset:g}"
        raise DemError(given, "a scale other than 0, both finite",
                       "write the file again without them")  # fmt: skip
    notes = []
    if (scale, offset) != (1.0, 0.0):
        notes.append(f"heights are the file's numbers times {scale:g} plus {offset:g}, as its band says")
    unit, name = _unit(path, band.units[0] or "", system, flat, declared)
    if unit != 1.0:
        why = ", as the scenario says" if declared.unit else ""
        notes.append(f"heights in {name} brought to metres (times {unit:g}){why}")
    return scale * unit, offset * unit, notes


def _unit(path: Path, text: str, system: Vertical, flat: CRS, declared: Declared) -> tuple[float, str]:
    sign = math.copysign(1.0, system.unit) if system.unit else 1.0
    depth = " below the datum" if sign < 0.0 else ""
    if declared.unit is not None:
        return sign * UNITS[declared.unit], declared.unit + depth
    of_band = UNITS.get(" ".join(text.casefold().replace("_", " ").split()), UNITS.get(text.casefold()))
    if of_band is None and text.casefold().rstrip("s") in UNITS:
        of_band = UNITS[text.casefold().rstrip("s")]
    if text and of_band is None:
        given = f"'{path}' with heights in '{text[:60]}'"
        raise DemError(given, f"a unit of length ({', '.join(UNITS)})",
                       "correct the band's unit, or write 'unit: m' or 'unit: ft' beside 'dem'")  # fmt: skip
    if system.unit is not None:
        if of_band is not None and abs(of_band / abs(system.unit) - 1.0) > SAME_UNIT:
            given = f"'{path}' with a band in '{text}' and a vertical coordinate system in '{system.unit_name}'"
            raise DemError(given, "one unit", "write 'unit: m' or 'unit: ft' beside 'dem'")
        return system.unit, system.unit_name + depth
    if of_band is not None:
        return of_band, text
    across = flat.axis_info[0]
    if flat.is_projected and abs(across.unit_conversion_factor - 0.3048) < 0.001:
        given = f"'{path}', a map in '{across.unit_name}' that does not give the unit of its heights"
        raise DemError(given, "heights of a known unit", "write 'unit: m' or 'unit: ft' beside 'dem'")
    return 1.0, "metre"


def check_ellipsoid(path: Path, flat: CRS, system: Vertical, declared: Declared) -> None:
    """Raise DemError for heights above an ellipsoid other than that of WGS 84 (or GRS 80, a tenth of a millimetre off).

    Another one may lie some hundred metres off, and its datum turns and shifts it besides.

    Parameters
    ----------
    path
        Path of a file or folder.
    flat
        The horizontal coordinate system.
    system
        The vertical coordinate system.
    declared
        What the scenario says of the model.
    """
    body = flat.ellipsoid
    if (declared.heights or system.datum) != "ellipsoid" or body is None:
        return
    if abs(body.semi_major_metre - 6_378_137.0) > 1.0 or abs(body.inverse_flattening - 298.257) > 0.01:
        given = f"'{path}' with heights above the ellipsoid '{body.name}'"
        raise DemError(given, "heights above the WGS 84 ellipsoid, or above a geoid",
                       "bring it to EPSG:4979 with `gdalwarp`, or to heights above sea level")  # fmt: skip


def read(band: Any, scale: float, offset: float, out: F32) -> int:
    """Fill the heights [m] of a data set's first band, NaN where it has none, and return its undeclared voids.

    GDAL's mask tells where a height is: nodata value, alpha band or mask of the file, each as GDAL has it.

    Parameters
    ----------
    band
        The open data set.
    scale
        Metres a number.
    offset
        Metres at zero.
    out
        Written: float32[rows, columns], NaN where there is no height.

    Returns
    -------
    int
        Fill the heights [m] of a data set's first band, NaN where it has none, and return its undeclared voids.
    """
    from rasterio.windows import Window

    rows, columns = out.shape
    step = max(1, _BLOCK // max(columns, 1))
    meant = UNDECLARED if band.nodata is None else VOIDS
    seen = [c.name for c in band.colorinterp]
    alpha = seen.index("alpha") + 1 if "alpha" in seen else 0  # of whole numbers alone GDAL makes a mask of it
    count = 0
    for first in range(0, rows, step):
        last = min(first + step, rows)
        window = Window(0, first, columns, last - first)
        raw = band.read(1, window=window, masked=True)
        numbers = raw.data.astype(np.float64)
        void = np.ma.getmaskarray(raw) | ~np.isfinite(numbers)
        if alpha:
            void |= band.read(alpha, window=window) == 0
        undeclared = ~void & (np.isin(numbers, meant) | (np.abs(numbers) > _HUGE))
        count += int(undeclared.sum())
        void |= undeclared
        numbers = numbers * scale + offset
        numbers[void] = np.nan
        out[first:last] = numbers
    return count


def above_geoid(heights: F32, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> str:
    """Subtract the geoid, in place, from heights [m] above the ellipsoid at nodes [deg], and return what was done.

    PROJ's EGM2008 is taken if its grid is installed. Without it the heights stay as they are, and the note says that.

    Parameters
    ----------
    heights
        Heights, float32[rows, columns] [m], NaN for voids; changed in place.
    longitude
        Longitudes of the nodes [deg].
    latitude
        Latitudes of the nodes [deg].

    Returns
    -------
    str
        Subtract the geoid, in place, from heights [m] above the ellipsoid at nodes [deg], and return what was
        done.
    """
    import warnings

    from pyproj.transformer import TransformerGroup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a missing grid is told among the notes
        route = TransformerGroup("EPSG:4979", "EPSG:4326+3855", always_xy=True)
    if not route.transformers or "grid" not in route.transformers[0].definition:
        return ("heights are above the ellipsoid; no geoid grid is installed for PROJ, so they are not corrected "
                "(the two differ by up to 107 m)")  # fmt: skip
    geoid = route.transformers[0]
    for i, lat in enumerate(latitude):
        known = np.flatnonzero(~np.isnan(heights[i]))
        if known.size:
            over = heights[i, known].astype(np.float64)
            heights[i, known] = geoid.transform(longitude[known], np.full(known.size, lat), over)[2]
    return "heights above the ellipsoid brought to the geoid (EGM2008)"
