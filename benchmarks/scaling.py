"""Cost of opportunities and of simulation against threats, fire units, radars and command nodes: fitted exponents.

Processor time is fitted: it does not depend on how many cores there are or on what else they do. The sizes
take turns within a round.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from airdef import opportunity

from .measure import Curve, Findings, Line, Say, exponent, medians, spent
from .raids import Raid, generated

Size = tuple[int, ...]
"""Threats, fire units of a system; surveillance radars of a system, command nodes, systems where they are given."""

LIMIT = 1.2


def measure(quick: bool, say: Say) -> Findings:
    threats: tuple[int, ...]
    units: tuple[int, ...]
    if quick:
        threats, units, at_units, at_threats, rounds, events = (10, 20, 40), (1, 2, 4), 2, 10, 1, 5_000
        radars, nodes, systems = (1, 2, 4), (1, 2, 4), 4
    else:
        threats, units, at_units, at_threats = (40, 80, 160, 320, 640, 1000), (1, 2, 4, 8, 16, 32), 2, 100
        rounds, events = 3, 200_000
        radars, nodes, systems = (1, 2, 4, 8, 16), (1, 2, 4, 8, 16), 16
    found = Findings()
    opportunity.compute(generated(1, 1))  # compiles or loads the code
    curves: tuple[tuple[str, list[Size], tuple[int, ...]], ...] = (
        (f"threats ({at_units} fire units)", [(t, at_units) for t in threats], threats),
        (f"fire units ({at_threats} threats)", [(at_threats, u) for u in units], units),
        (f"surveillance radars ({at_threats} threats)", [(at_threats, at_units, r) for r in radars], radars),
        (
            f"command nodes ({at_threats} threats, {systems} systems)",
            [(at_threats, 1, 1, n, systems) for n in nodes],
            nodes,
        ),
    )
    for label, sizes, x in curves:
        say(f"rounds: {rounds}; {label}: {', '.join(map(str, x))}")
        simulated = [Raid(generated(*size)) for size in sizes]
        _add(found, f"opportunities against {label}", "s", x, _opportunities(simulated, rounds))
        _add(found, f"simulation against {label}", "s a replication", x, _simulation(simulated, sizes, rounds, events))
    return found


def _opportunities(raids: Sequence[Raid], rounds: int) -> list[list[float]]:
    def seconds(raid: Raid) -> Callable[[], object]:
        return lambda: opportunity.compute(raid.scenario)

    return [[spent(seconds(raid)).processor for raid in raids] for _ in range(rounds)]


def _simulation(raids: Sequence[Raid], sizes: Sequence[Size], rounds: int, events: int) -> list[list[float]]:
    """Return processor seconds a replication; each size simulates about as many threats x units (or radars) in all."""
    counts = [max(events // (size[0] * max(size[1:3]) * math.prod(size[4:])), 20) for size in sizes]

    def seconds(raid: Raid, count: int) -> Callable[[], object]:
        return lambda: raid.rows(0, count)

    return [
        [spent(seconds(raid, count)).processor / count for raid, count in zip(raids, counts, strict=True)]
        for _ in range(rounds)
    ]


def _add(found: Findings, what: str, unit: str, x: Sequence[float], rounds: list[list[float]]) -> None:
    exponents = tuple(exponent(x, costs) for costs in rounds)
    middle = medians(rounds)
    found.lines.append(Line(what, "exponent", exponents, ("<=", LIMIT)))
    found.curves.append(Curve(what, what.split(" against ")[1], unit, tuple(x), middle, exponent(x, middle)))
