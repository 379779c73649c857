"""The model with its daily life replaced by plain Mesa code over inhabitants as agents."""

from microville.model import Microville
from microville.model.schooling.classes import schools_of_month
from microville.model.work.assign import assign_work

from .agenda import WEEKDAY
from .habits import daily_chances
from .plain import Town
from .week import week


class ByAgents(Microville):
    """Errands, work and school agent by agent; everything else as ever.

    Attributes
    ----------
    town
        Facilities, streets and rules in plain Python.
    days
        The last month's weekday and Saturday.
    """

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.town = Town(self)
        self.town.chances = daily_chances(
            self.town.known, self.inhabitants(), self.parameters.activity
        )

    def daily_life(self):
        """Assign work and school as ever, then let every inhabitant live the month's days."""
        assign_work(self)
        schools_of_month(self)
        self.day.clear(len(self.population.people))
        self.town.month = self.month
        self.town.look(self.facilities.open, self.facilities.capacity)
        people = {agent.key: agent for agent in self.inhabitants()}
        self.days = self.town.live(list(people.values()))
        for key, numbers in week(self.days).items():
            self.write(people[key].row, numbers)
        for facility in self.town.facilities:
            self.facilities.visits[facility.row] = facility.visits
            self.facilities.turned_away[facility.row] = facility.turned_away
        self.site_visits = self.visits_from_outside(self.days[WEEKDAY])

    def write(self, row, numbers):
        """Write somebody's week to the day's columns."""
        for (name, *column), amount in numbers.items():
            getattr(self.day, name)[(row, *column)] = amount

    def visits_from_outside(self, day):
        """Count the weekday's visits to site services by who neither lives nor works there."""
        there = set(self.site_facilities())
        return sum(
            wish.person.weight
            for wish in day.errands()
            if wish.outcome == "served" and wish.facility.row in there
            if not wish.person.on_site and wish.person.presence != "newcomer"
        )
