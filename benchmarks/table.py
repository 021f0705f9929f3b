"""A run of the benchmarks as rows of text, for the terminal and for the documents."""

from __future__ import annotations

from typing import Any

COLUMNS = ("What", "target", "median", "min to max", "by processor time", "met")


def rows(result: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the table of a run, one row a line, in the columns of `COLUMNS`."""
    return [_row(line) for found in result["benchmarks"].values() for line in found["lines"]]


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    target = f"{line['target'][0]} {shown(line['target'][1])}" if line["target"] else ""
    spread = f"{shown(line['min'])} to {shown(line['max'])}" if len(line["values"]) > 1 else ""
    processor = shown(line["processor_median"]) if line["processor"] else ""
    met = {True: "yes", False: "no", None: ""}[line["met"]]
    return f"{line['what']} [{line['unit']}]", target, shown(line["median"]), spread, processor, met


def shown(value: float) -> str:
    """Return a figure with three digits, or whole with separators from a thousand on."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def closing(result: dict[str, Any]) -> list[str]:
    """Return the machine, the versions and the day of a run, in sentences."""
    m = result["machine"]
    memory = f", {m['memory_gib']:g} GiB" if "memory_gib" in m else ""
    load = f"; load before the run {m['load_before']:g}" if "load_before" in m else ""
    packages = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    size = " (--quick: small sizes, few rounds; only the full run counts)" if result["quick"] else ""
    return [
        f"{m['processor']}, {m['cores']} cores{memory}, {m['system']}{load}; {result['date']}{size}",
        packages,
    ]
