"""Parts of compiled code: the same function for Python and for compiled callers, optimised once with the whole."""

from __future__ import annotations

import numba
import pytest

from airdef.jit import compiled, inlined, part


@part
def _root(x: float) -> float:
    if x < 0.0:
        raise ValueError("no root")
    return x**0.5


@compiled
def _half(x: float) -> float:
    return x / 2.0


@inlined
def _both(x: float) -> float:
    return _half(x) + _half(2.0 * x)


@numba.njit
def _whole(x: float) -> float:
    return _both(x) + _root(x)


@pytest.mark.parametrize("x", [0.0, 4.0, 1e300])
def test_python_and_compiled_code_get_the_same(x):
    assert _whole(x) == _both(x) + _root(x) == _both.py_func(x) + _root.py_func(x)


def test_a_part_may_be_of_several_types_and_kinds_of_caller():
    assert (_half(3), _half(3.0)) == (1.5, 1.5)
    assert _both(2) == 3.0


def test_what_a_part_raises_reaches_python_through_compiled_callers():
    with pytest.raises(ValueError, match="no root"):
        _whole(-1.0)
    with pytest.raises(ValueError, match="no root"):
        _root(-1.0)


def test_a_part_alone_is_not_made_into_machine_code():
    @numba.njit
    def other(x: float) -> float:
        return _half(x) * 3.0

    assert other(2.0) == 3.0
    assert _half.overloads
    for compiled_part in _half.overloads.values():
        with pytest.raises(RuntimeError, match="no compiled object"):
            compiled_part.library._get_compiled_object()


def test_only_an_inlined_part_is_put_into_its_callers_and_nothing_that_it_calls():
    @compiled
    def below(x: float) -> float:
        return x * 2.0

    @inlined
    def between(x: float) -> float:
        return below(x) + 1.0

    @numba.njit
    def above(x: float) -> float:
        return between(x) * 3.0

    assert above(2.0) == 15.0
    assert "alwaysinline" in _attributes(between)
    assert "alwaysinline" not in _attributes(below)


def _attributes(made) -> str:
    """Return the attributes of the only variant of a part, as LLVM has them."""
    (variant,) = made.overloads.values()
    function = variant.library._final_module.get_function(variant.fndesc.llvm_func_name)
    return " ".join(map(str, function.attributes))
