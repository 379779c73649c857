"""Two programmes with one seed share everybody's luck: only what differs makes a difference."""

import importlib
from collections import Counter

import numpy as np
import pytest

from conftest import QUIET
from microville.model import Microville
from microville.model.facilities import ERRANDS, NO_LIMIT
from microville.territory import load_territory

SHOP = """
[[programme.services]]
category = "{category}"
parcel = "P05"
start = "2025-02"
"""
CHAINS = """
[parameters.activity]
chained_errand_share = 0.5
"""


def live(scenario, territory, bodies, months, *, most=None, seed=1, fraction=1.0):
    """Return the model after some months, and the errands of its last weekday and Saturday.

    ``most`` bounds the visits a day of each place; none lets everybody in.
    """
    daily = importlib.import_module("microville.model.phases.daily_life")
    made, own = [], daily.errands
    model = Microville(scenario(*bodies), territory, seed=seed, fraction=fraction)
    errand = np.isin(model.facilities.category, range(len(ERRANDS)))
    capacity = model.facilities.capacity
    capacity[errand] = NO_LIMIT if most is None else np.minimum(capacity[errand], most)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily, "errands", lambda *given: made.append(own(*given)) or made[-1])
        for _ in range(months):
            model.step()
    return model, [done for done, _ in made[-2:]]


def decisions(model, done):
    """Return what became of each wish, by person and category, as one row of numbers."""
    key, facility = model.population.people.key, model.facilities.key
    columns = zip(
        key[done.person].tolist(),
        done.category.tolist(),
        done.minute.tolist(),
        done.follows.tolist(),
        np.where(done.facility >= 0, facility[done.facility], 0).tolist(),
        done.mode.tolist(),
        done.ms.tolist(),
        done.state.tolist(),
        strict=True,
    )
    return {row[:2]: row[2:] for row in columns}


def differences(without, with_shop, row):
    """Count wishes that differ, of who takes the new shop that day and of others.

    ``row`` is the shop's; whoever takes it may go on from there otherwise.
    """
    (left, days_left), (right, days_right) = without, with_shop
    found = Counter()
    for a, b in zip(days_left, days_right, strict=True):
        before, after = decisions(left, a), decisions(right, b)
        assert before.keys() == after.keys()  # nobody wishes anything else
        takers = set(right.population.people.key[b.person[b.facility == row]].tolist())
        found["takers"] += len(takers)
        for wish, was in before.items():
            who = "takers" if wish[0] in takers else "others"
            found[f"wishes of {who}"] += 1
            found[f"changed of {who}"] += was != after[wish]
    return found


@pytest.mark.parametrize("category", ["bakery", "grocery", "restaurant_cafe"])
def test_a_shop_in_the_village_changes_nothing_for_who_does_not_take_it(
    scenario, village, category
):
    bodies = (QUIET, CHAINS)
    without = live(scenario, village, bodies, 3)
    shop = SHOP.format(category=category)
    with_shop = live(scenario, village, (*bodies, shop), 3)
    (_, row), *_ = with_shop[0].site_services
    found = differences(without, with_shop, row)
    assert found["takers"] > 10
    assert found["changed of takers"] >= found["takers"]
    assert found["wishes of others"] > 500
    assert found["changed of others"] == 0


def test_where_places_are_full_a_shop_makes_room_for_others(scenario, village):
    """Through doors, and only through them, others are touched; few of them."""
    shop = (QUIET, SHOP.format(category="bakery"))
    without = live(scenario, village, (QUIET,), 3, most=80)
    with_shop = live(scenario, village, shop, 3, most=80)
    (_, row), *_ = with_shop[0].site_services
    found = differences(without, with_shop, row)
    assert without[0].day.turned_away.sum() > with_shop[0].day.turned_away.sum()
    spread = found["changed of others"] / found["wishes of others"]
    assert 0 < spread < 0.1, f"{spread:.2%} of the wishes of others changed: {found}"


@pytest.mark.parametrize("most", [None, NO_LIMIT])
def test_a_shop_in_courcy_changes_nothing_for_who_does_not_take_it(scenario, most):
    """The default map, a fiftieth of households: exact, and with its own room nearly so."""
    courcy, shop = load_territory("courcy-reims"), SHOP.format(category="bakery")
    without = live(scenario, courcy, (CHAINS,), 2, most=most, fraction=0.02)
    with_shop = live(scenario, courcy, (CHAINS, shop), 2, most=most, fraction=0.02)
    (_, row), *_ = with_shop[0].site_services
    found = differences(without, with_shop, row)
    assert found["takers"] > 20
    assert found["changed of takers"] >= found["takers"]
    assert found["wishes of others"] > 10_000
    spread = found["changed of others"] / found["wishes of others"]
    if most is not None:  # who finds room where others went elsewhere
        assert spread < 0.002, f"{spread:.3%} of the wishes of others changed: {found}"
    else:
        assert found["changed of others"] == 0, found


def outcomes(scenario, village, seed):
    """Return metres by car and walks of a week without and with the shop."""
    bodies = (QUIET, CHAINS)
    runs = [
        live(scenario, village, given, 3, most=80, seed=seed)[0]
        for given in (bodies, (*bodies, SHOP.format(category="bakery")))
    ]
    return [[float(m.day.car_m.sum()), float(m.day.trips[:, 0].sum())] for m in runs]


def test_paired_differences_vary_less_than_unpaired_ones(scenario, village):
    """Over seeds, between with and without a bakery: pairs share their luck."""
    runs = np.array([outcomes(scenario, village, seed) for seed in range(10)])
    without, with_shop = runs[:, 0], runs[:, 1]
    paired = np.var(with_shop - without, axis=0, ddof=1)
    unpaired = np.mean(
        [
            np.var(np.roll(with_shop, shift, axis=0) - without, axis=0, ddof=1)
            for shift in range(1, len(runs))
        ],
        axis=0,
    )
    told = f"variance paired {paired}, unpaired {unpaired}, ratio {paired / unpaired}"
    assert (paired > 0).all(), told
    assert (paired < 0.5 * unpaired).all(), told
