"""Who is let in where there is not room for all: counted by hand, and in a village of bread."""

import importlib

import numpy as np
import pytest

from conftest import QUIET
from microville import rng
from microville.model import Microville
from microville.model.daily.admission import admit
from microville.model.daily.choice import FULL, PENDING, SERVED
from microville.model.facilities import ERRANDS
from microville.model.rationing import ration


def at_the_door(people, room, *, weight=None, minutes=None, by_hour=True, facility=None):
    """Let people come to facilities and return states, room left and visits refused."""
    count = people
    columns = (
        np.arange(count, dtype=np.int32),
        np.zeros(count, np.int8),
        np.asarray(minutes if minutes is not None else np.full(count, 600), dtype=np.int16),
        np.full(count, PENDING, np.int8),
    )
    places = np.zeros(count, np.int32) if facility is None else facility
    left = np.repeat(np.asarray(room, dtype=np.int64)[:, None], 24, axis=1)
    turned = np.zeros(len(left), np.int64)
    keys = rng.bits(0, rng.stream("inhabitant"), np.arange(count))
    pending = admit(
        rng.start_state(1, rng.stream("test")),
        np.uint64(4),
        columns,
        places,
        np.array([by_hour]),
        (keys, np.arange(5, 5 + len(left), dtype=np.uint64)),
        np.ones(count, np.int16) if weight is None else np.asarray(weight, dtype=np.int16),
        left,
        turned,
    )
    assert pending == (columns[3] == PENDING).sum()
    return columns[3], left, turned, keys


def test_forty_who_come_to_room_for_thirty_leave_ten_turned_away():
    state, left, turned, _ = at_the_door(40, [30])
    assert (state == SERVED).sum() == 30
    assert (turned.tolist(), left[0, 10], left[0, 11]) == ([10], 0, 30)
    # Forty over two hours: room for all.
    state, left, turned, _ = at_the_door(40, [30], minutes=[600] * 20 + [660] * 20)
    assert (state == SERVED).all()
    assert (turned[0], left[0, 10], left[0, 11]) == (0, 10, 10)
    # By appointment the hour does not matter.
    state, left, turned, _ = at_the_door(40, [30], minutes=[600] * 20 + [660] * 20, by_hour=False)
    assert ((state == SERVED).sum(), turned[0], left[0, 0], left[0, 10]) == (30, 10, 0, 30)


def test_luck_by_person_and_facility_decides_who_enters():
    state, _, _, keys = at_the_door(40, [30])
    luck = rng.bits(1, rng.stream("test"), keys, 4, 5)
    assert set(np.flatnonzero(state == SERVED)) == set(np.argsort(luck)[:30])
    # Luck at one door is none at another.
    other, _, _, _ = at_the_door(40, [0, 30], facility=np.ones(40, np.int32))
    assert ((state == SERVED) != (other == SERVED)).any()


def test_equal_luck_goes_to_the_lower_identity(monkeypatch):
    module = importlib.import_module("microville.model.daily.admission")
    monkeypatch.setattr(module, "_luck", lambda *given: np.zeros(len(given[2]), np.uint64))
    state, _, _, keys = at_the_door(9, [4])
    assert set(np.flatnonzero(state == SERVED)) == set(np.argsort(keys)[:4])


def test_who_stands_for_several_enters_while_any_room_is_left():
    state, left, turned, _ = at_the_door(5, [12], weight=[5] * 5)
    assert ((state == SERVED).sum(), left[0, 10], turned[0]) == (3, -3, 10)


def only_bakery():
    """Return a text of rates by which everybody from 13 wants bread on every day, and no more."""
    rates = [f"{name}_visits_week = 0.0" for name in ERRANDS if name != "bakery"]
    return "\n".join(["[parameters.activity]", "bakery_visits_week = 21.0", *rates])


def test_who_finds_every_bakery_full_is_turned_away_and_nobody_else(scenario, village):
    """Both bakeries serve five an hour: as many as there is room for, and reasons add up."""
    model = Microville(scenario(QUIET, only_bakery()), village)
    rows = model.facilities.of("bakery")
    hours = int(model.opening.hours(0)[0])
    model.facilities.capacity[rows] = 5 * hours
    made = record(model)
    weekday = made[0]
    bread = weekday.category == ERRANDS.index("bakery")
    assert bread.all()
    assert len(bread) > 250
    room = 5
    hour = weekday.minute // 60
    for row in rows:
        per_hour = np.bincount(hour[weekday.served & (weekday.facility == row)], minlength=24)
        assert per_hour.max() == room
    for h in range(24):
        wanted, served = (hour == h).sum(), weekday.served[hour == h].sum()
        assert served == min(wanted, 2 * room)  # everybody reaches both
    assert (weekday.state[~weekday.served] == FULL).sum() > 50
    people, day = model.population.people, model.day
    assert (day.wanted_by == 0)[~people.alive].all()
    unserved = day.wanted_by.sum(axis=1) - day.served_by.sum(axis=1)
    assert (unserved == day.unserved_by.sum(axis=1)).all()


def record(model):
    """Make a step and return the errands of weekday and Saturday."""
    daily = importlib.import_module("microville.model.phases.daily_life")
    made, own = [], daily.errands
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily, "errands", lambda *given: made.append(own(*given)) or made[-1])
        model.step()
    return [done for done, _ in made]


def test_nobody_is_admitted_beyond_the_room_but_by_less_than_one_weight():
    """Lasting places are given in order."""
    weight = np.array([10, 1, 1, 10], dtype=np.int16)
    room, turned = np.array([11, 0]), np.zeros(2, dtype=np.int64)
    pending, served = np.ones(5, dtype=bool), np.zeros(5, dtype=bool)
    person = np.array([1, 0, 2, 3, 3], dtype=np.int32)
    facility = np.array([0, 0, 0, 1, -1], dtype=np.int32)
    ration(person, weight, pending, facility, room, served, turned)
    assert served.tolist() == [True, True, False, False, False]
    assert pending.tolist() == [False, False, True, True, False]
    assert room.tolist() == [0, 0]
    assert turned.tolist() == [1, 10]
