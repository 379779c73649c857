"""A day that can be watched: the trips are those of daily life, and they follow streets."""

from collections import Counter

import numpy as np
import pytest

from microville.errors import InputError
from microville.model import Microville
from microville.model.daily.agenda import WINDOWS
from microville.model.daily.tours import PAUSE_S
from microville.model.day import SATURDAYS, TRANSIT, TRAVEL_MODES, WEEKDAYS
from microville.model.watch import day_trips, trip_paths, watch
from microville.population.columns import EMPLOYED, PUPIL
from microville.territory.categories import FUNCTIONS

STAY_S = [WINDOWS[name][2] * 60 for name in FUNCTIONS]
MAIN = [FUNCTIONS.index("working"), FUNCTIONS.index("learning")]


@pytest.fixture(scope="module")
def watched(active, village):
    model = Microville(active, village, seed=3)
    watch(model)
    model.step()
    model.step()
    return model


def test_the_trips_are_those_of_daily_life(watched):
    weekday, saturday = day_trips(watched), day_trips(watched, saturday=True)
    day, modes = watched.day, len(TRAVEL_MODES)
    for person in np.unique(np.concatenate([weekday.person, saturday.person])).tolist():
        counts, ms = np.zeros(modes, int), np.zeros(modes, int)
        for trips, times in ((weekday, WEEKDAYS), (saturday, SATURDAYS)):
            mine = trips.person == person
            counts += times * np.bincount(trips.mode[mine], minlength=modes)
            np.add.at(ms, trips.mode[mine], times * trips.ms[mine].astype(int))
        assert counts.tolist() == day.trips[person].tolist()
        assert ms.tolist() == day.trip_ms[person].tolist()
    assert day.trips.sum() == WEEKDAYS * len(weekday) + SATURDAYS * len(saturday)
    frame = weekday.to_frame(watched)
    assert len(frame) == len(weekday) > 200
    assert set(frame["function"]) >= {"working", "learning", "supplying"}


def tours(trips, person, home):
    """Return the trips of somebody's day, tour by tour, as row numbers."""
    found = [[]]
    for row in np.flatnonzero(trips.person == person).tolist():
        found[-1].append(row)
        if trips.target[row] == home:
            found.append([])
    assert found.pop() == []  # every tour ends at home
    return found


def test_nobody_is_in_two_places(watched):
    trips = day_trips(watched)
    assert (np.diff(trips.depart_s) >= 0).all()
    home = watched.population.households.home[watched.population.people.household]
    lengths = Counter()
    for person in np.unique(trips.person).tolist():
        free = -PAUSE_S
        for tour in tours(trips, person, home[person]):
            lengths[len(tour)] += 1
            assert trips.origin[tour[0]] == home[person]
            assert trips.origin[tour[1:]].tolist() == trips.target[tour[:-1]].tolist()
            assert len(set(trips.mode[tour].tolist())) == 1  # the car waits where it was left
            ends = trips.depart_s[tour] + trips.ms[tour] // 1000
            stays = trips.depart_s[tour[1:]] - ends[:-1]
            for function, stay in zip(trips.function[tour[:-1]], stays, strict=True):
                if function not in MAIN:
                    assert stay == STAY_S[function]
            # At home for a while between two tours.
            assert trips.depart_s[tour[0]] >= free + PAUSE_S
            free = ends[-1]
    assert min(lengths) == 2
    assert lengths[3] > 20 < lengths[2]
    noon = trips.moving(12 * 3600)
    assert len(noon) > 0
    assert (trips.depart_s[noon] <= 12 * 3600).all()
    assert (trips.depart_s[noon] + trips.ms[noon] // 1000 > 12 * 3600).all()


def test_people_are_at_work_and_school_in_time_and_as_long_as_ever(watched):
    """Whoever goes starts between the first and the last minute, and stays the same time."""
    trips, people = day_trips(watched), watched.population.people
    for function, status, hours in (
        ("working", EMPLOYED, (6.75, 9, 8.5)),
        ("learning", PUPIL, (7.5, 8.25, 8)),
    ):
        out = np.flatnonzero(
            (trips.function == FUNCTIONS.index(function))
            & (people.status[trips.person] == status)
            & (trips.depart_s < 11 * 3600)
        )
        assert len(out) > 30
        arrives = trips.depart_s[out] + trips.ms[out] / 1000
        assert (arrives > hours[0] * 3600 - 1).all()
        assert (arrives < hours[1] * 3600 + 1).all()
        for row, arrival in zip(out.tolist(), arrives, strict=True):
            leaves = np.flatnonzero(
                (trips.person == trips.person[row]) & (trips.origin == trips.target[row])
            )[0]
            assert trips.depart_s[leaves] - arrival == pytest.approx(hours[2] * 3600, abs=60)


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
    for name in ("trips", "trip_ms", "trip_m", "served_by"):
        assert (getattr(other.day, name) == getattr(watched.day, name)).all()


def test_ways_lead_from_door_to_door(watched):
    trips = day_trips(watched, share=0.3)
    indptr, xy = trip_paths(watched, trips)
    places = watched.access.places.xy
    home = watched.population.households.home[watched.population.people.household]
    assert len(indptr) == len(trips) + 1
    assert np.abs(xy[indptr[:-1]] - places[trips.origin]).max() < 0.5
    assert np.abs(xy[indptr[1:] - 1] - places[trips.target]).max() < 0.5
    own = home[trips.person]
    known = (trips.origin == own) | (trips.target == own)  # others are estimated, see tours
    walks = np.flatnonzero((trips.mode == 0) & known)
    assert len(walks) > 50
    for trip in walks[:200].tolist():
        way = xy[indptr[trip] : indptr[trip + 1]].astype(float)
        metres = np.hypot(*np.diff(way, axis=0).T).sum()
        # Streets of the village are straight; some people walk slowly.
        fast, slow = (metres / kmh * 3600 for kmh in (4.8, 3.6))  # milliseconds
        assert fast - 60 <= trips.ms[trip] <= slow + 60


def test_rides_in_public_transport_are_drawn_along_streets(scenario, village):
    towns = "[parameters.population]\nurban_density_km2 = 1000.0\n"
    model = Microville(scenario(towns), village)
    watch(model)
    model.step()
    trips = day_trips(model)
    rides = np.flatnonzero(trips.mode == TRANSIT)
    assert len(rides) > 5
    indptr, xy = trip_paths(model, trips)
    assert (np.diff(indptr)[rides] >= 2).all()
    assert np.isfinite(xy).all()


def test_a_model_that_was_not_watched_says_so(active, village):
    model = Microville(active, village)
    with pytest.raises(InputError, match="watch"):
        day_trips(model)
    watch(model)
    model.step()
    for share in (2, -0.1):
        with pytest.raises(InputError, match="share"):
            day_trips(model, share=share)
