"""Stored campaigns of an engine that costs nothing."""

import dataclasses
import hashlib
from functools import partial

from airdef.catalogue.model import Source
from airdef.outcome import collect
from airdef.outcome.header import Header
from airdef.outcome.parts import local_simulator
from airdef.outcome.rowfile import row_format
from airdef.outcome.store import writing
from outcome.fakes import COLUMNS, scenario, simulate

SIZE = 1024
SOURCES = (Source("S1", "t", "a", "web"), Source("S2", "t", "a", "web"))


def header(goal=5_000, **changes):
    h = Header(scenario(), 1, "0.1", "e" * 64, "9" * 64, SIZE, COLUMNS, SOURCES, goal)
    return dataclasses.replace(h, **changes)


def run(folder, h, resume=False, precision=None, simulated=None, progress=None):
    """Run a stored campaign; `simulated` collects what was simulated."""

    def spied(first, count):
        if simulated is not None:
            simulated.append(first)
        return simulate(first, count)

    with writing(folder, h, resume) as store:
        simulator = local_simulator(spied, COLUMNS, row_format(COLUMNS, h.scenario), 1)
        planned = store.header.goal if precision else 0
        goal = max(h.goal, store.header.goal)
        return collect(
            simulate,
            COLUMNS,
            h.scenario,
            1,
            goal,
            precision=precision,
            progress=progress,
            parts=partial(store.parts, simulator),
            planned=planned,
        )


def tree(folder):
    """Return the checksum of every file but the lock's."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "lock")
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
