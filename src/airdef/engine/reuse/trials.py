"""Trials: what chance decided in a replication, so that a variant in which it decides the same need not be simulated.

Many figures of a scenario are probabilities and nothing else: SSPKs with all their factors, the errors of assessment.
They are read where a number is drawn, and decide no more than whether it lies below them. If a replication of one
kernel is known with all its trials, and each comes out the same under the figures of another kernel that is equal in
all else, then that replication is the other's too, to the last bit: nothing can have happened otherwise first. So a
variant with a slightly better SSPK simulates only the replications in which that makes a difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.engine.memory.allocate import allocate
from airdef.engine.memory.layout import TRIALS, Tables
from airdef.engine.replicate import simulate_into
from airdef.engine.rules.assessment import assessment_error
from airdef.engine.rules.sspk import kill_probability
from airdef.jit import Handle, entry

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.engine.preparation.prepare import Kernel

ROOM = 128
"""Trials of a replication that room is made for at first."""

MOST_RECORDED = 4096
"""Replications whose trials are noted: some 4 kB each."""

READ_BY_TRIALS: Final = {
    "threat": ("behaviours",),
    "interceptor": ("range_factor", "range_knee"),
    "system": ("alive_given_dead", "dead_given_alive"),
    "sspk": None,
    "max_range": None,
    "behaviour_factor": None,
}
"""Tables, and their fields, that rules read for the probabilities of trials and for nothing else."""


@dataclass(frozen=True)
class RecordedTrials:
    """The rows of replications from number `first` of `seed`, and what chance decided in them (`record.TRIAL`)."""

    seed: int
    first: int
    rows: Array
    trials: Array


def certain(kernel: Kernel) -> Kernel:
    """Return the kernel with all that only trials read left blank: where that is equal replications may be alike.

    Parameters
    ----------
    kernel
        The kernel of the scenario.

    Returns
    -------
    Kernel
        The kernel with all that only trials read left blank: where that is equal replications may be alike.
    """
    tables = kernel.tables
    blank: dict[str, Array] = {}
    for name, fields in READ_BY_TRIALS.items():
        table = getattr(tables, name)
        blank[name] = np.zeros_like(table) if fields is None else table.copy()
        for field in fields or ():
            blank[name][field] = 0
    return replace(kernel, tables=tables._replace(**blank))


def simulate_recording(kernel: Kernel, seed: int, first: int, count: int) -> RecordedTrials:
    """Simulate `count` replications from number `first` as `simulate` does, and note what chance decided in them.

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.

    Returns
    -------
    RecordedTrials
        The rows, and what chance decided in them.

    Raises
    ------
    ValueError
        For more than `MOST_RECORDED`.
    """
    if count > MOST_RECORDED:
        msg = f"{count} replications given, {MOST_RECORDED} at most expected: their trials are kept in memory"
        raise ValueError(msg)
    out = np.empty((count, len(kernel.columns)))
    room = ROOM * count + 1
    while True:
        state = allocate(kernel.tables, trials=room)
        simulate_into(kernel, state, out, seed, first)
        if state.n[TRIALS] <= room:
            return RecordedTrials(seed, first, out, state.trial[: state.n[TRIALS]].copy())
        room = int(state.n[TRIALS])


def simulate_alike(kernel: Kernel, recorded: RecordedTrials) -> Array:
    """Return the rows that `simulate` returns for this kernel in the replications noted of another.

    The two must be equal in what `certain` returns (this is not checked).

    Parameters
    ----------
    kernel
        The kernel of the scenario.
    recorded
        Trials that were noted.

    Returns
    -------
    Array
        The rows that `simulate` returns for this kernel in the replications noted of another.
    """
    known = np.ones(len(recorded.rows), np.uint8)
    _compare(Handle(kernel.tables), recorded.trials, np.uint64(recorded.first), known)
    out = recorded.rows.copy()
    simulate_into(kernel, allocate(kernel.tables), out, recorded.seed, recorded.first, known)
    return out


@entry
def _compare(tb: Tables, trials: Array, first: np.uint64, known: Array) -> None:
    """Mark the replications in which chance decides anything otherwise under these tables as not known."""
    for i in range(trials.shape[0]):
        trial = trials[i]
        w, j, dead = trial.interceptor, trial.threat, trial.dead == 1
        if w >= 0:
            same = (trial.number < kill_probability(tb, w, j, trial.slant_range)) == (trial.outcome == 1)
        else:
            error = assessment_error(tb, trial.system, dead)
            same = (trial.number < error) == (trial.outcome == 1) and (error > 0.0) == (trial.number >= 0.0)
        if not same:
            known[trial.replication - first] = 0
