"""Whole days: the same for any number of threads and any order in memory; lasting places."""

import importlib

import numpy as np
import pytest

from conftest import ACTIVE, QUIET
from microville import rng
from microville.indicators import collect
from microville.model import Microville
from microville.model.daily.agenda import CLOSED_MINUTE
from microville.model.daily.choice import FULL
from microville.model.day import REASONS, TRAVEL_MODES, Day
from microville.model.facilities import ERRANDS, FOLLOWED, NO_LIMIT, capacity_of
from microville.model.watch import day_trips, watch
from microville.model.work.assign_kernels import choose_work
from microville.runs import canonical_hash

NEVER = 2**31 - 1
TOWN = """
[parameters.population]
urban_density_km2 = 1000.0
bike_ownership = 0.8

[parameters.mobility]
ebike_share_of_bikes = 0.25
"""
"""The west of the village is a town with public transport; many ride, some with assistance."""


# -- whole days -------------------------------------------------------------------------------


def test_any_number_of_threads_gives_the_same_bytes(scenario, village, monkeypatch):
    given, found = scenario(ACTIVE, QUIET, TOWN), set()
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("MICROVILLE_THREADS", threads)
        model = Microville(given, village, seed=8)
        model.facilities.capacity[:] = np.minimum(model.facilities.capacity, 60)
        watch(model)
        tables, days = [], []
        for _ in range(3):
            model.step()
            tables.append(collect(model))
            days += [column.tobytes() for column in columns_of(model.day)]
            for trips in (day_trips(model), day_trips(model, saturday=True)):
                days += [getattr(trips, name).tobytes() for name in ("person", "depart_s", "ms")]
        found.add((canonical_hash(tables), hash(tuple(days))))
    assert len(found) == 1


def errands_of(model, live):
    """Let people live and return the errands of weekday and Saturday."""
    daily = importlib.import_module("microville.model.phases.daily_life")
    made, own = [], daily.errands
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily, "errands", lambda *given: made.append(own(*given)) or made[-1])
        live(model)
    return [done for done, _ in made]


def columns_of(day):
    return [getattr(day, name) for name in Day.__slots__]


@pytest.mark.parametrize("fraction", [1.0, 0.2])
def test_the_order_of_people_in_memory_decides_nothing(scenario, village, fraction):
    """Rows shuffled, everybody does the same, and the same are turned away."""
    models = [Microville(scenario(QUIET, TOWN), village, fraction=fraction) for _ in range(2)]
    shuffled = models[1]
    order = np.random.default_rng(5).permutation(len(shuffled.population.people))
    people = shuffled.population.people
    for name in people.__slots__:
        column = getattr(people, name)
        if isinstance(column, np.ndarray):
            setattr(people, name, column[order].copy())
    shuffled.school_ms = shuffled.school_ms[order].copy()
    for model in models:
        model.facilities.capacity[:] = np.minimum(model.facilities.capacity, 60)
        watch(model)
        model.daily_life()
    assert models[0].day.turned_away.sum() > 20
    for one, two in zip(*(columns_of(model.day) for model in models), strict=True):
        assert (one[order] == two).all()
    assert (models[0].facilities.visits == models[1].facilities.visits).all()
    assert (models[0].facilities.turned_away == models[1].facilities.turned_away).all()
    for kind, trips in models[1].watched.items():
        whose = [
            sorted(zip(key[t.person].tolist(), t.depart_s.tolist(), t.target.tolist(), strict=True))
            for key, t in (
                (models[0].population.people.key, models[0].watched[kind]),
                (people.key, trips),
            )
        ]
        assert whose[0] == whose[1]


def test_reasons_and_modes_are_told_apart(scenario, village):
    banking = "[parameters.activity]\nbank_visits_week = 4.0\n"
    model = Microville(scenario(QUIET, TOWN, banking), village)
    model.facilities.capacity[:] = np.minimum(model.facilities.capacity, 60)
    model.facilities.open[model.facilities.of("pharmacy")] = False
    model.access.closed.extend(model.facilities.of("pharmacy", open_only=False).tolist())
    weekday, saturday = errands_of(model, Microville.step)
    pharmacy, bank = ERRANDS.index("pharmacy"), ERRANDS.index("bank")
    for done in (weekday, saturday):
        assert (done.state[done.category == pharmacy] == REASONS.index("out_of_reach")).all()
        # Somebody is free when no bank is open, and nobody is there at such a minute.
        known = done.minute != CLOSED_MINUTE
        assert (done.state[~known] < FULL).all()
        kind = int(done is saturday)
        assert (done.minute[known] >= model.opening.first[kind][done.category[known]]).all()
        assert (done.minute[known] < model.opening.last[kind][done.category[known]]).all()
    assert (weekday.state[weekday.category == bank] == REASONS.index("closed")).any()
    assert (model.day.trips.sum(axis=0) > 0).all()
    assert len(TRAVEL_MODES) == model.day.trips.shape[1]


# -- lasting places ---------------------------------------------------------------------------

COUNT = 40_000


def test_workplaces_attract_by_jobs_and_repel_by_time():
    keys = rng.bits(0, rng.stream("inhabitant"), np.arange(COUNT))
    time = np.array([[[600_000, 600_000, NEVER]], [[NEVER, 1_200_000, NEVER]]], dtype=np.int32)
    size = np.array([0, 693, 9999])  # one job, two jobs, and one that nobody can reach
    out = np.full(COUNT, 9, dtype=np.int32)
    full = np.zeros(3, dtype=bool)
    arguments = (
        rng.start_state(1, rng.stream("test")),
        rng.gumbel_table(),
        np.arange(COUNT, dtype=np.int32),
        np.ones(COUNT, dtype=bool),
        full,
        keys,
        np.array([5, 6, 7], dtype=np.uint64),
        np.zeros(COUNT, dtype=np.int32),
        np.ones((COUNT, 2), dtype=bool),
        time,
        size,
        np.zeros(2, np.int64),
        np.full(2, -3000),
        out,
    )
    choose_work(*arguments)
    share = np.bincount(out, minlength=3) / COUNT
    assert share == pytest.approx([1 / 3, 2 / 3, 0], abs=0.01)
    full[1] = True
    choose_work(*arguments)
    assert (out == 0).all()


def test_existing_places_have_room_for_a_fifth_more_than_their_busiest_hour(quiet, village):
    """Settled by three months in which nobody is turned away; published where that is more."""
    model = Microville(quiet, village)
    settled, facilities = model.facilities.capacity.copy(), model.facilities
    facilities.capacity[:] = NO_LIMIT
    busiest = np.zeros(len(facilities), dtype=int)
    for month in range(3):
        model.month = month
        for kind, done in enumerate(errands_of(model, Microville.daily_life)):
            hours = model.opening.hours(kind)[done.category]
            hour = np.where(model.opening.appointment[done.category], 0, done.minute // 60)
            for row in np.unique(done.facility[done.served]):
                mine = done.served & (done.facility == row)
                most = int(np.bincount(hour[mine]).max() * hours[mine][0])
                busiest[row] = max(busiest[row], most)
    raised = 0
    for row in np.flatnonzero(np.isin(facilities.category, range(len(ERRANDS)))):
        published = capacity_of(FOLLOWED[facilities.category[row]], model.parameters)
        assert settled[row] == max(published, busiest[row] * 6 // 5)
        raised += settled[row] > published
    assert raised > 3
