"""Handles: compiled code sees the very arrays, and only arrays it can see."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
import pytest
from numba import types

from airdef.jit import Handle, compiled, direct, entry
from airdef.jit.forward import ForwardArray

PAIR = np.dtype([("a", np.int64), ("b", np.float64)])


class _Arrays(NamedTuple):
    pair: np.ndarray
    grid: np.ndarray
    cube: np.ndarray


@compiled
def _touch(h, i):
    h.pair[i].a += 1
    h.grid[i, 1] = 7
    h.cube[1, i, 0] = h.pair[i].b
    return h.grid.shape[0] * 100 + h.grid.shape[1] * 10 + h.cube.shape[2]


def test_compiled_code_reads_and_writes_the_arrays():
    arrays = _Arrays(np.zeros(3, PAIR), np.zeros((3, 4), np.int8), np.zeros((2, 3, 5)))
    arrays.pair["b"] = [1.5, 2.5, 3.5]
    assert _touch(Handle(arrays), 2) == 345
    assert arrays.pair["a"].tolist() == [0, 0, 1]
    assert np.argwhere(arrays.grid).tolist() == [[2, 1]]
    assert np.argwhere(arrays.cube).tolist() == [[1, 2, 0]]
    assert arrays.cube[1, 2, 0] == 3.5


@entry
def _touch_from_outside(h, i):
    return _touch(h, i)


def test_a_direct_call_does_what_the_kernel_does():
    arrays = _Arrays(np.zeros(3, PAIR), np.zeros((3, 4), np.int8), np.zeros((2, 3, 5)))
    handle = Handle(arrays)
    call = direct(_touch_from_outside, handle, 0)
    assert arrays.pair["a"].tolist() == [0, 0, 0]  # it is compiled, not called
    assert call(handle, 2) == 345
    assert arrays.pair["a"].tolist() == [0, 0, 1]


@compiled
def _slices(h, first, row):
    part = h.grid[first : first + 2]
    part[1, row] = 5
    column = part[:, row]
    column[0] = 3
    h.cube[0, first, 1:3] = 2.0
    h.pair[first:].b[0] = 4.5
    rest = h.cube[0]
    return rest[first, 1] + column[1]


def test_slices_are_views_of_the_same_memory():
    arrays = _Arrays(np.zeros(3, PAIR), np.zeros((3, 4), np.int8), np.zeros((2, 3, 5)))
    assert _slices(Handle(arrays), 1, 2) == 7.0
    assert arrays.grid.tolist() == [[0, 0, 0, 0], [0, 0, 3, 0], [0, 0, 5, 0]]
    assert np.argwhere(arrays.cube).tolist() == [[0, 1, 1], [0, 1, 2]]
    assert arrays.pair["b"].tolist() == [0.0, 4.5, 0.0]


def _signs_tested(function, array):
    """How often the compiled code of a function of (array, index) compares with zero, to count from the end."""
    function.compile((array, types.intp))
    return function.inspect_llvm((array, types.intp)).count("icmp slt")


def test_indices_are_taken_from_the_front():
    def read(a, i):
        return a[i] + a[i:][i]

    plain, forward = types.Array(types.float64, 1, "C"), ForwardArray(types.float64, 1)
    assert _signs_tested(numba.njit(read), plain) > _signs_tested(numba.njit(read), forward)
    assert ForwardArray(types.float64, 2).copy(ndim=1) == forward


@pytest.mark.parametrize("array", [np.zeros((4, 4)).T[1:], np.zeros((1, 1, 1, 1)), np.zeros((6, 2))[:, 0]])
def test_other_arrays_are_refused(array):
    if array.flags.c_contiguous and array.ndim <= 3:
        pytest.fail("the case is no case")
    with pytest.raises(ValueError, match="expected a C-contiguous array of at most 3 dimensions"):
        Handle(_Arrays(np.zeros(1, PAIR), array, np.zeros((1, 1, 1))))
