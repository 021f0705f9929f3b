"""The scenarios that are measured: the reference raid, and raids of any size made from the catalogue."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

import airdef
from airdef import engine, opportunity
from airdef import scenario as scenario_layer
from airdef.engine import CHUNK
from airdef.outcome import collect

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from airdef.engine import Kernel
    from airdef.opportunity import Opportunities
    from airdef.outcome import Campaign
    from airdef.scenario.plan import Scenario

REFERENCE = "port-raid"
SPACING = 15.0
"""Seconds from one threat's start to the next in a generated raid: some 70 are in the air at a time."""


class Raid:
    """A scenario with its geometry and kernel, ready to be simulated."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.opportunities: Opportunities = opportunity.compute_cached(scenario)
        self.kernel: Kernel = engine.prepare(scenario, self.opportunities)
        self.rows(0, 1)  # compiles or loads the code

    def rows(self, first: int, count: int, threads: int = 1, seed: int = 1) -> np.ndarray:
        """Simulate replications and return their rows, without statistics."""
        return engine.simulate(self.kernel, seed, first, count, threads)

    def campaign(self, replications: int, threads: int) -> Campaign:
        """Simulate a campaign as `airdef run` does: chance, statistics, no rows kept."""

        def simulate(first: int, count: int) -> np.ndarray:
            return engine.simulate(self.kernel, 1, first, count)

        return collect(simulate, self.kernel.columns, self.scenario, 1, replications, threads=threads)


@cache
def reference() -> Raid:
    """Return the reference raid."""
    return Raid(airdef.load(REFERENCE))


def in_chunks(work: Callable[[int, int], object], count: int, threads: int) -> None:
    """Call work(first, count) for pieces of `count`, cut as the engine cuts a campaign, on so many threads."""
    begins = range(0, count, CHUNK)
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda begin: work(begin, min(CHUNK, count - begin)), begins):
            pass


def generated(threats: int, units: int, radars: int = 0, nodes: int = 0, systems: int = 1) -> Scenario:
    """Return a raid on `systems` S-300PMU-2 systems of `units` fire units each, every threat a motion of its own.

    Each system has so many surveillance `radars` (0: those of its catalogue entry). With command `nodes` the first of
    them stands above the others, and the systems stand below these in turn (below the first if it is the only one).

    Of ten threats six are fighters, three low cruise missiles and one a ballistic missile, as in the reference
    raid, spread over 80 degrees and coming one every `SPACING`. The launchers never run empty (1,000 rounds
    each), so that the work a threat makes does not end with the missiles.
    """
    formations = [_formation(k, math.radians(185.0 + 80.0 * (k + 0.5) / threats)) for k in range(threats)]
    eyes = f"    surveillance: [{', '.join(['64N6E2'] * radars)}]\n" if radars else ""
    defence = [
        f"  - system: S-300PMU-2\n    name: s{k}\n    at: [{0.05 + 0.01 * k:.2f}, 0.05]\n    fire_units: {units}\n"
        f"    facing: 225 deg\n{eyes}    overrides: {{system.max_fire_units: {max(units, 6)}, "
        "system.missiles_per_launcher: 1000}"
        for k in range(systems)
    ]
    text = f"""
name: {threats} threats against {units} fire units
defence:
{chr(10).join(defence)}
{_command(nodes, systems)}
assets:
  - {{name: port, at: [0, 0], radius: 1 km, value: 10, hits_to_destroy: 1000}}
raid:
{chr(10).join(formations)}
"""
    return scenario_layer.loads(text, file="generated raid")


def _command(nodes: int, systems: int) -> str:
    """Return so many command nodes above the systems, as YAML; nothing for none."""
    if nodes == 0:
        return ""
    below: list[list[str]] = [[] for _ in range(nodes)]
    below[0] += [f"n{k}" for k in range(1, nodes)]
    for k in range(systems):
        below[1 + k % (nodes - 1) if nodes > 1 else 0].append(f"s{k}")
    text = ["command:"]
    for k, names in enumerate(below):
        text.append(f"  - name: n{k}\n    at: [0.1, {0.1 + 0.01 * k:.2f}]\n    links:")
        text += [f"      - {{to: {name}, delay: 4 s}}" for name in names]
    return "\n".join(text)


def _formation(k: int, bearing: float) -> str:
    """Return threat k of a generated raid, from a bearing [rad], as YAML."""

    def at(degrees: float) -> str:
        return f"[{degrees * math.cos(bearing):.6f}, {degrees * math.sin(bearing):.6f}]"

    when = f"at_time: {SPACING * k:g} s, aims_at: port"
    if k % 10 == 9:
        return f"  - {{threat: srbm, name: t{k}, from: {at(3.0)}, {when}}}"
    if k % 3 == 2:
        return f"  - {{threat: cruise-missile, name: t{k}, route: [{at(1.5)}, [0, 0]], altitude: 50 m, {when}}}"
    return (
        f"  - {{threat: fighter, name: t{k}, route: [{at(2.7)}, [0, 0]], speed: 250 m/s, altitude: "
        f"{6 + k % 4} km, {when}}}"
    )
