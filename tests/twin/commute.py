"""Work and school on a weekday in plain Python: everybody goes to the place that is theirs."""

from dataclasses import dataclass

from microville.model.facilities import SCHOOLS

from . import luck
from .choosing import LOOKED_AT, best_mode

NONE, BEYOND = -1, -2
LEVELS = dict(zip(SCHOOLS, (range(3, 6), range(6, 11), range(11, 15), range(15, 18)), strict=True))
HOURS = {"working": (6 * 60 + 45, 9 * 60, 510), "learning": (7 * 60 + 30, 8 * 60 + 15, 480)}
"""First and last minute at which people start, and how long they stay."""
HOME_FROM_BEYOND = 30


@dataclass
class Main:
    """Somebody's day of work or school, and what becomes of it."""

    person: object
    function: str
    outcome: str = "served"
    goes: bool = False
    """Whether they go to a place on the map."""
    home_at: int | None = None
    """The minute at which they are home again; None who is at home all day."""
    start: int = 0
    end: int = 0
    mode: str = ""
    ms: int = 0
    point: int = 0


def commute(town, people):
    """Return the day of work or school of each who has one, by key."""
    found = {}
    for one in people:
        if one.status == "employed":
            found[one.key] = at_work(town, one)
        elif one.status == "pupil" and any(one.age in LEVELS[level] for level in town.taught):
            found[one.key] = at_school(town, one)
    return found


def hours_of(town, one, function):
    """Return when somebody starts and ends: theirs for the whole run."""
    first, last, stay = HOURS[function]
    start = first + luck.below(
        town.seed_number, f"daily.start.{function}", last - first, int(one.key, 16)
    )
    return start, start + stay


def at_work(town, one):
    """Return somebody's day of work: beyond the map, at home, off, shut out, or there."""
    day, place = Main(one, "working"), one.workplace
    stays = is_off(town, one) or (works_at_home(town, one) and not one.on_site)
    if place == NONE:
        day.outcome = "out_of_reach"
    elif place == BEYOND:
        day.home_at = None if stays else back_from_beyond(town, one, "working")
    elif not stays:
        there = town.facilities[place]
        if there.open:
            go(town, day, there, town.times(one.home, there))
        else:
            day.outcome = "out_of_reach"
    return day


def is_off(town, one):
    share = town.parameters.activity.absent_share_weekday
    return luck.happens(town.seed_number, "daily.absent", share, int(one.key, 16), town.month)


def works_at_home(town, one):
    share = town.parameters.activity.home_working_share
    return luck.happens(town.seed_number, "daily.at_home", share, int(one.key, 16))


def back_from_beyond(town, one, function):
    return hours_of(town, one, function)[1] + HOME_FROM_BEYOND


def at_school(town, one):
    """Return somebody's day of school, where they stay until September whatever their age.

    Times are known where the school is among the closest of its kind by a network.
    """
    day = Main(one, "learning")
    if one.school == BEYOND:
        day.home_at = back_from_beyond(town, one, "learning")
    elif one.school == NONE:
        day.outcome = "out_of_reach"
    else:
        there = town.facilities[one.school]
        times = {
            network: ms
            for network in range(len(town.streets))
            for ms, school in town.closest(network, there.category, one.home, LOOKED_AT)
            if school is there
        }
        go(town, day, there, times)
    return day


def go(town, day, there, times):
    """Choose a mode of going, and arrange the day."""
    one, stream = day.person, f"daily.{day.function}"
    ways = town.ways.offers(town.who[one.key], times, *town.ride(one.home, there.point))
    if not ways:
        day.outcome = "out_of_reach"
        return
    day.mode, day.ms = best_mode(
        ways,
        lambda mode: luck.bits(
            town.seed_number, stream, int(one.key, 16), town.month, town.modes.index(mode)
        ),
    )
    day.goes, day.point = True, there.point
    day.start, day.end = hours_of(town, one, day.function)
    day.home_at = day.end + day.ms // 60_000
