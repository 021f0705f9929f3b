"""Every size that a user can give, and the most of it that is taken.

One place, below every layer: a scenario file, an option, a request and a stored campaign are other people's, and
each says how much memory and time it is to cost. What reads a size checks it here before anything of that size is
allocated or worked out, and refuses it in words that say how to stay below:

    LIMIT.check("--cell", cells)    # LimitError: --cell: 4,000,000 cells given, at most ... expected; usual fix: ...

All numbers are assumed: plenty for what the model is made for, and within the memory of an ordinary machine (8 GiB)
and the patience of its user. Bytes are bytes of memory or of a file; times are seconds of processor time unless they
are said to be waits.
"""

from __future__ import annotations

import math
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from airdef.arguments import ArgumentError, of

if TYPE_CHECKING:
    from pathlib import Path

KIB: Final = 1 << 10
MIB: Final = 1 << 20
GIB: Final = 1 << 30


class LimitError(ArgumentError):
    """More of something than is taken: where, how much was given, the most, and how to stay below."""


@dataclass(frozen=True)
class Limit:
    """The most of something.

    most : the greatest number taken; of : what is counted, in the plural; fix : how to stay below
    """

    most: int
    of: str
    fix: str

    @property
    def expected(self) -> str:
        """What is expected, in words: `at most 20,000 threats`."""
        return f"at most {amount(self.most, self.of)}"

    def exceeded(self, given: float) -> bool:
        """Tell whether a number is more than is taken; what is not a number is.

        Parameters
        ----------
        given
            The number given.

        Returns
        -------
        bool
            Whether a number is more than is taken; what is not a number is.
        """
        return not given <= self.most

    def check(self, where: str, given: float, fix: str = "") -> None:
        """Raise LimitError if a number is more than is taken.

        Parameters
        ----------
        where
            The option, file or argument that asks for it.
        given
            The number given.
        fix
            How to stay below there, if it is not what is usual.
        """
        if self.exceeded(given):
            told = f"{where}: {amount(given, self.of)} given, {self.expected} expected; usual fix: {fix or self.fix}"
            raise LimitError(told)


def amount(number: float, of: str) -> str:
    """Return a number and what it counts; bytes in the greatest unit of which there is one, large ones in powers.

    Parameters
    ----------
    number
        The number.
    of
        What it counts.

    Returns
    -------
    str
        A number and what it counts; bytes in the greatest unit of which there is one, large ones in powers.
    """
    if of == "bytes" and math.isfinite(number):
        for size, unit in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
            if number >= size and (number < 1024 * size or size == GIB) and number < 1e18:
                return f"{number / size:.4g} {unit}"
    if not number < 1e15:
        try:
            return f"{float(number):.3g} {of}"
        except OverflowError:  # a whole number of more digits than a float has
            return f"more than 1e+308 {of}"
    return f"{math.ceil(number):,} {of}"


def out_of_memory(error: MemoryError) -> str:
    """Return what to say where the machine has less memory than the limits take to be there.

    Parameters
    ----------
    error
        The error.

    Returns
    -------
    str
        What to say where the machine has less memory than the limits take to be there.
    """
    detail = f" ({error})" if str(error) else ""
    return f"out of memory{detail}; usual fix: a larger 'environment.time_step', fewer threats, or more memory"


def whole(name: str, value: int, low: int, limit: int) -> int:
    """Return a whole number from `low` to `limit` - 1; anything else raises ValueError.

    Parameters
    ----------
    name
        The name.
    value
        The value.
    low
        The least that is allowed.
    limit
        One more than the most that is allowed.

    Returns
    -------
    int
        A whole number from `low` to `limit` - 1; anything else raises ValueError.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value < limit:
        huge = isinstance(value, int) and not -(10**30) < value < 10**30
        given = "a number of more than 30 digits" if huge else f"{value!r}"
        message = f"{of(name)}: {given} given, a whole number from {low} to {limit - 1} expected"
        raise ArgumentError(message)
    return value


def opened(path: Path, most: Limit) -> int:
    """Return a descriptor of a regular file of no more bytes than a limit, at its beginning; the caller closes it.

    Neither a pipe is waited for nor a device read.

    Parameters
    ----------
    path
        The file.
    most
        The most bytes.

    Returns
    -------
    int
        A descriptor of a regular file of no more bytes than a limit, at its beginning; the caller closes
        it.

    Raises
    ------
    LimitError
        For a larger file.
    OSError
        For what is no regular file or cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "not a regular file")
        most.check(str(path), status.st_size)
    except BaseException:
        os.close(handle)
        raise
    return handle


def read_file(path: Path, most: Limit) -> bytes:
    """Return the content of a regular file of no more bytes than a limit.

    Parameters
    ----------
    path
        The file.
    most
        The most bytes.

    Returns
    -------
    bytes
        The content of a regular file of no more bytes than a limit.

    Raises
    ------
    LimitError
        If it is refused; the message says where and why.
    OSError
        If it is refused; the message says where and why.
    """
    with open(opened(path, most), "rb") as file:
        content = file.read(most.most + 1)  # it may have grown since
    most.check(str(path), len(content))
    return content


# A scenario file.

SCENARIO_BYTES: Final = Limit(2 * MIB, "bytes", "describe a formation once and use 'count' for its members")
SCENARIO_VALUES: Final = Limit(50_000, "values", "describe a formation once and use 'count'")
SCENARIO_DEPTH: Final = Limit(20, "levels", "check the brackets and the indentation")
PATH_WORDS: Final = Limit(20, "words", "give the path of a value")
"""Words of a dotted path: no value lies deeper than `SCENARIO_DEPTH`."""

WHOLE_NUMBER: Final = (1 << 63) - 1
"""The greatest whole number that a file may write in digits; greater ones are written with an exponent."""

PROBLEMS: Final = 100
"""Problems of one file that are described; the others are counted."""

# Entries of its lists. The schema states them, and so the reference page and the form.

SYSTEMS: Final = 64
FIRE_UNITS: Final = 64
"""Of one system."""
FURTHER_POSITIONS: Final = 7
"""Of one fire unit or radar that moves, beside the first."""
PLANNED_MOVES: Final = 100
ASSETS: Final = 1000
FORMATIONS: Final = 5000
THREATS: Final = 20_000
"""Of all formations, released weapons included."""
WAYPOINTS: Final = 1000
JAMMERS: Final = 100
SUPPORT_JAMMERS: Final = Limit(
    4, "support jammers in the band of one radar", "fewer members, a narrower 'band', or 'role: self-screening'"
)
"""Geometry is worked out for each set of them that has ended: it doubles with each."""
OWN_ENTRIES: Final = 200
"""Entries, and sources, that a scenario may add to the catalogue."""
STATEMENTS: Final = 50
"""Statements of one figure of such an entry."""
BASED_ON_STEPS: Final = Limit(20, "steps of 'based_on'", "base it on an earlier entry")

# What a raid costs once it is worked out (`scenario.size`).

POSITIONS: Final = Limit(
    20_000_000, "positions on different ways", "a larger 'environment.time_step', fewer formations or shorter ways"
)
"""Places on the ways of all formations, a step of the motion grid apart: each is worked out and met by each radar."""
RAID_BYTES: Final = Limit(4 * GIB, "bytes", "a larger 'environment.time_step', fewer threats or shorter ways")
"""Memory that the geometry and the engine's tables of a raid may take."""

# Elevation models: files, and what is kept of them.

DEM_CELLS: Final = Limit(
    100_000_000, "cells", "cut out the area you need with `gdalwarp -te`, or coarsen it with `gdalwarp -tr`"
)
"""Cells of a model, of each of its files, and of the grid around them: 400 MB of heights, 2.5 GB while read."""
DEM_SPREAD: Final = 100
"""Cells of the grid that a model's files are brought to, for each cell of theirs; a million are always allowed. A small
file near a pole, or two far apart, would take half a minute else."""
DEM_FILES: Final = Limit(10_000, "files", "keep the tiles of the area you need")
DEM_ENTRIES: Final = Limit(100_000, "entries in it and its folders", "name the folder that holds the tiles alone")
DEM_DEPTH: Final = Limit(8, "levels of folders", "name the folder that holds the tiles alone")
VRT_BYTES: Final = Limit(16 * MIB, "bytes", "keep the sources of the area you need")
VRT_DEPTH: Final = Limit(4, "levels of VRTs", "name the rasters themselves")
DEM_CACHE_BYTES: Final = GIB
"""Models kept in memory for the next who asks."""

# Studies over maps.

MAP_SIDE: Final = Limit(5000, "nodes on a side", "a larger cell, or a smaller radius")
MAP_BYTES: Final = Limit(4 * GIB, "bytes", "a larger cell, a smaller radius or fewer heights")
"""What a coverage study keeps: a height, and a mark for each height asked for, of every part at every node."""
HEIGHTS: Final = Limit(100, "heights", "fewer heights")
SITE_GRID: Final = Limit(200_000, "places", "a larger ‹grid› step, or a smaller ‹radius›")
"""Of a grid, before those that no asset is near are left out."""
SITE_DISTANCES: Final = Limit(20_000_000, "distances from a place to an asset", "a larger ‹grid› step, or fewer assets")
SITE_MASTS: Final = Limit(50, "masts", "fewer masts")
SITE_PLACES: Final = Limit(2000, "places", "fewer, or a larger step")
SITE_CELLS: Final = Limit(20_000, "demand cells", "fewer heights, rings or bearings, or a larger ‹demand_cell›")
SITE_PAIRS: Final = Limit(200_000_000, "pairs of an option and a demand cell", "fewer places, masts or bearings")
"""Options times demand cells: a byte each, and some more while the solver works."""
CANDIDATE_BYTES: Final = Limit(8 * MIB, "bytes", "leave out what is no candidate")

SWEEP_POINTS: Final = Limit(10_000, "points", "larger steps, or fewer values")
DWELL_LOOKS: Final = Limit(100_000, "looks", "a shorter ‹dwell›")
"""Looks of one radar within the dwell of a coverage study."""

# Campaigns, and what is read of stored ones.

REPLICATIONS: Final = Limit(1_000_000_000_000, "replications", "fewer; the interval narrows with their square root")
"""Of one campaign: at ten million a second, a day."""
PARTS: Final = Limit(1_000_000, "stored parts", "a larger ‹part›")
PART: Final = 1 << 24
"""Replications of a stored part, less one."""
HEADER_BYTES: Final = Limit(64 * MIB, "bytes", "fewer threats, or routes of fewer waypoints")
STATISTICS_BYTES: Final = Limit(16 * MIB, "bytes", "name a directory that `airdef run --out` wrote")
COLUMN_BYTES: Final = 8 * MIB
"""Of one column's statistics, unpacked: a count of less than a million, eight bytes for each value."""
ROWS_BYTES: Final = Limit(4 * GIB, "bytes", "a smaller ‹part›")
ROW_GROUP: Final = 1 << 20
"""Rows that a file of them holds together, and that are read at once: what Arrow writes."""
FOOTER_BYTES: Final = Limit(64 * MIB, "bytes", "store them again with `airdef run --out`")
"""Of a file of rows: some 300 bytes for each column of each million rows."""
KEPT_ROWS_BYTES: Final = Limit(8 * GIB, "bytes", "store them with ‹out›, or simulate fewer")
"""Rows that a campaign keeps in memory."""

# Caches, in memory and on disk: what was used longest ago goes.

GEOMETRY_CACHE_BYTES: Final = GIB
"""On disk."""
STUDY_CACHE_BYTES: Final = 768 * MIB
"""What a study keeps in one process for its next variants: two thirds parts of the geometry, the rest what was put
together from them and what was simulated. What the variant at hand takes comes on top of it (`RAID_BYTES`)."""
UNFINISHED_BYTES: Final = GIB
"""On disk: states of studies that were ended before their time."""
WORKER_CACHE_BYTES: Final = GIB
"""Kernels that a worker of a cluster keeps; the last one it keeps whatever it takes."""
MOTION_CACHE_BYTES: Final = 32 * MIB
"""Ways of threats kept in memory while scenarios are read."""

# The service: defaults of `server.settings.Limits`.

SERVICE_CACHE_BYTES: Final = 256 * MIB
"""Answers, scenes and scenarios kept for the next who asks, all together."""
WORKSPACE_BYTES: Final = 20 * GIB
WORKSPACE_SCENARIOS: Final = 2000
WORKSPACE_JOBS: Final = 1000
WORKSPACE_VERSIONS: Final = 5000
VERSIONS_BYTES: Final = 256 * MIB
"""Of the texts of scenarios as they stood, saved or not; the one used longest ago makes room for another."""
BIN_THINGS: Final = 200
"""Deleted scenarios, and deleted jobs, that can be restored."""
JOB_BYTES: Final = Limit(16 * MIB, "bytes", "fewer or smaller scenarios")
"""Of what a job was ordered with."""
RESULT_BYTES: Final = Limit(256 * MIB, "bytes", "order less")
"""Of an answer that is read from the workspace whole."""
REQUEST_BYTES: Final = SCENARIO_BYTES.most + 64 * KIB
"""Body of a request: the longest scenario, and room for what is around it."""
HEAD_BYTES: Final = 64 * KIB
"""Request line and header of a request."""
CONNECTIONS: Final = 400
READING_REQUESTS: Final = 2
"""Requests for which a scenario is read at once; the others wait."""
SIMULATING_REQUESTS: Final = 2
"""Requests at once that read what a job stored, or simulate a replication of it."""
QUICK_REQUESTS: Final = 8
"""Requests at once that look into the workspace's folders."""
WAITING_REQUESTS: Final = 64
"""Requests of each of these kinds that may wait for their turn."""
SERVICE_RAID_BYTES: Final = Limit(GIB, "bytes", "airdef run, at the command line, simulates larger ones")
"""Memory of a raid (`RAID_BYTES`) that the service shows, simulates and takes jobs of."""
TERRAIN_POSTS: Final = 600
"""Rows, and columns, of heights that are sent of an elevation model: a picture has no more pixels for it. The
360,000 heights take 2 MB, and a quarter of that compressed."""
CUT_POINTS: Final = 800
"""Points along an azimuth at which a side view has the ground and the lowest height seen: a picture has
no more columns."""
CUT_REACH: Final = 1_000_000
"""Longest side view [m]: beyond it nothing below 60 km stands above a horizon."""
