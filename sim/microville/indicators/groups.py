"""Groups by which indicators are given, and weighted means over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.model.observables import in_focus, person_weights
from microville.population.columns import ARRIVAL, NEWCOMER, PRESENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville

AGE_BANDS = ((0, 14), (15, 29), (30, 64), (65, 199))
AGE_LABELS = ("0-14", "15-29", "30-64", "65+")
THIRDS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Groups:
    """Who belongs to which group, as masks over people.

    Attributes
    ----------
    weight
        How many each row stands for; 0 for those who are not here.
    member
        Mask by label: ``all``; ``focus``; ``present`` (of the focus area since the start, or born
        to those who are), ``arrival`` (came to old dwellings there since), ``newcomer`` (in
        dwellings of the programme), ``on_site_worker``; ``commune:CODE``; and within the focus
        area ``age:…`` and ``income:…``.
    """

    weight: NDArray[np.int64]
    member: dict[str, NDArray[np.bool_]]

    def total(self, values: NDArray[np.generic] | float = 1.0) -> dict[str, float]:
        """Return the weighted sum of a value over each group."""
        weighted = np.asarray(values, dtype=np.float64) * self.weight
        return {label: float(weighted[mask].sum()) for label, mask in self.member.items()}

    def mean(self, values: NDArray[np.generic]) -> dict[str, float]:
        """Return the weighted mean of a value over each group that has somebody."""
        return self.ratio(values, np.ones(len(self.weight)))

    def ratio(self, above: NDArray[np.generic], below: NDArray[np.generic]) -> dict[str, float]:
        """Return the ratio of two weighted sums over each group where the lower one is not 0."""
        top = np.asarray(above, dtype=np.float64) * self.weight
        bottom = np.asarray(below, dtype=np.float64) * self.weight
        result = {}
        for label, mask in self.member.items():
            denominator = float(bottom[mask].sum())
            if denominator > 0:
                result[label] = float(top[mask].sum()) / denominator
        return result


def make_groups(model: Microville) -> Groups:
    """Return the groups of a model's people this month."""
    people, households = model.population.people, model.population.households
    weight = person_weights(model)
    focus = in_focus(model)
    presence = households.presence[people.household]
    newcomer = people.alive & (presence == NEWCOMER)
    member = {
        "all": people.alive.copy(),
        "focus": focus,
        "present": focus & (presence == PRESENT),
        "arrival": focus & (presence == ARRIVAL),
        "newcomer": newcomer,
        "on_site_worker": people.alive & people.on_site,
    }
    age = people.age(model.month)
    for label, (low, high) in zip(AGE_LABELS, AGE_BANDS, strict=True):
        member[f"age:{label}"] = focus & (age >= low) & (age <= high)
    third = households.third[people.household]
    for i, label in enumerate(THIRDS):
        member[f"income:{label}"] = focus & (third == i)
    zone = households.zone[people.household]
    for row, code in enumerate(model.territory.layers["zones"]["zone"]):
        member[f"commune:{code}"] = people.alive & (zone == row)
    return Groups(weight, member)
