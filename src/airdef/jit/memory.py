"""Hand many arrays to compiled code as one pointer.

The rules need some fifty arrays. Passed as named tuples they are copied by value at every call (seven words
an array) and reference-counted on the way: measured at 6 us a call, a hundred times the work of the rule
itself. A `Handle` is one address: a block of addresses and shapes. In compiled code `handle.name` is the
array of that name, made of two or three loads; nothing is counted, nothing can be allocated (the kernels
are compiled without Numba's memory runtime). The owner on the Python side keeps the arrays alive.
The same form, one pointer to flat memory, is what a kernel for another device would take.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.datamodel import models, register_default
from numba.core.extending import infer_getattr
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.core.typing.typeof import typeof
from numba.extending import NativeValue, intrinsic, typeof_impl, unbox
from numba.np.arrayobj import make_array, populate_array

from airdef.jit.arrays import DIMENSIONS, check
from airdef.jit.forward import ForwardArray

WORDS = 1 + DIMENSIONS
"""Words an array takes in the block: address and extents."""


class HandleType(types.Type):
    """The compiled type of a handle: names, element types and dimensions of its arrays, in order.

    Parameters
    ----------
    fields
        Name, Numba's type of an element, and number of dimensions of each array.

    Attributes
    ----------
    fields
        As given.
    places : dict
        For each name its place in the block, from 0, and the compiled type of the array.
    """

    def __init__(self, fields: tuple[tuple[str, types.Type, int], ...]) -> None:
        self.fields = fields
        self.places = {name: (i, ForwardArray(dtype, ndim)) for i, (name, dtype, ndim) in enumerate(fields)}
        # Numba writes the name of every argument's type into every symbol: spelt out, this one took 6 kB of each.
        spelt = ", ".join(f"{n}: {t}[{d}]" for n, t, d in fields)
        super().__init__(name=f"Handle({hashlib.sha256(spelt.encode()).hexdigest()[:16]})")


@register_default(HandleType)
class _HandleModel(models.PrimitiveModel):
    """A handle is the address of its block."""

    def __init__(self, manager: Any, handle: HandleType) -> None:
        super().__init__(manager, handle, ir.IntType(64))


class Handle:
    """The Python side of a handle: keeps the arrays and their block alive.

    Parameters
    ----------
    arrays
        A named tuple of C-contiguous arrays of at most three dimensions; compiled code sees them under the same names.

    Attributes
    ----------
    arrays
        The named tuple. An array that is put in the place of another later is not seen: the block has the addresses.
    block : int64[WORDS * len(arrays)]
        Of each array the address of its first element and its extents, 0 for dimensions that it has not.
    address : int
        Address of the block, as `handle_at` takes it. It holds as long as the handle lives.
    numba_type : HandleType
        The compiled type; the same object for handles with the same names, dtypes and numbers of dimensions.

    Raises
    ------
    ValueError
        If an array is not C-contiguous, or has more dimensions; the message names it.
    """

    def __init__(self, arrays: NamedTuple) -> None:
        self.arrays = arrays
        self.block = np.zeros(WORDS * len(arrays), np.int64)
        check(arrays)
        for i, array in enumerate(arrays):
            self.block[WORDS * i] = array.__array_interface__["data"][0]  # array.ctypes takes ten times as long
            self.block[WORDS * i + 1 : WORDS * i + 1 + array.ndim] = array.shape
        self.address = self.block.ctypes.data
        spec = tuple((n, a.dtype, a.ndim) for n, a in zip(arrays._fields, arrays, strict=True))
        self.numba_type = _handle_type(spec)


@cache
def _handle_type(spec: tuple[tuple[str, np.dtype[Any], int], ...]) -> HandleType:
    return HandleType(tuple((n, typeof(np.zeros(1, dtype)).dtype, ndim) for n, dtype, ndim in spec))


@typeof_impl.register(Handle)
def _typeof_handle(handle: Handle, _: Any) -> HandleType:
    return handle.numba_type


@unbox(HandleType)
def _unbox_handle(_: HandleType, obj: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(obj, "address")
    value = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(value, is_error=c.builder.not_(c.builder.icmp_unsigned("!=", value, ir.Constant(value.type, 0))))


@intrinsic
def _handle_at(_: Any, like: Any, address: Any) -> Any:
    if not isinstance(like, HandleType) or not isinstance(address, types.Integer):
        return None

    def codegen(_context: Any, _builder: Any, _signature: Any, arguments: Any) -> Any:
        return arguments[1]

    return like(like, types.int64), codegen


if TYPE_CHECKING:
    Arrays = TypeVar("Arrays")

    def handle_at(like: Arrays, address: int) -> Arrays:
        """Return the handle with an address in compiled code.

        Parameters
        ----------
        like
            A handle whose arrays have the same names, dtypes and numbers of dimensions, in the same order; only its
            type counts.
        address
            `Handle.address` (int64) of such a handle. Its owner in Python must keep it alive; neither is checked.

        Returns
        -------
        Handle
            Of the type of `like`, with the arrays of that address.
        """

else:
    handle_at = _handle_at


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = HandleType

    def generic_resolve(self, handle: HandleType, name: str) -> types.Type | None:
        place = handle.places.get(name)
        return place[1] if place else None


@lower_getattr_generic(HandleType)
def _load_array(context: Any, builder: Any, handle: HandleType, value: Any, name: str) -> Any:
    place, array_type = handle.places[name]
    word = ir.IntType(64)
    block = builder.inttoptr(value, word.as_pointer())

    def entry(k: int) -> Any:
        return builder.load(builder.gep(block, [ir.Constant(word, WORDS * place + k)]))

    array = make_array(array_type)(context, builder)
    itemsize = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    extents = [entry(1 + k) for k in range(array_type.ndim)]
    strides = [ir.Constant(word, itemsize)]
    for extent in reversed(extents[1:]):
        strides.insert(0, builder.mul(strides[0], extent))
    populate_array(
        array,
        data=builder.inttoptr(entry(0), context.get_data_type(array_type.dtype).as_pointer()),
        shape=extents,
        strides=strides,
        itemsize=ir.Constant(word, itemsize),
        meminfo=None,
    )
    return array._getvalue()
