"""Work and school on a weekday in plain Python: everybody goes to the place that is theirs."""

from collections import Counter

from microville.model.facilities import SCHOOLS
from microville.territory.categories import FUNCTIONS

from . import luck

NONE, BEYOND = -1, -2
LEVELS = dict(zip(SCHOOLS, (range(3, 6), range(6, 11), range(11, 15), range(15, 18)), strict=True))
LONGEST_NEAR_MS = 15 * 60_000


def commute(town, people):
    """Return what a week of work and school gives each: by key, as ``PlainTown.week``."""
    taught = [level for level in SCHOOLS if any(f.category == level for f in town.facilities)]
    found = {}
    for one in people:
        level = next((name for name in taught if one.age in LEVELS[name]), None)
        if one.status == "employed":
            found[one.key] = at_work(town, one)
        elif one.status == "pupil" and level is not None:
            found[one.key] = at_school(town, one)
    return found


def at_work(town, one):
    """Return somebody's week of work."""
    activity, key = town.parameters.activity, int(one.key, 16)
    seed, working = town.seed_number, FUNCTIONS.index("working")
    week = Counter({("wanted_by", working): 5})
    absent = luck.happens(seed, "daily.absent", activity.absent_share_weekday, key, town.month)
    # Who works at home does so for the whole run, but not on the site.
    at_home = luck.happens(seed, "daily.at_home", activity.home_working_share, key)
    stays = absent or (at_home and not one.on_site)
    if one.workplace == BEYOND or (one.workplace >= 0 and stays):
        week["served_by", working] += 5
    elif one.workplace == NONE or not town.facilities[one.workplace].open:
        week["out_of_reach"] += 5
    else:
        place = town.facilities[one.workplace]
        times = {
            mode: streets.closest(one.home, [place], 1) for mode, streets in enumerate(town.streets)
        }
        go(town, one, place, {m: t[0][0] for m, t in times.items() if t}, week, "working")
    return week


def at_school(town, one):
    """Return somebody's week of school, where they stay until September whatever their age.

    Times are known where the school is among the four closest of its kind by a mode.
    """
    learning = FUNCTIONS.index("learning")
    week = Counter({("wanted_by", learning): 5})
    if one.school == BEYOND:
        week["served_by", learning] += 5
    elif one.school == NONE:
        week["out_of_reach"] += 5
    else:
        place = town.facilities[one.school]
        times = {
            mode: ms
            for mode in range(len(town.streets))
            for ms, school in town.closest(mode, place.category, one.home)
            if school is place
        }
        go(town, one, place, times, week, "learning")
    return week


def go(town, one, place, times, week, function):
    """Choose a mode and note what it gives."""
    best = None
    for mode, factor, longest_ms, constant, per_hour in town.ways(one):
        ms = times.get(mode, longest_ms + 1) * factor // 1000
        if ms > longest_ms:
            continue
        value = constant + per_hour * ms // 3_600_000
        key = int(one.key, 16)
        value += luck.gumbel(
            luck.bits(town.seed_number, f"daily.{function}", key, town.month, mode)
        )
        if best is None or value > best[0]:
            best = value, mode, ms
    if best is None:
        week["out_of_reach"] += 5
        return
    _, mode, ms = best
    column = FUNCTIONS.index(function)
    week["served_by", column] += 5
    week["near_by", column] += 5 * (mode < 2 and ms <= LONGEST_NEAR_MS)
    town.count_trips(week, one.home, place, mode, ms, 5)
