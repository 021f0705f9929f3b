"""Replications in which somebody else than the doctrine decides: many at once, each until its next decision.

The rules and the compiled code are those of `simulate`. Where the doctrine would decide, the replication stays; the
decision is read, another answer may be written over the doctrine's, and `advance` goes on from there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from airdef.engine.advance import simulate_many
from airdef.engine.memory.allocate import allocate_many
from airdef.engine.memory.layout import ASKING, DECISION, HEAP_FULL, NONE, NOT_ALLOWED, RECORDED
from airdef.engine.memory.record import Event, decode
from airdef.engine.replicate import EngineError
from airdef.jit import Handle, source_stamp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.engine.memory.record import Array
    from airdef.engine.preparation.prepare import Kernel


class AnswerError(ValueError):
    """An answer that the rules do not allow. `place` is the number of the replication in its batch."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class Saved:
    """One replication as it stood, to be taken up again: by this process or another, in any place of a batch."""

    memory: bytes
    row: bytes
    stream: tuple[int, int]
    open: bool
    stamp: str


class DecisionBatch:
    """A batch of replications that are asked for their decisions.

    Attributes
    ----------
    decisions : record[size], `layout.DECISION`
        The open decision of each: what is asked and the doctrine's answer, which may be written over. `kind` is NONE
        where none is open.
    rows : float64[size, columns]
        The counts so far; those of `simulate` where a replication has ended.
    streams : uint64[size, 2]
        Seed and number of each replication.
    going : bool[size]
        Which have begun and not ended.
    """

    def __init__(self, kernel: Kernel, size: int = 1, record: int = 0) -> None:
        self.kernel = kernel
        self.states, self._memory = allocate_many(kernel.tables, size, record)
        for state in self.states:
            state.n[ASKING] = 1
        self._new = self._memory[0].copy()
        self.handles = [Handle(state) for state in self.states]
        self.tables = Handle(kernel.tables)
        self.addresses = np.array([handle.address for handle in self.handles], np.int64)
        at = self.states[0].decision.ctypes.data - self._memory.ctypes.data
        self.decisions: Array = np.ndarray(
            (size,), DECISION, buffer=self._memory.data, offset=at, strides=(self._memory.strides[0],)
        )
        self.rows = np.zeros((size, len(kernel.columns)))
        self.streams = np.zeros((size, 2), np.uint64)
        self.going = np.zeros(size, bool)

    def __len__(self) -> int:
        """Return how many replications the batch holds."""
        return len(self.states)

    def begin(self, place: int, seed: int, replication: int) -> None:
        """Put a replication into a place of the batch; `advance` then begins it. What was there is given up.

        Parameters
        ----------
        place
            Place in the batch.
        seed
            Seed of the random streams.
        replication
            Number of the replication.
        """
        if self.decisions[place]["kind"] != NONE:
            self._memory[place] = self._new  # its event queue is not empty
        self.streams[place] = seed, replication
        self.going[place] = True

    def advance(self) -> NDArray[np.bool_]:
        """Let the answers act, and every replication that goes on run until its next decision or its end.

        Returns
        -------
        bool[size]
            The replications that ended in this call; their rows are whole.

        Raises
        ------
        AnswerError
            If the rules do not allow an answer. Its replication waits for another; those in the places before it
            have gone on and stand at their next decision.
        EngineError
            If the engine met a state that it should never reach.
        """
        still = (~self.going).astype(np.uint8)
        code = simulate_many(self.tables, self.handles[0], self.addresses, self.rows, self.streams, still)
        if code == HEAP_FULL:
            raise EngineError("the event heap overflowed while decisions were asked for")
        if code == NOT_ALLOWED:
            raise self._refused()
        ended = self.going & (self.decisions["kind"] == NONE)
        self.going &= ~ended
        return ended

    def _refused(self) -> AnswerError:
        """Return the error for the first answer that is not allowed."""
        for place in np.flatnonzero(self.going):
            decision = self.decisions[place]
            if decision["kind"] != NONE and not _is_allowed(self, int(place)):
                given = {name: decision[name].item() for name in ("unit", "threat", "interceptor", "salvo", "review")}
                return AnswerError(int(place), f"the rules do not allow the answer {given} to decision {place}")
        raise AssertionError("an answer was refused, and all are allowed")

    def events(self, place: int) -> list[Event]:
        """Return the record of a replication so far, in order of time; empty unless the batch has room for one.

        Parameters
        ----------
        place
            Place in the batch.

        Returns
        -------
        list[Event]
            The record of a replication so far, in order of time; empty unless the batch has room for one.
        """
        state = self.states[place]
        return decode(state.record[: state.n[RECORDED]], list(self.kernel.missiles))

    def copy(self, source: int, place: int) -> None:
        """Copy a replication as it stands into another place of the batch.

        Parameters
        ----------
        source
            Place that is copied from.
        place
            Place in the batch.
        """
        self._memory[place] = self._memory[source]
        self.rows[place], self.streams[place] = self.rows[source], self.streams[source]
        self.going[place] = self.going[source]

    def save(self, place: int) -> Saved:
        """Return a replication as it stands.

        Parameters
        ----------
        place
            Place in the batch.

        Returns
        -------
        Saved
            A replication as it stands.
        """
        seed, replication = self.streams[place].tolist()
        going = bool(self.going[place])
        return Saved(
            self._memory[place].tobytes(), self.rows[place].tobytes(), (seed, replication), going, stamp_of(self.kernel)
        )

    def restore(self, saved: Saved, place: int) -> None:
        """Put a saved replication into a place of the batch.

        Parameters
        ----------
        saved
            A replication that was saved.
        place
            Place in the batch.

        Raises
        ------
        ValueError
            If it was saved of another scenario, or by another version of airdef.
        """
        if saved.stamp != stamp_of(self.kernel) or len(saved.memory) != self._memory.shape[1]:
            raise ValueError(
                "saved replication: of another scenario, of a batch with another record, or by another version of "
                "airdef; usual fix: restore it where its scenario is prepared with the version that saved it"
            )
        self._memory[place] = np.frombuffer(saved.memory, np.uint8)
        self.rows[place] = np.frombuffer(saved.row)
        self.streams[place] = saved.stream
        self.going[place] = saved.open


def _is_allowed(batch: DecisionBatch, place: int) -> bool:
    """Tell whether the answer of a replication is allowed: it alone goes on, in a copy of its memory."""
    trial = DecisionBatch(batch.kernel)
    trial._memory[0] = batch._memory[place]
    code = simulate_many(
        trial.tables,
        trial.handles[0],
        trial.addresses,
        trial.rows,
        batch.streams[place : place + 1],
        np.zeros(0, np.uint8),
    )
    return bool(code != NOT_ALLOWED)


def stamp_of(kernel: Kernel) -> str:
    """Return what a saved replication belongs to: the sources of the engine and the tables of the scenario.

    Parameters
    ----------
    kernel
        The kernel of the scenario.

    Returns
    -------
    str
        What a saved replication belongs to: the sources of the engine and the tables of the scenario.
    """
    digest = hashlib.sha256(source_stamp().encode())
    for table in kernel.tables:
        digest.update(str((table.dtype, table.shape)).encode())
        digest.update(np.ascontiguousarray(table).tobytes())
    return digest.hexdigest()
