"""Shops open in vacant premises where the custom they expect is worth it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.facilities import FOLLOWED, TRADES
from microville.model.trade.bookkeeping import open_books
from microville.model.trade.books import tariff_of
from microville.model.trade.business import Business
from microville.model.trade.custom import expected_visits, floor_for, persons_by_home, profit_cents
from microville.model.trade.premises import Premises, left_by, next_facility

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

LUCK_BITS = 12


@lru_cache(maxsize=1)
def logit_table() -> NDArray[np.int64]:
    """Return the quantiles of a logistic in thousandths, shape (4096,), by :mod:`decimal`."""
    size = 1 << LUCK_BITS
    odds = ((Decimal(2 * i + 1), Decimal(2 * (size - i) - 1)) for i in range(size))
    table = np.array([int(((a / b).ln() * 1000).to_integral_value()) for a, b in odds])
    table.setflags(write=False)
    return table.astype(np.int64)


def overrun_milli(model: Microville, opening: tuple[str, int], *, helped: bool) -> int:
    """Return by how much a new shop's costs exceed those of its trade (thousandths).

    A logistic, keyed by premises and rank of the opening. Odds of staying below any threshold are
    those of others times ``incubator_odds_ratio`` where an incubator helps: a shift of the logit.
    """
    entry = model.parameters.entry
    luck = rng.bits(model.seed_number, rng.stream("business.costs"), rng.identity(*opening))
    logit = int(logit_table()[int(luck.item()) >> (64 - LUCK_BITS)])
    if helped:
        logit -= int((Decimal(str(entry.incubator_odds_ratio)).ln() * 1000).to_integral_value())
    return max(round(logit * entry.cost_spread), -700)


def start_business(model: Microville, row: int, opening: tuple[str, int]) -> Business:
    """Make the business of a facility; who opens later than 2025 knows size and costs at once.

    Parameters
    ----------
    model
        The state.
    row
        The facility, of one of the seven trades.
    opening
        Key of the premises and rank of the opening.
    """
    trade = FOLLOWED[int(model.facilities.category[row])]
    books = model.commerce.books
    index = books.append(row, TRADES.index(trade))
    business = model.businesses[row] = Business(model, row, index)
    model.commerce.openings[index] = opening
    return business


def open_new(model: Microville, row: int, premises: Premises) -> None:
    """Start the business of a facility that opens now, with the floor its custom is worth."""
    tariff, entry = tariff_of(model.parameters), model.parameters.entry
    trade = FOLLOWED[int(model.facilities.category[row])]
    business = start_business(model, row, premises.opening)
    visits = expected_visits(model, premises, trade, persons_by_home(model))
    helped = model.commerce.incubated(model.month) < entry.incubator_places
    open_books(
        model.commerce.books,
        business.index,
        tariff,
        model.parameters,
        floor_m2=floor_for(model, tariff, trade, visits),
        overrun_milli=overrun_milli(model, premises.opening, helped=helped),
        incubated_until=model.month + entry.incubator_months if helped else -1,
    )
    model.commerce.opened += 1
    model.tell("business_opens", business.name, visits)


def open_by_programme(model: Microville) -> None:
    """Start businesses in the shops that the programme has opened since last month."""
    facilities = model.facilities
    trades = [FOLLOWED.index(name) for name in TRADES]
    for row in np.flatnonzero(facilities.open & np.isin(facilities.category, trades)):
        if int(row) not in model.businesses:
            key, _, rank = facilities.names[row].partition("#")
            origin = (key, int(rank or 1) - 1)
            open_new(model, int(row), left_by(model, int(row), np.nan, origin))


def open_vacant(model: Microville) -> None:
    """Let shops open in vacant premises: decided when worth it, opened after some months.

    Of one trade one shop decides a month, that which expects most, since each counts on people
    whom another would take.
    """
    commerce = model.commerce
    free = [p for p in commerce.premises if p.allowed(model)]
    if not free:
        return
    persons, tariff = persons_by_home(model), tariff_of(model.parameters)
    for premises in [p for p in free if p.trade and p.due <= model.month]:
        visits = expected_visits(model, premises, premises.trade, persons)
        if profit_cents(model, tariff, premises.trade, visits) > 0:
            _open(model, premises)
            free.remove(premises)
        else:
            premises.trade = ""
    idle = [p for p in free if not p.trade]
    offers = []
    for premises in idle:
        for trade in premises.trades:
            visits = expected_visits(model, premises, trade, persons)
            profit = profit_cents(model, tariff, trade, visits)
            if profit > 0:
                offers.append((-profit, premises.key, trade, premises))
    planned = {p.trade for p in free if p.trade}
    for _, _, trade, premises in sorted(offers, key=lambda offer: offer[:3]):
        if trade not in planned and not premises.trade:
            planned.add(trade)
            premises.trade, premises.due = trade, model.month + _delay(model, premises)


def _delay(model: Microville, premises: Premises) -> int:
    """Draw the months to an opening, fewer where the incubator has a place."""
    entry = model.parameters.entry
    helped = model.commerce.incubated(model.month) < entry.incubator_places
    mean = entry.incubator_delay_months if helped else entry.opening_delay_months
    stream = rng.stream("business.delay")
    identity = rng.identity(*premises.opening)
    return int(rng.below(model.seed_number, stream, 2 * mean + 1, identity))


def _open(model: Microville, premises: Premises) -> None:
    row = next_facility(model, premises, premises.trade)
    model.facilities.open[row] = True
    model.access.opened.append(row)
    model.commerce.premises.remove(premises)
    open_new(model, row, premises)
