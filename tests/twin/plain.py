"""A town in plain Mesa: every inhabitant an agent in Python, no columns, no kernels.

Written from docs/odd.md and the rules of the phases; it shares with the model the opening state,
the parameters and the streets, and is told which facilities are open and who has which job or seat.
It is the slow twin that the model is held to, and may be timed against (from the project's root:
``from tests.twin.plain import PlainTown``).
"""

import mesa

from microville.model.facilities import ERRANDS, FOLLOWED, SCHOOLS
from microville.population.synthesis import is_urban

from . import luck
from .actors import Facility, OneDay, Person
from .agenda import SATURDAY, WEEKDAY, opening_hours, wishes_of
from .choosing import settle
from .commute import NONE, commute
from .demography import Demography
from .habits import daily_chances
from .streets import Streets
from .tours import trips_of
from .ways import MODES, Ways, service_between, straight_m, who

DAYS = {WEEKDAY: 21.75, SATURDAY: 4.35}


class Town(mesa.Model):
    """Places, streets and the rules of a day; who lives there is given.

    Parameters
    ----------
    model
        A ``Microville`` before its first step, whose state is copied.
    """

    modes = MODES

    def __init__(self, model):
        super().__init__(rng=model.seed_number)
        self.seed_number, self.month = model.seed_number, model.month
        self.parameters = model.parameters
        services = set(model.territory.layers["services"]["category"])
        self.known, self.taught = services & set(ERRANDS), [s for s in SCHOOLS if s in services]
        self.streets = [Streets(network) for network in model.access.networks]
        self.xy = model.access.places.xy.tolist()
        self.ways = Ways(self.parameters.mobility)
        shift = round(self.parameters.activity.closing_shift_min)
        self.hours, self.appointment = opening_hours(shift)
        self.facilities, self.who = [], {}
        self.add_facilities(model.facilities, len(model.territory.layers["services"]))
        self.commune = self.kinds_of_communes(model)
        self.look(model.facilities.open, model.facilities.capacity)

    def add_facilities(self, columns, at_start):
        """Know every facility that the map has or the programme may open."""
        for row, (key, category, point) in enumerate(
            zip(columns.key, columns.category, columns.point, strict=True)
        ):
            self.facilities.append(
                Facility(
                    self,
                    row,
                    key=int(key),
                    category=FOLLOWED[category] if category >= 0 else "",
                    point=int(point),
                    late=row >= at_start,
                )
            )

    def kinds_of_communes(self, model):
        """Return whether each place is in a town or a village, for public transport."""
        kinds = [
            "town" if is_urban(model.territory, row, model.parameters) else "village"
            for row in range(len(model.territory.layers["zones"]))
        ]
        places = model.access.places
        found = dict(enumerate(model.homes.zone[: places.service_start].tolist()))
        for point, zone in zip(model.facilities.point, model.facilities.zone, strict=True):
            if found.get(int(point), -1) < 0:
                found[int(point)] = int(zone)
        for point in range(places.parcel_start, len(places.xy)):
            found[point] = model.site_zone
        return {point: kinds[zone] for point, zone in found.items() if zone >= 0}

    def look(self, is_open, capacity):
        """See which facilities are open this month, and what they can take a day."""
        self.near, self.worths = {}, {}
        for facility, now, most in zip(self.facilities, is_open, capacity, strict=True):
            facility.open, facility.capacity = bool(now), int(most)

    # -- what rules ask -------------------------------------------------------------------------

    def draw(self, stream, person, kind, *words):
        """Return 64 bits for somebody on a day."""
        return luck.bits(
            self.seed_number, stream, int(person.key, 16), 2 * self.month + kind, *words
        )

    def of_share(self, half, share):
        """Return whether 32 bits fall into a share."""
        return luck.scaled(half, luck.BILLION) < luck.parts(share)

    def closest(self, network, category, home, count):
        """Return the closest open facilities of a category with the milliseconds to them."""
        known = self.near.get((network, category, home))
        if known is None:
            there = [f for f in self.facilities if f.open and f.category == category]
            known = self.streets[network].closest(home, there, count)
            self.near[network, category, home] = known
        return known

    def times(self, home, facility):
        """Return the milliseconds to one facility by network, where there is a way."""
        found = {}
        for network, streets in enumerate(self.streets):
            for ms, _ in streets.closest(home, [facility], 1):
                found[network] = ms
        return found

    def ride(self, home, point):
        """Return the public transport between two places, and straight metres."""
        service = service_between(self.commune.get(home), self.commune.get(point))
        return service, straight_m(self.xy[home], self.xy[point])

    def hour_of(self, wish):
        """Return the hour whose room a wish takes; by appointment room is by the day."""
        return 0 if wish.category in self.appointment else wish.minute // 60

    def hours_open(self, facility, kind):
        """Return for how many hours of a day a facility's room is shared out."""
        if facility.category not in ERRANDS or facility.category in self.appointment:
            return 1
        first, last = self.hours[facility.category, kind]
        return max(-(-last // 60) - first // 60, 1)

    # -- a day ----------------------------------------------------------------------------------

    def live(self, people):
        """Let people live the month's typical days; return them."""
        self.who = {person.key: who(self, person) for person in people}
        for facility in self.facilities:
            facility.visits = facility.turned_away = 0
        return [self.one_day(people, kind) for kind in (WEEKDAY, SATURDAY)]

    def one_day(self, people, kind):
        """Let people go to work or school, wish, choose, be admitted, and travel."""
        day = OneDay(kind, {person.key: person for person in people})
        if kind == WEEKDAY:
            day.mains = commute(self, people)
        for facility in self.facilities:
            facility.make_room(self.hours_open(facility, kind))
        for key, person in day.people.items():
            day.wishes[key] = wishes_of(self, person, kind, day.mains.get(key))
        settle(self, day.wishes, day.mains)
        for key, person in day.people.items():
            day.trips[key] = trips_of(self, person, day.wishes[key], day.mains.get(key))
        self.count_visits(day)
        return day

    def count_visits(self, day):
        """Add a day's visits to those of the month."""
        came = dict.fromkeys(self.facilities, 0)
        for wish in day.errands():
            if wish.outcome == "served":
                came[wish.facility] += wish.person.weight
        for facility, visits in came.items():
            facility.visits += round(visits * DAYS[day.kind])
            facility.turned_away += round(facility.refused * DAYS[day.kind])


class PlainTown(Town):
    """The town with its people, month by month: they are born, age, die, move and live days.

    Attributes
    ----------
    places
        Workplace, school, and whether they work on the site, by key: what the town is told.
    """

    def __init__(self, model):
        super().__init__(model)
        self.places = {}
        self.demography = Demography(self, model, Person)
        self.chances = daily_chances(
            self.known, self.agents_by_type[Person], self.parameters.activity
        )

    def step(self):
        """Let a month pass."""
        self.demography.step()
        people = list(self.agents_by_type[Person])
        for person in people:
            told = self.places.get(person.key, (NONE, NONE, False))
            person.workplace, person.school, person.on_site = told
        self.days = self.live(people)
        self.month += 1
