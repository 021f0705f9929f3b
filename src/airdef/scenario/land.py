"""The ground of a scenario: its elevation model, what stands on it, and what may fly over it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from airdef.terrain import AS_THE_FILE, BUNDLED, Declared, Dem, DemError, check_name, exists, load

if TYPE_CHECKING:
    from airdef.physics.path import GroundHeight
    from airdef.scenario.document import Document
    from airdef.scenario.errors import Path
    from airdef.scenario.plan import Scenario
    from airdef.scenario.schema import Terrain

WHERE: Path = ("environment", "terrain")
SMOOTH = "smooth"
ALLOW = "write 'terrain: {dem: ..., outside: sea}' to have smooth sea there"


@dataclass(frozen=True, eq=False)
class Land:
    """An elevation model (None: the smooth Earth).

    With where it was read, whether what it lacks counts as sea, and what the scenario says of its file.
    """

    dem: Dem | None = None
    source: str = ""
    sea: bool = False
    declared: Declared = AS_THE_FILE

    @property
    def terrain(self) -> str:
        """Return what `Environment.terrain` says of it: `smooth`, or the content of the elevation model."""
        return SMOOTH if self.dem is None else f"dem {self.dem.digest}"

    @property
    def ground(self) -> GroundHeight | None:
        """Return the height of the ground as `physics.path` wants it."""
        return None if self.dem is None else self.dem.heights

    def height(self, latitude: float, longitude: float) -> float:
        """Return the height of the ground [m] at a point [rad]; 0 over the smooth Earth and beyond the model.

        Parameters
        ----------
        latitude
            Latitude [rad].
        longitude
            Longitude [rad].

        Returns
        -------
        float
            The height of the ground [m] at a point [rad].
        """
        return 0.0 if self.dem is None else self.dem.height(latitude, longitude)


def dem_of(scenario: Scenario) -> Dem | None:
    """Return the elevation model of a scenario, None for the smooth Earth.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Dem | None
        The elevation model of a scenario, None for the smooth Earth.

    Raises
    ------
    DemError
        If it has changed.
    """
    if scenario.environment.terrain == SMOOTH:
        return None
    dem = load(scenario.dem, scenario.dem_declared)
    if f"dem {dem.digest}" != scenario.environment.terrain:
        given = f"'{scenario.dem}', changed since the scenario was loaded"
        raise DemError(given, "the same file", "load the scenario again")
    return dem


def land_of(declared: Terrain, document: Document) -> Land:
    """Return the ground a scenario declares.

    Parameters
    ----------
    declared
        What the file declares.
    document
        The document that it was read from, for the places in messages.

    Returns
    -------
    Land
        The ground a scenario declares.

    Raises
    ------
    ScenarioError
        For an elevation model that cannot be used.
    """
    from airdef.scenario.errors import ScenarioError, nearest

    if declared.dem is None:
        return Land()
    source = declared.dem
    about = Declared(declared.voids, declared.heights, declared.unit)
    try:
        if source not in BUNDLED:
            path = FilePath(document.file).parent / source
            if not exists(path):
                check_name(source)
            source = str(path.resolve())
        return Land(load(source, about), source, declared.outside == "sea", about)
    except DemError as e:
        close = nearest(declared.dem, BUNDLED)
        raise ScenarioError([document.problem((*WHERE, "dem"), e.given, e.expected, e.fix, close)]) from None
