"""Measures of access and inequality: by hand, and against PySAL on the same numbers."""

import contextlib
import math
import warnings

import numpy as np
import pandas as pd
import pytest

from microville.access.decay import (
    Exponential,
    Gaussian,
    Linear,
    Logistic,
    Power,
    Step,
    Stepped,
)
from microville.access.floating_catchment import ZONES, floating_catchment_area, supply_ratios
from microville.access.inequality import gini_index, palma_ratio, theil_decomposition, theil_t
from microville.access.measures import (
    complete,
    complete_functions,
    function_scores,
    known_essentials,
    place_score,
    within,
)
from microville.access.opportunities import cost_to_closest, cumulative_cutoff, gravity
from microville.access.reach import NO_LIMIT_MS, NO_WAY, Reach, to_minutes, to_ms
from microville.access.supply import known_services, unknown_categories
from microville.errors import InputError, TerritoryError
from microville.territory import Territory
from microville.territory.categories import FUNCTIONS, STATUSES, Category, categories
from microville.territory.territory import make_frame

MIN = 60_000


@contextlib.contextmanager
def theirs():
    """Let PySAL warn: it uses what pandas is about to drop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def matrix(rows):
    """Return travel times in milliseconds from minutes, None where there is no way."""
    return np.array([[NO_WAY if m is None else m * MIN for m in row] for row in rows], np.int32)


TIMES = matrix(
    [
        [5, 10, 25, None],
        [10, 20, 31, None],
        [30, None, 12, None],
        [None, None, None, None],
    ]
)
JOBS = np.array([10.0, 4.0, 1.0, 100.0])


# -- reach -----------------------------------------------------------------------------------------


def test_reach_holds_what_lies_within_its_limit():
    reach = Reach.from_dense(TIMES, 25 * MIN)
    assert reach.indptr.tolist() == [0, 3, 5, 6, 6]
    assert reach.target.tolist() == [0, 1, 2, 0, 1, 2]
    assert (reach.time_ms / MIN).tolist() == [5, 10, 25, 10, 20, 12]
    assert reach.origins().tolist() == [0, 0, 0, 1, 1, 2]
    assert (reach.origin_count, reach.target_count) == (4, 4)
    expected = np.where(TIMES <= 25 * MIN, TIMES, NO_WAY)
    assert (reach.to_dense() == expected).all()
    assert (reach.transposed().to_dense() == expected.T).all()
    assert (reach.within(12).to_dense() == np.where(TIMES <= 12 * MIN, TIMES, NO_WAY)).all()
    frame = reach.to_frame(["a", "b", "c", "d"], ["s", "t", "u", "v"])
    assert frame.to_dict("list") == {
        "origin": list("aaabbc"),
        "target": list("stustu"),
        "minutes": [5, 10, 25, 10, 20, 12],
    }
    assert Reach.from_dense(TIMES).to_frame()["origin"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2]


def test_reach_without_origins_or_targets():
    for shape in ((0, 3), (3, 0), (0, 0)):
        reach = Reach.from_dense(np.empty(shape, np.int32))
        assert reach.to_dense().shape == shape
        assert cost_to_closest(reach).tolist() == [NO_WAY] * shape[0]
        assert cumulative_cutoff(reach, np.ones(shape[1]), minutes=5).tolist() == [0] * shape[0]
        assert reach.transposed().to_dense().shape == shape[::-1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"indptr": np.array([0, 2, 1, 3])}, "rows"),
        ({"indptr": np.array([0, 1, 2])}, "rows"),
        ({"indptr": np.array([0, 1, 2, 3], np.int32)}, "indptr"),
        ({"target": np.array([0, 1, 5], np.int32)}, "exist"),
        ({"target": np.array([1, 1, 0], np.int32)}, "ascend"),
        ({"target": np.array([0, 1], np.int32)}, "number"),
        ({"time_ms": np.array([1, 2, 11], np.int32)}, "beyond"),
        ({"time_ms": np.array([1, -2, 3], np.int32)}, "negative"),
        ({"time_ms": np.array([1.0, 2.0, 3.0])}, "int32"),
        ({"limit_ms": -1}, "limit"),
    ],
)
def test_arrays_that_are_no_reach_are_refused(change, says):
    good = {
        "indptr": np.array([0, 2, 2, 3]),
        "target": np.array([0, 1, 0], np.int32),
        "time_ms": np.array([1, 2, 10], np.int32),
        "target_count": 2,
        "limit_ms": 10,
    }
    assert Reach(**good).origin_count == 3
    with pytest.raises(InputError, match=says):
        Reach(**(good | change))


def test_wrong_matrices_and_identifiers_are_refused():
    with pytest.raises(InputError, match="int32"):
        Reach.from_dense(TIMES.astype(float))
    with pytest.raises(InputError, match="identifiers"):
        Reach.from_dense(TIMES).to_frame(["a"])
    for minutes in (-1, math.nan):
        with pytest.raises(InputError, match="threshold"):
            to_ms(minutes)
    assert to_ms(math.inf) == NO_LIMIT_MS
    assert to_minutes(TIMES)[2].tolist() == [30, math.inf, 12, math.inf]


# -- opportunities ---------------------------------------------------------------------------------


def test_closest_and_kth_closest_by_hand():
    assert (to_minutes(cost_to_closest(TIMES))).tolist() == [5, 10, 12, math.inf]
    assert (to_minutes(cost_to_closest(TIMES, k=2))).tolist() == [10, 20, 30, math.inf]
    assert (to_minutes(cost_to_closest(TIMES, k=3))).tolist() == [25, 31, math.inf, math.inf]
    # A target that holds nothing is not there; one that holds much counts once.
    assert (to_minutes(cost_to_closest(TIMES, [0, 9, 1, 1]))).tolist() == [10, 20, 12, math.inf]
    both = cost_to_closest(TIMES, np.array([[1, 0], [0, 1], [0, 0], [0, 0]]))
    assert to_minutes(both).tolist() == [[5, 10], [10, 20], [30, math.inf], [math.inf] * 2]
    with pytest.raises(InputError, match="0-th"):
        cost_to_closest(TIMES, k=0)


def test_cumulative_and_gravity_by_hand():
    # 10 minutes: a reaches 10 + 4, b exactly 10, the others nothing; 100 jobs stand out of reach.
    assert cumulative_cutoff(TIMES, JOBS, minutes=10).tolist() == [14, 10, 0, 0]
    assert cumulative_cutoff(TIMES, JOBS, minutes=30).tolist() == [15, 14, 11, 0]
    assert cumulative_cutoff(TIMES, JOBS, minutes=math.inf).tolist() == [15, 15, 11, 0]
    columns = np.column_stack([JOBS, np.ones(4)])
    assert cumulative_cutoff(TIMES, columns, minutes=10)[:, 1].tolist() == [2, 1, 0, 0]
    # Half every 10 minutes: 10·2^-0.5 + 4·2^-1 + 2^-2.5, then 10/2 + 4/4 + 2^-3.1.
    got = gravity(TIMES, JOBS, decay=Exponential.from_half_life(10))
    hand = [10 * 2**-0.5 + 2 + 2**-2.5, 6 + 2**-3.1, 10 / 8 + 2**-1.2, 0]
    assert got == pytest.approx(hand, rel=1e-14)
    # Any function of minutes will do.
    assert gravity(TIMES, JOBS, decay=lambda t: 1 / (1 + t))[3] == 0


def test_what_was_not_looked_for_is_not_zero():
    reach = Reach.from_dense(TIMES, 20 * MIN)
    assert cumulative_cutoff(reach, JOBS, minutes=20).tolist() == [14, 14, 1, 0]
    with pytest.raises(InputError, match="end at 20 minutes"):
        cumulative_cutoff(reach, JOBS, minutes=20.1)
    with pytest.raises(InputError, match="before 30"):
        gravity(reach, JOBS, decay=Linear(30))
    with pytest.raises(InputError, match="before 30"):
        floating_catchment_area(reach, np.ones(4), np.ones(4))
    with pytest.raises(InputError, match="before 30"):
        reach.within(30)


@pytest.mark.parametrize("bad", [[1, 2, 3], [1, 2, 3, -1], [1, 2, 3, math.nan], [math.inf] * 4])
def test_amounts_must_fit_and_be_known(bad):
    with pytest.raises(InputError, match="opportunities"):
        cumulative_cutoff(TIMES, bad, minutes=10)
    with pytest.raises(InputError, match="capacities"):
        floating_catchment_area(TIMES, np.ones(4), bad)
    with pytest.raises(InputError, match="people"):
        floating_catchment_area(TIMES, bad, np.ones(4))


def test_decays_equal_published_values():
    # R package accessibility, vignette "Decay functions".
    at = np.array([10.0, 15.0, 20.0])
    assert Exponential(0.2)(at) == pytest.approx([0.13533528, 0.04978707, 0.01831564], abs=1e-8)
    assert Exponential(0.3)(at) == pytest.approx([0.049787068, 0.011108997, 0.002478752], abs=1e-9)
    # Same vignette: 1 / t, and 1 within the first minute.
    at = np.array([0, 0.5, 1, 2, 5, 10])
    assert Power(1)(at).tolist() == [1, 1, 1, 0.5, 0.2, 0.1]
    # PySAL access, documentation of weights.gaussian and weights.step_fn.
    at = np.array([0.0, 20.0, 40.0, 60.0])
    hand = [1.0, 0.6065306597126334, 0.1353352832366127, 0.011108996538242306]
    assert Gaussian(20)(at) == pytest.approx(hand, rel=1e-14)
    zones = Stepped((20, 40, 60), (1, 0.68, 0.22))
    assert zones(np.arange(0.0, 71, 10)).tolist() == [1, 1, 1, 0.68, 0.68, 0.22, 0.22, 0]
    assert Linear(50)(np.array([0, 10, 50, 60])) == pytest.approx([1, 0.8, 0, 0])
    assert Step(15)(np.array([0, 15, 15.001])).tolist() == [1, 1, 0]
    # 2/7 of a minute is 17,142.86 ms: thresholds are whole milliseconds, here as elsewhere.
    assert Step(2 / 7)(np.array([17_143, 17_144]) / MIN).tolist() == [1, 0]
    assert Stepped((2 / 7,), (1,))(np.array([17_143, 17_144]) / MIN).tolist() == [1, 0]
    # Half of its value at the door at the inflection: (1 + e^-x) / 2, x = 30 pi / (10 sqrt 3).
    half = (1 + math.exp(-30 * math.pi / (10 * math.sqrt(3)))) / 2
    assert Logistic(30, 10)(np.array([0.0, 30.0])) == pytest.approx([1, half], rel=1e-14)
    # A tiny deviation is a step, without overflow.
    assert Logistic(30, 1e-3)(np.array([0.0, 29, 31, 1e6])) == pytest.approx([1, 1, 0, 0])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Exponential(0),
        lambda: Exponential.from_half_life(-1),
        lambda: Power(math.nan),
        lambda: Gaussian(math.inf),
        lambda: Logistic(30, 0),
        lambda: Linear(0),
        lambda: Step(-1),
        lambda: Stepped((), ()),
        lambda: Stepped((10, 20), (1,)),
        lambda: Stepped((20, 10), (1, 0.5)),
        lambda: Stepped((10, 20), (0.5, 1)),
        lambda: Stepped((10, 20), (1, -0.5)),
    ],
)
def test_decays_that_make_no_sense_are_refused(make):
    with pytest.raises(InputError):
        make()


@pytest.mark.parametrize("bad", [lambda t: -t, lambda t: t[:1], lambda t: t * math.nan])
def test_a_decay_must_give_weights(bad):
    with pytest.raises(InputError, match="decay gave"):
        gravity(TIMES, JOBS, decay=bad)


# -- floating catchments ---------------------------------------------------------------------------


def test_two_steps_by_hand():
    # Two doctors s (8 hours) and t (3 hours); people a 100, b 50, c 20. Minutes:
    #      s    t        Within 30: s serves a, b, so R_s = 8 / 150; t serves all, 3 / 170.
    # a    5   25        A_a = A_b = 8/150 + 3/170, A_c = 3/170.
    # b   15   30
    # c   45   10
    times = matrix([[5, 25], [15, 30], [45, 10]])
    people, hours = [100, 50, 20], [8, 3]
    got = floating_catchment_area(times, people, hours, method="2sfca")
    assert got == pytest.approx([8 / 150 + 3 / 170, 8 / 150 + 3 / 170, 3 / 170])
    # Zones: w_as 1, w_bs 0.68, w_at 0.22, w_bt 0.22, w_ct 1.
    r_s, r_t = 8 / (100 + 0.68 * 50), 3 / (0.22 * 150 + 20)
    assert supply_ratios(times, people, hours) == pytest.approx([r_s, r_t])
    got = floating_catchment_area(times, people, hours)
    assert got == pytest.approx([r_s + 0.22 * r_t, 0.68 * r_s + 0.22 * r_t, r_t])
    # Balanced: a asks s for 1/1.22 and t for 0.22/1.22, b for 0.68/0.9 and 0.22/0.9, c only t.
    asks_s = 100 / 1.22 + 50 * 0.68 / 0.9
    asks_t = 100 * 0.22 / 1.22 + 50 * 0.22 / 0.9 + 20
    assert asks_s + asks_t == pytest.approx(170)
    r_s, r_t = 8 / asks_s, 3 / asks_t
    got = floating_catchment_area(times, people, hours, method="bfca")
    hand = [r_s / 1.68 + r_t * 0.22 / 1.44, (r_s * 0.68) / 1.68 + r_t * 0.22 / 1.44, r_t / 1.44]
    assert got == pytest.approx(hand)


def test_capacity_that_nobody_asks_for_goes_to_no_one():
    times = matrix([[5, None], [8, 5]])
    # Nobody lives at the second origin, so nobody asks the second target.
    assert supply_ratios(times, [10, 0], [20, 7]).tolist() == [2, 0]
    # One more person there would still find the first target.
    assert floating_catchment_area(times, [10, 0], [20, 7]).tolist() == [2, 2]
    assert floating_catchment_area(times, [0, 0], [20, 7]).tolist() == [0, 0]
    several = floating_catchment_area(times, [10, 0], [[20, 1], [7, 1]])
    assert several.tolist() == [[2, 0.1], [2, 0.1]]
    for method in ("3sfca", "bfca"):
        # A target without capacity draws nobody away from the first one.
        with_empty = floating_catchment_area(times, [10, 10], [20, 0], method=method)
        alone = floating_catchment_area(times[:, :1], [10, 10], [20], method=method)
        assert with_empty == pytest.approx(alone)
        with pytest.raises(InputError, match="one category"):
            floating_catchment_area(times, [1, 1], [[1, 1], [1, 1]], method=method)


def test_catchments_refuse_what_they_are_not():
    with pytest.raises(InputError, match="2sfca, e2sfca"):
        floating_catchment_area(TIMES, np.ones(4), np.ones(4), method="huff")
    with pytest.raises(InputError, match="in or out"):
        floating_catchment_area(TIMES, np.ones(4), np.ones(4), method="2sfca", decay=ZONES)
    with pytest.raises(InputError, match="one column"):
        floating_catchment_area(TIMES, np.ones((4, 2)), np.ones(4))


@pytest.fixture(scope="module")
def pysal():
    """Return PySAL's Access on random travel times, with the same numbers for us."""
    rng = np.random.default_rng(5)
    times = rng.integers(0, 70 * MIN, (40, 25)).astype(np.int32)
    times[rng.random(times.shape) < 0.2] = NO_WAY
    people, hours = rng.integers(1, 300, 40), rng.integers(1, 50, 25)
    origins, targets = range(1000, 1040), range(2000, 2025)
    with theirs():
        from access import Access, weights

        model = Access(
            demand_df=pd.DataFrame({"id": origins, "people": people}),
            demand_index="id",
            demand_value="people",
            supply_df=pd.DataFrame({"id": targets, "hours": hours}),
            supply_index="id",
            supply_value="hours",
            cost_df=Reach.from_dense(times).to_frame(origins, targets),
            cost_origin="origin",
            cost_dest="target",
            cost_name="minutes",
        )

    def ask(method, **options):
        with theirs():
            frame = getattr(model, method)(name="got", **options)
        return frame["got_hours"].reindex(origins).fillna(0).to_numpy()

    return times, people, hours, weights, ask


def test_measures_equal_pysal(pysal):
    times, people, hours, weights, ask = pysal
    close = {"rel": 1e-12, "abs": 1e-15}
    got = cumulative_cutoff(times, hours, minutes=30)
    assert got == pytest.approx(ask("weighted_catchment", max_cost=30), **close)
    got = gravity(times, hours, decay=Gaussian(12))
    assert got == pytest.approx(ask("weighted_catchment", weight_fn=weights.gaussian(12)), **close)
    power = weights.gravity(scale=1, alpha=-1.5, min_dist=1)
    got = gravity(times, hours, decay=Power(1.5))
    assert got == pytest.approx(ask("weighted_catchment", weight_fn=power), **close)
    got = floating_catchment_area(times, people, hours, method="2sfca")
    assert got == pytest.approx(ask("two_stage_fca", max_cost=30), **close)
    # Their default weights are Luo & Qi's, as ours.
    got = floating_catchment_area(times, people, hours)
    assert got == pytest.approx(ask("enhanced_two_stage_fca"), **close)
    zones = Stepped((10, 20, 30, 60), (0.962, 0.704, 0.377, 0.042))
    step = weights.step_fn(dict(zip(zones.ends, zones.weights, strict=True)))
    got = floating_catchment_area(times, people, hours, method="3sfca", decay=zones)
    assert got == pytest.approx(ask("three_stage_fca", weight_fn=step), **close)


# -- scores ----------------------------------------------------------------------------------------

TABLE = {
    name: Category(name, function, essential, "observed", (), ())
    for name, function, essential in [
        ("post", "living", True),
        ("work", "working", True),
        ("bread", "supplying", True),
        ("food", "supplying", True),
        ("shoes", "supplying", False),
        ("doctor", "caring", True),
        ("school", "learning", True),
        ("cinema", "enjoying", False),
        ("park", "enjoying", True),
    ]
}


def test_scores_by_hand_on_all_six_functions():
    times = matrix([[15, 16, 3, 20, 1, None, 30, 1, 15], [31, 30, 30, 30, None, 29, 2, None, 45]])
    got = function_scores(times, list(TABLE), TABLE, 15)
    assert list(got) == list(FUNCTIONS)
    assert [list(share) for share in got.values()] == [
        [1, 0],  # living: exactly 15 is within
        [0, 0],
        [0.5, 0],  # shoes are not essential
        [0, 0],  # no way to a doctor: known, and out of reach
        [0, 1],
        [1, 0],  # nor is the cinema
    ]
    assert place_score(times, list(TABLE), TABLE, 15) == pytest.approx([2.5 / 6, 1 / 6])
    assert place_score(times, list(TABLE), TABLE, 30) == pytest.approx([5 / 6, 4 / 6])
    # By another profile the times differ, and so does the score.
    assert place_score(times // 2, list(TABLE), TABLE, 15) == pytest.approx([5 / 6, 4 / 6])
    done = complete_functions(times, list(TABLE), TABLE, 30)
    assert [done[f].tolist() for f in ("living", "supplying", "caring")] == [
        [True, False],
        [True, True],
        [False, True],
    ]
    assert complete(times, list(TABLE), TABLE, 45).tolist() == [False, True]


def test_unknown_leaves_numerator_and_denominator():
    times = matrix([[15, 3, 20]])
    names = ["post", "bread", "food"]
    # Food unknown: supplying is bread alone. Never a share of what nobody looked for.
    assert place_score(times[:, :2], names[:2], TABLE, 15).tolist() == [1]
    assert place_score(times, names, TABLE, 15).tolist() == [0.75]
    assert set(function_scores(times, names, TABLE, 15)) == {"living", "supplying"}
    # Known and out of reach is another thing than unknown.
    away = np.column_stack([times, np.full((1, 1), NO_WAY)]).astype(np.int32)
    assert function_scores(away, [*names, "doctor"], TABLE, 15)["caring"].tolist() == [0]
    assert place_score(away, [*names, "doctor"], TABLE, 15).tolist() == [0.5]
    found = known_essentials([*names, "shoes"], TABLE)
    assert list(found) == list(FUNCTIONS)
    assert found["supplying"] == ("bread", "food")
    assert found["caring"] == ()


def test_without_data_there_is_no_score():
    times = matrix([[1], [2]])
    for names, columns in (([], times[:, :0]), (["shoes"], times)):
        assert np.isnan(place_score(columns, names, TABLE, 15)).all()
        assert len(place_score(columns, names, TABLE, 15)) == 2
        assert function_scores(columns, names, TABLE, 15) == {}
        # Every one of no categories is within reach, which says nothing.
        assert complete(columns, names, TABLE, 15).tolist() == [False, False]


def test_scores_refuse_names_that_do_not_fit():
    times = matrix([[1, 2]])
    for names in (["post"], ["post", "post"], ["post", "pub"]):
        with pytest.raises(InputError):
            place_score(times, names, TABLE, 15)
    # No threshold reaches what cannot be reached.
    assert within(matrix([[5, None]]), 1e9).tolist() == [[True, False]]


# -- supply ----------------------------------------------------------------------------------------


def with_services(territory, rows):
    """Return a territory whose services are rows of (category, status)."""
    old = territory.layers["services"]
    columns = {name: "" for name in old.columns if name != "geometry"} | {"jobs": 0}
    columns |= {
        "service_id": [f"s{i}" for i in range(len(rows))],
        "category": [row[0] for row in rows],
        "status": [row[1] for row in rows],
    }
    places = old.geometry.to_numpy()[: len(rows)]
    frame = make_frame("services", columns, places, territory.info.crs)
    return Territory(territory.info, {**territory.layers, "services": frame})


def test_status_says_what_is_supply_and_what_is_unknown(village):
    rows = [(name, status) for name, status in zip(categories(), STATUSES, strict=False)]
    names = [name for name, _ in rows]
    place = with_services(
        village,
        [
            *rows,  # one category for each status; the last is unknown
            ("bakery", "closed"),
            ("bakery", "observed"),
            ("bakery", "unknown"),
            ("grocery", "closed"),
            ("pharmacy", "closed"),
            ("pharmacy", "unknown"),
        ],
    )
    known = known_services(place)
    assert {name: rows.tolist() for name, rows in known.items()} == {
        **{name: [i] for i, name in enumerate(names[:-1])},
        "bakery": [6],
        "grocery": [],
    }
    assert rows[-1] == (names[-1], "unknown")
    unknown = unknown_categories(place)
    assert {names[-1], "pharmacy", "library"} <= set(unknown)
    assert set(known) | set(unknown) == set(categories())
    assert not set(known) & set(unknown)
    asked = ["pharmacy", "grocery", "bakery", "grocery"]
    assert list(known_services(place, asked)) == ["grocery", "bakery"]
    assert unknown_categories(place, asked) == ("pharmacy",)
    with pytest.raises(InputError, match="'pub'"):
        known_services(place, ["pub"])
    with pytest.raises(TerritoryError, match="Observed"):
        known_services(with_services(village, [("bakery", "Observed")]))


def test_supply_of_a_map_without_doubt_is_every_row_of_its_categories(village):
    known = known_services(village)
    present = village.layers["services"]["category"].to_numpy()
    assert list(known) == [name for name in categories() if name in set(present)]
    for name, rows in known.items():
        assert rows.tolist() == np.flatnonzero(present == name).tolist()
    assert "library" in unknown_categories(village)


# -- inequality ------------------------------------------------------------------------------------


def test_inequality_by_hand():
    # 1, 3: mean absolute difference over all four pairs 1, twice the mean 4.
    assert gini_index([1, 3]) == pytest.approx(0.25)
    # Shares 1/4 and 3/4 of the total, each against 1/2.
    assert theil_t([1, 3]) == pytest.approx(0.25 * math.log(0.5) + 0.75 * math.log(1.5))
    # 1 to 10, total 55: the last has 10, the first four 1 + 2 + 3 + 4.
    assert palma_ratio(range(1, 11)) == pytest.approx(10 / 10)
    # Rows are split: 2 people, one half of the 10 and 0.8 of the 1 times its person.
    assert palma_ratio([1, 10]) == pytest.approx((0.2 * 10) / (0.8 * 1))
    # One has all among n.
    assert gini_index([0, 0, 0, 7]) == pytest.approx(3 / 4)
    assert theil_t([0, 0, 0, 7]) == pytest.approx(math.log(4))
    assert palma_ratio([0] * 5 + [7] * 5) == math.inf
    # Just 40 % have nothing, which weights must not round away.
    assert palma_ratio([0, 0, 1, 1], [1, 5, 4, 5]) == math.inf
    # Three people with 2, one with 6: p = .75, .25; L(.75) = .5; G = 1 - (.75 .5 + .25 1.5).
    assert gini_index([2, 6], [3, 1]) == pytest.approx(0.25)


@pytest.mark.parametrize("values", [[5], [0.1] * 7, [1e300, 1e300], [5e-324] * 3])
def test_equality_is_zero(values):
    assert gini_index(values) == pytest.approx(0, abs=1e-15)
    assert theil_t(values) == pytest.approx(0, abs=1e-15)
    assert palma_ratio(values) == pytest.approx(0.25)


def test_nothing_for_all_is_equality_and_no_ratio():
    assert (gini_index([0, 0]), theil_t([0, 0])) == (0, 0)
    assert math.isnan(palma_ratio([0, 0]))
    parts = theil_decomposition([0, 0], ["a", "b"])
    assert (parts.total, parts.between, parts.within) == (0, 0, 0)


@pytest.mark.parametrize(
    ("values", "weights"),
    [
        ([], None),
        ([1, -1], None),
        ([1, math.nan], None),
        ([1, math.inf], None),
        ([[1, 2]], None),
        ([1, 2], [1]),
        ([1, 2], [0, 0]),
        ([1, 2], [1, -1]),
        ([1, 2], [1, math.nan]),
    ],
)
def test_inequality_refuses_what_has_no_answer(values, weights):
    for measure in (gini_index, palma_ratio, theil_t):
        with pytest.raises(InputError):
            measure(values, weights)
    with pytest.raises(InputError):
        theil_decomposition(values, np.zeros(np.shape(values)), weights)


@pytest.mark.parametrize(
    "groups", [["a"], [1.0, math.nan], np.array(["a", None], object), [["a", "b"]]]
)
def test_every_row_has_one_group(groups):
    with pytest.raises(InputError, match="one group"):
        theil_decomposition([1, 2], groups)


def test_decomposition_by_hand():
    # Group a: 1, 3; group b: 2, 2, 4. Totals 4 and 8 of 12, people 2 and 3 of 5.
    got = theil_decomposition([1, 2, 3, 2, 4], ["a", "b", "a", "b", "b"])
    assert got.groups == ("a", "b")
    assert got.people_share == pytest.approx([0.4, 0.6])
    assert got.value_share == pytest.approx([1 / 3, 2 / 3])
    between = math.log((1 / 3) / 0.4) / 3 + math.log((2 / 3) / 0.6) * 2 / 3
    assert got.between == pytest.approx(between)
    theil = [theil_t([1, 3]), theil_t([2, 2, 4])]
    assert got.theil == pytest.approx(theil)
    assert got.within == pytest.approx(theil[0] / 3 + theil[1] * 2 / 3)
    # A group without people is left out.
    same = theil_decomposition([1, 2, 3, 2, 4, 9], [*"ababb", "c"], [1, 1, 1, 1, 1, 0])
    assert (same.groups, same.total) == (got.groups, got.total)


def test_inequality_equals_pysal_and_its_published_example():
    with theirs():
        import libpysal
        from inequality.gini import Gini
        from inequality.theil import TheilD
    frame = pd.read_csv(libpysal.examples.get_path("mexico.csv"))
    years = range(1940, 2010, 10)
    columns = [frame[f"pcgdp{year}"].to_numpy(float) for year in years]
    # Income of the 32 Mexican states by decade, documentation of inequality.theil.
    published = [0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832]
    assert [theil_t(y) for y in columns] == pytest.approx(published, abs=1e-8)
    between = [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872]
    regions = frame["hanson98"].to_numpy()
    got = [theil_decomposition(y, regions) for y in columns]
    assert [each.between for each in got] == pytest.approx(between, abs=1e-8)
    within = [0.17435454, 0.12405598, 0.0521202, 0.04263506, 0.06354856, 0.07547525, 0.0702496]
    assert [each.within for each in got] == pytest.approx(within, abs=1e-8)
    # Weights, which PySAL does not have, by repeating rows.
    times = np.random.default_rng(2).integers(0, 6, len(frame))
    for y in columns:
        many = np.repeat(y, times)
        with theirs():
            gini, parts = Gini(many).g, TheilD(many, np.repeat(regions, times))
        assert gini_index(y, times) == pytest.approx(gini, rel=1e-12)
        ours = theil_decomposition(y, regions, times)
        assert ours.total == pytest.approx(parts.T, rel=1e-12)
        assert ours.between == pytest.approx(parts.bg, rel=1e-10)
        assert ours.within == pytest.approx(parts.wg, rel=1e-10)
