"""Groups by which indicators are given, and weighted means over them."""

from __future__ import annotations

from dataclasses import dataclass, field
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
        dwellings of the programme), ``on_site_worker``, and within the focus area ``age:…`` and
        ``income:…``.
    zone, communes
        Row of the zone of each person, and the labels ``commune:CODE`` of zones.
    rows
        Rows of each member mask: most groups are few among many people.
    """

    weight: NDArray[np.int64]
    member: dict[str, NDArray[np.bool_]]
    zone: NDArray[np.int64]
    communes: tuple[str, ...]
    rows: dict[str, NDArray[np.int64]] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the rows of each group once."""
        found = {label: np.flatnonzero(mask) for label, mask in self.member.items()}
        object.__setattr__(self, "rows", found)

    def _sums(self, weighted: NDArray[np.float64]) -> dict[str, float]:
        sums = {label: float(weighted[rows].sum()) for label, rows in self.rows.items()}
        by_zone = np.bincount(self.zone, weights=weighted, minlength=len(self.communes))
        return sums | dict(zip(self.communes, by_zone.tolist(), strict=True))

    def total(self, values: NDArray[np.generic] | float = 1.0) -> dict[str, float]:
        """Return the weighted sum of a value over each group."""
        weighted = np.asarray(values, dtype=np.float64) * self.weight
        return self._sums(weighted)

    def mean(self, values: NDArray[np.generic]) -> dict[str, float]:
        """Return the weighted mean of a value over each group that has somebody."""
        return self.ratio(values, np.ones(len(self.weight)))

    def ratio(self, above: NDArray[np.generic], below: NDArray[np.generic]) -> dict[str, float]:
        """Return the ratio of two weighted sums over each group where the lower one is not 0."""
        top = np.asarray(above, dtype=np.float64) * self.weight
        bottom = np.asarray(below, dtype=np.float64) * self.weight
        above_sums, below_sums = self._sums(top), self._sums(bottom)
        return {
            label: above_sums[label] / below for label, below in below_sums.items() if below > 0
        }


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
    communes = tuple(f"commune:{code}" for code in model.territory.layers["zones"]["zone"])
    return Groups(weight, member, zone.astype(np.int64), communes)
