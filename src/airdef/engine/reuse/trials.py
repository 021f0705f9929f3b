"""Trials: what chance decided in a history, so that a variant in which it decides the same need not be played.

Many figures of a scenario are probabilities and nothing else: SSPKs with all their factors, the errors of assessment.
They are read where a number is drawn, and decide no more than whether it lies below them. If a history of one kernel
is known with all its trials, and each comes out the same under the figures of another kernel that is equal in all
else, then that history is the other's too, to the last bit: nothing can have happened otherwise first.
So a variant with a slightly better SSPK plays only the histories in which that makes a difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.engine.memory.layout import TRIALS, Tables, allocate
from airdef.engine.replicate import play
from airdef.engine.rules.effects import assessment_error
from airdef.engine.rules.fire import kill_probability
from airdef.jit import Handle, entry

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.engine.preparation.prepare import Kernel

ROOM = 128
"""Trials of a history that room is made for at first."""

MOST_NOTED = 4096
"""Histories whose trials are noted: some 4 kB each."""

READ_BY_TRIALS: Final = {
    "threat": ("behaviours",),
    "weapon": ("range_factor", "range_knee"),
    "system": ("alive_given_dead", "dead_given_alive"),
    "sspk": None,
    "max_range": None,
    "behaviour_factor": None,
}
"""Tables, and their fields, that rules read for the probabilities of trials and for nothing else."""


@dataclass(frozen=True)
class Noted:
    """The rows of histories from number `first` of `seed`, and what chance decided in them (`record.TRIAL`)."""

    seed: int
    first: int
    rows: Array
    trials: Array


def certain(kernel: Kernel) -> Kernel:
    """Return the kernel with all that only trials read left blank: where that is equal histories may be alike."""
    tables = kernel.tables
    blank: dict[str, Array] = {}
    for name, fields in READ_BY_TRIALS.items():
        table = getattr(tables, name)
        blank[name] = np.zeros_like(table) if fields is None else table.copy()
        for field in fields or ():
            blank[name][field] = 0
    return replace(kernel, tables=tables._replace(**blank))


def simulate_noting(kernel: Kernel, seed: int, first: int, count: int) -> Noted:
    """Play `count` replications from number `first` as `simulate` does, and note what chance decided in them.

    Raises ValueError for more than `MOST_NOTED`.
    """
    if count > MOST_NOTED:
        msg = f"{count} histories given, {MOST_NOTED} at most expected: their trials are kept in memory"
        raise ValueError(msg)
    out = np.empty((count, len(kernel.columns)))
    room = ROOM * count + 1
    while True:
        state = allocate(kernel.tables, trials=room)
        play(kernel, state, out, seed, first)
        if state.n[TRIALS] <= room:
            return Noted(seed, first, out, state.trial[: state.n[TRIALS]].copy())
        room = int(state.n[TRIALS])


def simulate_alike(kernel: Kernel, noted: Noted) -> Array:
    """Return the rows that `simulate` returns for this kernel in the histories noted of another.

    The two must be equal in what `certain` returns (this is not checked).
    """
    known = np.ones(len(noted.rows), np.uint8)
    _compare(Handle(kernel.tables), noted.trials, np.uint64(noted.first), known)
    out = noted.rows.copy()
    play(kernel, allocate(kernel.tables), out, noted.seed, noted.first, known)
    return out


@entry
def _compare(tb: Tables, trials: Array, first: np.uint64, known: Array) -> None:
    """Mark the histories in which chance decides anything otherwise under these tables as not known."""
    for i in range(trials.shape[0]):
        trial = trials[i]
        w, j, dead = trial.weapon, trial.threat, trial.dead == 1
        if w >= 0:
            same = (trial.number < kill_probability(tb, w, j, trial.reach)) == (trial.outcome == 1)
        else:
            error = assessment_error(tb, trial.system, dead)
            same = (trial.number < error) == (trial.outcome == 1) and (error > 0.0) == (trial.number >= 0.0)
        if not same:
            known[trial.replication - first] = 0
