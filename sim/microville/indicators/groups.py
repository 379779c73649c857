"""Groups by which indicators are given, and weighted means over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

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
    size: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the rows of each group once, and how many they stand for."""
        here = self.weight > 0
        # Everybody is the sum of the communes: one pass over all people for both.
        found = {
            label: np.flatnonzero(mask)
            for label, mask in self.member.items()
            if not np.array_equal(mask, here)
        }
        object.__setattr__(self, "rows", found)
        object.__setattr__(self, "size", self._sums(np.ones(len(self.weight))))

    def _sums(self, values: NDArray[np.float64]) -> dict[str, float]:
        """Return the weighted sums of a value over each group."""
        by_zone = _by_zone(values, self.weight, self.zone, len(self.communes))
        everybody = float(by_zone.sum())
        sums = {}
        for label in self.member:
            rows = self.rows.get(label)
            own = everybody if rows is None else (values[rows] * self.weight[rows]).sum()
            sums[label] = float(own)
        return sums | dict(zip(self.communes, by_zone.tolist(), strict=True))

    def total(self, values: NDArray[np.generic] | None = None) -> dict[str, float]:
        """Return the weighted sum of a value over each group; of ones if none is given."""
        return dict(self.size) if values is None else self._sums(_floats(values))

    def mean(self, values: NDArray[np.generic]) -> dict[str, float]:
        """Return the weighted mean of a value over each group that has somebody."""
        return _quotients(self._sums(_floats(values)), self.size)

    def ratio(self, above: NDArray[np.generic], below: NDArray[np.generic]) -> dict[str, float]:
        """Return the ratio of two weighted sums over each group where the lower one is not 0."""
        return _quotients(self._sums(_floats(above)), self._sums(_floats(below)))


def _floats(values: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.ascontiguousarray(values, dtype=np.float64)


def _quotients(above: dict[str, float], below: dict[str, float]) -> dict[str, float]:
    return {label: above[label] / count for label, count in below.items() if count > 0}


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _by_zone(
    values: NDArray[np.float64], weight: NDArray[np.int64], zone: NDArray[np.int64], zones: int
) -> NDArray[np.float64]:
    """Return the weighted sum of those who are here, by zone, in the order of rows.

    Neighbours mostly stand together: a run of one zone is added up before it is stored.
    """
    sums = np.zeros(zones)
    now, run = np.int64(0), 0.0
    for p in range(len(values)):
        if weight[p] == 0:
            continue
        if zone[p] != now:
            sums[now] += run
            now, run = zone[p], 0.0
        run += values[p] * weight[p]
    if zones:
        sums[now] += run
    return sums


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def of_each(table: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the sum of each row of a table of whole numbers, shape (people, columns)."""
    sums = np.zeros(len(table), np.int64)
    for p in range(len(table)):
        for column in range(table.shape[1]):
            sums[p] += table[p, column]
    return sums


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
