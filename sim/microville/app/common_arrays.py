"""The large arrays of a model, held once for all models of a server that began alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.access.shelf import shelf_in_use

if TYPE_CHECKING:
    from microville.model import Microville


def share_arrays(model: Microville) -> None:
    """Let a new model's large arrays be views of the shelf's (``access.shelf``), if there is one.

    Times from homes differ between scenarios by what the programme and its speeds change: only that
    takes memory. Nothing comes out otherwise.
    """
    shelf = shelf_in_use()
    if shelf is None:
        return
    access = model.access
    arrays = {
        "home_ms": access.home_ms,
        "home_owner": access.home_owner,
        "work_ms": access.work_ms,
    }
    for name, array in arrays.items():
        setattr(access, name, shelf.shared(f"model {name} {array.shape}", {name: array})[name])
