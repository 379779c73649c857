"""Who and what a plain town is made of: people, places, and a day."""

from dataclasses import dataclass, field

import mesa

from .commute import NONE

HOURS = 24


class Person(mesa.Agent):
    """An inhabitant; attributes are named as those of the model's ``Inhabitant``."""

    def __init__(self, model, household, **own):
        super().__init__(model)
        self.house = household
        self.alive = True
        self.workplace = self.school = NONE
        self.on_site = False
        for name, value in own.items():
            setattr(self, name, value)

    @property
    def age(self):
        return (self.model.month - self.birth) // 12

    @property
    def home(self):
        return self.house.home

    @property
    def weight(self):
        return self.house.weight

    @property
    def cars(self):
        return self.house.cars

    def leave(self):
        self.alive = False
        self.house.members.remove(self)
        self.remove()


class Facility(mesa.Agent):
    """A place to go: closed, open or full at some hours."""

    def __init__(self, model, row, *, key, category, point, late):
        super().__init__(model)
        self.row, self.key, self.category, self.point = row, key, category, point
        self.late = late
        """Whether it was not there at the start."""
        self.open, self.capacity, self.refused = False, 0, 0
        self.room, self.full = [0] * HOURS, [True] * HOURS
        self.visits = self.turned_away = 0

    def make_room(self, hours):
        """Open for a day of so many hours: room is shared out evenly and rounded up."""
        visits = self.capacity if self.open else 0
        self.room = [-(-visits // hours)] * HOURS
        self.refused = 0


@dataclass
class OneDay:
    """A typical day of everybody, by the key of persons."""

    kind: int
    people: dict
    mains: dict = field(default_factory=dict)
    wishes: dict = field(default_factory=dict)
    trips: dict = field(default_factory=dict)

    def errands(self):
        return [wish for wishes in self.wishes.values() for wish in wishes]
