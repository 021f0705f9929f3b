"""Write a run of the benchmarks into the documents: python -m benchmarks.publish benchmarks/runs/NAME.json.

Everything between <!-- NAME --> and <!-- /NAME --> is made here from the run; the text around it is written by
hand. docs/performance.md has the blocks bench-table, bench-scaling, bench-memory, bench-cluster, bench-decisions and
bench-large, README.md the block bench (left alone if it has no such markers). A run of one of `OWN` alone (`bench
--only decisions`) fills its own block, and leaves the others as they are.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .figures import memory_figure, scaling_figure
from .measure import ROOT
from .table import COLUMNS, closing, rows, shown

PAGE = ROOT / "docs" / "performance.md"
README = ROOT / "README.md"
NODES, CORES = 100, 32
"""The cluster of the arithmetic; 32 cores a node are assumed."""

GOAL = 10**9
OWN = ("scaling", "decisions", "large")
"""Benchmarks with a block of their own."""


def fill(text: str, name: str, content: str) -> str:
    """Return the text with what is between the markers of a block replaced. Raises ValueError without markers."""
    block = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    if len(block.findall(text)) != 1:
        message = f"expected <!-- {name} --> and <!-- /{name} --> once each; put them where the block is to stand"
        raise ValueError(message)
    return block.sub(lambda found: f"{found[1]}{content}\n{found[2]}", text)


def markdown(columns: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, all columns but the first to the right."""
    lines = [columns, ("---", *["---:"] * (len(columns) - 1)), *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def median(result: dict[str, Any], benchmark: str, what: str) -> float:
    """Return the median of the line of a benchmark whose text begins so."""
    lines = result["benchmarks"][benchmark]["lines"]
    return float(next(line["median"] for line in lines if line["what"].startswith(what)))


def table_block(result: dict[str, Any]) -> str:
    """Return the whole table with machine and versions, but for what has a block of its own."""
    others = {name: found for name, found in result["benchmarks"].items() if name not in OWN}
    return "\n\n".join((markdown(COLUMNS, rows(result | {"benchmarks": others})), *closing(result)))


def own_block(result: dict[str, Any], name: str) -> str:
    """Return the table of one benchmark with machine and versions."""
    own = result | {"benchmarks": {name: result["benchmarks"][name]}}
    more = (scaling_block(result),) if name == "scaling" else ()
    return "\n\n".join((markdown(COLUMNS, rows(own)), *more, *closing(result)))


def scaling_block(result: dict[str, Any]) -> str:
    """Return the fitted exponents and the points behind them."""
    curves = result["benchmarks"]["scaling"]["curves"]
    parts = []
    for curve in curves:
        points = ", ".join(f"{x:g}: {_si(y)}" for x, y in zip(curve["x"], curve["y"], strict=True))
        parts.append(f"- {curve['name']}: exponent {curve['exponent']:.2f} ({curve['y_label']}; {points})")
    return "\n".join(parts)


def _si(seconds: float) -> str:
    """Return a time with the unit that suits it."""
    unit, size = next(((u, s) for u, s in (("s", 1.0), ("ms", 1e-3)) if seconds >= s), ("us", 1e-6))
    return f"{seconds / size:.3g} {unit}"


def memory_block(result: dict[str, Any]) -> str:
    """Return peak memory by replications, and what keeping the rows would take."""
    found = result["benchmarks"]["memory"]
    curve = found["curves"][0]
    body = [(f"{n:,}", f"{peak:.0f}") for n, peak in zip(curve["x"], curve["y"], strict=True)]
    table = markdown(("replications", "peak memory of the process, MiB"), body)
    return f"{table}\n\nTheir rows, kept in memory, would take {shown(found['figures']['rows_would_take_mib'])} MiB."


def cluster_block(result: dict[str, Any]) -> str:
    """Return the arithmetic from the measured figures to `GOAL` replications on a cluster of `NODES` nodes."""
    rate = result["benchmarks"]["throughput"]["figures"]["replications_per_core_second"]
    reduction = result["benchmarks"]["reduction"]["figures"]
    start = median(result, "startup", "airdef run")
    part, size, merge = (reduction[name] for name in ("part_replications", "part_bytes", "merge_s"))
    parts = math.ceil(GOAL / part)
    cores = NODES * CORES
    simulate, last = GOAL / (rate * cores), part / rate
    whole, merging = math.ceil(parts / cores) * last, parts * merge
    return "\n".join(
        (
            f"1. One core simulates {shown(rate)} replications of the reference raid a second, statistics included "
            "(processor time with both cores at work).",
            f"2. {NODES} nodes of {CORES} cores (assumed) are {cores:,} cores: {shown(rate * cores)} replications a "
            f"second; 10^9 take {shown(simulate)} s.",
            f"3. They are {parts:,} parts of {part:,.0f}, {parts / cores:.3g} for each core. A part takes a core "
            f"{shown(last)} s, so that rounding up to whole parts makes it {shown(whole)} s.",
            f"4. Each part comes back as {shown(size / 1024)} KiB, {shown(parts * size / 2**20)} MiB in all, and takes "
            f"{1e3 * merge:.3g} ms to merge: {shown(merging)} s on one core, while the others simulate.",
            f"5. A worker starts, reads its geometry and its compiled code in {shown(start)} s.",
            f"6. Together some {shown(start + max(whole, merging))} s, plus the first compile where a node "
            "has none cached.",
        )
    )


def readme_block(result: dict[str, Any]) -> str:
    """Return the comparison for the README: airdef, SimPy and the RNG-only baseline, on one machine."""

    def of(what: str, benchmark: str = "throughput") -> str:
        return shown(median(result, benchmark, what))

    over_baseline = shown(1.0 / median(result, "rng_only", "campaign over the RNG-only baseline"))
    body = [
        ("**airdef**, two threads", of("airdef, two threads"), ""),
        ("the same model in SimPy, one process", of("SimPy, one"), f"{of('airdef, two threads, over one')} times"),
        ("the same model in SimPy, two processes", of("SimPy, two"), f"{of('airdef, two threads, over two')} times"),
        (
            "the RNG-only baseline: only drawing as many random numbers, two threads",
            of("the RNG-only baseline", "rng_only"),
            f"{over_baseline} times",
        ),
    ]
    columns = ("reference raid of 40 threats", "replications a second", "airdef against it")
    note = "Each ratio is the median of interleaved rounds; `airdef bench` measures them on your machine "
    return f"{markdown(columns, body)}\n\n{closing(result)[0]}. {note}([docs/performance.md](docs/performance.md))."


def publish(result: dict[str, Any], page: Path = PAGE, readme: Path = README) -> None:
    """Rewrite the blocks of the page, its figures and, if it has markers, the README's block."""
    text = page.read_text(encoding="utf-8")
    whole = "throughput" in result["benchmarks"]
    makers = {
        "bench-table": table_block,
        "bench-memory": memory_block,
        "bench-cluster": cluster_block,
    }
    blocks = {name: make(result) for name, make in makers.items()} if whole else {}
    blocks |= {f"bench-{name}": own_block(result, name) for name in OWN if name in result["benchmarks"]}
    for name, content in blocks.items():
        text = fill(text, name, content)
    page.write_text(text, encoding="utf-8")
    if "scaling" in result["benchmarks"]:
        scaling_figure(result["benchmarks"]["scaling"]["curves"], page.with_name("performance-scaling.svg"))
    if not whole:
        return
    memory_figure(result["benchmarks"]["memory"]["curves"][0], page.with_name("performance-memory.svg"))
    front = readme.read_text(encoding="utf-8")
    if "<!-- bench -->" in front:
        readme.write_text(fill(front, "bench", readme_block(result)), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.publish benchmarks/runs/NAME.json")
    publish(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
