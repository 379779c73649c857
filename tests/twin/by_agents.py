"""The model with its daily life replaced by plain Mesa code over inhabitants as agents."""

from collections import Counter

from microville.model import Microville
from microville.model.assign import assign_schools, assign_work, leave_closed_schools
from microville.model.calendar import is_september

from .commute import commute
from .plain import WEEKDAY, PlainTown


class ByAgents(Microville):
    """Errands, work and school agent by agent; everything else as ever.

    Attributes
    ----------
    town
        Facilities, streets and rules in plain Python.
    """

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.town = PlainTown(self)

    def daily_life(self):
        """Assign work and school as ever, then let every inhabitant live the month's days."""
        assign_work(self)
        leave_closed_schools(self)
        assign_schools(self, everyone=is_september(self.month))
        self.day.clear(len(self.population.people))
        self.town.month = self.month
        self.town.look(self.facilities.open, self.facilities.capacity)
        people = {agent.key: agent for agent in self.inhabitants()}
        wishes = self.town.live(list(people.values()))
        weeks = self.town.week(wishes)
        for key, week in commute(self.town, people.values()).items():
            weeks[key] = weeks.get(key, Counter()) + week
        for key, week in weeks.items():
            self.write(people[key], week)
        for facility in self.town.facilities:
            self.facilities.visits[facility.row] = facility.visits
            self.facilities.turned_away[facility.row] = facility.turned_away
        self.site_visits = self.visits_from_outside(wishes)

    def write(self, agent, week):
        """Write somebody's week: numbers to attributes, tables to the day's columns."""
        for name, amount in week.items():
            if isinstance(name, tuple):
                table, column = name
                getattr(self.day, table)[agent.row, column] += amount
            else:
                setattr(agent, name, amount)

    def visits_from_outside(self, wishes):
        """Count the weekday's visits to site services by who neither lives nor works there."""
        there = set(self.site_facilities())
        return sum(
            wish.person.weight
            for wish in wishes
            if wish.served and wish.kind == WEEKDAY and wish.facility.row in there
            if not wish.person.on_site and wish.person.presence != "newcomer"
        )
