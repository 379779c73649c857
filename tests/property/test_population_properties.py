"""Integer marginals are met exactly, whatever a commune's numbers are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    OTHER_HOUSEHOLD,
    SINGLE,
    SINGLE_PARENT,
)
from microville.population.composition import compose
from microville.population.marginals import (
    ELDER_FROM,
    WORKING_FROM,
    Marginals,
    controlled_rounding,
    household_sizes,
    zone_marginals,
)
from microville.population.placement import place_in_cells, place_in_zone
from microville.population.traits import statuses


@settings(max_examples=300, deadline=None)
@given(households=st.integers(0, 3000), mean=st.floats(1.0, 6.0))
def test_household_sizes_match_both_totals(households, mean):
    persons = int(households * mean)
    counts = household_sizes(persons, households)
    assert (counts >= 0).all()
    assert counts.sum() == households
    assert counts @ np.arange(1, len(counts) + 1) == persons


@settings(max_examples=100, deadline=None)
@given(households=st.integers(1, 4), persons=st.integers(4, 400))
def test_household_sizes_match_however_large_the_households(households, persons):
    counts = household_sizes(persons, households)
    assert (counts >= 0).all()
    assert counts.sum() == households
    assert counts @ np.arange(1, len(counts) + 1) == persons


def test_more_households_than_persons_are_refused():
    with pytest.raises(ValueError, match="3 persons cannot fill 4"):
        household_sizes(3, 4)


def test_a_larger_mean_has_fewer_singles():
    singles = [household_sizes(round(mean * 1000), 1000)[0] for mean in (1.6, 1.9, 2.2, 2.5, 2.75)]
    assert singles == sorted(singles, reverse=True)
    # France, 2015: 2.24 persons a household; a third live alone (INED: 35 %).
    assert household_sizes(2240, 1000)[0] == pytest.approx(350, abs=20)


@settings(max_examples=300, deadline=None)
@given(
    values=st.lists(st.floats(0, 500), min_size=1, max_size=40).filter(lambda v: sum(v) > 1e-3),
    total=st.integers(0, 5000),
)
def test_controlled_rounding_sums_to_its_total_with_errors_below_one(values, total):
    values = np.array(values)
    rounded = controlled_rounding(values, total)
    assert rounded.sum() == total
    assert (rounded >= 0).all()
    if np.floor(values + 1e-9).sum() <= total <= np.ceil(values - 1e-9).sum():
        assert (np.abs(rounded - values) < 1).all()
    else:  # no rounding of the values gives the total: they are scaled to it
        assert (np.abs(rounded - values * (total / values.sum())) < 1 + 1e-6).all()


@settings(max_examples=200, deadline=None)
@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=60), part=st.floats(0, 1))
def test_cells_near_their_total_are_rounded_as_they_are(values, part):
    """The grid of Courcy: halves that sum to two more than the commune has."""
    cells = np.array(values) / 2
    floor, ceiling = int(np.floor(cells).sum()), int(np.ceil(cells).sum())
    total = floor + round(part * (ceiling - floor))
    rounded = controlled_rounding(cells, total)
    assert rounded.sum() == total
    assert np.abs(rounded - cells).max() < 1
    assert (rounded[cells == np.rint(cells)] == cells[cells == np.rint(cells)]).all()


def test_cells_that_are_all_empty_still_take_everybody():
    assert controlled_rounding(np.zeros(3), 7).sum() == 7


@st.composite
def communes(draw):
    households = draw(st.integers(30, 400))
    persons = int(households * draw(st.floats(1.9, 3.1)))
    aged = draw(st.sampled_from([0, int(persons * draw(st.floats(0.58, 0.68)))]))
    active = int(persons * draw(st.floats(0.35, 0.52)))
    return zone_marginals(persons, households, aged, active, active // draw(st.integers(6, 14)))


@settings(max_examples=60, deadline=None)
@given(given_=communes(), seed=st.integers(0, 2**40))
def test_a_commune_has_exactly_its_people(given_: Marginals, seed):
    made = compose("Z", given_, seed)
    age = made.age_months // 12
    kind, count = made.kinds[made.household], np.bincount(made.household)
    assert len(age) == given_.persons
    assert (made.kinds != INSTITUTION).sum() == given_.households
    assert (age < 15).sum() == given_.under_15
    assert (age >= 65).sum() == given_.over_64
    assert (count == made.sizes).all()
    assert (made.age_months >= 0).all()
    assert age.max() < 100
    edges = (*WORKING_FROM[1:], *ELDER_FROM[1:-1])
    own = np.bincount(np.searchsorted(edges, age[age >= 15], side="right"), minlength=8)
    assert own[:6].sum() == sum(given_.working)
    assert (
        tuple(own[6:]) == given_.elders or given_.over_64 > (made.kinds[made.household] < 2).sum()
    )
    status = statuses("Z", age, given_, seed)
    assert ((status == 3) | (status == 4)).sum() == given_.active
    assert (status == 4).sum() == given_.unemployed
    assert ((age >= 15) & (age < 65))[(status == 3) | (status == 4)].all()
    # Nobody under 18 keeps house, and minors live in families (or institutions).
    grown_up = (kind != COUPLE_CHILDREN) & (kind != SINGLE_PARENT) & (kind != INSTITUTION)
    assert (age[grown_up] >= 18).all()
    first = np.searchsorted(made.household, np.arange(len(made.sizes)))
    home = made.kinds != INSTITUTION
    assert (age[first][home] >= 18).all()
    assert (made.sizes[made.kinds == SINGLE] == 1).all()
    assert (made.sizes[made.kinds == COUPLE] == 2).all()
    assert (made.sizes[made.kinds == COUPLE_CHILDREN] >= 3).all()
    assert (made.sizes[made.kinds == SINGLE_PARENT] >= 2).all()
    assert (made.sizes[made.kinds == OTHER_HOUSEHOLD] >= 2).all()
    check_families(made)


def check_families(made):
    """Check, one household at a time, that parents could be and partners are of like age."""
    years = made.age_months / 12
    for household in np.flatnonzero(np.isin(made.kinds, (COUPLE, COUPLE_CHILDREN, SINGLE_PARENT))):
        members = years[made.household == household]
        adults = 1 if made.kinds[household] == SINGLE_PARENT else 2
        children = members[adults:]
        assert len(children) == (
            0 if made.kinds[household] == COUPLE else made.sizes[household] - adults
        )
        if len(children):
            assert (members[:adults].min() - children >= 18).all()
            assert (np.diff(children) <= 0).all()
        if adults == 2:
            assert abs(members[0] - members[1]) <= 10


@settings(max_examples=60, deadline=None)
@given(
    persons=st.integers(0, 80),
    households=st.integers(0, 80),
    aged=st.integers(0, 80),
    seed=st.integers(0, 99),
)
def test_odd_communes_lose_nobody_and_leave_no_child_alone(persons, households, aged, seed):
    """Whatever the table says: no households, more households than people, only children."""
    given_ = zone_marginals(persons, households, aged, aged // 2, aged // 9)
    made = compose("Z", given_, seed)
    assert len(made.household) == persons
    assert (made.kinds != INSTITUTION).sum() == min(persons, households)
    assert (made.age_months >= 0).all()
    lone = made.kinds[made.household] == SINGLE
    assert (made.age_months[lone] >= 18 * 12).all()


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=60, max_size=160),
    seed=st.integers(0, 1000),
    cells=st.integers(2, 12),
)
def test_cells_hold_exactly_their_persons(sizes, seed, cells):
    """With homes enough in each cell, households settle to the rounded grid."""
    sizes = np.array(sizes)
    share = np.arange(1, cells + 1) / np.arange(1, cells + 1).sum()
    persons = share * sizes.sum()
    homes = np.arange(cells)
    dwellings = np.ceil(share * len(sizes) * 1.3).astype(np.int64) + 4
    chosen = place_in_cells("Z", sizes, homes, dwellings, homes, persons, seed)
    lived = np.bincount(chosen, weights=sizes, minlength=cells)
    assert (lived == controlled_rounding(persons, int(sizes.sum()))).all()


@settings(max_examples=80, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=40),
    stock=st.lists(st.tuples(st.integers(1, 12), st.integers(-1, 3)), min_size=4, max_size=12),
    persons=st.lists(st.floats(0.0, 60.0), min_size=4, max_size=4),
    seed=st.integers(0, 1000),
)
def test_nobody_shares_a_dwelling(sizes, stock, persons, seed):
    homes = np.arange(len(stock)) * 3 + 1
    dwellings, cell = (np.array(column) for column in zip(*stock, strict=True))
    sizes = np.array(sizes)
    room = int(dwellings.sum())
    if room < len(sizes):
        from microville.errors import TerritoryError

        with pytest.raises(TerritoryError, match=f"{room} dwellings for {len(sizes)}"):
            place_in_zone("Z", sizes, homes, dwellings, seed)
        return
    for chosen in (
        place_in_zone("Z", sizes, homes, dwellings, seed),
        place_in_cells("Z", sizes, homes, dwellings, cell, np.array(persons), seed),
    ):
        taken = np.bincount(chosen, minlength=homes.max() + 1)
        assert (taken[homes] <= dwellings).all()
        assert taken.sum() == len(sizes)
