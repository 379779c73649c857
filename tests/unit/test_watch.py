"""A day that can be watched: the trips are those of daily life, and they follow streets."""

import numpy as np
import pytest

from microville.errors import InputError
from microville.model import Microville
from microville.model.day import SATURDAYS, WEEKDAYS
from microville.model.watch import PAUSE_S, WINDOWS, day_trips, one_after_another, trip_paths, watch
from microville.territory.categories import FUNCTIONS


@pytest.fixture(scope="module")
def watched(active, village):
    model = Microville(active, village, seed=3)
    watch(model)
    model.step()
    model.step()
    return model


def test_the_trips_are_those_of_daily_life(watched):
    weekday, saturday = day_trips(watched), day_trips(watched, saturday=True)
    day = watched.day
    for mode in range(3):
        count = WEEKDAYS * (weekday.mode == mode).sum() + SATURDAYS * (saturday.mode == mode).sum()
        assert count == day.trips[:, mode].sum()
    ms = np.bincount(weekday.mode, weights=weekday.ms, minlength=3) * WEEKDAYS
    ms += np.bincount(saturday.mode, weights=saturday.ms, minlength=3) * SATURDAYS
    assert (ms == day.trip_ms.sum(axis=0)).all()
    frame = weekday.to_frame(watched)
    assert len(frame) == len(weekday) > 200
    assert set(frame["function"]) >= {"working", "learning", "supplying"}


def test_nobody_is_in_two_places(watched):
    trips = day_trips(watched)
    assert (np.diff(trips.depart_s) >= 0).all()
    home = watched.population.households.home[watched.population.people.household]
    for person in np.unique(trips.person).tolist():
        mine = np.flatnonzero(trips.person == person)
        assert len(mine) % 2 == 0
        # Out and back in turn, each tour over before the next begins.
        assert (trips.origin[mine[::2]] == home[person]).all()
        assert (trips.target[mine[::2]] == trips.origin[mine[1::2]]).all()
        assert (trips.target[mine[1::2]] == home[person]).all()
        ends = trips.depart_s[mine] + trips.ms[mine] // 1000
        assert (trips.depart_s[mine[1:]] >= ends[:-1]).all()
        assert (trips.depart_s[mine[2::2]] >= ends[1:-1:2] + PAUSE_S).all()
        stay = trips.depart_s[mine[1::2]] - ends[::2]
        wanted = [WINDOWS[FUNCTIONS[f]][2] * 60 for f in trips.function[mine[::2]]]
        assert stay.tolist() == wanted
    noon = trips.moving(12 * 3600)
    assert (trips.depart_s[noon] <= 12 * 3600).all()


def test_a_smaller_share_is_part_of_a_larger_one(watched):
    whole = set(day_trips(watched).person.tolist())
    half = set(day_trips(watched, share=0.5).person.tolist())
    tenth = set(day_trips(watched, share=0.1).person.tolist())
    assert tenth < half < whole
    assert 0.3 < len(half) / len(whole) < 0.7
    assert len(day_trips(watched, share=0.0)) == 0


def test_watching_changes_nothing(watched, village, active):
    other = Microville(active, village, seed=3)
    other.step()
    other.step()
    assert (other.day.trips == watched.day.trips).all()
    assert (other.day.car_m == watched.day.car_m).all()


def test_ways_lead_from_door_to_door(watched):
    trips = day_trips(watched, share=0.3)
    indptr, xy = trip_paths(watched, trips)
    places = watched.access.places.xy
    assert len(indptr) == len(trips) + 1
    assert np.abs(xy[indptr[:-1]] - places[trips.origin]).max() < 0.5
    assert np.abs(xy[indptr[1:] - 1] - places[trips.target]).max() < 0.5
    walks = np.flatnonzero(trips.mode == 0)
    for trip in walks[:200].tolist():
        way = xy[indptr[trip] : indptr[trip + 1]].astype(float)
        metres = np.hypot(*np.diff(way, axis=0).T).sum()
        # Streets of the village are straight; some people walk slowly.
        fast, slow = (metres / kmh * 3600 for kmh in (4.8, 3.6))
        assert fast - 60 <= trips.ms[trip] <= slow + 60


def test_tours_follow_each_other():
    person = np.array([1, 1, 1, 4], dtype=np.int32)
    wanted = np.array([100, 150, 900, 50])
    length = np.array([200, 300, 10, 10])
    assert one_after_another(person, wanted, length, 5).tolist() == [100, 305, 900, 50]


def test_a_model_that_was_not_watched_says_so(active, village):
    model = Microville(active, village)
    with pytest.raises(InputError, match="watch"):
        day_trips(model)
    watch(model)
    model.step()
    with pytest.raises(InputError, match="share"):
        day_trips(model, share=2)
