"""The trips of somebody's day, laid out by hand on a line of places."""

import numpy as np

from microville.model.daily.agenda import AFTER_MAIN, AFTER_WISH, ALONE
from microville.model.daily.choice import FULL, SERVED
from microville.model.daily.errands import FUNCTION_OF
from microville.model.daily.tours import PAUSE_S, travel


def a_day(wishes, *, main=None, slow=1000):
    """Lay out the trips of one person at place 0; places stand 1 km apart on a line.

    ``wishes`` are (place, minute, follows, mode, ms, state); ``main`` is (mode, ms, place, start,
    end). Errands are bakeries: a stay of 25 minutes.
    """
    columns = list(zip(*wishes, strict=True)) if wishes else [()] * 6
    place, minute, follows, mode, ms, state = columns
    count = len(place)
    m = main or (-1, 0, 0, 0, -1)
    mains = tuple(
        np.array([value], dtype=dtype)
        for value, dtype in zip(
            (m[0], m[1], m[2], 1, m[3], m[4]),
            (np.int8, np.int32, np.int32, np.int8, np.int16, np.int16),
            strict=True,
        )
    )
    sums = tuple(np.zeros((1, 5), dtype) for dtype in (np.int32, np.int64, np.int64))
    types = (np.int32, np.int8, np.int8, np.int32, np.int32, np.int32, np.int32)
    seen = tuple(np.zeros(20, dtype) for dtype in types)
    made = travel(
        np.zeros(1, np.int32),
        (np.zeros(1, np.int32), np.array([slow])),
        mains,
        (
            np.zeros(count, np.int32),
            np.zeros(count, np.int8),
            np.array(minute, np.int16),
            np.array(follows, np.int8),
            np.array(state, np.int8),
        ),
        (np.array(place, np.int32), np.array(mode, np.int8), np.array(ms, np.int32)),
        np.arange(9, dtype=np.int32),
        (FUNCTION_OF, np.full(6, 25 * 60)),
        (
            np.array([[1000.0 * i, 0.0] for i in range(9)]),
            1.3,
            (np.array([900.0, 300.0, 120.0, 240.0, 260.0]), np.array([0, 0, 480_000, 0, 960_000])),
        ),
        5,
        sums,
        seen,
    )
    trips = [tuple(int(column[i]) for column in seen) for i in range(made)]
    return [(o, t, mode, s, ms) for _, mode, _, o, t, s, ms in trips], [s[0].tolist() for s in sums]


def test_an_errand_is_a_way_there_and_back():
    trips, (count, ms, metres) = a_day([(2, 600, ALONE, 0, 1_500_000, SERVED)])
    there, back = 36_000 - 1500, 36_000 + 25 * 60
    assert trips == [(0, 2, 0, there, 1_500_000), (2, 0, 0, back, 1_500_000)]
    assert (count[0], ms[0], metres[0]) == (10, 10 * 1_500_000, 10 * 2600)


def test_a_stop_on_the_way_home_leads_on_from_work():
    """By car nobody is slow."""
    wish = (2, 17 * 60 + 10, AFTER_MAIN, 2, 900_000, SERVED)
    trips, _ = a_day([wish], main=(2, 1_200_000, 5, 8 * 60, 17 * 60), slow=1333)
    leg = 3000 * 120 + 480_000
    end = 17 * 3600
    assert trips == [
        (0, 5, 2, 8 * 3600 - 1200, 1_200_000),
        (5, 2, 2, end, leg),
        (2, 0, 2, end + leg // 1000 + 1500, 900_000),
    ]
    # Turned away, they go straight home.
    turned = (*wish[:-1], FULL)
    trips, _ = a_day([turned], main=(2, 1_200_000, 5, 8 * 60, 17 * 60))
    assert [trip[:2] for trip in trips] == [(0, 5), (5, 0)]
    # By another mode, or as a tour of its own, they go home first.
    for other in ((2, 1030, AFTER_MAIN, 0, 900_000, SERVED), (2, 1030, ALONE, 2, 9, SERVED)):
        trips, _ = a_day([other], main=(2, 1_200_000, 5, 8 * 60, 17 * 60))
        assert [trip[:2] for trip in trips] == [(0, 5), (5, 0), (0, 2), (2, 0)]
        assert trips[2][3] == end + 1200 + PAUSE_S


def test_an_errand_that_follows_another_leads_on_and_slow_people_take_longer():
    wishes = [
        (1, 600, ALONE, 0, 1_000_000, SERVED),
        (3, 635, AFTER_WISH, 0, 2_900_000, SERVED),
        (2, 660, AFTER_WISH, 1, 400_000, SERVED),  # by bike: home first
    ]
    trips, (count, _, metres) = a_day(wishes, slow=1333)
    leg = 2000 * 900 * 1333 // 1000
    now = 600 * 60 - 1000
    expected = [(0, 1, 0, now, 1_000_000)]
    now += 1000 + 1500
    expected.append((1, 3, 0, now, leg))
    now += leg // 1000 + 1500
    expected.append((3, 0, 0, now, 2_900_000))
    now = max(now + 2900 + PAUSE_S, 660 * 60 - 400)
    expected += [(0, 2, 1, now, 400_000), (2, 0, 1, now + 400 + 1500, 400_000)]
    assert trips == expected
    assert (count[:2], metres[:2]) == ([15, 10], [5 * (1300 + 2600 + 3900), 10 * 2600])
