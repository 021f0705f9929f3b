"""Where to stand: places for radars or fire units that cover most of what the assets are worth.

With `detection` or `track` the command posts are placed, each with the surveillance radars that stand at it; with
`engagement` the fire units. An option is one of them at a candidate place on a mast. It covers a demand cell (see
`site_demand`) as in `studies.coverage`: by the lowest visible height there, a ray of its own for each point, the
radar's signal, sector and coverage and, for engagements, the missile's envelope. A cell counts if as many as the
overlap says cover it. Facings stay as they are unless `turn` bearings are to be tried for each fire unit.
`site_choice` chooses.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from airdef.arguments import ArgumentError
from airdef.lifeline import result_of
from airdef.limits import SITE_MASTS, SITE_PAIRS
from airdef.numbers import percent
from airdef.opportunity.sight import sensor
from airdef.physics.terrain import SMOOTH
from airdef.physics.viewshed import lowest_visible_at
from airdef.scenario.errors import nearest
from airdef.scenario.land import dem_of
from airdef.scenario.plan import FireUnitPlan, Place, RadarPlan, Scenario
from airdef.showing import Shown
from airdef.studies.coverage.question import Question, Requirement, check_question, covered_at, requirement
from airdef.studies.siting.choice import Choice, Choosing, check, greedy, optimum, so_far
from airdef.studies.siting.demand import Demand, demand
from airdef.studies.siting.masts import PRESENT, on_masts
from airdef.studies.siting.places import Candidate, Ground, grid, read

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from airdef.showing import Brief
Progress = Callable[[str, int, int], None]
Case = tuple["Part", Place, tuple[float, ...], float | None]
"""A part at a place, its antennas' heights above the ground [m], and a facing [rad] if not its own."""


@dataclass(frozen=True)
class Search:
    """What is asked of the places: the question of coverage, the demand and the limits of the solver.

    overlap : how many must cover a cell; rings, radius of the grid, steps and cells [m]; keep : names of what stays;
    masts : `present`, a catalogue's mast, a height with its unit, `none`; turn : bearings tried as the facing of a
    fire unit, 0: facings stay; time_limit [s]; gap relative
    """

    question: Question
    overlap: int = 1
    rings: tuple[float, ...] = (10e3, 20e3, 30e3)
    azimuths: int = 36
    demand_cell: float | None = None
    candidates: Path | None = None
    grid: float | None = None
    radius: float = 30e3
    masts: tuple[str, ...] = (PRESENT,)
    allow_sea: bool = False
    present: bool = False
    turn: int = 0
    keep: tuple[str, ...] = ()
    time_limit: float = 60.0
    gap: float = 0.01


SOLVING: Final = "solving"
"""The stage from which on there is a choice."""


@dataclass(frozen=True)
class Part:
    """What may be placed: a command post's surveillance radars (unit -1) or a fire unit, of a system."""

    name: str
    system: int
    unit: int
    place: Place
    radars: tuple[RadarPlan, ...]
    fire_unit: FireUnitPlan | None

    def sort(self, turned: bool) -> tuple[object, ...]:
        """Return what parts have in common that may change places with one another, facings aside if `turned`.

        Parameters
        ----------
        turned
            Whether facings may be chosen too.

        Returns
        -------
        tuple[object, ...]
            What parts have in common that may change places with one another, facings aside if `turned`.
        """
        alike = tuple(replace(r, name="", place=Place(0.0, 0.0), facing=0.0) for r in self.radars)
        if self.fire_unit is None:
            return (self.name, *alike)
        return (self.system, alike, () if turned else self.fire_unit.facings, self.fire_unit.missiles)


@dataclass(frozen=True)
class Option:
    """A kind of part (an index) at a candidate place on a mast.

    Antennas: heights above the ground [m]; its facing [rad], None: as it was.
    """

    kind: int
    candidate: Candidate
    place: Place
    mast: str
    antennas: tuple[float, ...]
    facing: float | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Siting(Shown):
    """The answer: kinds of parts that move, the options, what covers what, and the choices.

    present : bool[moving parts, cells], what they cover where they stand now, kinds one after the other;
    interrupted : Ctrl-C ended the solver, and `best` is the greedy choice, exchanged
    """

    scenario: Scenario
    search: Search
    demand: Demand
    kinds: tuple[tuple[Part, ...], ...]
    kept: tuple[Part, ...]
    options: tuple[Option, ...]
    left_out: tuple[str, ...]
    choosing: Choosing
    present: NDArray[np.bool_]
    greedy: Choice
    best: Choice
    interrupted: bool = False

    _plot = "plot_siting"

    def headline(self) -> str:
        """Return what share of the assets' value is covered now and by the choice, in one line."""
        from airdef.studies.siting.files import choices

        now, _, best = choices(self)
        gap = f", proven within {100.0 * best['gap']:.1g} %" if best["gap"] > 1e-6 else ", which is the most possible"
        return f"{self.scenario.name}: covers {percent(best['share'])} of the value ({percent(now['share'])} now){gap}"

    def brief(self) -> Brief:
        """Return where each part goes."""
        from airdef.studies.siting.files import sites

        rows = [
            (r["part"], r["place"], f"{r['latitude']:.4f}", f"{r['longitude']:.4f}", r["mast"], f"{r['moved_km']:.1f}")
            for r in sites(self)
        ]
        return ("part", "place", "latitude", "longitude", "mast", "moved [km]"), rows

    def table(self) -> pa.Table:
        """Return one row a part as an Arrow table: its place [deg], ground and antennas [m], mast."""
        import pyarrow as pa

        from airdef.studies.siting.files import sites

        return pa.Table.from_pylist(sites(self))

    @property
    def now(self) -> NDArray[np.int64]:
        """Return by how many each cell is covered as things stand, i64[cells]."""
        return np.asarray(self.choosing.already + self.present.sum(axis=0), np.int64)

    @property
    def whole(self) -> float:
        """Return the value of all assets."""
        return float(self.choosing.weight.sum())

    def placed(self) -> list[tuple[Part, Option]]:
        """Return which part goes where: the parts of a kind in their order to its options in theirs."""
        pairs = []
        for k, parts in enumerate(self.kinds):
            chosen = [self.options[o] for o in self.best.options if self.options[o].kind == k]
            pairs += list(zip(parts, chosen, strict=True))
        return pairs


def sited(
    scenario: Scenario,
    search: Search,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Siting:
    """Return where the radars or fire units of a scenario stand best.

    Parameters
    ----------
    scenario
        The scenario, as it was loaded.
    search
        What is placed, where it may stand, and what is to be covered.
    progress
        Called as `progress(stage, done, goal)`.
    threads
        Threads to use, all by default. The answer does not depend on it.

    Returns
    -------
    Siting
        The chosen places, what they cover, and the proven bound on what any choice could cover. Ctrl-C while the
        solver is at work gives the choice that stands without it (`interrupted`).

    Raises
    ------
    ScenarioError
        If the scenario cannot be run.
    ValueError
        If the scenario has nothing that is to be placed or no assets, or an argument is out of range.
    """
    _check(scenario, search)
    kept, kinds = _kinds(scenario, search)
    dem = dem_of(scenario)
    ground = SMOOTH if dem is None else dem.ground
    cells = demand(scenario.assets, ground, search.question.altitudes, search.rings, search.azimuths,
                   search.demand_cell)  # fmt: skip
    candidates, left_out = _candidates(scenario, search, Ground(dem, search.allow_sea or dem is None), kinds)
    options = _options(scenario, search, kinds, candidates, cells.cells.size)
    cover = _Cover(scenario, search.question, cells)
    judged = [(kinds[o.kind][0], o.place, o.antennas, o.facing) for o in options]
    standing = [(p, p.place, tuple(r.antenna_height for r in p.radars), None)
                for p in (*(p for parts in kinds for p in parts), *kept)]  # fmt: skip
    covers = cover.all([*judged, *standing], progress, threads)
    moving = len(standing) - len(kept)
    choosing = Choosing(
        covers=covers[: len(options)],
        kind=np.array([o.kind for o in options]),
        place=np.unique([c.candidate.name for c in options], return_inverse=True)[1].astype(np.int64),
        counts=tuple(len(parts) for parts in kinds),
        weight=cells.cells,
        already=covers[len(options) + moving :].sum(axis=0).astype(np.int64),
        overlap=search.overlap,
    )
    check(choosing)
    if progress is not None:
        progress(f"{SOLVING}, at most {search.time_limit:g} s", 0, 1)
    best, interrupted = _best(choosing, search)
    present = covers[len(options) : len(options) + moving]
    return Siting(scenario, search, cells, kinds, kept, tuple(options), tuple(left_out), choosing, present,
                  greedy(choosing), best, interrupted)  # fmt: skip


def _best(choosing: Choosing, search: Search) -> tuple[Choice, bool]:
    """Return the best choice, and whether Ctrl-C came before it; then it is the one that stands until then."""
    found: Future[Choice] = Future()

    def solve() -> None:
        try:
            found.set_result(optimum(choosing, search.time_limit, search.gap))
        except BaseException as error:
            found.set_exception(error)

    started = time.perf_counter()
    threading.Thread(target=solve, name="solver", daemon=True).start()  # it hears nothing: the main thread waits
    try:
        return result_of(found), False
    except KeyboardInterrupt:
        return so_far(choosing, time.perf_counter() - started), True


def _check(scenario: Scenario, search: Search) -> None:
    check_question(scenario, search.question)
    for option, value, low, high in (
        ("‹overlap›", search.overlap, 1, 10), ("‹time_limit›", search.time_limit, 0.1, 86_400.0),
        ("‹gap›", search.gap, 0.0, 1.0), ("‹radius›", search.radius, 1e3, 600e3),
        ("‹turn›", search.turn, 0, 36),
        ("‹grid›", search.grid if search.grid is not None else 1e3, 50.0, 600e3),
    ):  # fmt: skip
        if not low <= value <= high:
            msg = f"{option}: {value:g} given, {low:g} to {high:g} expected"
            raise ArgumentError(msg)
    if (search.candidates is None) == (search.grid is None) and not search.present:
        raise ArgumentError("site: one of ‹candidates› and ‹grid› expected; usual fix: a ‹grid› of 2 km")
    sea = any(r.subject == "terrain" and r.attribute == "outside" for r in scenario.adopted_values)
    if search.allow_sea and scenario.dem and not sea:
        raise ArgumentError(
            "‹allow_sea›: a scenario that refuses sites on the sea given; usual fix: "
            "set 'environment.terrain.outside=sea'"
        )


def _kinds(scenario: Scenario, search: Search) -> tuple[tuple[Part, ...], tuple[tuple[Part, ...], ...]]:
    """Return what stays, and what is placed, grouped by what may change places."""
    parts = []
    for s, system in enumerate(scenario.systems):
        if search.question.measure == "engagement":
            parts += [Part(u.name, s, k, u.radar.place, (u.radar,), u) for k, u in enumerate(system.units)]
        elif system.surveillance:
            parts.append(Part(f"{system.name}/post", s, -1, system.post, system.surveillance, None))
    names = [p.name for p in parts]
    nodes = {p.name for p in parts if scenario.systems[p.system].command is not None}  # they stay where they are
    for wanted in search.keep:
        if wanted not in names:
            close = nearest(wanted, names)
            msg = f"‹keep›: '{wanted}' given, one of {', '.join(names)} expected"
            raise ArgumentError(msg + (f"; nearest: '{close[0]}'" if close else ""))
    kinds: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        if part.name not in search.keep and part.name not in nodes:
            kinds.setdefault(part.sort(search.turn > 0), []).append(part)
    if not kinds:
        what = "fire unit" if search.question.measure == "engagement" else "surveillance radar"
        msg = f"site: no {what} to be placed given, at least one expected; usual fix: another ‹measure›, or less ‹keep›"
        raise ArgumentError(msg)
    return tuple(p for p in parts if p.name in search.keep or p.name in nodes), tuple(
        tuple(parts) for parts in kinds.values()
    )


def _candidates(
    scenario: Scenario, search: Search, ground: Ground, kinds: tuple[tuple[Part, ...], ...]
) -> tuple[list[Candidate], list[str]]:
    """Return the candidate places, and the names of those of a file that were left out."""
    found: list[Candidate] = []
    left_out: list[str] = []
    if search.candidates is not None:
        found, left_out = read(search.candidates, ground)
    elif search.grid is not None:
        around = [(a.place.latitude, a.place.longitude) for a in scenario.assets if a.value > 0.0]
        found = grid(ground, around, search.grid, search.radius)
    if search.present:
        parts = [p for parts in kinds for p in parts]
        taken = {c.name for c in found}
        found += [_standing(p, taken) for p in parts]
    return found, left_out


def _standing(part: Part, taken: set[str]) -> Candidate:
    latitude, longitude = np.degrees([part.place.latitude, part.place.longitude])
    name = part.name if part.name not in taken else f"{part.name} (present)"
    return Candidate(name, round(float(latitude), 6), round(float(longitude), 6))


def _options(
    scenario: Scenario,
    search: Search,
    kinds: tuple[tuple[Part, ...], ...],
    candidates: Sequence[Candidate],
    cells: int,
) -> list[Option]:
    """Return every kind at every candidate on every mast that may be there, antennas of one height once, by facing."""
    wanted = dict.fromkeys([*search.masts, *(c.mast for c in candidates if c.mast)])
    SITE_MASTS.check("‹masts›", len(wanted))
    options_at_most = len(kinds) * len(candidates) * len(search.masts) * max(search.turn, 1)
    SITE_PAIRS.check("site", options_at_most * cells)
    variants = {m: on_masts(scenario, m) for m in wanted}
    ground = Ground(dem_of(scenario), True)
    turned = search.turn > 0 and search.question.measure == "engagement"
    facings = [2.0 * math.pi * f / search.turn for f in range(search.turn)] if turned else [None]
    options: list[Option] = []
    for k, parts in enumerate(kinds):
        for c in candidates:
            place = ground.place(c, parts[0].place.height)
            if place is None:  # a present site in a void cannot be, for the loader refuses it
                continue
            heights: dict[tuple[float, ...], Option] = {}
            for mast in (c.mast,) if c.mast else search.masts:
                system = variants[mast].systems[parts[0].system]
                radars = (system.units[parts[0].unit].radar,) if parts[0].unit >= 0 else system.surveillance
                antennas = tuple(r.antenna_height for r in radars)
                heights.setdefault(antennas, Option(k, c, place, mast, antennas))
            options += [replace(o, facing=f) for o in heights.values() for f in facings]
    return options


class _Cover:
    """Works out what a part covers from a place."""

    def __init__(self, scenario: Scenario, question: Question, cells: Demand) -> None:
        self.scenario, self.question, self.cells = scenario, question, cells
        dem = dem_of(scenario)
        self.ground = SMOOTH if dem is None else dem.ground
        self.asked: dict[str, list[Requirement]] = {}

    def all(self, cases: Sequence[Case], progress: Progress | None, threads: int | None) -> NDArray[np.bool_]:
        """Return bool[cases, cells] for parts at places with antennas at heights above the ground and facings."""
        for part, *_ in cases:
            if part.name not in self.asked:
                self.asked[part.name] = [requirement(self.question, r, part.fire_unit) for r in part.radars]
        together = [list(alike) for _, alike in groupby(cases, lambda case: (case[0].name, *case[1:3]))]
        covers = np.zeros((len(cases), self.cells.cells.size), bool)
        done = 0
        with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
            for rows in pool.map(self.of, together):
                covers[done : done + len(rows)] = rows
                done += len(rows)
                if progress is not None:
                    progress("options", done, len(cases))
        return covers

    def of(self, cases: Sequence[Case]) -> list[NDArray[np.bool_]]:
        """Return which cells any of a part's radars covers from one place, bool[cells] for each of its facings."""
        d = self.cells
        part, place, antennas, _ = cases[0]
        rows = [np.zeros((len(d.altitudes), d.weight.size), bool) for _ in cases]
        for asked, radar, antenna in zip(self.asked[part.name], part.radars, antennas, strict=True):
            s = sensor(replace(radar, place=place, antenna_height=antenna), self.scenario.environment, (), self.ground)
            lowest = lowest_visible_at(
                self.ground, place.latitude, place.longitude, s.height, s.earth_radius, d.latitude, d.longitude
            )
            for k, (_, _, _, facing) in enumerate(cases):
                turned = asked if facing is None else replace(asked, facings=(facing,))
                rows[k] |= covered_at(turned, s, place, d.latitude, d.longitude, d.land, lowest)
        return [row.ravel() for row in rows]
