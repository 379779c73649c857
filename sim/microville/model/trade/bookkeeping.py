"""The month of the books: visits and sales in, purchases, rent and wages out, who gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.trade.books import DAYS_SEEN, MILLION, MONTHS_KNOWN, RESERVE_MONTHS, no_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.trade.books import Books, Tariff
    from microville.parameters import Parameters


def open_books(
    books: Books,
    row: int,
    tariff: Tariff,
    parameters: Parameters,
    *,
    floor_m2: float,
    overrun_milli: int = 0,
    incubated_until: int = -1,
) -> None:
    """Give a business its size, with it rent and wages, and the cash that it starts with.

    Parameters
    ----------
    books, row
        The business.
    tariff, parameters
        What a square metre costs, and for how many months the owner has cash.
    floor_m2
        Its floor.
    overrun_milli
        By how much its costs exceed those of its trade (thousandths of rent and wages; below zero
        where it does better). They come with the wages: more hours, or fewer.
    incubated_until
        Month until which an incubator accompanies it.
    """
    rent = round(floor_m2 * tariff.rent_cents_m2)
    wages = round(floor_m2 * tariff.wage_cents_m2)
    wages = max(wages + (rent + wages) * overrun_milli // 1000, 1)
    books.floor_m2[row] = floor_m2
    books.rent_cents[row], books.wage_cents[row] = rent, wages
    books.incubated_until[row] = incubated_until
    capital = round((rent + wages) * parameters.business.start_cash_months)
    books.lines.paid_in[row] += capital
    books.cash_cents[row] += capital


def note_visits(books: Books, visits: NDArray[np.int64], running: NDArray[np.bool_]) -> None:
    """Take down the month's visits of the businesses that run."""
    books.visits[running] = np.roll(books.visits[running], -1, axis=1)
    books.visits[running, -1] = visits[running]
    books.known[running] = np.minimum(books.known[running] + 1, MONTHS_KNOWN)


def settle_sizes(
    books: Books, tariff: Tariff, parameters: Parameters, running: NDArray[np.bool_]
) -> None:
    """Give businesses of 2025 the size that their usual custom tells, once it is known.

    The counts of 2013 say nothing of sizes: rent and wages are the share ``fixed_cost_share`` of
    the margin of the first twelve months.
    """
    due = np.flatnonzero(running & ~books.settled & (books.known == MONTHS_KNOWN))
    for row in due:
        usual = int(books.visits[row].sum()) / MONTHS_KNOWN
        margin = usual * int(tariff.margin_micro[books.trade[row]]) / MILLION
        floor = margin * parameters.business.fixed_cost_share / tariff.cost_cents_m2
        open_books(books, int(row), tariff, parameters, floor_m2=floor)


def earn(books: Books, tariff: Tariff, works: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Start the month's lines with what visitors spent; return what each buys in all (cents).

    ``works`` are the businesses that run and whose size is known: the others book nothing. What
    other businesses bought last month is replaced this month.
    """
    books.sold_before = books.lines.sold
    books.lines = no_lines(len(books))
    spend, share = tariff.spend_cents[books.trade], tariff.purchase_ppm[books.trade]
    books.lines.visitors[works] = (books.visits[:, -1] * spend)[works]
    revenue = books.lines.visitors + books.sold_before
    return np.where(works, revenue * share // MILLION, 0)


def pay(
    books: Books,
    tariff: Tariff,
    parameters: Parameters,
    works: NDArray[np.bool_],
    *,
    bought: NDArray[np.int64],
    month: int,
    weight: int,
) -> NDArray[np.int64]:
    """Pay purchases, rent, wages and the owner; return the rows of those who give up.

    Somebody gives up after some months in a row without cash in which it does lose money: its
    margin of the last twelve months is below its costs beyond two standard deviations of what
    sampling explains, so that a sample closes no more shops than the whole.

    Parameters
    ----------
    books, tariff, parameters
        The state; the lines hold visitors, sales and near purchases already.
    works
        Those that run and whose size is known.
    bought
        All purchases of the month, cents.
    month
        For the discount of accompanied businesses.
    weight
        How many people each sampled visitor stands for.
    """
    lines = books.lines
    lines.bought_far[works] = (bought - lines.bought_near)[works]
    discount = parameters.entry.incubator_rent_discount
    helped = month < books.incubated_until
    rent = np.where(helped, np.rint(books.rent_cents * (1.0 - discount)), books.rent_cents)
    lines.rent[works] = rent.astype(np.int64)[works]
    lines.wages[works] = books.wage_cents[works]
    # The owner's capital is in the till already.
    cash = books.cash_cents + lines.change() - lines.paid_in
    most = RESERVE_MONTHS * (lines.rent + lines.wages)
    lines.drawn[works] = np.maximum(cash - most, 0)[works]
    books.cash_cents = cash - lines.drawn
    poor = works & (books.cash_cents < 0) & _loses(books, tariff, weight)
    books.below[works] = np.where(poor, books.below + 1, 0)[works]
    return np.flatnonzero(works & (books.below >= parameters.business.close_after_months))


def _loses(books: Books, tariff: Tariff, weight: int) -> NDArray[np.bool_]:
    """Return who earns less than rent and wages whatever the luck of the days simulated."""
    months = np.maximum(books.known, 1)
    mean = books.visits.sum(axis=1) / months
    noise = 2.0 * DAYS_SEEN * np.sqrt(mean / DAYS_SEEN * weight / months)
    margin = (mean + noise) * tariff.margin_micro[books.trade] / MILLION
    return np.asarray(margin + books.lines.sold < books.lines.rent + books.lines.wages)
