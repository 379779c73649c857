"""Whom a shock of fuel or heat strikes: keyed by identity, so that more days strike more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville import rng

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from microville.model.model import Microville


def part_of_month(model: Microville, kind: str) -> float:
    """Return the share of the month's days, times the share hit, on which a kind of shock holds.

    Of several at once the worst counts.
    """
    return max(
        (shock.share * shock.part_of(model.month) for shock in model.inputs.shocks
         if shock.kind == kind),
        default=0.0,
    )  # fmt: skip


def struck(model: Microville, kind: str, keys: NDArray[np.uint64]) -> NDArray[np.bool_] | None:
    """Return whom a kind of shock strikes on the month's typical days; None if it holds on none.

    A shock of ten days strikes a third of those whom a month strikes, and the same ones first:
    everybody has one draw for the kind, whatever the month.

    Parameters
    ----------
    model
        The state.
    kind
        ``"fuel"`` or ``"heat"``.
    keys
        Identities of households or people.
    """
    part = part_of_month(model, kind)
    if part <= 0.0:
        return None
    return rng.happens(model.seed_number, rng.stream(f"shocks.{kind}"), rng.ppb(part), keys)
