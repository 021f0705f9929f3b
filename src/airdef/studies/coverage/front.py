"""The approach to an asset as an answer: by azimuth, where it is detected and engaged, and what limits that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from airdef.numbers import number
from airdef.requests.argument import asks
from airdef.requests.common import RCS
from airdef.requests.places import Approach as ApproachRequest
from airdef.scenario.library import given
from airdef.showing import Shown
from airdef.studies.coverage.approach import approaches, table
from airdef.studies.coverage.question import category as position_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from airdef.scenario.library import ScenarioLike
    from airdef.showing import Brief
    from airdef.studies.coverage.approach import Approach


@dataclass(frozen=True, repr=False)
class Approaches(Shown):
    """The approach to one goal at one altitude, by azimuth.

    Attributes
    ----------
    name, goal
        Name of the scenario, and of the asset (or command post) that is flown at.
    altitude, rcs, speed
        Of the target: height above the ground [m], radar cross-section [m^2], speed [m/s].
    each
        What happens along each azimuth, from north clockwise.
    """

    name: str
    goal: str
    altitude: float
    rcs: float
    speed: float
    each: tuple[Approach, ...]

    _plot = "plot_approach"

    def headline(self) -> str:
        """Return who is flown at, how, along how many azimuths."""
        return (
            f"{self.name}: a target of {self.rcs:g} m² at {self.altitude:g} m above ground and {self.speed:g} m/s "
            f"flies at {self.goal} along {len(self.each)} azimuths"
        )

    def brief(self) -> Brief:
        """Return the ranges by azimuth, and what limits them."""
        rows = [
            (f"{r['azimuth_deg']:.0f}", number(r["detection_km"]), str(r["detection_limit"]), number(r["track_km"]),
             number(r["first_intercept_km"]), str(r["engagements"]), str(r["engagement_limit"]))
            for r in self.rows()
        ]  # fmt: skip
        head = ("azimuth [deg]", "detected [km]", "limited by", "tracked [km]", "first intercept [km]", "engagements")
        return (*head, "limited by"), rows

    def rows(self) -> list[dict[str, Any]]:
        """Return one row an azimuth as plain data: ranges [km], engagements, limits."""
        return table(list(self.each))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "study": "approach",
            "scenario": self.name,
            "goal": self.goal,
            "altitude_m": self.altitude,
            "rcs_m2": self.rcs,
            "speed_m_s": self.speed,
            "azimuths": self.rows(),
        }

    def table(self) -> pa.Table:
        """Return one row an azimuth as an Arrow table: ranges [km], engagements, limits."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.rows())


@asks(ApproachRequest)
def approach(
    scenario: ScenarioLike,
    altitude: float = 100.0,
    rcs: float = RCS,
    *,
    overrides: Mapping[str, object] | None = None,
    asset: str | None = None,
    speed: float = 250.0,
    category: str = "aircraft",
    probability: float = 0.9,
    azimuths: int = 36,
    distance: float = 400e3,
) -> Approaches:
    """Work out, by azimuth, where a target that flies straight at an asset is detected, tracked and engaged.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    altitude
        Height of the target above ground [m].
    rcs
        Radar cross-section of the target [m^2].
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    asset
        Asset whose approaches are worked out. By default: the first. Without assets it is the first command
        post.
    speed
        Speed of the target [m/s].
    category
        Category of threat whose envelope counts.
    probability
        Probability of detection or track that is asked for.
    azimuths
        How many azimuths, from north clockwise.
    distance
        Where the target starts, over the ground from the asset [m].

    Returns
    -------
    Approaches
        Ranges of detection, track and intercepts by azimuth, with what limits each.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If an argument is out of range, or the asset is unknown.
    """
    resolved = given(scenario, overrides)
    found = approaches(
        resolved, altitude, rcs, asset=asset, speed=speed, category=position_of(category), probability=probability,
        azimuths=azimuths, distance=distance,
    )  # fmt: skip
    first = resolved.assets[0].name if resolved.assets else f"{resolved.systems[0].name}/post"
    return Approaches(resolved.name, asset or first, altitude, rcs, speed, tuple(found))
