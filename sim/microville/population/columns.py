"""Columns of households and inhabitants: the hot state of the model."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHILD, PUPIL, STUDENT, EMPLOYED, UNEMPLOYED, RETIRED, OTHER = range(7)
STATUSES = ("child", "pupil", "student", "employed", "unemployed", "retired", "other")

SINGLE, COUPLE, COUPLE_CHILDREN, SINGLE_PARENT, OTHER_HOUSEHOLD, INSTITUTION = range(6)
HOUSEHOLD_KINDS = (
    "single",
    "couple",
    "couple_children",
    "single_parent",
    "other",
    "institution",
)

PRESENT, NEWCOMER, ARRIVAL = range(3)
PRESENCES = ("present", "newcomer", "arrival")

NOWHERE, OUTSIDE = -1, -2
"""Workplace or school of who has none, or has it beyond the map."""


@dataclass(slots=True)
class Households:
    """Columns of households; a row keeps its place for ever.

    Attributes
    ----------
    key
        uint64 identity.
    zone
        int16 row of ``territory.zones``.
    home
        int32 place of the building where they live (see ``access.Places``).
    kind
        int8, index of :data:`HOUSEHOLD_KINDS`.
    income_eur
        int32 disposable income, euros a month.
    third
        int8 income third per consumption unit, 0 lowest.
    cars
        int8.
    weight
        int16 households that this one stands for.
    presence
        int8, index of :data:`PRESENCES`.
    alive
        bool: it lives on the map.
    """

    key: NDArray[np.uint64]
    zone: NDArray[np.int16]
    home: NDArray[np.int32]
    kind: NDArray[np.int8]
    income_eur: NDArray[np.int32]
    third: NDArray[np.int8]
    cars: NDArray[np.int8]
    weight: NDArray[np.int16]
    presence: NDArray[np.int8]
    alive: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.key)


@dataclass(slots=True)
class People:
    """Columns of inhabitants; a row keeps its place for ever.

    Attributes
    ----------
    key
        uint64 identity.
    household
        int32 row of :class:`Households`.
    birth
        int16 month of birth, 0 = January 2025, negative before.
    female
        bool.
    status
        int8, index of :data:`STATUSES`.
    licence, bike
        bool: may drive; owns a bicycle.
    workplace, school
        int32 row of ``territory.services``; :data:`NOWHERE` or :data:`OUTSIDE`.
    on_site
        bool: works in the site's buildings.
    alive
        bool: lives on the map.
    """

    key: NDArray[np.uint64]
    household: NDArray[np.int32]
    birth: NDArray[np.int16]
    female: NDArray[np.bool_]
    status: NDArray[np.int8]
    licence: NDArray[np.bool_]
    bike: NDArray[np.bool_]
    workplace: NDArray[np.int32]
    school: NDArray[np.int32]
    on_site: NDArray[np.bool_]
    alive: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.key)

    def age(self, month: int) -> NDArray[np.int16]:
        """Return ages in full years in a month (0 = January 2025)."""
        years: NDArray[np.int16] = ((month - self.birth) // 12).astype(np.int16)
        return years


def extend(table: Households | People, rows: Households | People) -> None:
    """Append rows to a table in place (both of one kind)."""
    for field in fields(table):
        joined = np.concatenate([getattr(table, field.name), getattr(rows, field.name)])
        setattr(table, field.name, joined)


def take(table: Households | People, rows: NDArray[np.int64]) -> None:
    """Keep only some rows of a table, in place."""
    for field in fields(table):
        setattr(table, field.name, getattr(table, field.name)[rows])
