"""The kernels of a day choose and admit exactly as plain Python on the same integers."""

import importlib
from collections import Counter

import numpy as np
import pytest

from microville import rng
from microville.model import Microville
from microville.model.assign_kernels import choose_work
from microville.model.daily_kernels import choose, commute, ration

NEVER = 2**31 - 1
MASK = 2**64 - 1


def mix(state, word):
    z = ((int(state) ^ int(word)) + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def gumbel(state, table):
    first = state >> 52
    return int(table[1, (state >> 40) & 4095] if first == 4095 else table[0, first])


def plain_choose(
    state,
    table,
    occasion,
    wish_person,
    wish_category,
    pending,
    refused,
    person_key,
    facility_key,
    home,
    may,
    slow_permille,
    time_ms,
    owner,
    constant,
    per_hour,
    longest_ms,
    out_facility,
    out_mode,
    out_ms,
):
    """Choose as the kernel's docstring says, one alternative after another."""
    for wish in np.flatnonzero(pending):
        person, category = int(wish_person[wish]), int(wish_category[wish])
        key = mix(mix(state, person_key[person]), occasion)
        options = []
        for mode in range(time_ms.shape[0]):
            pairs = zip(
                time_ms[mode, category, home[person]].tolist(),
                owner[mode, category, home[person]].tolist(),
                strict=True,
            )
            for rank, (ms, facility) in enumerate(pairs):
                if ms == NEVER or not may[person, mode] or refused[facility]:
                    continue
                time = ms * int(slow_permille[person]) // 1000 if mode == 0 else ms
                if time <= longest_ms[mode]:
                    value = int(constant[mode]) + int(per_hour[mode]) * time // 3_600_000
                    value += gumbel(mix(mix(key, facility_key[facility]), mode), table)
                    options.append((-value, mode, rank, facility, time))
        out_facility[wish] = -1
        if options:
            _, out_mode[wish], _, out_facility[wish], out_ms[wish] = min(options)


def plain_ration(wish_person, weight, pending, facility, room, served, turned_away):
    """Admit as the kernel's docstring says."""
    for wish in np.flatnonzero(pending):
        target, visits = int(facility[wish]), int(weight[wish_person[wish]])
        if target < 0:
            pending[wish] = False
        elif room[target] > 0:
            room[target] -= visits
            served[wish], pending[wish] = True, False
        else:
            turned_away[target] += visits


@pytest.mark.parametrize("fraction", [1.0, 0.2])
def test_a_village_day_equals_its_plain_twin(quiet, village, monkeypatch, fraction):
    daily = importlib.import_module("microville.model.phases.daily_life")
    calls = Counter()

    def both(kernel, plain, outputs):
        def run(*arguments):
            copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
            kernel(*arguments)
            plain(*copies)
            for position in outputs:
                assert (arguments[position] == copies[position]).all()
            calls[kernel.__name__] += 1

        return run

    monkeypatch.setattr(daily, "choose", both(choose, plain_choose, (17, 18, 19)))
    monkeypatch.setattr(daily, "ration", both(ration, plain_ration, (2, 4, 5, 6)))
    model = Microville(quiet, village, fraction=fraction)
    calls.clear()
    model.facilities.capacity[:] = np.minimum(model.facilities.capacity, 20)
    model.step()
    # several tries: places are scarce; everyone weighs, in slices for the threads
    assert calls["choose"] >= calls["ration"] >= 4
    assert model.day.turned_away.sum() > 0
    assert model.day.served.sum() > 100


def test_nobody_is_admitted_beyond_the_room_but_by_less_than_one_weight():
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


COUNT = 40_000


def people(mode_count=2):
    keys = rng.bits(0, rng.stream("inhabitant"), np.arange(COUNT))
    return np.arange(COUNT, dtype=np.int32), keys, np.ones((COUNT, mode_count), dtype=bool)


def test_modes_of_given_trips_follow_the_logit():
    persons, keys, may = people(3)
    may[:1000, 2] = False
    times = np.tile(np.array([600_000, 300_000, 700_000], dtype=np.int32), (COUNT, 1))
    constant, per_hour = np.array([1430, -2000, 1350]), np.array([-9000, -3000, -3600])
    longest = np.full(3, 3_600_000)
    slow = np.full(COUNT, 1000)
    mode, ms = np.zeros(COUNT, np.int8), np.zeros(COUNT, np.int32)
    arguments = (
        rng.start_state(1, rng.stream("test")),
        rng.gumbel_table(),
        np.uint64(3),
        persons,
        keys,
        may,
        slow,
        times,
        constant,
        per_hour,
        longest,
        mode,
        ms,
    )
    commute(*arguments)
    utility = (constant + per_hour * times[0] / 3_600_000) / 1000
    free = np.bincount(mode[1000:], minlength=3) / (COUNT - 1000)
    assert free == pytest.approx(np.exp(utility) / np.exp(utility).sum(), abs=0.01)
    assert (mode[:1000] != 2).all()
    assert (ms == times[0][mode]).all()
    # Slow people take longer on foot; beyond the longest trip nobody goes.
    slow[:] = 1333
    commute(*arguments)
    assert (ms[mode == 0] == 600_000 * 1333 // 1000).all()
    longest[:] = 100
    commute(*arguments)
    assert (mode == -1).all()


def test_workplaces_attract_by_jobs_and_repel_by_time():
    persons, keys, may = people()
    time = np.array([[[600_000, 600_000, NEVER]], [[NEVER, 1_200_000, NEVER]]], dtype=np.int32)
    size = np.array([0, 693, 9999])  # one job, two jobs, and one that nobody can reach
    out = np.full(COUNT, 9, dtype=np.int32)
    full = np.zeros(3, dtype=bool)
    arguments = (
        rng.start_state(1, rng.stream("test")),
        rng.gumbel_table(),
        persons,
        np.ones(COUNT, dtype=bool),
        full,
        keys,
        np.array([5, 6, 7], dtype=np.uint64),
        np.zeros(COUNT, dtype=np.int32),
        may,
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
