"""Scenarios and opportunities made by hand: arrays in, no geometry, so that answers are known exactly."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from airdef.opportunity.tables import Looks, Opportunities, Shots, Tracks
from airdef.scenario.plan import (
    CATEGORIES,
    AssetPlan,
    CommandPlan,
    DoctrinePlan,
    FireUnitPlan,
    LauncherPlan,
    MissilePlan,
    Place,
    RadarPlan,
    Scenario,
    SystemPlan,
    ThreatPlan,
    WaypointMotion,
)
from airdef.scenario.positions import with_positions

HERE = Place(0.0, 0.0)
SEEN = [(1.0, 1.0)]
"""Looks: one, at 1 s, that always detects."""
OPEN = [(2.0, 1000.0)]
"""Windows: one, open from 2 s on."""
C = len(CATEGORIES)
Intervals = list[tuple[float, float]]


def radar(**changes: Any) -> RadarPlan:
    """Return a radar that confirms a track at its first detection and drops it at the first miss."""
    plan = RadarPlan(
        name="radar",
        place=HERE,
        antenna_height=10.0,
        frequency=3e9,
        snr_constant=1e20,
        pfa=1e-6,
        pulses=1,
        scan_period=1.0,
        facing=0.0,
        sector_width=2 * np.pi,
        min_elevation=0.0,
        max_elevation=np.pi / 2,
        min_range=0.0,
        instrumented_range=3e5,
        min_radial_speed=0.0,
        track_capacity=0,
        confirm_m=1,
        confirm_n=1,
        drop_misses=1,
        hits_to_destroy=1,
    )
    return replace(plan, **changes)


def missile(sspk: float | tuple[float, ...] = 1.0, **changes: Any) -> MissilePlan:
    """Return a missile of 100 km reach without range, manoeuvre or jamming effects."""
    plan = MissilePlan(
        name="missile",
        max_range=(1e5,) * C,
        min_range=0.0,
        max_altitude=(3e4,) * C,
        min_altitude=0.0,
        max_target_speed=5e3,
        max_speed=1e3,
        boost_time=1.0,
        launch_mass=1000.0,
        diameter=0.5,
        length=7.0,
        sustain_time=0.0,
        sustain_share=0.0,
        booster_mass=0.0,
        booster_diameter=0.0,
        specific_impulse=245.0,
        nozzle_ratio=0.5,
        fin_drag=0.08,
        drag_factor=1.0,
        max_normal_force=8.0,
        loft_apogee=0.0,
        min_intercept_speed=0.0,
        min_intercept_load=0.0,
        constant_speed=1e3,
        needs_radar=True,
        sspk=sspk if isinstance(sspk, tuple) else (sspk,) * C,
        range_factor=1.0,
        manoeuvre_factor=1.0,
        jamming_factor=1.0,
    )
    return replace(plan, **changes)


def launcher(rounds: int = 1000, **changes: Any) -> LauncherPlan:
    """Return a launcher without delay and without reloads."""
    plan = LauncherPlan(
        missile=0, rounds=rounds, interval=0.0, reload_time=0.0, reloads=0, place=HERE, hits_to_destroy=1
    )
    return replace(plan, **changes)


def unit(**changes: Any) -> FireUnitPlan:
    """Return a fire unit without delays and with channels enough."""
    plan = FireUnitPlan(
        name="unit",
        radar=radar(),
        missiles=(missile(),),
        launchers=(launcher(),),
        target_channels=1000,
        missile_channels=1000,
        reaction_time=0.0,
        launch_interval=0.0,
        facings=(0.0,),
        slew_rate=0.0,
    )
    return replace(plan, **changes)


def doctrine(salvo: tuple[int, ...] = (1,), **changes: Any) -> DoctrinePlan:
    """Return a doctrine with the same salvo for every category."""
    return replace(DoctrinePlan(salvo=(salvo,) * C), **changes)


def system(*units: FireUnitPlan, **changes: Any) -> SystemPlan:
    """Return a system of the given units without surveillance radars."""
    plan = SystemPlan("system", HERE, 1, (), units or (unit(),), doctrine())
    return replace(plan, **changes)


def node(allocation: str = "none", adequate: float = 0.5, **changes: Any) -> SystemPlan:
    """Return a command node without radars that allocates nothing."""
    return replace(system(units=(), command=CommandPlan(allocation, adequate)), **changes)


def threat(member: int = 0, **changes: Any) -> ThreatPlan:
    """Return a threat on the first asset that always hits."""
    plan = ThreatPlan(
        name="threat",
        formation_index=0,
        member=member,
        threat_class="raider",
        category=0,
        looks_like=0,
        motion=WaypointMotion(((0.0, 0.0), (0.0, 0.01)), (1e3, 1e3), (300.0,)),
        start_time=0.0,
        gap_mean=0.0,
        parent=-1,
        rcs=(1.0, 1.0, 1.0),
        swerling=0,
        target=0,
        hit_probability=1.0,
        hits=1,
        homing=False,
        manoeuvring=False,
        jammer_density=0.0,
    )
    return replace(plan, **changes)


def asset(**changes: Any) -> AssetPlan:
    """Return an asset of value 1 that one hit destroys."""
    return replace(AssetPlan("asset", HERE, 0.0, 1.0, 1), **changes)


def scenario(*systems: SystemPlan, threats: list[ThreatPlan], assets: tuple[AssetPlan, ...] = (asset(),)) -> Scenario:
    """Return a scenario. Command nodes stand behind all systems."""
    return Scenario("hand-made", "", systems, assets, tuple(threats))


@dataclass
class Hand:
    """Opportunities by hand. Keys: looks (radar, threat), windows (weapon, facing, threat), flyouts (weapon, threat).

    `arrivals` [s] is one number for each threat (inf: passes until `ends`). A look is (time, pd), a window
    (open, close). What moves is a further radar, unit and weapon at each of its further positions, behind all others
    (`airdef.scenario.positions`). A flyout is (t0, times of flight, slant ranges) on a grid of `dt`; without one
    `flight` and `slant_range` hold at all times.
    """

    plan: Scenario
    arrivals: list[float]
    ends: list[float] | None = None
    looks: dict[tuple[int, int], Intervals] = field(default_factory=dict)
    windows: dict[tuple[int, int, int], Intervals] = field(default_factory=dict)
    flyouts: dict[tuple[int, int], tuple[float, list[float], list[float]]] = field(default_factory=dict)
    flight: float = 1.0
    slant_range: float = 1e4
    closest: np.ndarray | None = None
    facings: int = 1
    dt: float = 1.0

    def seen_by_all(self, looks: Intervals) -> Hand:
        """Give every radar the same looks at every threat."""
        for r in range(len(list(with_positions(self.plan).radars()))):
            self.looks |= {(r, j): looks for j in range(len(self.plan.threats))}
        return self

    def open_to_all(self, windows: Intervals) -> Hand:
        """Give every weapon the same windows for every threat in every facing."""
        for w in range(len(list(with_positions(self.plan).interceptors()))):
            for k in range(self.facings):
                self.windows |= {(w, k, j): windows for j in range(len(self.plan.threats))}
        return self

    def build(self) -> Opportunities:
        """Return the tables."""
        T, U = len(self.plan.threats), len(list(with_positions(self.plan).units()))
        arrivals = np.array(self.arrivals, np.float64)
        ends = arrivals if self.ends is None else np.array(self.ends, np.float64)
        tracks = Tracks(
            start=np.arange(T + 1) * 2,
            t0=np.array([t.start_time for t in self.plan.threats]),
            dt=np.ones(T),
            end=ends,
            ecef=np.zeros((2 * T, 3)),
        )
        closest = np.tile(ends, (U, 1)) if self.closest is None else self.closest
        return Opportunities(arrivals, closest, tracks, self._looks(), self._shots(), self.facings, "by hand")

    def _looks(self) -> Looks:
        """Every list of looks, with the exact chain of the track beside it (see `chain`)."""
        radars = [plan for plan, _, _ in with_positions(self.plan).radars()]
        lists = [
            (plan, self.looks.get((r, j), [])) for r, plan in enumerate(radars) for j in range(len(self.plan.threats))
        ]
        pd = [np.array([p for _, p in looks], np.float32) for _, looks in lists]
        firm = [chain(p.astype(np.float64), plan) for p, (plan, _) in zip(pd, lists, strict=True)]
        own = [[t for t, _ in looks] for _, looks in lists]
        even = [
            t == [t[0] + k * plan.scan_period for k in range(len(t))] for t, (plan, _) in zip(own, lists, strict=True)
        ]
        return Looks(
            of=np.arange(len(lists)),
            shift=np.zeros(len(self.plan.threats)),
            step=np.array([p.scan_period * e for (p, _), e in zip(lists, even, strict=True)], np.float64),
            start=np.cumsum([0, *(len(looks) for _, looks in lists)]),
            time=np.array([t for _, looks in lists for t, _ in looks], np.float64),
            pd=np.concatenate(pd) if pd else np.zeros(0, np.float32),
            firm_cdf=np.concatenate(firm) if firm else np.zeros(0),
            drop_bound=np.ones(sum(len(looks) for _, looks in lists)),
        )

    def _shots(self) -> Shots:
        T, K = len(self.plan.threats), self.facings
        W = len(list(with_positions(self.plan).interceptors()))
        windows = [self.windows.get((w, k, j), []) for w in range(W) for k in range(K) for j in range(T)]
        default = (0.0, [self.flight], [self.slant_range])
        grids = [self.flyouts.get((w, j), default) for w in range(W) for j in range(T)]
        flat = [window for row in windows for window in row]
        return Shots(
            window_start=np.cumsum([0, *(len(row) for row in windows)]),
            window_open=np.array([a for a, _ in flat], np.float64),
            window_close=np.array([b for _, b in flat], np.float64),
            grid_of=np.arange(len(grids)),
            grid_start=np.cumsum([0, *(len(flight) for _, flight, _ in grids)]),
            grid_t0=np.array([t0 for t0, _, _ in grids], np.float64),
            dt=self.dt,
            time_of_flight=np.array([x for _, flight, _ in grids for x in flight], np.float32),
            slant_range=np.array([x for _, _, ranges in grids for x in ranges], np.float32),
        )


def raid(
    size: int,
    *systems: SystemPlan,
    arrival: float = 500.0,
    looks: Intervals = SEEN,
    windows: Intervals = OPEN,
    **changes: Any,
) -> tuple[Scenario, Hand]:
    """Return equal threats, seen by every radar and open to every weapon."""
    plan = scenario(*(systems or (system(),)), threats=[threat(m, **changes) for m in range(size)])
    return plan, Hand(plan, [arrival] * size).seen_by_all(looks).open_to_all(windows)


def chain(pd: np.ndarray, plan: RadarPlan) -> np.ndarray:
    """Return the probability that a track is firm at or before each look: all m-of-n replications weighed.

    The state is the set of recent looks (bits) with its probability; it has at most 2^n members.
    """
    states, firm, out = {0: 1.0}, 0.0, np.zeros(len(pd))
    mask = (1 << plan.confirm_n) - 1
    for i, p in enumerate(pd):
        following: dict[int, float] = {}
        for recent, weight in states.items():
            for hit, share in ((1, p), (0, 1.0 - p)):
                state = (recent << 1 | hit) & mask
                if state.bit_count() >= plan.confirm_m:
                    firm += weight * share
                else:
                    following[state] = following.get(state, 0.0) + weight * share
        states, out[i] = following, firm
    return out
