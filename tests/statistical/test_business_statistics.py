"""What businesses do on average over seeds: survival as observed, spending as published."""

import numpy as np
import pytest

from microville.model.facilities import TRADES
from microville.model.trade.bookkeeping import earn, note_visits, open_books, pay
from microville.model.trade.books import MILLION, empty_books, tariff_of
from microville.model.trade.openings import overrun_milli
from microville.parameters import Parameters

SEEDS, SHOPS = range(10), 400


class Market:
    """A seed and parameters: all that the luck of a new shop depends on."""

    def __init__(self, seed, parameters):
        self.seed_number, self.parameters = seed, parameters


def survival(*, helped=False, custom=1.0, trade="bakery", months=(36, 60), noise=True):
    """Return the share of new shops that are there after some months, by seed.

    The market is neutral: the mean shop of the trade breaks even (times ``custom``).
    """
    parameters = Parameters()
    tariff, row = tariff_of(parameters), TRADES.index(trade)
    floor = float(tariff.floor_m2[row])
    even = floor * tariff.cost_cents_m2 / (int(tariff.margin_micro[row]) / MILLION) * custom
    found = []
    for seed in SEEDS:
        books, market = empty_books(), Market(seed, parameters)
        for shop in range(SHOPS):
            over = overrun_milli(market, (f"premises {shop}", 1), helped=helped)
            until = parameters.entry.incubator_months if helped else -1
            index = books.append(shop, row)
            open_books(
                books,
                index,
                tariff,
                parameters,
                floor_m2=floor,
                overrun_milli=over,
                incubated_until=until,
            )
        luck = np.random.default_rng(seed)
        there = {}
        for month in range(max(months) + 1):
            runs = ~books.closed
            # A month's visits come from one simulated weekday.
            day = luck.poisson(even / 21.75, SHOPS) if noise else even / 21.75
            note_visits(books, np.rint(day * 21.75 * np.ones(SHOPS)).astype(np.int64), runs)
            bought = earn(books, tariff, runs)
            gone = pay(books, tariff, parameters, runs, bought=bought, month=month, weight=1)
            books.closed[gone] = True
            if month in months:
                there[month] = 1 - books.closed.mean()
        found.append([there[month] for month in months])
    return np.array(found)


def test_new_shops_survive_as_observed_on_a_neutral_market():
    """Facts: 82 % (71 to 82) are there after three years, 69 % (61 to 69) after five (INSEE)."""
    business = Parameters().business
    by_seed = survival()
    three, five = by_seed.mean(axis=0)
    spread = by_seed.std(axis=0) / np.sqrt(len(SEEDS))
    assert 0.71 <= three <= 0.82 + 2 * spread[0]
    assert 0.61 <= five <= business.survival_5y + 2 * spread[1]
    # Closures do not all come at once.
    assert 0.05 < three - five < 0.2


@pytest.mark.parametrize("trade", ["restaurant_cafe", "supermarket", "pharmacy"])
def test_survival_does_not_depend_on_what_the_shop_sells(trade):
    assert survival(trade=trade).mean(axis=0) == pytest.approx([0.82, 0.7], abs=0.04)


def test_custom_decides_more_than_luck():
    good, bad = (survival(custom=c)[:, 1].mean() for c in (1.3, 0.7))
    assert good > 0.9
    assert bad < 0.25


def test_an_incubator_raises_the_odds_by_a_fifth_and_the_rent_discount_adds_to_it():
    """Fact: 20 % better odds. The discount helps for three years, a little more."""

    def odds(share):
        return share / (1 - share)

    alone, helped = (survival(helped=h)[:, 1].mean() for h in (False, True))
    assert 1.15 <= odds(helped) / odds(alone) <= 1.6


def test_food_takes_the_published_share_of_incomes():
    """Fact: 21.7 to 24 % of household budgets are for food (2011); meals out are apart here."""
    parameters = Parameters()
    month = 52.2 / 12
    spent = sum(
        getattr(parameters.activity, f"{name}_visits_week")
        * getattr(parameters.trade, f"{name}_spend_eur")
        * month
        for name in ("bakery", "grocery", "supermarket", "butcher")
    )
    # Disposable income per person: the median per consumption unit over 1.5 persons a unit.
    income = 21_500 / 12 / 1.5
    assert 0.15 <= spent / income <= 0.30
