"""Where to and how: destinations by their logsum, then the mode, then the door."""

from collections import defaultdict

from . import luck
from .ways import logsum

USUAL, LOOKED_AT, TRIES = 4, 6, 3
"""Places of each network that the map began with; closest that are looked at; choices made."""


def options(town, category, home):
    """Return ``{facility: {network: milliseconds}}`` of what a home chooses among."""
    found = {}
    for network in range(len(town.streets)):
        usual = 0
        for ms, facility in town.closest(network, category, home, LOOKED_AT):
            if usual == USUAL:
                break
            usual += not facility.late
            found.setdefault(facility, {})[network] = ms
    return found


def offers(town, home, who, category):
    """Return ``{facility: {mode: (milliseconds, utility)}}``; kept for like people next door."""
    known = town.worths.get((home, who, category))
    if known is None:
        known = {
            place: town.ways.offers(who, times, *town.ride(home, place.point))
            for place, times in options(town, category, home).items()
        }
        town.worths[home, who, category] = known
    return known


def destination(town, wish, ways, hour):
    """Return the place with room of greatest worth plus luck, ties to the lower key; or None."""
    best = None
    for place, by_mode in ways.items():
        worth = logsum([utility for _, utility in by_mode.values()])
        if worth is None or place.full[hour]:
            continue
        draw = town.draw("daily.choice", wish.person, wish.kind, place.key)
        total = worth * town.ways.logsum_weight // 1000 + luck.gumbel(draw)
        if best is None or (total, -place.key) > best[0]:
            best = (total, -place.key), place
    return best and best[1]


def best_mode(by_mode, draw):
    """Return mode and milliseconds of greatest utility plus luck; the first of equals.

    ``draw`` gives the luck of a mode's name.
    """
    value = {mode: utility + luck.gumbel(draw(mode)) for mode, (_, utility) in by_mode.items()}
    mode = max(value, key=value.get)
    return mode, by_mode[mode][0]


def bound_mode(wishes, number, main):
    """Return the mode that a wish is bound to by its tour, or none."""
    wish = wishes[number]
    if wish.follows == "main":
        return main.mode
    if wish.follows == "wish":
        return wishes[number - 1].mode
    if number + 1 < len(wishes) and wishes[number + 1].follows == "wish":
        return wish.mode  # chosen before: who follows went by it
    return ""


def choose(town, wishes, number, main):
    """Let a pending wish choose a place and a mode, or know why it cannot."""
    wish = wishes[number]
    ways = offers(town, wish.person.home, town.who[wish.person.key], wish.category)
    if not any(ways.values()):
        wish.outcome = "out_of_reach"
        return
    if wish.minute is None:
        wish.outcome = "closed"
        return
    hour = town.hour_of(wish)
    only = bound_mode(wishes, number, main)
    place = None
    if only:
        bound = {p: {m: v for m, v in by.items() if m == only} for p, by in ways.items()}
        place = destination(town, wish, bound, hour)
        if place is None:
            wish.follows = ""  # a tour of its own, by any mode
        else:
            ways = bound
    if place is None:
        place = destination(town, wish, ways, hour)
    if place is None:
        wish.outcome = "full"
        return
    wish.facility = place
    wish.mode, wish.ms = best_mode(
        ways[place],
        lambda mode: town.draw(
            "daily.choice", wish.person, wish.kind, place.key, town.modes.index(mode)
        ),
    )


def admit(town, pending):
    """Let people in where there is room; where there is not for all, luck decides."""
    coming = defaultdict(list)
    for wish in pending:
        coming[wish.facility, town.hour_of(wish)].append(wish)
    for (facility, hour), crowd in coming.items():
        if sum(wish.person.weight for wish in crowd) > facility.room[hour]:
            crowd.sort(key=lambda w: (luck_at_door(town, w), int(w.person.key, 16)))
            for wish in crowd:
                enter_or_not(facility, hour, wish)
        else:
            for wish in crowd:
                facility.room[hour] -= wish.person.weight
                wish.outcome = "served"


def luck_at_door(town, wish):
    return town.draw("daily.admission", wish.person, wish.kind, wish.facility.key)


def enter_or_not(facility, hour, wish):
    """Serve a wish while any room is left."""
    if facility.room[hour] > 0:
        facility.room[hour] -= wish.person.weight
        wish.outcome = "served"
    else:
        facility.refused += wish.person.weight


def settle(town, by_person, mains):
    """Let everyone choose before anyone is admitted, and that three times."""
    for _ in range(TRIES):
        for facility in town.facilities:
            facility.full = [left <= 0 for left in facility.room]
        pending = []
        for key, wishes in by_person.items():
            for number, wish in enumerate(wishes):
                if wish.outcome == "pending":
                    choose(town, wishes, number, mains.get(key))
                    if wish.outcome == "pending":
                        pending.append(wish)
        admit(town, pending)
    for wishes in by_person.values():
        for wish in wishes:
            wish.outcome = "full" if wish.outcome == "pending" else wish.outcome
