"""Ask for memory before it is needed: a hint to the processor, without which nothing but time would differ."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic
def _fetch(typing_context: Any, array: Any, row: Any, column: Any) -> Any:
    """Begin to load the cache line of array[row, column] of a `ForwardArray`, which may lie beyond its end."""

    def lower(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kind = signature.args[0]
        held = make_array(kind.plain)(context, builder, values[0])
        steps = cgutils.unpack_tuple(builder, held.strides)
        place = builder.ptrtoint(held.data, steps[0].type)
        for step, index in zip(steps, values[1:], strict=True):
            place = builder.add(place, builder.mul(step, index))
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        hint = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        do = cgutils.get_or_insert_function(builder.module, hint, "llvm.prefetch.p0")
        builder.call(do, [builder.inttoptr(place, byte), *(ir.Constant(word, k) for k in (_READ, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp), lower


fetch: Any = _fetch
"""fetch(array, row, column), in compiled code only, which the type of an intrinsic does not tell."""
