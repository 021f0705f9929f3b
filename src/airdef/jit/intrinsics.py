"""What compiled code may ask of the processor: a hint to load memory, and the machine's words and bits."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types, uint32, uint64
from numba.core import cgutils
from numba.cpython.unsafe.numbers import trailing_zeros as _trailing_zeros
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

__all__ = ["prefetch", "trailing_zeros", "uint32", "uint64"]

_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic
def _prefetch(typing_context: Any, array: Any, row: Any, column: Any) -> Any:
    """Begin to load the cache line of array[row, column] of a `ForwardArray`, which may lie beyond its end.

    Of an array of one dimension that of array[row].
    """

    def lower(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kind = signature.args[0]
        held = make_array(kind.plain)(context, builder, values[0])
        steps = cgutils.unpack_tuple(builder, held.strides)
        place = builder.ptrtoint(held.data, steps[0].type)
        for step, index in zip(steps, values[1:], strict=False):
            place = builder.add(place, builder.mul(step, index))
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        hint = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        do = cgutils.get_or_insert_function(builder.module, hint, "llvm.prefetch.p0")
        builder.call(do, [builder.inttoptr(place, byte), *(ir.Constant(word, k) for k in (_READ, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp), lower


prefetch: Any = _prefetch
"""prefetch(array, row, column): load memory before it is needed (of an array of one dimension `column` is not read). In
compiled code only, which the type of an intrinsic does not tell."""

trailing_zeros: Any = _trailing_zeros
"""trailing_zeros(word): how many of the lowest bits are 0, for a word that is not 0; in compiled code only."""
