"""What somebody wants on a day, at which minute, and what hangs together in one tour."""

import csv
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from microville.model.facilities import ERRANDS
from microville.territory.categories import categories

from . import luck
from .habits import age_group

WEEKDAY, SATURDAY = 0, 1
TABLE = Path(__file__).parents[2] / "maps" / "opening_hours.csv"
FREE = {
    "living": (9 * 60, 18 * 60),
    "working": (9 * 60, 18 * 60),
    "supplying": (8 * 60, 19 * 60 + 30),
    "caring": (8 * 60, 19 * 60),
    "learning": (9 * 60, 19 * 60),
    "enjoying": (10 * 60, 21 * 60),
}
"""Between which minutes people free all day go, by function."""
STAY = {
    "living": 15,
    "working": 60,
    "supplying": 25,
    "caring": 30,
    "learning": 45,
    "enjoying": 75,
}
NEXT_STOP, REST, APART = 10, 15, 180
"""Minutes: to a next stop; at home after work; beyond which errands are not chained."""


@dataclass
class Wish:
    """What somebody wants to do on a day, and what becomes of it."""

    person: object
    kind: int
    category: str
    minute: int | None
    """When they would be there; None if nothing is open when they are free."""
    follows: str = ""
    """Starts a tour, or follows the ``wish`` before or the day's ``main`` activity."""
    facility: object = None
    mode: str = ""
    ms: int = 0
    outcome: str = "pending"

    @property
    def function(self):
        return categories()[self.category].function


def opening_hours(shift):
    """Return by category and day kind the minutes between which people are let in.

    And the categories that serve by appointment.
    """
    hours, appointment = {}, set()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for kind, day in enumerate(("", "saturday_")):
                first, last = (minute_of(row[day + end]) for end in ("opens", "closes"))
                last = min(max(last + shift, first + 30), 24 * 60 - 1)
                hours[row["category"], kind] = first, last
            if row["appointment"] == "1":
                appointment.add(row["category"])
    return hours, appointment


def minute_of(text):
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def wishes_of(town, person, kind, main):
    """Return somebody's wishes of a day in order, arranged around work or school."""
    wishes = [draw_minute(town, w, main) for w in drawn(town, person, kind)]
    wishes.sort(key=lambda w: -1 if w.minute is None else w.minute)
    for before, wish in pairwise(wishes):
        chain(town, before, wish)
    return wishes


def drawn(town, person, kind):
    """Yield the wishes that happen: one draw of 64 bits serves two categories."""
    factor = town.parameters.activity.saturday_factor if kind == SATURDAY else 1
    group = age_group(person.age)
    for number, category in enumerate(ERRANDS):
        draw = town.draw("daily.agenda", person, kind, number - number % 2)
        half = luck.upper(draw) if number % 2 else luck.lower(draw)
        chance = town.chances.get((category, group), 0.0) * factor
        if luck.scaled(half, luck.BILLION) < luck.parts(chance):
            yield Wish(person, kind, category, None)


def draw_minute(town, wish, main):
    """Say when somebody would be there: on the way home, later, or at any minute they are free."""
    draw = town.draw("daily.agenda", wish.person, wish.kind, 64 + ERRANDS.index(wish.category))
    opens, closes = town.hours[wish.category, wish.kind]
    if main is not None and main.goes:
        on_way = main.end + NEXT_STOP
        share = town.parameters.activity.stop_on_way_home_share
        if opens <= on_way < closes and town.of_share(luck.upper(draw), share):
            wish.minute, wish.follows = on_way, "main"
            return wish
    begins, ends = FREE[wish.function]
    if main is not None and main.home_at is not None:
        begins = max(begins, main.home_at + REST)
    begins, ends = max(begins, opens), min(ends, closes)
    if begins < ends:
        wish.minute = begins + luck.scaled(luck.lower(draw), ends - begins)
    return wish


def chain(town, before, wish):
    """Move a wish right behind the one before it, if it follows that one."""
    if before.minute is None:
        return
    after = before.minute + STAY[before.function] + NEXT_STOP
    opens, closes = town.hours[wish.category, wish.kind]
    if not opens <= after < closes:
        return
    if wish.follows == "main":
        wish.minute = after  # several errands on the way home: one after the other
        return
    draw = town.draw("daily.agenda", wish.person, wish.kind, 128 + ERRANDS.index(wish.category))
    share = town.parameters.activity.chained_errand_share
    if wish.minute - before.minute <= APART and town.of_share(luck.upper(draw), share):
        wish.minute, wish.follows = after, "wish"
