"""The opportunity tables as plain Python lists, with the doctrine's hold-fire range applied."""

from __future__ import annotations

from bisect import bisect_right
from math import acos, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import ecef_height, ecef_to_enu, enu_rotation, enu_to_aer, geodetic_to_ecef
from airdef.scenario.positions import with_positions

if TYPE_CHECKING:
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.movement_plan import DirectionFinderPlan
    from airdef.scenario.plan import RadarPlan, Scenario, SystemPlan, ThreatPlan

EPSILON = 1e-9
"""Slack of all comparisons of times [s]: (open - reaction) + reaction may miss `open` by rounding, which for
times below 1e5 s is under 1e-10 s; nothing in the model happens within a nanosecond."""

Intervals = list[tuple[float, float]]


def threatens(system: SystemPlan, threat: ThreatPlan) -> bool:
    """Tell whether a threat is aimed at what a system guards."""
    return threat.target in system.guards


class Geometry:
    """Windows, fly-outs and looks. All times are those of a threat that starts on schedule.

    What moves has rows of its own for each of its positions, behind those of the scenario.
    """

    def __init__(self, scenario: Scenario, opportunities: Opportunities) -> None:
        self.scenario, self.wide = scenario, with_positions(scenario)
        self.threats = len(scenario.threats)
        self.facings = opportunities.facings
        self.arrival = opportunities.arrival.tolist()
        self.end = opportunities.tracks.end.tolist()
        self.closest = opportunities.closest.tolist()
        self.shots = opportunities.shots
        looks = opportunities.looks
        lists = range(len(looks.of))
        self.look_start = np.cumsum([0, *(looks.within(i).stop - looks.within(i).start for i in lists)]).tolist()
        self.look_time = [t for i in lists for t in looks.times(i).tolist()]
        self.look_pd = np.array([p for i in lists for p in looks.pd[looks.within(i)].tolist()], np.float64)
        self.systems = [s for _, s in self.wide.units()]
        self.weapon_unit = [u for _, u in self.wide.interceptors()]
        self._opens: dict[tuple[tuple[int, ...], int, int], list[tuple[float, int, int]]] = {}
        self._firm: dict[tuple[int, int], list[float]] = {}
        self.tracks = opportunities.tracks
        self.opens: list[list[float]] = []
        self.closes: list[list[float]] = []
        self.ranks: dict[tuple[object, ...], tuple[float, ...]] = {}
        self._fill_windows()
        self.flyouts = self._flyouts()

    def _fill_windows(self) -> None:
        shots, T, K, scenario = self.shots, self.threats, self.facings, self.scenario
        for w, u in enumerate(self.weapon_unit):
            system = self.wide.systems[self.systems[u]]
            hold, only = system.doctrine.hold_fire_range, system.doctrine.guarded == "only" and bool(system.guards)
            for row in range(w * K * T, (w + 1) * K * T):
                part = slice(int(shots.window_start[row]), int(shots.window_start[row + 1]))
                opens, closes = shots.window_open[part].tolist(), shots.window_close[part].tolist()
                windows = sorted(zip(opens, closes, strict=True))
                if only and not threatens(system, scenario.threats[row % T]):
                    windows = []
                if hold < np.inf:
                    windows = [piece for window in windows for piece in self._held(w, row % T, window, hold)]
                self.opens.append([a for a, _ in windows])
                self.closes.append([b for _, b in windows])

    def _held(self, w: int, j: int, window: tuple[float, float], hold: float) -> Intervals:
        """Keep the launch times in a window whose intercept lies within `hold` [m] (range linear between nodes)."""
        t0, _, ranges = self._grid(w, j)
        nodes = t0 + self.shots.dt * np.arange(len(ranges))
        inner = nodes[(nodes > window[0]) & (nodes < window[1])]
        times = np.concatenate(([window[0]], inner, [window[1]]))
        excess = np.interp(times, nodes, ranges) - hold
        pieces: Intervals = []
        for a, b, fa, fb in zip(times[:-1], times[1:], excess[:-1], excess[1:], strict=True):
            if fa > 0 and fb > 0:
                continue
            crossing = a + (b - a) * fa / (fa - fb) if (fa > 0) != (fb > 0) else a
            lo, hi = (crossing if fa > 0 else a), (crossing if fb > 0 else b)
            if pieces and pieces[-1][1] == lo:
                lo = pieces.pop()[0]
            pieces.append((float(lo), float(hi)))
        return pieces

    def _grid(self, w: int, j: int) -> tuple[float, np.ndarray, np.ndarray]:
        row = w * self.threats + j
        part = self.shots.grid(row)
        flight = self.shots.time_of_flight[part].astype(np.float64)
        return float(self.shots.grid_t0[row]), flight, self.shots.slant_range[part].astype(np.float64)

    def _flyouts(self) -> list[tuple[float, list[float], list[float]]]:
        grids = [self._grid(w, j) for w in range(len(self.weapon_unit)) for j in range(self.threats)]
        return [(t0, flight.tolist(), ranges.tolist()) for t0, flight, ranges in grids]

    def firm_chance(self, row: int, first: int, radar: RadarPlan) -> list[float]:
        """Return the probability of a firm track at or before each look of a list, counted from look `first` on."""
        if (row, first) not in self._firm:
            mask, states, firm, out = (1 << radar.confirm_n) - 1, {0: 1.0}, 0.0, []
            for p in self.look_pd[first : self.look_start[row + 1]].tolist():
                after: dict[int, float] = {}
                for recent, weight in states.items():
                    for hit, share in ((1, p), (0, 1.0 - p)):
                        state = (recent << 1 | hit) & mask
                        if state.bit_count() >= radar.confirm_m:
                            firm += weight * share
                        else:
                            after[state] = after.get(state, 0.0) + weight * share
                states = after
                out.append(firm)
            self._firm[row, first] = out
        return self._firm[row, first]

    def comes_within(self, radar: RadarPlan, j: int, distance: float) -> float:
        """Return when the threat is first within a slant range [m] of the antenna, straight between nodes (inf: never).

        No later than the end of its motion.
        """
        tracks, nodes = self.tracks, self._from_antenna(radar, j)
        if np.linalg.norm(nodes[0]) <= distance:
            return float(tracks.t0[j])
        for i in range(len(nodes) - 1):
            a, b = nodes[i], nodes[i + 1] - nodes[i]
            # |a + f b| = distance: the smaller root in [0, 1], if the line comes that near
            bb, ab, rest = b @ b, a @ b, a @ a - distance**2
            root = ab * ab - bb * rest
            if bb > 0 and root >= 0 and 0 <= (f := (-ab - sqrt(root)) / bb) <= 1:
                time = float(tracks.t0[j] + (i + f) * tracks.dt[j])
                return time if time <= tracks.end[j] else float("inf")
        return float("inf")

    def _from_antenna(self, radar: RadarPlan, j: int) -> np.ndarray:
        """Return the nodes of a threat's track as seen from the antenna, where the radar is declared [m]."""
        place, start = radar.place, self.tracks.start
        antenna = geodetic_to_ecef(place.latitude, place.longitude, place.height + radar.antenna_height)
        return self.tracks.ecef[start[j] : start[j + 1]] - np.array(antenna)

    def first_heard(self, finder: DirectionFinderPlan, radar: RadarPlan, facings: tuple[float, ...], j: int) -> float:
        """Return at which node a direction finder first hears a threat in the sector of a radar (inf: never).

        The radar may face several ways. The Earth is smooth.
        """
        tracks, place = self.tracks, finder.place
        threat = self.scenario.threats[j]
        if not (threat.emits or threat.jammer_density > 0):
            return float("inf")
        radius = self.scenario.environment.effective_earth_factor * EARTH_RADIUS_MEAN
        own = place.height + finder.antenna_height
        origin = np.array(geodetic_to_ecef(place.latitude, place.longitude, own))
        rotation = enu_rotation(place.latitude, place.longitude)
        for i, node in enumerate(tracks.ecef[tracks.start[j] : tracks.start[j + 1]]):
            time, away = float(tracks.t0[j] + i * tracks.dt[j]), float(np.linalg.norm(node - origin))
            if time > tracks.end[j]:
                break
            a, b = radius + max(own, 0.0), radius + max(ecef_height(*node), 0.0)
            apart = acos(min(1.0, max(-1.0, (a * a + b * b - away * away) / (2.0 * a * b))))
            if away > finder.range or apart > acos(radius / a) + acos(radius / b):
                continue
            azimuth, _, _ = enu_to_aer(*ecef_to_enu(*node, origin, rotation))
            off = [abs((azimuth - facing + pi) % (2.0 * pi) - pi) for facing in facings]
            if radar.sector_width >= 2.0 * pi or min(off) <= radar.sector_width / 2.0:
                return time
        return float("inf")

    def slant_range(self, radar: RadarPlan, j: int, time: float) -> float:
        """Return how far a threat is from the antenna at a time [m], straight between nodes."""
        nodes = self._from_antenna(radar, j)
        x = min(max((time - self.tracks.t0[j]) / self.tracks.dt[j], 0.0), len(nodes) - 1.0)
        i = min(int(x), len(nodes) - 2)
        return float(np.linalg.norm(nodes[i] + (x - i) * (nodes[i + 1] - nodes[i])))

    def row(self, w: int, facing: int, j: int) -> int:
        """Return the list index of the windows of weapon w, turned to `facing`, for threat j."""
        return (w * self.facings + facing) * self.threats + j

    def openings(self, weapons: tuple[int, ...], types: int, j: int) -> list[tuple[float, int, int]]:
        """Return when windows of any of a unit's types open, with the facing and the position's weapon, in order."""
        if (weapons, types, j) not in self._opens:
            found = {
                (time, facing, weapon)
                for weapon in weapons
                for w in range(weapon, weapon + types)
                for facing in range(self.facings)
                for time in self.opens[self.row(w, facing, j)]
            }
            self._opens[weapons, types, j] = sorted(found)
        return self._opens[weapons, types, j]

    def in_window(self, w: int, facing: int, j: int, time: float) -> bool:
        """Tell whether a launch at `time` falls into a window."""
        row = self.row(w, facing, j)
        i = bisect_right(self.opens[row], time + EPSILON) - 1
        return i >= 0 and self.closes[row][i] >= time - EPSILON

    def has_opened(self, w: int, facing: int, j: int, time: float) -> bool:
        """Tell whether a launch at `time` falls into a window that opened before."""
        row = self.row(w, facing, j)
        i = bisect_right(self.opens[row], time - EPSILON) - 1
        return i >= 0 and self.closes[row][i] >= time - EPSILON

    def next_open(self, w: int, facing: int, j: int, time: float) -> float:
        """Return when the first window that is open at `time` or later opens (inf: none)."""
        row = self.row(w, facing, j)
        for a, b in zip(self.opens[row], self.closes[row], strict=True):
            if b >= time - EPSILON:
                return a
        return float("inf")

    def flyout(self, w: int, j: int, time: float) -> tuple[float, float]:
        """Return the time of flight [s] and the slant range [m] of a launch at `time`, linear between nodes."""
        t0, flight, ranges = self.flyouts[w * self.threats + j]
        x = min(max((time - t0) / self.shots.dt, 0.0), len(flight) - 1.0)
        i = min(int(x), len(flight) - 2) if len(flight) > 1 else 0
        if len(flight) == 1:
            return flight[0], ranges[0]
        f = x - i
        return flight[i] + f * (flight[i + 1] - flight[i]), ranges[i] + f * (ranges[i + 1] - ranges[i])
