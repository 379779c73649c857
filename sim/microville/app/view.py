"""What a tab shows, as one value that changes as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.edits import Edit


@dataclass(frozen=True, slots=True)
class View:
    """What a tab shows.

    Attributes
    ----------
    phase
        ``"starting"``, ``"ready"``, ``"lost"`` (its process has ended) or ``"full"``.
    state
        Last answer of the simulation, see :meth:`Simulation.state`.
    playing, speed
        Whether months go on by themselves, and how fast.
    message
        What went wrong last; empty if nothing did.
    scenario, seed
        What runs.
    seen
        Facts of the place that was clicked.
    fraction
        Share of households simulated outside the focus area.
    replay
        Which state of the session is shown again; -1 for the present.
    same
        Whether that state came out as it was recorded; None while nobody knows.
    """

    phase: str = "starting"
    state: Mapping[str, Any] = field(default_factory=dict)
    playing: bool = False
    speed: str = "normal"
    message: str = ""
    scenario: str = ""
    seed: int = 1
    seen: Mapping[str, Any] = field(default_factory=dict)
    fraction: float = 0.02
    replay: int = -1
    same: bool | None = None

    @property
    def month(self) -> int:
        """Month that comes next, 0 = January 2025."""
        return int(self.state.get("month", 0))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What the visitor has changed, in order."""
        return tuple(self.state.get("edits", ()))
