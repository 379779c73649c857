"""4. Businesses live on their visits: they close when they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.model.agents import Business
from microville.model.cooperative import cents
from microville.model.facilities import FOLLOWED, TRADES

if TYPE_CHECKING:
    from microville.model.model import Microville


def make_businesses(model: Microville) -> None:
    """Make a :class:`Business` for each trade facility."""
    for row in range(len(model.facilities)):
        add_business(model, row)


def add_business(model: Microville, row: int) -> None:
    """Make the :class:`Business` of a facility, if it is a trade."""
    category = int(model.facilities.category[row])
    if category < 0 or FOLLOWED[category] not in TRADES:
        return
    rates = model.parameters.business
    spend = (
        rates.bakery_spend_per_visit_eur
        if FOLLOWED[category] == "bakery"
        else rates.default_spend_per_visit_eur
    )
    model.businesses[row] = Business(model, row, cents(spend * rates.margin_share))


def businesses(model: Microville) -> None:
    """Book last month's visits of each business; close those that gave up.

    Openings are those of the programme (leases with service categories); entry elsewhere comes
    with the issue on people and businesses.
    """
    if model.month == 0:
        return
    facilities = model.facilities
    weight = model.population.weight
    for row, business in model.businesses.items():
        if business.closed or not facilities.open[row]:
            continue
        if business.close_month(int(facilities.visits[row]), weight):
            business.closed = True
            facilities.open[row] = False
            model.access.closed.append(row)
            model.tell("business_closes", facilities.names[row], 1)
