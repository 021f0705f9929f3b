"""What a scenario asks of its ground: heights of sites, and ways that stay over it and above it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from airdef.scenario.plan import Place, UsedValue
from airdef.terrain import Dem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.physics.trajectory import Trajectory
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path, ScenarioError

WHERE: Path = ("environment", "terrain")
SMOOTH = "smooth"
ALLOW = "write 'terrain: {dem: ..., outside: sea}' to have smooth sea there"


def place(at: tuple[float, float]) -> Place:
    """Return a place at sea level from latitude and longitude in degrees.

    Parameters
    ----------
    at
        Latitude and longitude [deg].

    Returns
    -------
    Place
        A place at sea level from latitude and longitude in degrees.
    """
    return Place(math.radians(at[0]), math.radians(at[1]))


def write_down(context: Context) -> None:
    """Write down among the scenario's assumptions what was done to the heights of its elevation model.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    """
    land = context.land
    if land.dem is None:
        return
    notes = [("heights", note) for note in land.dem.notes]
    if land.sea:
        notes.append(("outside", "beyond the elevation model the ground is smooth sea, as the scenario allows"))
    for attribute, reason in notes:
        _note(context, attribute, reason)


def _note(context: Context, attribute: str, reason: str) -> None:
    context.figures.used[UsedValue("terrain", attribute, 0.0, 0.0, 0.0, "m", "assumed", (), reason)] = None


def site_height(
    context: Context, latitude: float, longitude: float, declared: float | None, path: Path, name: str
) -> float:
    """Return the height of the ground [m] under something that stands there.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    latitude
        Latitude [rad].
    longitude
        Longitude [rad].
    declared
        Height in the file [m], which an elevation model replaces; None for none.
    path
        Where it stands in the document.
    name
        The name.

    Returns
    -------
    float
        The height of the ground [m] under something that stands there.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    dem = context.land.dem
    if dem is None:
        return declared or 0.0
    if declared is not None:
        raise context.refuse(path, "'height' over an elevation model", "no height", "remove 'height': the model has it")
    at = f"{math.degrees(latitude):.4f}, {math.degrees(longitude):.4f}"
    if dem.in_void(latitude, longitude):
        raise context.refuse(path, f"a site in a void of the elevation model ({at})", "ground whose height is known",
                             "move it, or take a model without voids there")  # fmt: skip
    inside = dem.contains(latitude, longitude)
    if inside and dem.height(latitude, longitude) > 0.0:
        return dem.height(latitude, longitude)
    if not context.land.sea:
        given = f"a site over the sea ({at})" if inside else f"a site outside the elevation model ({at})"
        expected = f"ground of the model ({dem.area()})"
        raise context.refuse(path, given, expected, f"move it, or {ALLOW}")
    _note(context, "site", f"{name} stands {'on the sea' if inside else 'beyond the model'}, on the smooth Earth")
    return 0.0


def check_way(context: Context, points: Sequence[tuple[float, float]], path: Path) -> None:
    """Refuse a route that leaves the elevation model, unless the scenario has sea there.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    points
        The waypoints, latitude and longitude [rad].
    path
        Where it stands in the document.
    """
    land = context.land
    if land.dem is None or land.sea:
        return
    for i, (latitude, longitude) in enumerate(points):
        if not land.dem.contains(latitude, longitude):
            raise _left(context, path, f"waypoint {i + 1} outside the elevation model", land.dem)


def _left(context: Context, path: Path, given: str, dem: Dem) -> ScenarioError:
    return context.refuse(path, given, f"a route within {dem.area()}",
                          f"shorten the route, take a larger model, or {ALLOW}")  # fmt: skip


def check_clear(context: Context, flown: Trajectory, path: Path) -> None:
    """Refuse a route that leads into the ground, or over parts without heights of a model that is all there is.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    flown
        The motion as it is flown.
    path
        Where it stands in the document.
    """
    from airdef.physics.geodesy import ecef_to_geodetic_array

    dem = context.land.dem
    if dem is None:
        return
    times = np.append(np.arange(flown.t0, flown.t_end, flown.dt), flown.t_end)
    latitude, longitude, height = ecef_to_geodetic_array(flown.position_at(times))
    if dem.outside is not None and not context.land.sea:
        for at in zip(latitude, longitude, strict=True):
            if not dem.contains(*at):
                place = f"{math.degrees(at[0]):.4f}, {math.degrees(at[1]):.4f}"
                raise _left(context, path, f"a route over a part of the elevation model without heights ({place})", dem)
    ground = dem.heights(latitude, longitude)
    # A metre for the chords between the nodes of a path that hugs the ground.
    deepest = int(np.argmax(np.where(ground > 0.0, ground - height, -np.inf)))
    if ground[deepest] > 0.0 and ground[deepest] - height[deepest] > 1.0:
        place = f"{math.degrees(latitude[deepest]):.4f}, {math.degrees(longitude[deepest]):.4f}"
        raise context.refuse(
            path,
            f"a route into the ground (at {height[deepest]:.0f} m over ground of {ground[deepest]:.0f} m, {place})",
            "a route above it",
            "write 'above: ground', or fly higher",
        )
