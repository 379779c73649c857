"""What indicators count of a week: five weekdays and a Saturday."""

from collections import Counter

from microville.model.day import REASONS
from microville.territory.categories import FUNCTIONS

from .agenda import WEEKDAY
from .ways import MODES

TIMES = (5, 1)
OWN_STRENGTH = ("walk", "bike", "ebike")


def week(days):
    """Return what each person's week held: by key, a number by ``(table, column …)``."""
    found = {}
    for kind, day in enumerate(days):
        for key in day.people:
            mine = found.setdefault(key, Counter())
            if key in day.mains:
                count(mine, day.mains[key], TIMES[kind])
            for wish in day.wishes.get(key, ()):
                count(mine, wish, TIMES[kind])
                if kind == WEEKDAY:
                    mine["wanted",] += 1
                    mine["served",] += wish.outcome == "served"
            for trip in day.trips.get(key, ()):
                mode = MODES.index(trip.mode)
                mine["trips", mode] += TIMES[kind]
                mine["trip_ms", mode] += TIMES[kind] * trip.ms
                mine["trip_m", mode] += TIMES[kind] * trip.metres
    return found


def count(mine, activity, times):
    """Count an errand, or a day of work or school."""
    function = FUNCTIONS.index(activity.function)
    mine["wanted_by", function] += times
    if activity.outcome != "served":
        mine["unserved_by", REASONS.index(activity.outcome)] += times
        return
    mine["served_by", function] += times
    for i, minutes in enumerate((15, 30)):
        near = activity.mode in OWN_STRENGTH and activity.ms <= minutes * 60_000
        mine["within_by", function, i] += times * near
