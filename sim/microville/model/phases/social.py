"""11. Social life: generations, training, new companies, leisure and taking part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.model.observables import in_focus
from microville.model.social.generations import Generations, generations
from microville.model.social.recreation import participants, visits
from microville.model.social.spin_offs import SpinOff, spin_offs
from microville.model.social.training import seats, trainees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


@dataclass(frozen=True, slots=True)
class SocialMonth:
    """The site's social life in one month.

    Attributes
    ----------
    generations
        Exchanges and shared dwellings.
    seats, trainees
        Training seats, and the rows of people who have one.
    spin_offs
        Companies from the research floor that are alive.
    visits
        Visits to places of leisure on the site, by category.
    participants
        Which people take part in the cooperative's activities.
    """

    generations: Generations = field(default_factory=Generations)
    seats: int = 0
    trainees: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    spin_offs: tuple[SpinOff, ...] = ()
    visits: dict[str, int] = field(default_factory=dict)
    participants: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))


def social(model: Microville) -> None:
    """Look at who exchanges, learns, founds, visits and takes part this month."""
    before, rows = model.social_month, np.flatnonzero(in_focus(model))
    model.social_month = SocialMonth(
        generations=generations(model, rows),
        seats=seats(model),
        trainees=trainees(model, before.trainees),
        spin_offs=spin_offs(model, before.spin_offs),
        visits=visits(model),
        participants=participants(model, rows),
    )
