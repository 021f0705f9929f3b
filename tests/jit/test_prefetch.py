"""The hint to load memory: it is there in the machine code, and harmless wherever it points."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
import pytest

from airdef.jit import Handle, prefetch


class _Table(NamedTuple):
    row: np.ndarray


@numba.njit(_nrt=False)  # not kept on disk: of what comes from there the code cannot be looked at
def _ask(table: Handle, row: int, column: int) -> float:
    prefetch(table.row, row, column)
    return table.row[0, 1]


@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 1), (4, 0), (10**12, 7)])
def test_asking_beyond_the_end_changes_nothing(row, column):
    table = Handle(_Table(np.arange(8.0).reshape(4, 2)))
    assert _ask(table, row, column) == 1.0
    assert np.array_equal(table.arrays.row, np.arange(8.0).reshape(4, 2))


def test_the_hint_is_in_the_machine_code():
    _ask(Handle(_Table(np.zeros((1, 2)))), 0, 0)
    assert "llvm.prefetch" in "".join(_ask.inspect_llvm().values())
