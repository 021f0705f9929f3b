"""A defence of 60 systems of ten kinds against 1,000 threats: time and memory to prepare it, time of a replication.

Each run is a process of its own. The geometry is worked out anew first, then read from the cache on disk.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

from .measure import ROOT, Findings, Line, Say

KINDS = (
    *("S-300PT", "S-300PS", "S-300PMU-1", "S-300PMU-2", "S-400"),
    *("Buk-M1", "Buk-M2E", "Buk-M3", "Kub", "Hawk-III"),
)
EYES = ("64N6E2", "76N6", "P-18", "36D6")
"""Surveillance radars of a system: three, and the fourth of every third system."""

THREATS = (
    ("fighter", 5.0, "speed: 250 m/s, altitude: 6 km"),
    ("cruise-missile", 5.0, "speed: 230 m/s, altitude: 60 m"),
    ("bomber", 5.0, "speed: 230 m/s, altitude: 9 km"),
    ("drone", 3.0, "speed: 50 m/s, altitude: 500 m"),
    ("srbm", 2.5, ""),
)
"""Class, degrees from which it comes, and how it flies."""

MEMBERS = 20
SIDE = 4.0
"""Degrees along each side of the square that the systems stand in."""

PREPARED, MEMORY, REPLICATION = 300.0, 4096.0, 0.1
"""Most seconds to prepare it on two cores, MiB at most, and seconds of a replication."""

_CHILD = """
import json, sys, time
from airdef import engine, opportunity, scenario
from airdef.opportunity import cache
from benchmarks.measure import peak_memory
def spent(call):
    wall, processor = time.perf_counter(), time.process_time()
    found = call()
    return found, time.perf_counter() - wall, time.process_time() - processor
engine.simulate(engine.prepare(small := scenario.load("ideal-salvo"), opportunity.compute(small)), 1, 0, 1)  # compiles
plan, loaded, _ = spent(lambda: scenario.load(sys.argv[1]))
anew = sys.argv[3] == "anew"
found, wall, processor = spent(lambda: (opportunity.compute if anew else opportunity.compute_cached)(plan))
kernel, tables, more = spent(lambda: engine.prepare(plan, found))
engine.simulate(kernel, 1, 0, 1)
count = int(sys.argv[2])
_, replication, own = spent(lambda: engine.simulate(kernel, 1, 1, count))
peak = peak_memory() / 2**20
if anew:
    cache.write(found)
print(json.dumps({
    "prepared": loaded + wall + tables, "processor": processor + more,
    "replication": replication / count, "own": own / count,
    "peak": peak, "systems": len(plan.systems),
    "units": sum(1 for _ in plan.units()), "radars": sum(1 for _ in plan.radars()), "threats": len(plan.threats),
}))
"""


def scenario_of(systems: int, formations: int) -> str:
    """Return the YAML of a defence in a square of the open ocean, and of formations that come from a quarter of it."""
    side = math.ceil(math.sqrt(systems))
    defence, assets, raid = [], [], []
    for k in range(systems):
        at = [(k % side) * SIDE / side - SIDE / 2, (k // side) * SIDE / side - SIDE / 2]
        units, eyes = 3 + (k % 3 == 0), EYES[: 3 + (k % 3 == 0)]
        defence.append(
            f"  - {{name: s{k}, system: {KINDS[k % len(KINDS)]}, at: [{at[0]:.4f}, {at[1]:.4f}], fire_units: {units}, "
            f"surveillance: [{', '.join(eyes)}], facing: 225 deg}}"
        )
    for k in range(10):
        own = f"[{0.3 * k - 1.5:.2f}, {0.3 * k - 1.5:.2f}]"
        assets.append(f"  - {{name: a{k}, at: {own}, radius: 1 km, value: 10, hits_to_destroy: 100}}")
    for k in range(formations):
        bearing = math.radians(180.0 + 90.0 * (k + 0.5) / formations)
        kind, far, how = THREATS[k % len(THREATS)]
        start = f"[{far * math.cos(bearing):.4f}, {far * math.sin(bearing):.4f}]"
        goal = f"[{0.3 * (k % 10) - 1.5:.2f}, {0.3 * (k % 10) - 1.5:.2f}]"
        way = f"route: [{start}, {goal}], {how}" if how else f"from: {start}"
        raid.append(
            f"  - {{threat: {kind}, name: g{k}, count: {MEMBERS}, {way}, at_time: {20 * k} s, spacing: 5 s, "
            f"aims_at: a{k % 10}}}"
        )
    blocks = {"defence": defence, "assets": assets, "raid": raid}
    text = "".join(f"{name}:\n" + "\n".join(lines) + "\n" for name, lines in blocks.items())
    return f"name: {systems} systems against {formations * MEMBERS} threats\n{text}"


def measure(quick: bool, say: Say) -> Findings:
    systems, formations, replications = (3, 2, 5) if quick else (60, 50, 50)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.yaml"
        path.write_text(scenario_of(systems, formations))
        say(f"{systems} systems against {formations * MEMBERS} threats, from nothing and from the cache")
        first, again = (_child(path, replications, how) for how in ("anew", "cached"))
    sizes = ("systems", "units", "radars", "threats")
    of = ", ".join(f"{first[name]:,.0f} {'fire units' if name == 'units' else name}" for name in sizes)
    return Findings(
        lines=[
            Line(
                f"{of}: prepared", "s", (first["prepared"],), None if quick else ("<=", PREPARED), (first["processor"],)
            ),
            Line(f"{of}: prepared again, from the cache", "s", (again["prepared"],), None, (again["processor"],)),
            Line(f"{of}: peak memory", "MiB", (first["peak"],), None if quick else ("<=", MEMORY)),
            Line(
                f"{of}: a replication, one thread",
                "s",
                (first["replication"], again["replication"]),
                None if quick else ("<=", REPLICATION),
                (first["own"], again["own"]),
            ),
        ]
    )


def _child(path: Path, replications: int, how: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(replications), how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"the large scenario failed: {done.stderr[-500:]}"
        raise RuntimeError(message)
    result: dict[str, float] = json.loads(done.stdout)
    return result
