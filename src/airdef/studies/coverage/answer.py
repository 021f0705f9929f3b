"""What a coverage study found: the map, what each part of the defence covers of it, and the table of areas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef.numbers import percent
from airdef.physics.constants import WGS84_A, WGS84_F
from airdef.showing import Shown
from airdef.studies.coverage.grid import distances

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray
    from numpy.typing import NDArray

    from airdef.physics.viewshed import Nodes
    from airdef.scenario.plan import Scenario
    from airdef.showing import Brief
    from airdef.studies.coverage.question import F32, F64, Mask, Question


@dataclass(frozen=True, eq=False)
class Part:
    """What one radar or fire unit covers.

    lowest : f32[rows, columns], the lowest visible height above sea level [m]
    covered : bool[altitudes, rows, columns]; ring : the published range [m]; place [rad]
    """

    name: str
    latitude: float
    longitude: float
    antenna: float
    ring: float
    lowest: F32
    covered: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class Coverage(Shown):
    """A coverage study: a map of where the parts of a defence see, track or engage a target.

    Attributes
    ----------
    scenario, question
        What was asked, of which defence.
    nodes
        The nodes of the map, on which everything is computed.
    ground
        Heights of the ground at the nodes, f64[rows, columns] [m].
    parts
        What each radar or fire unit covers, by altitude.
    interrupted
        Whether Ctrl-C came before the last part; then `parts` holds the first ones.
    """

    scenario: Scenario
    question: Question
    nodes: Nodes
    ground: F64
    parts: tuple[Part, ...]
    interrupted: bool = False

    _plot = "plot_coverage"

    def headline(self) -> str:
        """Return what is covered at how many heights, in one line."""
        q = self.question
        heights = ", ".join(f"{a:g} m" for a in q.altitudes)
        return f"{self.scenario.name}: {q.measure} of a target of {q.rcs:g} m² at {heights} by {len(self.parts)} parts"

    def brief(self) -> Brief:
        """Return the area covered by each part and by all together, at each height."""
        found = [
            (str(r["part"]), f"{r['altitude_m']:g}", f"{r['covered_km2']:,.0f}", percent(r["ring_covered"]))
            for r in rows(self)
        ]
        return ("part", "height [m]", "covered [km²]", "of the published ring"), found

    def table(self) -> pa.Table:
        """Return one row a part and height as an Arrow table: areas [km^2] and shares."""
        import pyarrow as pa

        return pa.Table.from_pylist([{"twice_km2": math.nan, **r} for r in rows(self)])

    def to_xarray(self) -> xarray.Dataset:
        """Return the map as labelled arrays; xarray comes with the extra `xarray`.

        `covered` is bool[part, altitude, latitude, longitude], `count` how many parts cover a node, `lowest` the lowest
        visible height of a part above sea level [m], `ground` the height of the ground [m]. Latitudes and longitudes
        are in degrees, altitudes in metres above the ground.
        """
        from airdef.studies.coverage.labelled import dataset

        return dataset(self)

    def count(self) -> NDArray[np.uint8]:
        """Return how many parts cover each node, u8[altitudes, rows, columns]."""
        return np.asarray(np.sum([p.covered for p in self.parts], axis=0), np.uint8)

    def cell_areas(self) -> F64:
        """Return the area of the cells of each row [m^2], f64[rows, 1], on the WGS-84 ellipsoid.

        dlat dlon M N cos(latitude), M and N the radii of curvature: M N = a^2 (1 - e^2) / (1 - e^2 sin^2(latitude))^2.
        """
        latitude = self.nodes.north - np.arange(self.nodes.rows) * self.nodes.dlat
        e2 = WGS84_F * (2.0 - WGS84_F)
        curved = WGS84_A**2 * (1.0 - e2) / (1.0 - e2 * np.sin(latitude) ** 2) ** 2
        return np.asarray((self.nodes.dlat * self.nodes.dlon * curved * np.cos(latitude))[:, None])

    def rings(self) -> Mask:
        """Return the nodes within any part's published ring, bool[rows, columns]."""
        within = [distances(self.nodes, p.latitude, p.longitude) <= p.ring for p in self.parts]
        return np.asarray(np.any(within, axis=0))


def rows(study: Coverage) -> list[dict[str, Any]]:
    """Return the table: for each part and for all together, at each altitude, areas [km^2] and shares [1].

    Parameters
    ----------
    study
        The coverage study.

    Returns
    -------
    list[dict[str, Any]]
        The table: for each part and for all together, at each altitude, areas [km^2] and shares [1].
    """
    area = study.cell_areas() / 1e6
    inside = {p.name: distances(study.nodes, p.latitude, p.longitude) <= p.ring for p in study.parts}
    anywhere = study.rings()
    count = study.count()
    table: list[dict[str, Any]] = []
    for k, altitude in enumerate(study.question.altitudes):
        for p in study.parts:
            table.append(_row(p.name, altitude, p.covered[k], inside[p.name], area))
        if study.interrupted:
            continue  # what all cover together is not known
        whole = _row("defence", altitude, count[k] > 0, anywhere, area)
        whole["twice_km2"] = float((area * (count[k] > 1)).sum())
        table.append(whole)
    return table


def _row(name: str, altitude: float, covered: Mask, ring_: Mask, area: F64) -> dict[str, Any]:
    published = float((area * ring_).sum())
    hit = float((area * (covered & ring_)).sum())
    return {
        "part": name, "altitude_m": altitude, "covered_km2": float((area * covered).sum()), "ring_km2": published,
        "ring_covered": hit / published if published else math.nan, "gap_km2": published - hit,
    }  # fmt: skip
