"""The opportunities of many variants of one scenario, put together from parts that are worked out once.

What a radar sees of a body, and what a fire unit can reach of it, depends on that radar or unit, that body, the
jammers and the air, and on nothing else of the scenario. Each such pair is a scenario of its own: one radar or
unit, one threat that starts at time 0. Its opportunities are kept in memory; those of a variant are put together
from its pairs, so that a changed radar cross section costs that body's pairs, a changed radar its own. The
result is bit for bit what `opportunity.compute` gives.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import opportunity
from airdef.opportunity import Looks, Opportunities, Shots, Tracks
from airdef.scenario.plan import DoctrinePlan, FireUnitPlan, Place, RadarPlan, Scenario, SystemPlan, ThreatPlan

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PAIRS = 20_000
"""Pairs kept in memory, those used longest ago forgotten first (some 20 kB each: at most about 400 MB)."""

MOST_WHOLE = 8
"""Whole opportunities kept: variants that differ in chance or doctrine only often follow one another."""

_POST = Place(0.0, 0.0)


@dataclass
class Geometry:
    """Works out opportunities and remembers their parts. `computed` counts the pairs worked out."""

    computed: int = 0
    _pairs: OrderedDict[str, Opportunities] = field(default_factory=OrderedDict)
    _whole: OrderedDict[str, Opportunities] = field(default_factory=OrderedDict)

    def of(self, scenario: Scenario) -> Opportunities:
        """Return `opportunity.compute(scenario)`, bit for bit. Raises ValueError as that does."""
        key = opportunity.geometry_key(scenario)
        if key not in self._whole:
            self._whole[key] = self._assembled(scenario, key)
            if len(self._whole) > MOST_WHOLE:
                self._whole.popitem(last=False)
        self._whole.move_to_end(key)
        return self._whole[key]

    def _assembled(self, scenario: Scenario, key: str) -> Opportunities:
        radars = [(radar, unit) for radar, _, unit in scenario.radars()]
        units = [unit for unit, _ in scenario.units()]
        if not units and not radars:
            return opportunity.compute(scenario)
        bodies = _Bodies.of(scenario)
        by_unit = [self._pairs_of(scenario, _with_unit(unit), bodies) for unit in units]
        by_radar = [
            by_unit[unit] if unit >= 0 else self._pairs_of(scenario, _with_radar(radar), bodies)
            for radar, unit in radars
        ]
        start = np.array([t.start_time for t in scenario.threats], np.float64)
        paths = _tracks((by_unit or by_radar)[0], start)
        aimed = np.array([t.target >= 0 for t in scenario.threats], bool)
        closest = np.array([[pair.closest[0, 0] for pair in pairs] for pairs in by_unit]).reshape(
            len(units), len(start)
        )
        facings = max((len(unit.facings) for unit in units), default=0)
        return Opportunities(
            arrival=np.where(aimed, paths.end, np.inf),
            closest=closest + start,
            tracks=paths,
            looks=_looks(by_radar, start),
            shots=_shots(units, by_unit, start, facings, scenario.environment.time_step),
            facings=facings,
            key=key,
        )

    def _pairs_of(self, scenario: Scenario, system: SystemPlan, bodies: _Bodies) -> list[Opportunities]:
        """Return the opportunities of one radar or unit against the body of each threat.

        Those not met before are worked out together, so that the fly-out of a missile is worked out once for all.
        """

        def against(threats: list[ThreatPlan]) -> Scenario:
            return replace(scenario, systems=(system,), assets=(), threats=tuple(threats), readings=(), text="")

        keys = [opportunity.geometry_key(against([body])) for body in bodies.different]
        missing = [b for b, key in enumerate(keys) if key not in self._pairs]
        if missing:
            self.computed += len(missing)
            found = opportunity.compute(against([bodies.different[b] for b in missing]), threads=1)
            for j, b in enumerate(missing):
                self._pairs[keys[b]] = _alone(found, j, len(missing), keys[b])
        pairs = [self._pairs[key] for key in keys]
        for key in keys:
            self._pairs.move_to_end(key)
        while len(self._pairs) > MOST_PAIRS:
            self._pairs.popitem(last=False)
        return [pairs[b] for b in bodies.of_threat]


def _alone(found: Opportunities, j: int, threats: int, key: str) -> Opportunities:
    """Return one threat's own of the opportunities of one radar or unit against several threats."""
    t, looks, s = found.tracks, found.looks, found.shots
    seen = slice(looks.start[j], looks.start[j + 1])
    nodes = slice(t.start[j], t.start[j + 1])
    lists = range(j, len(s.window_start) - 1, threats)
    grids = range(j, len(s.grid_start) - 1, threats)
    spans = [slice(s.window_start[i], s.window_start[i + 1]) for i in lists]
    nets = [slice(s.grid_start[i], s.grid_start[i + 1]) for i in grids]
    return Opportunities(
        arrival=found.arrival[j : j + 1].copy(),
        closest=found.closest[:, j : j + 1].copy(),
        tracks=Tracks(
            _offsets([nodes.stop - nodes.start]),
            t.t0[j : j + 1].copy(),
            t.dt[j : j + 1].copy(),
            t.end[j : j + 1].copy(),
            t.ecef[nodes].copy(),
        ),
        looks=Looks(
            _offsets([seen.stop - seen.start]),
            looks.time[seen].copy(),
            looks.pd[seen].copy(),
            looks.firm_cdf[seen].copy(),
            looks.drop_bound[seen].copy(),
        ),
        shots=Shots(
            window_start=_offsets([x.stop - x.start for x in spans]),
            window_open=_flat([s.window_open[x] for x in spans], np.float64),
            window_close=_flat([s.window_close[x] for x in spans], np.float64),
            grid_start=_offsets([x.stop - x.start for x in nets]),
            grid_t0=s.grid_t0[list(grids)],
            dt=s.dt,
            time_of_flight=_flat([s.time_of_flight[x] for x in nets], np.float32),
            slant_range=_flat([s.slant_range[x] for x in nets], np.float32),
        ),
        facings=found.facings,
        key=key,
    )


@dataclass(frozen=True)
class _Bodies:
    """The different bodies of a raid as threats that start at time 0, and each threat's among them."""

    different: list[ThreatPlan]
    of_threat: list[int]

    @classmethod
    def of(cls, scenario: Scenario) -> _Bodies:
        index: dict[object, int] = {}
        different: list[ThreatPlan] = []
        of_threat = []
        for t in scenario.threats:
            key = (t.motion, t.rcs, t.swerling, t.category, t.jammer_density)
            if key not in index:
                index[key] = len(different)
                different.append(replace(t, start_time=0.0, gap_mean=0.0, parent=-1, target=-1))
            of_threat.append(index[key])
        return cls(different, of_threat)


def _with_unit(unit: FireUnitPlan) -> SystemPlan:
    return SystemPlan("", _POST, 1, (), (unit,), DoctrinePlan())


def _with_radar(radar: RadarPlan) -> SystemPlan:
    return SystemPlan("", _POST, 1, (radar,), (), DoctrinePlan())


def _offsets(sizes: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.array(sizes, np.int64))]).astype(np.int64)


def _flat(parts: list[NDArray[Any]], kind: type[np.float64] | type[np.float32]) -> NDArray[Any]:
    return np.concatenate(parts, dtype=kind) if parts else np.empty(0, kind)


def _tracks(pairs: list[Opportunities], start: NDArray[np.float64]) -> Tracks:
    own = [pair.tracks for pair in pairs]
    return Tracks(
        start=_offsets([len(t.ecef) for t in own]),
        t0=start.copy(),
        dt=np.array([t.dt[0] for t in own], np.float64),
        end=start + np.array([t.end[0] for t in own], np.float64),
        ecef=np.concatenate([t.ecef for t in own]) if own else np.empty((0, 3)),
    )


def _looks(by_radar: list[list[Opportunities]], start: NDArray[np.float64]) -> Looks:
    """Join the lists of looks, radar by radar; a pair has one radar and so one list."""
    own = [(pair.looks, t0) for pairs in by_radar for pair, t0 in zip(pairs, start, strict=True)]
    return Looks(
        start=_offsets([looks.time.size for looks, _ in own]),
        time=_flat([looks.time + t0 for looks, t0 in own], np.float64),
        pd=_flat([looks.pd for looks, _ in own], np.float32),
        firm_cdf=_flat([looks.firm_cdf for looks, _ in own], np.float64),
        drop_bound=_flat([looks.drop_bound for looks, _ in own], np.float64),
    )


def _shots(
    units: list[FireUnitPlan],
    by_unit: list[list[Opportunities]],
    start: NDArray[np.float64],
    facings: int,
    dt: float,
) -> Shots:
    """Join windows and fly-outs, weapon by weapon; facings that a unit has not got are empty."""
    opens, closes, tof, slant = [], [], [], []
    first = []
    for unit, pairs in zip(units, by_unit, strict=True):
        own = len(unit.facings)
        for w in range(len(unit.missiles)):
            for k in range(facings):
                for pair, t0 in zip(pairs, start, strict=True):
                    s = pair.shots
                    a, b = s.window_start[w * own + k : w * own + k + 2] if k < own else (0, 0)
                    opens.append(s.window_open[a:b] + t0)
                    closes.append(s.window_close[a:b] + t0)
            for pair, t0 in zip(pairs, start, strict=True):
                s = pair.shots
                a, b = s.grid_start[w : w + 2]
                tof.append(s.time_of_flight[a:b])
                slant.append(s.slant_range[a:b])
                first.append(t0 + s.grid_t0[w])
    return Shots(
        window_start=_offsets([len(o) for o in opens]),
        window_open=_flat(opens, np.float64),
        window_close=_flat(closes, np.float64),
        grid_start=_offsets([len(t) for t in tof]),
        grid_t0=np.array(first, np.float64),
        dt=dt,
        time_of_flight=_flat(tof, np.float32),
        slant_range=_flat(slant, np.float32),
    )
