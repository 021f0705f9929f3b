"""Arrays that compiled code indexes from the front only.

Python's a[-1] is the last element, so that Numba tests the sign of every index it cannot prove to be positive:
three more instructions for each of the several thousand places a replication looks at, and always in the way of what
waits for the value. No rule counts from the end. Arrays of a `Handle` therefore have this type: an index is taken
as unsigned, and Numba's own code then leaves the test out (one replication takes a sixth less time; the bits are the
same). A negative index would be as wrong as one beyond the end, and as little noticed.
"""

from __future__ import annotations

import operator
from typing import Any

from numba import types
from numba.core import cgutils
from numba.core.datamodel import models, register_default
from numba.core.imputils import lower_builtin
from numba.core.typing import signature


class ForwardArray(types.Array):
    """The compiled type of an array that is indexed from the front; so are its slices.

    Parameters
    ----------
    dtype
        Numba's type of an element.
    ndim
        Number of dimensions.
    layout
        Numba's letter: `C` contiguous, `F` Fortran's order, `A` any.
    readonly
        Whether compiled code may only read.
    """

    def __init__(self, dtype: Any, ndim: int, layout: Any = "C", *, readonly: bool = False) -> None:
        name = f"forward({dtype}, {ndim}d, {layout}, {readonly})"
        super().__init__(dtype, ndim, layout, readonly=readonly, name=name)

    def copy(self, dtype: Any = None, ndim: Any = None, layout: Any = None, readonly: Any = None) -> ForwardArray:
        """Return the same type but for what is given: Numba asks for that of a slice.

        Parameters
        ----------
        dtype
            Numba's type of an element; None for this type's.
        ndim
            Number of dimensions; None for this type's.
        layout
            `C`, `F` or `A`; None for this type's.
        readonly
            Whether compiled code may only read; None for this type's.

        Returns
        -------
        ForwardArray
            A type of its own, equal to any of the same four.
        """
        return ForwardArray(
            self.dtype if dtype is None else dtype,
            self.ndim if ndim is None else ndim,
            self.layout if layout is None else layout,
            readonly=not self.mutable if readonly is None else readonly,
        )

    @property
    def plain(self) -> types.Array:
        """Numba's own type of the same memory."""
        return types.Array(self.dtype, self.ndim, self.layout, not self.mutable)


register_default(ForwardArray)(models.ArrayModel)


def _unsigned(context: Any, builder: Any, kind: Any, index: Any) -> tuple[Any, Any]:
    """Return type and value of an index whose whole numbers are unsigned; slices stay as they are."""
    if isinstance(kind, types.Integer):
        return types.uintp, context.cast(builder, index, kind, types.uintp)
    if not isinstance(kind, types.BaseTuple):
        return kind, index
    each: Any = kind
    values = cgutils.unpack_tuple(builder, index)
    parts = [_unsigned(context, builder, part, value) for part, value in zip(each, values, strict=True)]
    whole = types.BaseTuple.from_types(tuple(part for part, _ in parts))
    return whole, context.make_tuple(builder, whole, [value for _, value in parts])


@lower_builtin(operator.getitem, ForwardArray, types.Integer)
@lower_builtin(operator.getitem, ForwardArray, types.BaseTuple)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Let Numba read, with an unsigned index."""
    array, kind = sig.args
    kind, index = _unsigned(context, builder, kind, args[1])
    read = context.get_function(operator.getitem, signature(sig.return_type, array.plain, kind))
    return read(builder, (args[0], index))


@lower_builtin(operator.setitem, ForwardArray, types.Integer, types.Any)
@lower_builtin(operator.setitem, ForwardArray, types.BaseTuple, types.Any)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Let Numba write, with an unsigned index."""
    array, kind, value = sig.args
    kind, index = _unsigned(context, builder, kind, args[1])
    write = context.get_function(operator.setitem, signature(sig.return_type, array.plain, kind, value))
    return write(builder, (args[0], index, args[2]))
