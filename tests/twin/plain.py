"""A town in plain Mesa: every inhabitant an agent in Python, no columns, no kernels.

Written from docs/odd.md and the rules of the phases; it shares with the model the opening state,
the parameters and the streets, and is told which facilities are open. It is the slow twin that the
model is held to (tests/twin/test_twin.py) and may be timed against (from the project's root:
``from tests.twin.plain import PlainTown``).
"""

import math
from collections import Counter
from dataclasses import dataclass

import mesa

from microville.model.facilities import ERRANDS, FOLLOWED
from microville.territory.categories import FUNCTIONS, categories

from . import luck
from .demography import Demography
from .habits import age_group, daily_chances
from .streets import Streets

WEEKDAY, SATURDAY = 0, 1
TIMES = {WEEKDAY: 5, SATURDAY: 1}
DAYS = {WEEKDAY: 21.75, SATURDAY: 4.35}
WALK, BIKE, CAR = range(3)


class Person(mesa.Agent):
    """An inhabitant; attributes are named as those of the model's ``Inhabitant``."""

    def __init__(self, model, household, **own):
        super().__init__(model)
        self.house = household
        self.alive = True
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
    """A place to go: closed, open or full."""

    def __init__(self, model, row, *, key, category, point):
        super().__init__(model)
        self.row, self.key, self.category, self.point = row, key, category, point
        self.open, self.capacity, self.room = False, 0, 0
        self.visits = self.turned_away = 0


@dataclass
class Wish:
    """What somebody wants to do on a day, and what becomes of it."""

    person: object
    kind: int
    category: str
    facility: Facility | None = None
    mode: int = WALK
    ms: int = 0
    served: bool = False
    reached: bool = False

    @property
    def reason(self):
        """Why it was not served."""
        if self.served:
            return ""
        return "turned away" if self.reached else "out of reach"


class PlainTown(mesa.Model):
    """The town, month by month.

    Parameters
    ----------
    model
        A ``Microville`` before its first step, whose state is copied.
    """

    def __init__(self, model):
        super().__init__(rng=model.seed_number)
        self.seed_number, self.month = model.seed_number, model.month
        self.parameters = model.parameters
        self.known = set(model.territory.layers["services"]["category"]) & set(ERRANDS)
        self.streets = [Streets(network) for network in model.access.networks]
        self.xy = model.access.places.xy.tolist()
        self.facilities = []
        self.add_facilities(model.facilities)
        self.look(model.facilities.open, model.facilities.capacity)
        self.demography = Demography(self, model, Person)
        people = self.agents_by_type[Person]
        self.chances = daily_chances(self.known, people, self.parameters.activity)

    def add_facilities(self, columns):
        """Know every facility that the map has or the programme may open."""
        for row, (key, category, point) in enumerate(
            zip(columns.key, columns.category, columns.point, strict=True)
        ):
            name = FOLLOWED[category] if category >= 0 else ""
            self.facilities.append(
                Facility(self, row, key=int(key), category=name, point=int(point))
            )

    def look(self, is_open, capacity):
        """See which facilities are open this month, and what they can take a day."""
        self.near = {}
        for facility, now, most in zip(self.facilities, is_open, capacity, strict=True):
            facility.open, facility.capacity = bool(now), int(most)

    def step(self):
        """Let a month pass: people are born, age, die and move; then the typical days."""
        self.demography.step()
        self.wishes = self.live(list(self.agents_by_type[Person]))
        self.month += 1

    # -- wishes ---------------------------------------------------------------------------------

    def wishes_of(self, person, kind):
        """Return the wishes of a person on a day, in the order of categories."""
        key, occasion = int(person.key, 16), 2 * self.month + kind
        factor = self.parameters.activity.saturday_factor if kind == SATURDAY else 1
        group = age_group(person.age)
        return [
            Wish(person, kind, category)
            for number, category in enumerate(ERRANDS)
            if luck.happens(
                self.seed_number,
                "daily.wishes",
                self.chances.get((category, group), 0.0) * factor,
                key,
                occasion,
                number,
            )
        ]

    # -- choice ---------------------------------------------------------------------------------

    def closest(self, mode, category, home):
        """Return the four closest open facilities of a category with the milliseconds to them."""
        known = self.near.get((mode, category, home))
        if known is None:
            there = [f for f in self.facilities if f.open and f.category == category]
            known = self.near[mode, category, home] = self.streets[mode].closest(home, there, 4)
        return known

    def ways(self, person):
        """Return a person's modes: factor on time, longest trip, utility at all and an hour.

        Thousandths, milliseconds, thousandths of a util.
        """
        m, age = self.parameters.mobility, person.age
        slow = age >= 65 or age < 6
        factor = round(1000 * m.walk_speed_kmh / m.walk_slow_speed_kmh) if slow else 1000
        found = [(WALK, factor, m.max_walk_min, m.constant_walk, m.beta_time_walk_per_min)]
        if person.bike and age >= 8:
            found.append((BIKE, 1000, m.max_bike_min, m.constant_bike, m.beta_time_bike_per_min))
        if person.cars > 0 and (person.licence or age < 15):
            found.append((CAR, 1000, 90, m.constant_car, m.beta_time_car_per_min))
        return [
            (mode, factor, round(most * 60_000), round(constant * 1000), round(minute * 60_000))
            for mode, factor, most, constant, minute in found
        ]

    def choose(self, wish):
        """Let a wish take the best alternative among places that have room; the first of equals."""
        person, best = wish.person, None
        key, occasion = int(person.key, 16), 2 * self.month + wish.kind
        wish.facility = None
        for mode, factor, longest_ms, constant, per_hour in self.ways(person):
            for ms, facility in self.closest(mode, wish.category, person.home):
                time = ms * factor // 1000
                if time > longest_ms or facility.full:
                    continue
                value = constant + per_hour * time // 3_600_000
                draw = luck.bits(
                    self.seed_number, "daily.choice", key, occasion, facility.key, mode
                )
                value += luck.gumbel(draw)
                if best is None or value > best:
                    best = value
                    wish.facility, wish.mode, wish.ms = facility, mode, time
        wish.reached |= wish.facility is not None

    # -- a day ----------------------------------------------------------------------------------

    def live(self, people):
        """Let people live the month's typical days; return every wish."""
        for facility in self.facilities:
            facility.visits = facility.turned_away = 0
        wishes = []
        for kind in (WEEKDAY, SATURDAY):
            wishes += self.one_day(people, kind)
        return wishes

    def one_day(self, people, kind):
        """Let people wish, choose, and be admitted in an order drawn for the day."""
        occasion = 2 * self.month + kind
        order = sorted(
            people,
            key=lambda p: luck.bits(self.seed_number, "daily.order", int(p.key, 16), occasion),
        )
        refused, came = Counter(), Counter()
        for facility in self.facilities:
            facility.room = facility.capacity if facility.open else 0
        wishes = [wish for person in order for wish in self.wishes_of(person, kind)]
        pending = wishes
        for _ in range(3):
            # Everyone chooses before anyone is admitted.
            for facility in self.facilities:
                facility.full = facility.room <= 0
            for wish in pending:
                self.choose(wish)
            pending = [w for w in pending if w.facility and not self.admit(w, refused, came)]
        for facility in self.facilities:
            facility.visits += round(came[facility] * DAYS[kind])
            facility.turned_away += round(refused[facility] * DAYS[kind])
        return wishes

    def admit(self, wish, refused, came):
        """Serve a wish while any room is left; return whether it was."""
        facility, visits = wish.facility, wish.person.weight
        if facility.room <= 0:
            refused[facility] += visits
            return False
        facility.room -= visits
        came[facility] += visits
        wish.served = True
        return True

    # -- results --------------------------------------------------------------------------------

    def week(self, wishes):
        """Return what indicators count of a week: by person key, by name (and function, mode)."""
        found = {}
        for wish in wishes:
            mine = found.setdefault(wish.person.key, Counter())
            times, function = (
                TIMES[wish.kind],
                FUNCTIONS.index(categories()[wish.category].function),
            )
            mine["wanted_by", function] += times
            if wish.kind == WEEKDAY:
                mine["wanted"] += 1
                mine["served"] += wish.served
            if not wish.served:
                mine[wish.reason.replace(" ", "_")] += times
                continue
            mine["served_by", function] += times
            if wish.mode != CAR and wish.ms <= 15 * 60_000:
                mine["near_by", function] += times
            self.count_trips(mine, wish.person.home, wish.facility, wish.mode, wish.ms, times)
        return found

    def count_trips(self, week, home, facility, mode, ms, times):
        """Note trips there and back, with metres for those by car."""
        week["trips", mode] += 2 * times
        week["trip_ms", mode] += 2 * times * ms
        if mode == CAR:
            straight = math.dist(self.xy[home], self.xy[facility.point])
            week["car_m"] += 2 * times * round(straight * 1.3)
