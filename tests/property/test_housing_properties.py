"""Dwellings, people and kinds of household hold together whatever the rates; luck is common."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import ACTIVE, QUIET
from microville.model import Microville
from microville.model.demography.kinds import heads_among, members_of, settle_kinds
from microville.model.demography.search import COMES, Seekers, find_dwellings
from microville.model.demography.state import make_housing
from microville.model.dwellings import households_by_home
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    OTHER_HOUSEHOLD,
    PRESENT,
    SINGLE,
    SINGLE_PARENT,
    take,
)

MONTHS = 10
SLOW = settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),  # shrinking takes minutes
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def shares(low, high):
    return st.floats(low, high, allow_nan=False, allow_subnormal=False).map(lambda x: round(x, 4))


@st.composite
def rates(draw):
    """Return the TOML of any rates of moves and couples, and of the site's allocation."""
    moves = {
        "household_moves_share_year": draw(shares(0, 0.9)),
        "within_commune_share": draw(shares(0, 0.5)),
        "within_map_share": draw(shares(0, 0.5)),
        "couples_18_29": draw(shares(0, 1)),
        "couples_30_44": draw(shares(0, 1)),
        "couples_45_64": draw(shares(0, 1)),
        "separations_30_44": draw(shares(0, 1)),
        "separations_45_64": draw(shares(0, 1)),
        "waiting_months": draw(st.integers(1, 30)),
        "crowded_factor": draw(shares(0, 4)),
    }
    housing = {
        "refused_burden_share": draw(shares(0.1, 1)),
        "site_interest_share": draw(shares(0, 1)),
        "focus_reserved_share": draw(shares(0, 1)),
        "senior_share": draw(shares(0, 0.3)),
        "student_share": draw(shares(0, 0.3)),
        "family_share": draw(shares(0, 0.4)),
        "site_fill_months": 2,
    }
    text = "".join(
        f"[parameters.{group}]\n" + "".join(f"{k} = {v}\n" for k, v in values.items())
        for group, values in (("moves", moves), ("housing", housing))
    )
    return text + f"[parameters.population]\nleave_home_share_year = {draw(shares(0, 1))}\n"


def persons(model):
    people, households = model.population.people, model.population.households
    return int(households.weight[people.household[people.alive]].sum())


def live(model):
    """Let the phases up to demography pass, and return the month's counts."""
    model.counts = {}
    model.shocks()
    model.works()
    model.leases()
    model.demography()
    model.month += 1
    return model.counts


def check(model, *, sampled):
    """Check what must hold after every month."""
    people, households = model.population.people, model.population.households
    alive = np.flatnonzero(households.alive)
    assert households.alive[people.household[people.alive]].all()
    assert len(np.unique(people.key)) == len(people)
    assert len(np.unique(households.key)) == len(households)
    size = np.bincount(people.household[people.alive], minlength=len(households))
    assert (size[alive] > 0).all()
    assert (households.weight[alive] > 0).all()
    grown = people.alive & (people.age(model.month - 1) >= 18)
    adults = np.bincount(people.household[grown], minlength=len(households))
    private = alive[households.kind[alive] != INSTITUTION]
    assert (adults[private] > 0).all()
    check_kinds(model, private, size)
    focus = model.focus_zone[households.zone]
    assert (households.weight[households.alive & focus] == 1).all()
    lived, made = households_by_home(model), np.zeros_like(model.homes.dwellings)
    for unit in model.site.units:
        if unit.households:
            made[unit.place] += unit.dwellings
            assert households.alive[unit.households].all()
            assert (households.home[unit.households] == unit.place).all()
            assert len(set(unit.households)) == len(unit.households) <= unit.dwellings
    known = (model.homes.zone >= 0) & (model.focus_zone[model.homes.zone] | (not sampled))
    assert (lived <= model.homes.dwellings + made)[known].all()
    old = model.homes.dwellings[households.home[alive]] > 0
    where = model.homes.zone[households.home[alive[old]]]
    assert (where == households.zone[alive[old]]).all()
    entries = model.housing.waiting
    here = entries.keep(households.alive[entries.row])
    assert len(np.unique(2 * here.row + here.alone)) == len(here.row)
    assert all(households.alive[row] for row in model.housing.social)


def check_kinds(model, private, size):
    """Check kinds against a count of heads and children, household by household."""
    households = model.population.households
    rows = members_of(model, private)
    heads = np.bincount(
        model.population.people.household[rows[heads_among(model, rows)]], minlength=len(size)
    )
    kind = households.kind
    for name, count, children in (
        (SINGLE, 1, False),
        (SINGLE_PARENT, 1, True),
        (COUPLE, 2, False),
        (COUPLE_CHILDREN, 2, True),
    ):
        of_kind = private[kind[private] == name]
        assert (heads[of_kind] == count).all(), name
        assert ((size[of_kind] > count) == children).all(), name
    assert (size[private[kind[private] == OTHER_HOUSEHOLD]] > 1).all()


@given(text=rates(), seed=st.integers(0, 2**40), fraction=st.sampled_from([1.0, 0.5, 0.2]))
@SLOW
def test_people_and_dwellings_are_conserved_every_month(scenario, village, text, seed, fraction):
    active = ACTIVE.replace("[parameters.housing]\nsite_fill_months = 4\n", "")
    active = active.replace("deep_months = 5", "deep_months = 1")
    model = Microville(scenario(active, QUIET, text), village, seed=seed, fraction=fraction)
    for _ in range(MONTHS):
        before, gaps = persons(model), partners(model)
        counts = live(model)
        change = sum(counts.get(name, 0) for name in ("births", "arrivals", "newcomers"))
        change -= sum(counts.get(name, 0) for name in ("deaths", "leavers"))
        assert persons(model) == before + change
        check(model, sampled=fraction < 1)
        formed = {pair: gap for pair, gap in partners(model).items() if pair not in gaps}
        # Whoever came as a couple from elsewhere is like one that was here.
        assert max(formed.values(), default=0) <= 120


def partners(model):
    """Return the difference of age in months of each couple, by the keys of both."""
    people, households = model.population.people, model.population.households
    homes = np.flatnonzero(households.alive & np.isin(households.kind, (COUPLE, COUPLE_CHILDREN)))
    rows = members_of(model, homes)
    heads = rows[heads_among(model, rows)]
    heads = heads[np.argsort(people.household[heads], kind="stable")].reshape(-1, 2)
    gap = np.abs(np.diff(people.birth[heads].astype(int), axis=1))[:, 0]
    keys = np.sort(people.key[heads], axis=1).tolist()
    return dict(zip(map(tuple, keys), gap.tolist(), strict=True))


@pytest.mark.parametrize("fraction", [1.0, 0.2])
def test_kinds_of_the_start_are_what_members_make_them(quiet, village, fraction):
    model = Microville(quiet, village, fraction=fraction)
    before = model.population.households.kind.copy()
    settle_kinds(model, np.arange(len(before)))
    assert (model.population.households.kind == before).all()


def seekers_of(model, count, zone):
    rows = np.flatnonzero(model.population.households.zone == zone)[:count]
    same = np.full(len(rows), 1)
    return Seekers(
        why=COMES * same,
        row=rows,
        person=-same,
        key=model.population.households.key[rows],
        zone=zone * same,
        weight=same,
        size=2 * same,
        income_eur=2500 * same,
        since=0 * same,
    )


@given(seed=st.integers(0, 2**40), freed=st.integers(0, 14), zone=st.integers(0, 1))
@SLOW
def test_one_more_vacant_dwelling_changes_only_who_takes_it_and_what_they_leave(
    quiet, village, seed, freed, zone
):
    model = Microville(quiet, village, seed=seed)
    households = model.population.households
    home = np.flatnonzero((model.homes.zone == zone) & (model.homes.dwellings > 0))[freed]
    there = np.flatnonzero(households.alive & (households.home == home))
    seekers = seekers_of(model, 25, zone)
    before = find_dwellings(model, seekers, model.housing.costs)
    assert (before >= 0).sum() > 5
    households.alive[there[-1]] = False
    after = find_dwellings(model, seekers, model.housing.costs)
    vacant = home
    for old, new in zip(before.tolist(), after.tolist(), strict=True):
        if new != old:
            assert new == vacant
            vacant = old


def test_results_do_not_depend_on_the_order_of_rows(scenario, village):
    text = """
[parameters.moves]
household_moves_share_year = 0.5
couples_30_44 = 0.8
separations_30_44 = 0.5
"""
    ours, other = (Microville(scenario(QUIET, text), village, seed=4) for _ in range(2))
    shuffle(other)
    for _ in range(8):
        live(ours)
        live(other)
        assert by_key(ours) == by_key(other)
        assert ours.counts == other.counts
    households = ours.population.households
    assert len(by_key(ours)) > 400
    assert (households.presence != PRESENT).sum() > 5


def shuffle(model):
    """Put households and people into another order."""
    people, households = model.population.people, model.population.households
    rng = np.random.default_rng(0)
    order = rng.permutation(len(households))
    place = np.argsort(order).astype(np.int32)
    take(households, order)
    people.household = place[people.household]
    order = rng.permutation(len(people))
    take(people, order)
    model.school_ms = model.school_ms[order]
    model.housing = make_housing(model)


def by_key(model):
    people, households = model.population.people, model.population.households
    rows = np.flatnonzero(people.alive)
    home = people.household[rows]
    columns = (households.key, households.home, households.kind, households.income_eur)
    return dict(
        zip(
            people.key[rows].tolist(),
            zip(*(column[home].tolist() for column in columns), strict=True),
            strict=True,
        )
    )
