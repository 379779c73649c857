"""The network of sites: cash is conserved, levers work one way, no lever is no platform."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.network_of_sites import (
    TYPES,
    Sites,
    break_even_year,
    critical_floor_m2,
    discount_of,
    draw_sites,
    learned,
    make_sites,
    site_cash,
    work_out,
)
from microville.parameters import Parameters, update

RECEIVED = ("rents", "grants")
PAID = ("losses", "taxes", "purchases", "animation", "services", "fee", "debt")
shares = st.floats(0, 1)
networks = st.lists(
    st.tuples(st.sampled_from(TYPES), st.integers(50, 200_000), st.integers(2025, 2060)),
    min_size=1,
    max_size=12,
).map(make_sites)


def levers(fee=0.0, discount=0.0, learning=0.0, **more):
    changes = {
        "finance.platform_fee_share_rent": fee,
        "platform.discount_max_share": discount,
        "platform.learning_rate": learning,
    }
    return update(Parameters(), changes | {f"platform.{k}": v for k, v in more.items()})


@settings(max_examples=40, deadline=None)
@given(networks, st.floats(0, 0.3), shares)
def test_without_fee_discount_and_learning_the_platform_changes_nothing(sites, support, survival):
    """Whatever its team costs, whoever its partners and companies are."""
    network = work_out(sites, levers(partner_support_share=support, incubated_survival_5y=survival))
    for field in fields(network.without):
        old, new = getattr(network.without, field.name), getattr(network.together, field.name)
        assert old.dtype == np.int64
        assert np.array_equal(old, new), field.name
    assert not network.platform.fees.any()


@settings(max_examples=40, deadline=None)
@given(networks, st.floats(0, 0.5), shares, shares)
def test_cash_is_conserved_between_sites_and_platform_to_the_cent(sites, fee, discount, learning):
    network = work_out(sites, levers(fee, discount, learning))
    flows, platform = network.together, network.platform
    # Added up site by site in Python's own integers: what sites pay is what the platform gets.
    first = int(sites.start_year.min())
    fees, services = {}, {}
    for row in range(len(sites)):
        for age in range(flows.fee.shape[1]):
            year = int(sites.start_year[row]) + age - first
            fees[year] = fees.get(year, 0) + int(flows.fee[row, age])
            services[year] = services.get(year, 0) + int(flows.services[row, age])
    for year in range(len(platform.fees)):
        assert int(platform.fees[year]) == fees.get(year, 0)
        assert int(platform.services[year]) == services.get(year, 0)
    # All cash together moves by what comes from outside and goes there, and by nothing else.
    outside = sum(int(getattr(flows, name).sum()) for name in RECEIVED)
    outside -= sum(
        int(getattr(flows, name).sum()) for name in PAID if name not in ("services", "fee")
    )
    outside += int(platform.companies.sum()) - int((platform.delivery + platform.team).sum())
    assert int(flows.cash.sum()) + int(platform.cash.sum()) == outside
    listed = sum(getattr(flows, name) for name in RECEIVED)
    assert np.array_equal(flows.cash, listed - sum(getattr(flows, name) for name in PAID))


@settings(max_examples=40, deadline=None)
@given(networks, shares, shares)
def test_more_learning_never_raises_a_cost(sites, one, other):
    slow, fast = (
        work_out(sites, levers(0.03, 0.06, rate)).together for rate in sorted((one, other))
    )
    assert (fast.services <= slow.services).all()
    assert (fast.debt <= slow.debt).all()
    assert (fast.cash >= slow.cash).all()


@settings(max_examples=40, deadline=None)
@given(networks, shares, shares)
def test_a_larger_discount_never_raises_a_cost_and_a_higher_fee_never_lowers_it(sites, one, other):
    low, high = sorted((one, other))
    small, large = (work_out(sites, levers(0.03, d, 0.1)).together for d in (low, high))
    assert (large.purchases <= small.purchases).all()
    assert (large.debt <= small.debt).all()
    cheap, dear = (work_out(sites, levers(f, 0.06, 0.1)).together for f in (low, high))
    assert (dear.cash <= cheap.cash).all()


@given(st.integers(1, 10**6), shares)
def test_a_doubling_of_experience_takes_off_the_rate(units, rate):
    first, doubled = learned(np.array([units, 2 * units]), rate)
    assert doubled <= first <= 1.0
    assert np.isclose(doubled, first * (1.0 - rate), atol=1e-12)
    assert learned(np.array([1]), rate)[0] == 1.0


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_the_discount_grows_with_volume_towards_its_maximum(one, other):
    rates = Parameters().platform
    small, large = discount_of(np.array(sorted((one, other)), dtype=np.int64), rates)
    assert 0.0 <= small <= large <= rates.discount_max_share
    half = np.array([round(rates.discount_half_meur * 1e8)])
    assert np.isclose(discount_of(half, rates)[0], rates.discount_max_share / 2)


@settings(max_examples=25, deadline=None)
@given(networks, st.randoms(use_true_random=False))
def test_the_order_of_sites_does_not_matter(sites, random):
    order = list(range(len(sites)))
    random.shuffle(order)
    mixed = Sites(sites.kind[order], sites.floor_m2[order], sites.start_year[order])
    one, other = work_out(sites, Parameters()), work_out(mixed, Parameters())
    assert np.array_equal(one.together.cash[order], other.together.cash)
    assert np.array_equal(one.platform.cash, other.platform.cash)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(-3, 3), min_size=6, max_size=6), min_size=1, max_size=5))
def test_break_even_is_the_year_from_which_cash_stays(table):
    """Against the words of the definition, year by year."""
    years = break_even_year(np.array(table, dtype=np.int64))
    for row, year in zip(table, years.tolist(), strict=True):
        stays = [k for k in range(6) if all(cash >= 0 for cash in row[k:])]
        assert year == (stays[0] if stays else -1)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(TYPES), st.integers(1, 30))
def test_the_critical_size_is_where_a_site_begins_to_break_even(kind, count):
    """Just below it a site does not, and every larger one that is tried does."""
    parameters = Parameters()
    network = work_out(draw_sites(count, parameters), parameters)
    limit = parameters.site_types.break_even_limit_years
    floor = critical_floor_m2(kind, parameters, 30, network=network)
    assert floor is not None
    start = int(network.sites.start_year.max())
    sizes = [round(floor * factor) for factor in (0.97, 1.0, 1.4, 3.0, 20.0)]
    tried = make_sites([(kind, size, start) for size in sizes])
    years = break_even_year(site_cash(tried, network.context, parameters, 30).cash)
    assert [bool(0 <= year <= limit) for year in years] == [False, True, True, True, True]
