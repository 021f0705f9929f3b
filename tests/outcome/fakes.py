"""An engine that is no engine: rows that are a pure function of (seed, replication), with known laws."""

from __future__ import annotations

import numpy as np

from airdef.catalogue import Source
from airdef.engine import REASONS
from airdef.engine.breakdown import TOTALS
from airdef.scenario.plan import AssetPlan, Place, Scenario, ThreatPlan, UsedValue, WaypointMotion

CLASSES = ["fighter", "srbm"]
COLUMNS = (*TOTALS, *(f"{what}:{c}" for c in CLASSES for what in ("leakers", "kills", "threats")))
FIGHTERS, SRBMS = 8, 4


def mix(seed: int, first: int, count: int, stream: int) -> np.ndarray:
    """Return uniform numbers that depend on seed, replication and stream only (SplitMix64's finaliser)."""
    with np.errstate(over="ignore"):
        z = np.arange(count, dtype=np.uint64) + np.uint64(first)
        z = z * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed * 1_000_003 + stream * 7_919 + 1)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            z = (z ^ (z >> np.uint64(shift))) * np.uint64(factor)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(float) / 2.0**53


def simulate(first: int, count: int, seed: int = 1, p_leak: float = 0.1) -> np.ndarray:
    """Return `count` rows: every threat leaks independently with p_leak, for one of two reasons."""
    rows = np.zeros((count, len(COLUMNS)))
    at = {name: k for k, name in enumerate(COLUMNS)}
    rows[:, at["draws"]] = 2 * (FIGHTERS + SRBMS)
    stream = 0
    for cls, threats in (("fighter", FIGHTERS), ("srbm", SRBMS)):
        rows[:, at[f"threats:{cls}"]] = threats
        for _ in range(threats):
            leaks = mix(seed, first, count, stream) < p_leak
            reason = np.where(mix(seed, first, count, stream + 1) < 0.25, 0, 1)
            stream += 2
            rows[:, at["leakers"]] += leaks
            rows[:, at["kills"]] += ~leaks
            rows[:, at[f"leakers:{cls}"]] += leaks
            rows[:, at[f"kills:{cls}"]] += ~leaks
            for code in (0, 1):
                rows[:, at[f"reason:{REASONS[code]}"]] += leaks & (reason == code)
    ranges = 40e3 + 110e3 * mix(seed, first, count, 900)
    ranges[mix(seed, first, count, 901) < 0.3] = np.nan
    rows[:, at["first_intercept_range"]] = ranges
    rows[:, at["first_intercept_time"]] = ranges / 300.0
    rows[:, at["first_kill_range"]] = ranges * 0.9
    rows[:, at["asset_value_lost"]] = rows[:, at["leakers"]] / 3.0
    rows[:, at["missiles_used"]] = np.floor(20 + 10 * mix(seed, first, count, 902))
    return rows


def scenario() -> Scenario:
    """Return a scenario with the raid of `simulate` and readings of each sort; it has no defence."""
    motion = WaypointMotion(((0.0, 0.0), (0.01, 0.0)), (1e3, 1e3), (200.0,))
    groups = (("fighter", FIGHTERS), ("srbm", SRBMS))
    threats = [
        ThreatPlan(
            name=f"{cls}-{k + 1}",
            formation_index=g,
            member=k,
            threat_class=cls,
            category=0,
            looks_like=0,
            motion=motion,
            start_time=0.0,
            gap_mean=0.0,
            parent=-1,
            rcs=(1.0, 1.0, 1.0),
            swerling=1,
            target=0,
            hit_probability=1.0,
            hits=1,
            homing=False,
            manoeuvring=False,
            jammer_density=0.0,
        )
        for g, (cls, count) in enumerate(groups)
        for k in range(count)
    ]
    adopted_values = (
        UsedValue("48N6E2", "sspk.aircraft", 0.8, 0.5, 0.95, "1", "C", ("S1",), ""),
        UsedValue("S-300PMU-2", "reaction_time", 9.0, 7.0, 11.0, "s", "B", ("S2", "S1"), ""),
        UsedValue("fighter", "rcs_tail", 3.0, 1.0, 10.0, "m2", "assumed", (), "nose and tail taken alike"),
        UsedValue("30N6E2", "antenna_height", 9.0, 9.0, 9.0, "m", "assumed", (), "replaced", True),
    )
    return Scenario(
        name="Fake raid",
        description="",
        systems=(),
        assets=(AssetPlan("port", Place(0.0, 0.0), 1e3, 4.0, 12),),
        threats=tuple(threats),
        adopted_values=adopted_values,
        scenario_hash="5c" * 32,
        catalogue_hash="ca" * 32,
    )


class Catalogue:
    """Sources of the fake scenario, with characters that BibTeX must escape."""

    def source(self, name: str) -> Source:
        address = "https://example.org/a_b" if name == "S1" else ""
        return Source(name, f"Missiles & masts, 100% of {name}_A", address, "press", date="2016-04", publisher="P#1")
