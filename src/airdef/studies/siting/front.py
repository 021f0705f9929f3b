"""Where to stand, as a question in the terms of a scenario: what is placed, where it may stand, what is covered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from airdef.arguments import ArgumentError
from airdef.requests.argument import asks
from airdef.requests.common import RCS
from airdef.requests.places import Site
from airdef.scenario.library import given
from airdef.scenario.numerals import reading
from airdef.scenario.quantities import is_length
from airdef.studies.coverage.question import Question
from airdef.studies.coverage.question import category as position_of
from airdef.studies.siting.masts import PRESENT
from airdef.studies.siting.study import Search, sited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from airdef.scenario.library import ScenarioLike
    from airdef.studies.coverage.question import Measure
    from airdef.studies.siting.study import Siting


@asks(Site)
def site(
    scenario: ScenarioLike,
    *,
    overrides: Mapping[str, object] | None = None,
    candidates: str | Path | None = None,
    grid: float | None = None,
    radius: float = 30e3,
    masts: Sequence[str] = (PRESENT,),
    allow_sea: bool = False,
    present: bool = False,
    keep: Sequence[str] = (),
    turn: int = 0,
    measure: Measure = "engagement",
    altitudes: Sequence[float] = (100.0, 1e3),
    rcs: float = RCS,
    category: str = "aircraft",
    probability: float = 0.9,
    dwell: float = 60.0,
    overlap: int = 1,
    rings: Sequence[float] = (10e3, 20e3, 30e3),
    azimuths: int = 36,
    demand_cell: float | None = None,
    time_limit: float = 60.0,
    gap: float = 0.01,
    threads: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Siting:
    """Choose places and masts that cover most of what the assets are worth, with a bound on what is possible.

    Parameters
    ----------
    scenario
        A scenario, the name of a bundled one, or the path of a YAML file.
    overrides
        Values of the scenario that are replaced, by path, e.g. raid.0.count=12.
    candidates
        File of places: CSV (name, latitude, longitude, mast) or GeoJSON.
    grid
        Instead of a file, a grid of places this far apart [m].
    radius
        How far from an asset the grid goes [m].
    masts
        Masts to try: present, none, heights with their unit, or names of the catalogue.
    allow_sea
        Places on the sea count too.
    present
        Where they stand now are candidates too.
    keep
        Names of parts that stay where they are.
    turn
        Bearings tried as facings of the fire units; 0: facings stay.
    measure
        engagement places fire units; detection and track place surveillance radars.
    altitudes
        Heights of the target above ground [m].
    rcs
        Radar cross-section of the target [m^2].
    category
        Category of threat whose envelope counts.
    probability
        Probability of detection or track that is asked for.
    dwell
        Time within which it is to be reached [s].
    overlap
        How many must cover a cell for it to count.
    rings
        Distances from an asset at which approaches are to be covered [m].
    azimuths
        Bearings of the approaches.
    demand_cell
        Instead of rings, cells of this side within the last ring [m].
    time_limit
        Time after which the solver stops, with the best choice so far [s].
    gap
        It stops when no choice can be better by more than this part.
    threads
        Threads to use; results do not depend on it. By default: all.
    progress
        Called as `progress(stage, done, goal)`.

    Returns
    -------
    Siting
        The chosen places, what they cover, and the proven bound on what any choice could cover.

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If the scenario has nothing that is to be placed or no assets, or an argument is out of range.

    Examples
    --------
    >>> airdef.site("island", grid=2e3, masts=["present", "40V6MD"])
    """
    question = Question(tuple(sorted(set(altitudes))), rcs, measure, probability, dwell, position_of(category))
    wanted = Search(
        question=question,
        overlap=overlap,
        rings=tuple(sorted(set(rings))),
        azimuths=azimuths,
        demand_cell=demand_cell,
        candidates=None if candidates is None else Path(candidates),
        grid=grid,
        radius=radius,
        masts=tuple(dict.fromkeys(mast(m) for m in masts)),
        allow_sea=allow_sea,
        present=present,
        turn=turn,
        keep=tuple(keep),
        time_limit=time_limit,
        gap=gap,
    )
    return sited(given(scenario, overrides), wanted, progress=progress, threads=threads)


def mast(text: str) -> str:
    """Return a mast as a scenario file has it; one of no height is none.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        A mast as a scenario file has it; one of no height is none.

    Raises
    ------
    ValueError
        For an empty text.
    """
    text = text.strip()
    if not text:
        raise ArgumentError("‹masts›: an empty entry given, a mast expected; usual fix: none")
    number, word = reading(text)
    nothing = bool(number) and float(number) == 0.0 and (not word or is_length(text))
    return "none" if nothing else text
