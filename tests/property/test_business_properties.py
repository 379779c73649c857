"""Money of businesses is conserved to the cent, whatever happens to them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.model.facilities import TRADES
from microville.model.trade.bookkeeping import earn, note_visits, open_books, pay
from microville.model.trade.books import empty_books, tariff_of
from microville.model.trade.purchases import (
    FIRMS_BUY_FROM,
    FOOD_HUB,
    GARDENS,
    NearestSellers,
    SiteSeller,
    firms_buy,
    trade_among,
)
from microville.parameters import Parameters, update

SHOP = st.tuples(
    st.integers(0, len(TRADES) - 1),
    st.floats(5.0, 3000.0),
    st.integers(0, 40_000),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.sampled_from(["runs", "runs", "runs", "away"]),
)


def town(shops, near_share):
    parameters = update(Parameters(), {"business.local_purchase_share": near_share})
    tariff = tariff_of(parameters)
    books = empty_books()
    for i, (trade, floor, *_) in enumerate(shops):
        row = books.append(i, trade)
        open_books(books, row, tariff, parameters, floor_m2=floor, overrun_milli=17 * i - 60)
    return parameters, tariff, books


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SHOP, min_size=1, max_size=12),
    st.floats(0, 1),
    st.lists(st.integers(0, 300_000), max_size=3),
    st.integers(0, 5_000_000),
)
def test_what_one_pays_another_receives_and_cash_changes_by_the_lines(
    shops, near_share, firms, can
):
    parameters, tariff, books = town(shops, near_share)
    place = np.array([shop[3] for shop in shops] + [(4, 4)] * len(firms), dtype=np.int64)
    points = np.arange(len(place), dtype=np.int32)
    runs = np.array([shop[4] == "runs" for shop in shops])
    visits = np.array([shop[2] for shop in shops])
    nearest = NearestSellers()
    assert books.cash_cents.tolist() == books.lines.paid_in.tolist()
    for month in range(4):
        before = books.cash_cents.copy()
        note_visits(books, visits, runs)
        bought = earn(books, tariff, runs)
        nearest.look(books, place, points, runs)
        gap = ((place[: len(shops)] - 4) ** 2).sum(axis=1)
        site = {GARDENS: SiteSeller(gap, can), FOOD_HUB: SiteSeller(gap, can // 7)}
        trade_among(books, bought, nearest, near_ppm=tariff.near_ppm, site=site)
        paid = firms_buy(books, np.array(firms, dtype=np.int64), nearest, first=len(shops))
        pay(books, tariff, parameters, runs, bought=bought, month=month, weight=1)
        lines = books.lines
        # Between businesses nothing is made and nothing is lost.
        sold = sum(seller.sold_cents for seller in site.values())
        assert lines.bought_near.sum() + paid == lines.sold.sum() + sold
        assert all(0 <= seller.sold_cents <= seller.can_cents for seller in site.values())
        assert paid <= sum(firms)
        # Cash changes by what came in less what went out, each for itself.
        came = lines.visitors + lines.sold + lines.paid_in
        went = lines.bought_near + lines.bought_far + lines.rent + lines.wages + lines.drawn
        assert (books.cash_cents - before == came - went).all()
        assert (lines.bought_near + lines.bought_far == bought).all()
        for line in (lines.bought_near, lines.bought_far, lines.rent, lines.wages, lines.drawn):
            assert (line >= 0).all()
            assert (line[~runs] == 0).all()
        for trade, name in enumerate(TRADES):
            if name not in {"bakery", "grocery", "butcher", *FIRMS_BUY_FROM}:
                assert lines.sold[books.trade == trade].sum() == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(SHOP, min_size=1, max_size=12))
def test_the_nearest_seller_is_that_of_a_search_by_hand(shops):
    _, _, books = town(shops, 0.1)
    place = np.array([shop[3] for shop in shops], dtype=np.int64)
    runs = np.array([shop[4] == "runs" for shop in shops])
    nearest = NearestSellers()
    nearest.look(books, place, np.arange(len(shops), dtype=np.int32), runs)
    for kind, rows in nearest.rows.items():
        for buyer, (x, y) in enumerate(place.tolist()):
            sellers = [
                ((x - u) ** 2 + (y - v) ** 2, row)
                for row, (u, v) in enumerate(place.tolist())
                if runs[row] and TRADES[books.trade[row]] == kind
            ]
            assert rows[buyer] == (min(sellers)[1] if sellers else -1)
