"""What a way is worth to somebody: thousandths of a util, all whole numbers."""

import math

from . import luck

MODES = ("walk", "bike", "car", "ebike", "transit")
NETWORK = {"walk": 0, "bike": 1, "car": 2, "ebike": 1}
LONGEST_MIN = 90
STEP = 4
"""Logsums look up differences of utility in steps of so many thousandths of a util."""


class Ways:
    """Times and utilities by mode, from the parameters."""

    def __init__(self, mobility):
        m = mobility
        by_mode = {
            "walk": (m.constant_walk, m.beta_time_walk_per_min, m.max_walk_min),
            "bike": (m.constant_bike, m.beta_time_bike_per_min, m.max_bike_min),
            "car": (m.constant_car, m.beta_time_car_per_min, LONGEST_MIN),
            "ebike": (m.constant_ebike, m.beta_time_bike_per_min, m.max_bike_min),
            "transit": (0, m.beta_transit_in_vehicle_per_min, LONGEST_MIN),
        }
        self.constant = {mode: round(1000 * row[0]) for mode, row in by_mode.items()}
        self.slope = {mode: per_ms(row[1]) for mode, row in by_mode.items()}
        self.longest = {mode: round(60_000 * row[2]) for mode, row in by_mode.items()}
        self.slow = round(1000 * m.walk_speed_kmh / m.walk_slow_speed_kmh)
        self.electric = round(1000 * m.bike_speed_kmh / m.ebike_speed_kmh)
        self.logsum_weight = round(1000 * m.destination_logsum)
        self.ride_ms_per_m = 3600.0 * m.street_detour / m.transit_speed_kmh
        ride, stops = m.beta_transit_in_vehicle_per_min, m.transit_access_egress_min
        self.wait_ms, self.start = {}, {}
        for service, wait in (("rural", m.transit_wait_rural_min), ("urban", None)):
            minutes = m.transit_wait_urban_min if wait is None else wait
            self.wait_ms[service] = round((stops + minutes) * 60_000)
            # Minutes at the stop are dearer than those of the ride.
            dearer = (m.beta_transit_access_per_min - ride) * stops
            dearer += (m.beta_transit_wait_per_min - ride) * minutes
            self.start[service] = round(1000 * (m.constant_transit + dearer))

    def offers(self, who, times, service, straight_m):
        """Return ``{mode: (milliseconds, utility)}`` of a person's ways to one place.

        Parameters
        ----------
        who
            Modes they may use, and whether they are slow on foot.
        times
            Milliseconds by network, where there is a way.
        service, straight_m
            Public transport between home and place, if any; straight metres.
        """
        may, slow = who
        found = {}
        for mode in may:
            constant = self.constant[mode]
            if mode == "transit":
                if service is None:
                    continue
                ms = int(straight_m * self.ride_ms_per_m) + self.wait_ms[service]
                constant = self.start[service]
            elif NETWORK[mode] in times:
                ms = times[NETWORK[mode]]
            else:
                continue
            if mode == "walk" and slow:
                ms = ms * self.slow // 1000
            if mode == "ebike":
                ms = ms * self.electric // 1000
            if ms <= self.longest[mode]:
                found[mode] = ms, constant + (ms * self.slope[mode] >> 32)
        return found


def per_ms(per_minute):
    """Return the utility of a millisecond, times 2**32."""
    return (round(60_000 * per_minute) << 32) // 3_600_000


def logsum(values):
    """Return the logsum of utilities, added one after another; None of nothing."""
    total = None
    for value in values:
        total = value if total is None else add(max(total, value), min(total, value))
    return total


def add(high, low):
    difference = STEP * ((high - low + STEP // 2) // STEP)
    return high + round(1000 * math.log1p(math.exp(-difference / 1000)))


def service_between(one, other):
    """Return the public transport between two communes: ``town``, ``village`` or neither."""
    if None in (one, other) or (one, other) == ("village", "village"):
        return None
    return "urban" if (one, other) == ("town", "town") else "rural"


def straight_m(one, other):
    """Return whole straight metres between two places."""
    dx, dy = one[0] - other[0], one[1] - other[1]
    return int(math.sqrt(dx * dx + dy * dy))


def who(town, person):
    """Return which modes somebody may use, in order, and whether they are slow on foot."""
    age = person.age
    share = town.parameters.mobility.ebike_share_of_bikes
    electric = age >= 14 and luck.happens(
        town.seed_number, "population.ebike", share, int(person.key, 16)
    )
    driven = person.cars > 0 and (person.licence or age < 15)
    usable = {
        "walk": True,
        "bike": person.bike and age >= 8 and not electric,
        "car": driven,
        "ebike": person.bike and electric,
        "transit": True,
    }
    return tuple(mode for mode in MODES if usable[mode]), age >= 65 or age < 6
