"""What must hold of measures of access and of inequality, whatever the numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from microville.access.decay import (
    Exponential,
    Gaussian,
    Linear,
    Logistic,
    Power,
    Step,
    Stepped,
)
from microville.access.floating_catchment import floating_catchment_area, supply_ratios
from microville.access.inequality import gini_index, palma_ratio, theil_decomposition, theil_t
from microville.access.opportunities import cost_to_closest, cumulative_cutoff, gravity
from microville.access.reach import NO_WAY, Reach

MIN = 60_000
FAR = 90 * MIN
MINUTES = st.floats(0, 60, allow_subnormal=False)
FEW = settings(max_examples=60, deadline=None)

# Whole thousands of milliseconds make many ties and times exactly on thresholds.
TIME = st.one_of(
    st.just(int(NO_WAY)),
    st.integers(0, 90).map(lambda minutes: minutes * MIN),
    st.integers(0, FAR),
)
AMOUNT = st.one_of(st.just(0.0), st.integers(1, 50).map(float))
DECAY = st.one_of(
    st.builds(Step, MINUTES),
    st.builds(Linear, st.floats(1, 60)),
    st.builds(Exponential, st.floats(0.01, 1)),
    st.builds(Power, st.floats(0.1, 3)),
    st.builds(Gaussian, st.floats(1, 40)),
    st.builds(Logistic, st.floats(1, 60), st.floats(0.5, 30)),
    st.just(Stepped((10, 20, 30), (1, 0.68, 0.22))),
)
METHODS = st.sampled_from(["2sfca", "e2sfca", "3sfca", "bfca"])


@st.composite
def places(draw):
    """Return travel times, people at origins and amounts at targets."""
    shape = (draw(st.integers(1, 7)), draw(st.integers(1, 7)))
    times = draw(hnp.arrays(np.int32, shape, elements=TIME))
    people = draw(hnp.arrays(float, shape[0], elements=AMOUNT))
    held = draw(hnp.arrays(float, shape[1], elements=AMOUNT))
    return times, people, held


def everything(times, people, held, decay):
    """Return every measure of access but the catchments, by name."""
    return {
        "closest": -cost_to_closest(times, held).astype(float),
        "second": -cost_to_closest(times, held, k=2).astype(float),
        "cumulative": cumulative_cutoff(times, held, minutes=30),
        "gravity": gravity(times, held, decay=decay),
    }


@FEW
@given(places(), DECAY)
def test_matrix_and_reach_agree_to_the_last_bit(case, decay):
    times, people, held = case
    dense = everything(times, people, held, decay)
    reach = Reach.from_dense(times)
    for name, got in everything(reach, people, held, decay).items():
        assert got.tobytes() == dense[name].tobytes()
    assert (reach.to_dense() == times).all()
    assert (reach.transposed().transposed().to_dense() == times).all()
    near = Reach.from_dense(times, 30 * MIN)
    assert (reach.within(30).to_dense() == near.to_dense()).all()
    # A bounded search is enough for whatever ends within its limit.
    got = floating_catchment_area(near, people, held)
    assert got.tobytes() == floating_catchment_area(times, people, held).tobytes()


@FEW
@given(places(), st.integers(1, 4))
def test_kth_closest_equals_sorting_each_row(case, k):
    times, _, held = case
    for origin, got in zip(times, cost_to_closest(times, held, k=k), strict=True):
        ways = sorted(t for t, amount in zip(origin.tolist(), held, strict=True) if amount > 0)
        assert got == (ways + [int(NO_WAY)] * k)[k - 1]


@FEW
@given(places(), MINUTES, st.floats(-1, 1))
def test_gravity_with_a_step_is_the_cumulative_measure(case, minutes, off_ms):
    times, _, held = case
    # Also within a millisecond of a time: both round thresholds to whole milliseconds.
    for cutoff in (minutes, max(0.0, min(int(times[0, 0]), FAR) + off_ms) / MIN):
        step = gravity(times, held, decay=Step(cutoff))
        assert step.tolist() == cumulative_cutoff(times, held, minutes=cutoff).tolist()
        zone = gravity(times, held, decay=Stepped((cutoff,), (1,)))
        assert zone.tolist() == step.tolist()


@FEW
@given(places(), DECAY, st.data())
def test_longer_times_never_raise_access(case, decay, data):
    times, people, held = case
    more = data.draw(hnp.arrays(np.int64, times.shape, elements=st.integers(0, 20 * MIN)))
    longer = np.minimum(times + more, int(NO_WAY)).astype(np.int32)
    before, after = everything(times, people, held, decay), everything(longer, people, held, decay)
    for name, got in after.items():
        assert (got <= before[name] + 1e-9 * np.abs(before[name])).all()


@FEW
@given(places(), DECAY, st.data())
def test_an_opportunity_more_never_lowers_access(case, decay, data):
    times, people, held = case
    column = data.draw(hnp.arrays(np.int32, (len(times), 1), elements=TIME))
    amount = data.draw(AMOUNT)
    before = everything(times, people, held, decay)
    after = everything(np.hstack([times, column]), people, np.append(held, amount), decay)
    for name, got in after.items():
        assert (got >= before[name] - 1e-9 * np.abs(before[name])).all()
    # Capacity too, as long as it draws no demand away from elsewhere.
    before = floating_catchment_area(times, people, held)
    got = floating_catchment_area(np.hstack([times, column]), people, np.append(held, amount))
    assert (got >= before - 1e-9).all()


@FEW
@given(places(), DECAY, METHODS, st.data())
def test_names_of_places_do_not_matter(case, decay, method, data):
    times, people, held = case
    rows = data.draw(st.permutations(range(times.shape[0])))
    columns = data.draw(st.permutations(range(times.shape[1])))
    mixed = times[np.ix_(rows, columns)]
    before = everything(times, people, held, decay)
    for name, got in everything(mixed, people[rows], held[columns], decay).items():
        assert got == pytest.approx(before[name][rows], rel=1e-12, abs=1e-12)
    got = floating_catchment_area(mixed, people[rows], held[columns], method=method)
    plain = floating_catchment_area(times, people, held, method=method)
    assert got == pytest.approx(plain[rows], rel=1e-12, abs=1e-12)


@FEW
@given(places(), METHODS)
def test_catchments_hand_out_what_there_is_once(case, method):
    times, people, held = case
    access = floating_catchment_area(times, people, held, method=method)
    near = times <= 30 * MIN
    asked = (near & (people > 0)[:, None]).any(axis=0)
    if method == "bfca":
        ratio = supply_ratios(times, people, held, method=method)
        assert access.sum() == pytest.approx(ratio.sum(), rel=1e-12, abs=1e-12)
        # Everyone who reaches a capacity asks exactly once.
        there = ratio > 0
        demand = (held[there] / ratio[there]).sum()
        reaches = (near & (held > 0)).any(axis=1)
        assert demand == pytest.approx(people[reaches].sum(), rel=1e-12, abs=1e-12)
    else:
        given_out = (access * people).sum()
        assert given_out == pytest.approx(held[asked].sum(), rel=1e-12, abs=1e-12)


@FEW
@given(places(), st.floats(0.01, 100), METHODS)
def test_catchments_scale_with_capacity_and_against_people(case, factor, method):
    times, people, held = case
    access = floating_catchment_area(times, people, held, method=method)
    more = floating_catchment_area(times, people, held * factor, method=method)
    assert more == pytest.approx(access * factor, rel=1e-9, abs=1e-12)
    crowd = floating_catchment_area(times, people * factor, held, method=method)
    assert crowd == pytest.approx(access / factor, rel=1e-9, abs=1e-12)


@FEW
@given(DECAY, st.lists(st.integers(0, FAR), min_size=2, max_size=30))
def test_decays_fall_from_one_to_zero(decay, ms):
    minutes = np.sort(np.array(ms)) / MIN
    weights = decay(minutes)
    assert weights.shape == minutes.shape
    assert (weights >= 0).all()
    assert (weights <= 1).all()
    assert (np.diff(weights) <= 1e-15).all()
    assert decay(np.zeros(1)) == pytest.approx([1])
    ends = getattr(decay, "ends_min", math.inf)
    assert (weights[minutes > ends + 1e-3] == 0).all()


# -- inequality ------------------------------------------------------------------------------------

HELD = st.one_of(st.just(0.0), st.integers(1, 30).map(float), st.floats(1e-3, 1e6))
ROWS = st.lists(HELD, min_size=1, max_size=12)
CLOSE = {"rel": 1e-9, "abs": 1e-12}
INDICES = (gini_index, theil_t, palma_ratio)


@FEW
@given(ROWS, st.floats(1e-6, 1e6), st.integers(2, 4))
def test_indices_do_not_depend_on_scale_or_replication(values, factor, copies):
    for index in INDICES:
        plain = pytest.approx(index(values), nan_ok=True, **CLOSE)
        assert index(np.array(values) * factor) == plain
        assert index(values, np.full(len(values), factor)) == plain
        assert index(values * copies) == plain


@FEW
@given(st.lists(st.tuples(HELD, st.integers(0, 5)), min_size=1, max_size=10))
def test_weights_are_repetition(rows):
    values, weights = (np.array(column) for column in zip(*rows, strict=True))
    assume(weights.any())
    for index in INDICES:
        repeated = index(np.repeat(values, weights))
        assert index(values, weights) == pytest.approx(repeated, nan_ok=True, **CLOSE)


@FEW
@given(ROWS)
def test_indices_stay_in_their_range(values):
    people = len(values)
    assert 0 <= gini_index(values) <= 1 - 1 / people + 1e-12
    assert 0 <= theil_t(values) <= math.log(people) + 1e-12
    if any(values):
        assert palma_ratio(values) >= 0.25 - 1e-12
    # Brute force: the mean difference of all pairs over twice the mean.
    array = np.array(values)
    if any(values):
        pairs = np.abs(array[:, None] - array).mean() / (2 * array.mean())
        assert gini_index(values) == pytest.approx(pairs, **CLOSE)


@FEW
@given(st.lists(st.integers(0, 100), min_size=2, max_size=12), st.data())
def test_a_transfer_from_rich_to_poor_lowers_inequality(values, data):
    """The principle of Pigou and Dalton."""
    array = np.sort(np.array(values, dtype=float))
    poor, rich = (
        data.draw(st.integers(0, len(array) - 1)),
        data.draw(st.integers(0, len(array) - 1)),
    )
    assume(array[rich] - array[poor] >= 2)
    # As long as they do not change places.
    gift = data.draw(st.floats(0.5, (array[rich] - array[poor]) / 2))
    after = array.copy()
    after[poor] += gift
    after[rich] -= gift
    assert gini_index(after) < gini_index(array)
    assert theil_t(after) < theil_t(array)
    assert palma_ratio(after) <= palma_ratio(array) * (1 + 1e-12)


@FEW
@given(
    st.lists(st.tuples(HELD, st.sampled_from("abc"), st.integers(0, 5)), min_size=1, max_size=14)
)
def test_theil_is_the_sum_of_its_parts(rows):
    values, labels, weights = (np.array(column) for column in zip(*rows, strict=True))
    assume(weights.any())
    got = theil_decomposition(values, labels, weights)
    assert got.total == got.between + got.within
    assert got.total == pytest.approx(theil_t(values, weights), **CLOSE)
    assert got.between_by_group.sum() == pytest.approx(got.between, abs=1e-12)
    assert got.within_by_group.sum() == pytest.approx(got.within, abs=1e-12)
    assert got.people_share.sum() == pytest.approx(1)
    for label, theil in zip(got.groups, got.theil, strict=True):
        mine = labels == label
        assert theil == pytest.approx(theil_t(values[mine], weights[mine]), **CLOSE)
    # Between alone: everyone has the mean of the group.
    smooth = values.astype(float)
    for label in got.groups:
        mine = labels == label
        smooth[mine] = np.average(values[mine], weights=weights[mine])
    assert got.between == pytest.approx(theil_t(smooth, weights), **CLOSE)
    # One group holds all inequality within; names do not matter.
    assert theil_decomposition(values, ["x"] * len(values), weights).between == 0
    renamed = np.char.replace(labels, "a", "z")
    assert theil_decomposition(values, renamed, weights).between == pytest.approx(
        got.between, abs=1e-12
    )
