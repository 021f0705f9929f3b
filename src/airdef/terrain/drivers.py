"""GDAL's drivers that may open an elevation model, and names that GDAL would take for more than a file's."""

from __future__ import annotations

import re
from typing import Final

DRIVERS: Final = (
    "GTiff", "DTED", "SRTMHGT", "HFA", "AAIGrid", "AIG", "EHdr", "ENVI", "netCDF", "USGSDEM", "BT", "RST", "SAGA",
    "GRASSASCIIGrid",
)  # fmt: skip
"""GDAL's drivers that may open a file: elevation models on disk."""

_ADDRESS: Final = re.compile(r"\s*(<|[/\\]vsi|[a-z][a-z0-9+.\-_]+:)", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Tell whether GDAL would take a name for more than a file's: an address, a prefix or a description.

    Parameters
    ----------
    name
        A name.

    Returns
    -------
    bool
        Whether GDAL would take a name for more than a file's.
    """
    return _ADDRESS.match(name) is not None
