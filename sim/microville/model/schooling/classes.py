"""Classes of schools open and close each September, by what was asked a year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.model.calendar import is_september
from microville.model.facilities import SCHOOLS
from microville.model.schooling.schools import (
    assign_schools,
    at_level,
    closest_school,
    leave_closed_schools,
)
from microville.population.columns import NOWHERE, PUPIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


@dataclass(slots=True)
class Classes:
    """Classes of each school that the map starts with, one entry a facility then.

    Attributes
    ----------
    count
        Classes; 0 for what is no school. What opens later keeps its published seats.
    rooms
        Rooms, above which no class opens.
    asked
        Pupils who asked for a seat last September: those who sit there and those without a seat
        for whom it is the closest.
    """

    count: NDArray[np.int64]
    rooms: NDArray[np.int64]
    asked: NDArray[np.int64]


def class_seats(model: Microville, level: int) -> float:
    """Return the seats of a class of a level."""
    return float(getattr(model.parameters.public_service, f"{SCHOOLS[level]}_class_seats"))


def pupils_asking(model: Microville) -> NDArray[np.int64]:
    """Return the pupils who ask each facility for a seat (see :class:`Classes`)."""
    people, households = model.population.people, model.population.households
    count = len(model.facilities)
    pupils = np.flatnonzero(people.alive & (people.status == PUPIL))
    target = people.school[pupils].copy()
    for level in range(len(SCHOOLS)):
        mine = at_level(model, pupils, level) & (target == NOWHERE)
        target[mine] = closest_school(model, pupils[mine], level)
    asks = target >= 0
    weight = households.weight[people.household[pupils[asks]]]
    return np.bincount(target[asks], weights=weight, minlength=count).astype(np.int64)


def first_classes(model: Microville) -> Classes:
    """Return the classes of 2025, which fill as usual, and set seats accordingly."""
    facilities, service = model.facilities, model.parameters.public_service
    asked = pupils_asking(model)
    count = np.zeros(len(facilities), dtype=np.int64)
    for level, name in enumerate(SCHOOLS):
        rows = facilities.of(name)
        seats = class_seats(model, level)
        needed = np.ceil(asked[rows] / (seats * service.class_filled_share))
        count[rows] = np.maximum(needed, 1).astype(np.int64)
        facilities.capacity[rows] = np.rint(count[rows] * seats)
    return Classes(count, np.where(count > 0, count + service.spare_classrooms, 0), asked)


def open_and_close_classes(model: Microville) -> None:
    """In September, open and close classes: one a school at most, by the demand a year before.

    A class opens where pupils asked for more than ``class_opens_share`` of the seats and a room is
    free; one closes where the others would be filled by at most ``class_closes_share``. The last
    class of a school stays.
    """
    classes, facilities = model.classes, model.facilities
    service = model.parameters.public_service
    for level, name in enumerate(SCHOOLS):
        rows = facilities.of(name)
        rows = rows[rows < len(classes.count)]
        seats, asked, count = class_seats(model, level), classes.asked[rows], classes.count[rows]
        opens = asked > service.class_opens_share * seats * count
        opens &= count < classes.rooms[rows]
        closes = (asked <= service.class_closes_share * seats * (count - 1)) & (count > 1)
        closes &= ~opens
        classes.count[rows] += opens.astype(np.int64) - closes.astype(np.int64)
        changed = opens | closes
        facilities.capacity[rows[changed]] = np.rint(classes.count[rows[changed]] * seats)
        for kind, which in (("class_opens", opens), ("class_closes", closes)):
            for row in rows[which]:
                model.tell(kind, facilities.names[row], int(facilities.capacity[row]))


def schools_of_month(model: Microville) -> None:
    """Give seats to pupils who have none; in September classes change first, and all are looked at.

    What is asked in September decides on the classes of the next one.
    """
    leave_closed_schools(model)
    september = is_september(model.month)
    if september and not {"entry", "exit"} & set(model.inputs.frozen):
        open_and_close_classes(model)
    assign_schools(model, everyone=september)
    if september:
        model.classes.asked = pupils_asking(model)[: len(model.classes.count)]
