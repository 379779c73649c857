"""Eight times side by side in one register: what sweeps read, compare and write at once.

numba leaves loops over a few lanes to scalar instructions (they are unrolled before its compiler
looks for vectors), which costs sweeps more than half of their time. These operations are LLVM's
own on vectors, for whatever machine it compiles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.core.errors import TypingError
from numba.extending import intrinsic, models, register_model

if TYPE_CHECKING:
    from collections.abc import Callable

LANES = 8
"""Categories that a sweep carries side by side: one vector of 256 bits."""
_INT = ir.IntType(32)
_VECTOR = ir.VectorType(_INT, LANES)
_UNDEFINED = ir.Constant(_VECTOR, ir.Undefined)
_FIRST = ir.Constant(_INT, 0)

Typed = tuple[Any, "Callable[..., Any]"]


class LanesType(types.Type):  # type: ignore[misc]
    """Type of eight int32 in a register, known inside compiled functions only."""

    def __init__(self) -> None:
        super().__init__(name="microville.lanes")


LANES_TYPE = LanesType()


@register_model(LanesType)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _check(array: Any, dimensions: int) -> None:
    kind = (getattr(array, name, None) for name in ("dtype", "ndim", "layout"))
    if tuple(kind) != (types.int32, dimensions, "C"):
        raise TypingError(f"Lanes live in contiguous int32 arrays of {dimensions} dimensions.")


def _pointer(context: Any, builder: Any, kind: Any, array: Any, start: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [start]), _VECTOR.as_pointer())


def _everywhere(builder: Any, value: Any) -> Any:
    """Return a vector that holds one value in each lane."""
    one = builder.insert_element(_UNDEFINED, value, _FIRST)
    return builder.shuffle_vector(one, _UNDEFINED, ir.Constant(_VECTOR, [0] * LANES))


@intrinsic  # type: ignore[untyped-decorator]
def load(typing: Any, array: Any, row: Any) -> Typed:  # noqa: ARG001
    """Return a row of an array of shape (rows, :data:`LANES`); nothing checks the row."""
    _check(array, 2)

    def make(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        start = builder.mul(args[1], ir.Constant(args[1].type, LANES))
        return builder.load(_pointer(context, builder, signature.args[0], args[0], start), align=4)

    return LANES_TYPE(array, types.intp), make


@intrinsic  # type: ignore[untyped-decorator]
def store(typing: Any, array: Any, start: Any, lanes: Any) -> Typed:  # noqa: ARG001
    """Write all lanes to a flat array from an index on; nothing checks that they have room."""
    _check(array, 1)

    def make(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = _pointer(context, builder, signature.args[0], args[0], args[1])
        builder.store(args[2], at, align=4)
        return context.get_dummy_value()

    return types.void(array, types.intp, LANES_TYPE), make


@intrinsic  # type: ignore[untyped-decorator]
def nearer(typing: Any, own: Any, far: Any, ms: Any) -> Typed:  # noqa: ARG001
    """Return the lower of each lane of ``own`` and of ``far`` some milliseconds later."""

    def make(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        later = builder.add(args[1], _everywhere(builder, args[2]))
        return builder.select(builder.icmp_signed("<", later, args[0]), later, args[0])

    return LANES_TYPE(LANES_TYPE, LANES_TYPE, types.int32), make


@intrinsic  # type: ignore[untyped-decorator]
def within(typing: Any, lanes: Any, last: Any, add: Any) -> Typed:  # noqa: ARG001
    """Return each lane and ``add``, the largest int32 in lanes that are beyond ``last``."""
    never = ir.Constant(_VECTOR, [2**31 - 1] * LANES)

    def make(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
        known = builder.icmp_signed("<=", args[0], _everywhere(builder, args[1]))
        later = builder.add(args[0], _everywhere(builder, args[2]))
        return builder.select(known, later, never)

    return LANES_TYPE(LANES_TYPE, types.int32, types.int32), make
