"""8. Food: what the site grows and stores, what people of the focus area eat, stocks, shortages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.food.chain import Cupboards, Supplied, level_ppm, supply, targets_g
from microville.model.food.groups import harvest_g, needed_g
from microville.model.food.hub import Hub, share_harvest
from microville.model.food.month import FoodMonth
from microville.model.governing.services import local_sales_share
from microville.model.observables import focus_residents, in_focus
from microville.model.site import LET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


def food(model: Microville) -> None:
    """Harvest, store, deliver and eat a month's food, gram by gram."""
    parameters, before = model.parameters, model.food_month
    needed = needed_g(parameters, focus_residents(model))
    harvest = harvest_g(model)
    local_ppm = round(local_sales_share(model) * 1e6)
    shared = share_harvest(harvest, before.hub, needed, food_hub(model), local_ppm)
    rates = parameters.food
    days = (rates.stock_home_days, rates.stock_shops_days, rates.stock_warehouse_days)
    full = targets_g(needed, days)
    # The world begins with full stocks.
    stocks = before.stocks if model.month > 0 else full.copy()
    stopped_ppm = round(min(max(model.supply_stopped, 0.0), 1.0) * 1e6)
    cupboards = _cupboards(model, wanted=stopped_ppm > 0)
    supplied = supply(
        needed, shared.local, stocks, full, stopped_ppm=stopped_ppm, cupboards=cupboards
    )
    model.food_month = FoodMonth(
        needed=needed,
        harvest=harvest,
        local=shared.local,
        sold_away=shared.sold_away,
        lost=shared.lost,
        delivered=supplied.delivered,
        used=supplied.used,
        short=supplied.short,
        hub=shared.stock,
        stocks=supplied.stocks,
        full=full,
        lacks=_who_lacks(model, supplied, level_ppm(stocks[0], full[0])),
        gap_days=supplied.gap_milli / 1000,
    )
    if supplied.short.any():
        model.tell("food_short", "focus area", round(int(supplied.short.sum()) / 1e6, 3))


def food_hub(model: Microville) -> Hub:
    """Return what the food hub of the site can do this month."""
    rates = model.parameters.food_chain
    floor = sum(u.area_m2 for u in model.site.own_units if u.state == LET and u.use == "food_hub")
    return Hub(
        intake_g=round(floor * rates.hub_intake_kg_m2_month * 1000),
        room_g=round(floor * rates.hub_store_kg_m2 * 1000),
        loss_ppm=round(rates.hub_loss_share_month * 1e6),
    )


def home_days_milli(model: Microville, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return what full cupboards of households hold (thousandths of a day).

    Spread evenly around the mean; a household keeps its habit.
    """
    mean = round(1000 * model.parameters.food.stock_home_days)
    spread = min(round(1000 * model.parameters.food_chain.home_spread_days), mean)
    stream = rng.stream("food.cupboard")
    return mean - spread + rng.below(model.seed_number, stream, 2 * spread + 1, keys)


def _cupboards(model: Microville, *, wanted: bool) -> Cupboards:
    """Return the cupboards of the focus area's households; nothing where nobody needs them."""
    people, households = model.population.people, model.population.households
    empty = np.zeros(0, dtype=np.int64)
    if not wanted:
        return Cupboards(empty, empty)
    members = np.bincount(people.household[in_focus(model)], minlength=len(households))
    rows = np.flatnonzero(members)
    persons = members[rows] * households.weight[rows]
    return Cupboards(home_days_milli(model, households.key[rows]), persons.astype(np.int64))


def _who_lacks(model: Microville, supplied: Supplied, level: int) -> NDArray[np.bool_]:
    """Return who had less at home than the days that nothing else covered."""
    if not supplied.gap_milli:
        return np.zeros(0, dtype=bool)
    people, households = model.population.people, model.population.households
    lacks = in_focus(model)
    rows = np.flatnonzero(lacks)
    days = home_days_milli(model, households.key[people.household[rows]]) * level // 1_000_000
    lacks[rows] = days < supplied.gap_milli
    return lacks
