"""4. Businesses live on their visits: they close when they cannot, and open where they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.facilities import FOLLOWED, TRADES
from microville.model.food.groups import HARVEST, ripe_ha
from microville.model.site import LET
from microville.model.trade.bookkeeping import earn, note_visits, pay, settle_sizes
from microville.model.trade.books import MILLION, tariff_of
from microville.model.trade.commerce import Commerce, communes_with_shop, note_last_shops
from microville.model.trade.openings import open_by_programme, open_vacant, start_business
from microville.model.trade.practitioners import practitioners
from microville.model.trade.premises import Premises, left_by
from microville.model.trade.purchases import FOOD_HUB, GARDENS, SiteSeller, firms_buy, trade_among

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit

GROWN = ("market_garden", "orchard")
"""Covers whose harvest shops buy."""


def make_businesses(model: Microville) -> None:
    """Make a :class:`Business` for each trade facility that is open, and note vacant premises."""
    model.commerce = Commerce()
    facilities = model.facilities
    status = model.territory.layers["services"]["status"].to_numpy().astype(str)
    for row, category in enumerate(facilities.category):
        if category < 0 or FOLLOWED[category] not in TRADES:
            continue
        if facilities.open[row]:
            start_business(model, row, (facilities.names[row], 1))
        elif row < len(status) and status[row] == "closed":
            model.commerce.premises.append(_known_vacant(model, row))
    model.commerce.had_shop = communes_with_shop(model, shut_too=True)
    model.commerce.has_shop = model.commerce.had_shop.copy()


def _known_vacant(model: Microville, row: int) -> Premises:
    """Return the premises of a shop that the map knows to be closed."""
    return left_by(model, row, np.nan, (model.facilities.names[row], 1))


def businesses(model: Microville) -> None:
    """Book last month's visits, close who gives up, open who finds premises and custom.

    In this order: accounts; shops that the programme opened; vacant premises; practitioners;
    communes that lost their last shop.
    """
    commerce = model.commerce
    if model.month % 12 == 0:
        commerce.opened = commerce.closed = 0
    end_with_programme(model)
    if model.month > 0:
        accounts(model)
    open_by_programme(model)
    if "entry" not in model.inputs.frozen:
        open_vacant(model)
    if "exit" not in model.inputs.frozen:
        practitioners(model)
    note_last_shops(model)
    commerce.shut_before = model.shut_by_shock()


def end_with_programme(model: Microville) -> None:
    """Close the books of shops whose floor the programme has taken back."""
    books = model.commerce.books
    gone = ~books.closed & ~model.facilities.open[books.facility]
    gone &= ~np.isin(books.facility, list(model.shut_by_shock()))
    for row in books.facility[gone]:
        model.commerce.give_up(model, model.businesses[int(row)], "programme")


def accounts(model: Microville) -> None:
    """Book a month: visits, purchases among businesses, rent and wages; close who gives up.

    A shop that a shock shuts has no visits and pays its costs; of one whose size is not known yet
    such months tell nothing.
    """
    commerce, parameters = model.commerce, model.parameters
    books, tariff = commerce.books, tariff_of(parameters)
    shut = np.isin(books.facility, list(model.shut_by_shock()))
    is_open = model.facilities.open[books.facility] & ~books.closed
    # The visits are those of last month.
    usual = books.settled | ~np.isin(books.facility, list(commerce.shut_before))
    note_visits(books, model.facilities.visits[books.facility], (is_open | shut) & usual)
    works = (is_open | shut) & ~books.closed & books.settled
    bought = earn(books, tariff, works)
    settle_sizes(books, tariff, parameters, is_open)
    buy_and_sell(model, bought, works & is_open)
    gone = pay(
        books,
        tariff,
        parameters,
        works,
        bought=bought,
        month=model.month,
        weight=model.population.weight,
    )
    if "exit" in model.inputs.frozen:
        return
    for row in books.facility[gone]:
        commerce.give_up(model, model.businesses[int(row)], "cash")


def buy_and_sell(model: Microville, bought: NDArray[np.int64], sells: NDArray[np.bool_]) -> None:
    """Let shops and firms of the site buy on the map; ``bought`` is what shops buy in all."""
    commerce, rates = model.commerce, model.parameters.business
    books = commerce.books
    firms = [unit for unit in model.site.units if unit.state == LET and unit.jobs]
    shops = model.facilities.point[books.facility]
    where = np.concatenate([shops, np.array([unit.place for unit in firms], dtype=np.int32)])
    place = np.rint(model.access.places.xy * 10).astype(np.int64)
    commerce.nearest.look(books, place, where, sells)
    commerce.site_sellers = site_sellers(model, firms, place, shops)
    near_ppm = round(rates.local_purchase_share * MILLION)
    trade_among(books, bought, commerce.nearest, near_ppm=near_ppm, site=commerce.site_sellers)
    spends = [unit.jobs * rates.firm_purchases_eur_job_month * 100 for unit in firms]
    cents = np.rint(np.array(spends, dtype=np.float64)).astype(np.int64)
    commerce.firms_cents = firms_buy(books, cents, commerce.nearest, first=len(books))


def site_sellers(
    model: Microville, firms: list[Unit], place: NDArray[np.int64], shops: NDArray[np.int32]
) -> dict[str, SiteSeller]:
    """Return who of the site sells to shops this month: its gardens and its food hub.

    Gardens sell as they bear, in the same months as the harvest of the food phase; the food hub
    deals in food from elsewhere too, all year.
    """
    rates, site = model.parameters.business, model.site
    found = {}
    borne_ha = sum(
        ripe_ha(model, cover) * HARVEST[cover][model.month % 12] / 100 for cover in GROWN
    )
    hubs = [unit for unit in firms if unit.use == FOOD_HUB]
    if borne_ha > 0:
        parcel = next(g.row for g in site.grounds if g.active and g.entry.cover in GROWN)
        point = model.access.places.parcel_start + parcel
        can = round(borne_ha * rates.garden_sales_eur_ha_year * 100)
        found[GARDENS] = SiteSeller(_distance(place, shops, point), can)
    if hubs:
        can = round(sum(u.area_m2 for u in hubs) * rates.food_hub_sales_eur_m2_year * 100 / 12)
        found[FOOD_HUB] = SiteSeller(_distance(place, shops, hubs[0].place), can)
    return found


def _distance(place: NDArray[np.int64], shops: NDArray[np.int32], point: int) -> NDArray[np.int64]:
    """Return the straight distance from shops to a point, squared, in whole decimetres."""
    gap = place[shops] - place[point]
    return np.asarray((gap * gap).sum(axis=1))
