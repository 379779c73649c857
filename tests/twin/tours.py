"""Somebody's trips of a day, one after another."""

from dataclasses import dataclass

from .agenda import STAY
from .ways import straight_m

PAUSE_S = 5 * 60


@dataclass
class Trip:
    """One way: from where to where, how, when (seconds after midnight) and how long."""

    person: object
    mode: str
    function: str
    origin: int
    target: int
    depart_s: int
    ms: int
    metres: int


class Tour:
    """Where somebody is, since when they may leave, and how they came."""

    def __init__(self, town, person):
        self.town, self.person, self.home = town, person, person.home
        self.at, self.now, self.mode, self.back_ms, self.what = person.home, 0, "", 0, ""
        self.trips = []

    def go(self, target, mode, ms, function, leaves_s):
        """Make a trip."""
        straight = straight_m(self.town.xy[self.at], self.town.xy[target])
        metres = int(straight * self.town.parameters.mobility.street_detour)
        trip = Trip(self.person, mode, function, self.at, target, leaves_s, ms, metres)
        self.trips.append(trip)
        self.at, self.mode, self.what = target, mode, function

    def main(self, main):
        """Go to work or school in time, and stay there."""
        leaves = max(main.start * 60 - main.ms // 1000, 0)
        self.go(main.point, main.mode, main.ms, main.function, leaves)
        self.back_ms = main.ms
        self.now = max(main.end * 60, leaves + main.ms // 1000)

    def errand(self, wish):
        """Go to a place: straight on from the last one if it follows and by the same mode."""
        there, ms = wish.facility.point, wish.ms
        if self.at != self.home and wish.follows and wish.mode == self.mode:
            ms = between_stops(self.town, self.person, self.at, there, wish.mode)
        elif self.at != self.home:
            self.back()
            self.now += self.back_ms // 1000 + PAUSE_S
        if self.at == self.home:
            self.now = max(self.now, wish.minute * 60 - ms // 1000)
        self.go(there, wish.mode, ms, wish.function, self.now)
        self.now += ms // 1000 + 60 * STAY[wish.function]
        self.back_ms = wish.ms

    def back(self):
        self.go(self.home, self.mode, self.back_ms, self.what, self.now)


def trips_of(town, person, wishes, main):
    """Return the trips of somebody's day."""
    tour = Tour(town, person)
    if main is not None and main.goes:
        tour.main(main)
    for wish in wishes:
        if wish.outcome == "served":
            tour.errand(wish)
    if tour.at != tour.home:
        tour.back()
    return tour.trips


def between_stops(town, person, origin, target, mode):
    """Return the milliseconds between two stops: straight metres with the detour of streets."""
    m = town.parameters.mobility
    kmh, fixed_min = {
        "walk": (m.walk_speed_kmh, 0),
        "bike": (m.bike_speed_kmh, 0),
        "car": (m.car_leg_speed_kmh, m.car_access_egress_min + m.car_parking_min),
        "ebike": (m.ebike_speed_kmh, 0),
        "transit": (m.transit_speed_kmh, m.transit_access_egress_min + m.transit_wait_urban_min),
    }[mode]
    straight = straight_m(town.xy[origin], town.xy[target])
    ms = int(straight * (3600.0 * m.street_detour / kmh)) + round(fixed_min * 60_000)
    _, slow = town.who[person.key]
    return ms * town.ways.slow // 1000 if mode == "walk" and slow else ms
