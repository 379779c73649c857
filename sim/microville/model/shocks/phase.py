"""1. Shocks start or end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microville.model.shocks.closings import close, reopen
from microville.model.shocks.people import part_of_month
from microville.model.shocks.streets import edges_of, set_closed
from microville.model.shocks.tenant import lose_tenant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.scenario import Shock

CLOSING = ("close_category", "close_facility")


@dataclass(slots=True)
class Shaken:
    """What shocks have changed and will put back.

    Attributes
    ----------
    active
        Positions of shocks that hold this month.
    edges
        Edges of the map that are closed.
    work_ms
        Times to work with all streets open, while some are closed.
    school
        Identities, schools and times of pupils when the first street closed.
    """

    active: set[int] = field(default_factory=set)
    edges: set[int] = field(default_factory=set)
    work_ms: NDArray[np.int32] | None = None
    school: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]] | None = None


def shocks(model: Microville) -> None:
    """Close, stop and open again what shocks hit this month."""
    if not model.inputs.shocks:
        return
    active = model.shaken.active
    for number, shock in enumerate(model.inputs.shocks):
        holds = shock.share > 0.0 and shock.holds(model.month)
        if holds and number not in active:
            active.add(number)
            _start(model, number, shock)
        elif not holds and number in active:
            active.remove(number)
            _end(model, number, shock)
    model.supply_stopped = part_of_month(model, "supplier")
    held = [model.inputs.shocks[number] for number in sorted(active)]
    streets = [edges_of(model.territory, s) for s in held if s.kind == "close_street"]
    set_closed(model, {int(edge) for rows in streets for edge in rows})


def _start(model: Microville, number: int, shock: Shock) -> None:
    if shock.kind in CLOSING:
        close(model, number, shock)
    elif shock.kind == "tenant":
        lose_tenant(model, shock)
    else:
        model.tell("disturbance_start", shock.kind, shock.share)


def _end(model: Microville, number: int, shock: Shock) -> None:
    if shock.kind in CLOSING:
        if number in model.shocked:
            reopen(model, number, shock)
    else:
        model.tell("disturbance_end", shock.kind, shock.share)
