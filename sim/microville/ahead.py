"""Memory that is asked for before it is needed, in compiled kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

READ, KEEP, DATA = 0, 3, 1
"""Arguments of LLVM's ``prefetch``: to be read, near the processor, data."""


@intrinsic  # type: ignore[untyped-decorator]
def fetch(typing: Any, array: Any, at: Any) -> tuple[Any, Callable[..., Any]]:
    """Ask for the memory of one entry of an array, ``fetch(array, (i, j))``; changes nothing.

    Worth it where many rows are looked up one after another, each somewhere else: a processor
    guesses only what lies in a row. Nothing is read if the processor knows no such request.
    """
    del typing

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kind = signature.args[0]
        held = context.make_array(kind)(context, builder, given[0])
        places = [
            context.cast(builder, place, signature.args[1].types[i], types.intp)
            for i, place in enumerate(cgutils.unpack_tuple(builder, given[1]))
        ]
        address = cgutils.get_item_pointer(context, builder, kind, held, places, wraparound=False)
        address = builder.bitcast(address, ir.IntType(8).as_pointer())
        flags = [ir.Constant(ir.IntType(32), flag) for flag in (READ, KEEP, DATA)]
        shape = ir.FunctionType(ir.VoidType(), [address.type, *(flag.type for flag in flags)])
        request = builder.module.declare_intrinsic("llvm.prefetch", [address.type], shape)
        builder.call(request, [address, *flags])
        return context.get_dummy_value()

    return types.void(array, at), generate
