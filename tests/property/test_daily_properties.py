"""Kernels of a day against plain Python, on whatever days, homes and doors can be thought of."""

import math
from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from microville import rng
from microville.access import NEVER
from microville.model.daily.admission import admit
from microville.model.daily.agenda import AFTER_MAIN, AFTER_WISH, agenda, window_of_functions
from microville.model.daily.choice import PENDING, SERVED, _destination
from microville.model.daily.errands import FUNCTION_OF
from microville.model.daily.modes import NOTHING, add_logs
from microville.model.daily.modes import log1pexp_table as table
from microville.model.daily.options import MOST, USUAL, _gather
from microville.model.facilities import ERRANDS
from twin import luck
from twin.agenda import wishes_of

quick = settings(max_examples=60, deadline=None)
COUNT = len(ERRANDS)
FOLLOWS = {AFTER_WISH: "wish", AFTER_MAIN: "main"}


@quick
@given(st.lists(st.integers(-60_000, 60_000), min_size=1, max_size=5))
def test_logsums_are_right_to_a_thousandth_of_a_util_an_addition(utilities):
    total = NOTHING
    for utility in utilities:
        total = add_logs(total, np.int64(utility), table())
    exact = max(utilities) + 1000 * math.log(
        sum(math.exp((u - max(utilities)) / 1000) for u in utilities)
    )
    # Half a thousandth of rounding, and half of a step of four at a slope of at most a half.
    assert abs(int(total) - exact) <= 1.5 * (len(utilities) - 1) + 1e-6


# -- agenda -----------------------------------------------------------------------------------

hours = st.tuples(st.integers(0, 1200), st.integers(31, 800)).map(
    lambda given: (given[0], min(given[0] + given[1], 1439))
)
mains = st.one_of(
    st.none(),
    st.tuples(st.integers(600, 1300), st.integers(0, 90), st.booleans()),
)


@settings(quick, max_examples=300)
@given(
    st.integers(0, 2**62),
    st.lists(hours, min_size=COUNT, max_size=COUNT),
    st.lists(st.sampled_from((0.0, 0.1, 0.5)), min_size=COUNT, max_size=COUNT),
    st.tuples(st.floats(0, 1), st.sampled_from((0.0, 0.5, 1.0))),
    mains,
    st.integers(0, 1),
)
def test_anybodys_day_is_planned_as_the_plain_rules_say(seed, open_at, chances, shares, main, kind):
    given_main = None
    if main is not None:
        end, way, goes = main
        given_main = SimpleNamespace(end=end, home_at=end + way, goes=goes)
    person = SimpleNamespace(key=f"{seed ^ 77:016x}", age=30)
    town = plain_town(seed, open_at, chances, shares, kind)
    expected = [
        (-1 if w.minute is None else w.minute, ERRANDS.index(w.category), w.follows)
        for w in wishes_of(town, person, kind, given_main)
    ]
    found = columns_agenda(
        seed, person, open_at, chances, shares, given_main, town.month * 2 + kind
    )
    assert found == expected
    for minute, category, follows in found:
        first, last = open_at[category]
        assert minute == -1 or first <= minute < last
        assert not (minute == -1 and follows)


def plain_town(seed, open_at, chances, shares, kind):
    """Return what the plain rules ask of a town."""
    town = SimpleNamespace(seed_number=seed, month=3)
    town.hours = {(name, kind): open_at[i] for i, name in enumerate(ERRANDS)}
    town.chances = {(name, 3): chances[i] for i, name in enumerate(ERRANDS)}
    town.parameters = SimpleNamespace(
        activity=SimpleNamespace(
            saturday_factor=1.0,
            stop_on_way_home_share=shares[0],
            chained_errand_share=shares[1],
        )
    )
    town.draw = lambda stream, person, kind, *words: luck.bits(
        seed, stream, int(person.key, 16), 2 * town.month + kind, *words
    )
    town.of_share = lambda half, share: luck.scaled(half, luck.BILLION) < luck.parts(share)
    return town


def columns_agenda(seed, person, open_at, chances, shares, main, occasion):
    out = [np.zeros(COUNT, dtype) for dtype in (np.int32, np.int8, np.int16, np.int8)]
    end, home_at = -1, -1
    if main is not None:
        end, home_at = (main.end if main.goes else -1), main.home_at
    count = agenda(
        rng.start_state(seed, rng.stream("daily.agenda")),
        np.uint64(occasion),
        np.zeros(1, np.int32),
        np.array([int(person.key, 16)], np.uint64),
        np.zeros(1, np.int8),
        rng.ppb(np.array([chances])),
        tuple(int(rng.ppb(share)) for share in shares),
        tuple(np.array(column, np.int64) for column in zip(*open_at, strict=True)),
        window_of_functions()[FUNCTION_OF],
        (np.array([end], np.int16), np.array([home_at], np.int16)),
        *out,
    )
    _, category, minute, follows = (column[:count].tolist() for column in out)
    return [(m, c, FOLLOWS.get(f, "")) for m, c, f in zip(minute, category, follows, strict=True)]


# -- options ----------------------------------------------------------------------------------


@quick
@given(st.data())
def test_homes_choose_among_the_usual_four_of_each_network_and_what_opened_nearer(data):
    count, k = 14, 6
    late = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    time, owner = np.full((3, 1, 1, k), NEVER), np.zeros((3, 1, 1, k), np.int32)
    plain = {}
    for network in range(3):
        known = data.draw(st.permutations(range(count)))[: data.draw(st.integers(0, k))]
        times = sorted(data.draw(st.lists(st.integers(1, 9), min_size=k, max_size=k)))
        usual = 0
        for rank, there in enumerate(known):
            time[network, 0, 0, rank], owner[network, 0, 0, rank] = times[rank], there
            if usual < USUAL and (there in plain or len(plain) < MOST):
                plain.setdefault(there, {})[network] = times[rank]
            usual += not late[there]
    found, ms = np.zeros(MOST, np.int32), np.zeros((MOST, 5), np.int32)
    number = _gather(time, owner, late, 0, 0, found, ms)
    assert found[:number].tolist() == list(plain)
    for at, there in enumerate(plain):
        expected = [plain[there].get(network, NEVER) for network in range(3)]
        assert ms[at, :3].tolist() == expected


# -- choice -----------------------------------------------------------------------------------


@quick
@given(
    st.integers(0, 2**63),
    st.lists(
        st.tuples(st.integers(-20_000, 2000), st.booleans(), st.booleans()),
        min_size=2,
        max_size=MOST,
    ),
    st.randoms(use_true_random=False),
)
def test_one_more_place_changes_only_the_choice_of_those_who_take_it(key, places, random):
    """Places are (worth, in reach, full); their order in lists decides nothing."""
    keys = [rng.identity("facility", i) for i in range(len(places))]
    everyone = list(range(len(places)))
    chosen = best_of(key, places, keys, everyone)
    random.shuffle(everyone)
    assert best_of(key, places, keys, everyone) == chosen
    assert best_of(key, places, keys, [i for i in everyone if i == chosen or i % 2]) == chosen
    for gone in everyone:
        rest = [i for i in everyone if i != gone]
        if gone != chosen:
            assert best_of(key, places, keys, rest) == chosen
    if chosen is None:
        assert all(full or not reach for _, reach, full in places)
    else:
        assert places[chosen][1:] == (True, False)


def best_of(key, places, keys, order):
    """Return the place that the kernel chooses of some, None for none."""
    count = len(order)
    worths, facility = np.zeros((1, 1, MOST), np.int32), np.full((1, 1, MOST), -1, np.int32)
    worths[0, 0, :count] = [places[i][0] if places[i][1] else NOTHING for i in order]
    facility[0, 0, :count] = order
    full = np.array([int(place[2]) << 9 for place in places], np.uint32)
    found = _destination(
        np.uint64(key),
        worths,
        (0, 0),
        facility,
        (0, 0, count),
        full,
        9,
        np.array(keys, np.uint64),
        rng.gumbel_table(),
        700,
    )
    return None if found < 0 else order[found]


# -- admission --------------------------------------------------------------------------------

crowds = st.lists(
    st.tuples(st.integers(0, 2), st.integers(480, 660), st.integers(1, 6), st.booleans()),
    min_size=1,
    max_size=60,
)


@quick
@given(st.integers(0, 2**62), crowds, st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_doors_admit_by_luck_and_never_more_than_there_is_room_for(seed, crowd, room):
    """Each of a crowd is (facility, minute, weight, comes); plain sorting admits the same."""
    keys = rng.bits(seed, rng.stream("inhabitant"), np.arange(len(crowd)))
    doors = np.arange(11, 14, dtype=np.uint64)
    facility = np.array([one[0] for one in crowd], np.int32)
    minute = np.array([one[1] for one in crowd], np.int16)
    weight = np.array([one[2] for one in crowd], np.int16)
    state = np.array([PENDING if one[3] else 0 for one in crowd], np.int8)
    by_hour = np.array([True, False])
    category = (facility == 2).astype(np.int8)  # the last one serves by appointment
    left = np.repeat(np.array(room)[:, None], 24, axis=1)
    turned = np.zeros(3, np.int64)
    expected = plain_admission(seed, keys, doors, crowd, room)
    admit(
        rng.start_state(seed, rng.stream("daily.admission")),
        np.uint64(6),
        (np.arange(len(crowd), dtype=np.int32), category, minute, state),
        facility,
        by_hour,
        (keys, doors),
        weight,
        left,
        turned,
    )
    assert (state == SERVED).tolist() == expected
    comes = np.array([one[3] for one in crowd])
    for door in range(3):
        refused = comes & (state != SERVED) & (facility == door)
        assert turned[door] == weight[refused].sum()
        for hour in range(24):
            at = (minute // 60 == hour) if door < 2 else np.full(len(crowd), hour == 0)
            came = weight[(state == SERVED) & (facility == door) & at]
            assert left[door, hour] == room[door] - came.sum()
            assert came.sum() < room[door] + max(came, default=1)


def plain_admission(seed, keys, doors, crowd, room):
    """Return who enters, hour by hour and door by door."""
    slots, enters = {}, [False] * len(crowd)
    for i, (door, minute, _, comes) in enumerate(crowd):
        if comes:
            slots.setdefault((door, 0 if door == 2 else minute // 60), []).append(i)
    for (door, _), who in slots.items():
        left = room[door]
        if sum(crowd[i][2] for i in who) > left:
            who.sort(
                key=lambda i, door=door: luck.bits(
                    seed, "daily.admission", int(keys[i]), 6, int(doors[door])
                )
            )
        for i in who:
            enters[i] = left > 0
            left -= crowd[i][2] if enters[i] else 0
    return enters
