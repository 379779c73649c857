"""Indicators of shops and public services: what is left in a commune, who opens and closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.registry import indicator
from microville.model.facilities import SCHOOLS, TRADES
from microville.model.schooling.schools import at_level
from microville.model.trade.commerce import FOOD_SHOPS, communes_with_shop, open_shops
from microville.population.columns import NOWHERE, PUPIL

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md)"


@indicator(
    "without_food_shop_in_commune",
    unit="persons",
    direction=-1,
    decimals=0,
    label_en="People without a food shop in their commune",
    label_fr="Habitants sans commerce alimentaire dans leur commune",
    formula="inhabitants of communes without an open bakery, grocery or supermarket; nothing is "
    "said where the map knows none of the three",
    source=OURS,
)
def without_food_shop(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the people whose commune has no open food shop, by group."""
    if not set(FOOD_SHOPS) & model.known.keys():
        return {}
    there = communes_with_shop(model, shut_too=False)
    return groups.total(~there[groups.zone])


@indicator(
    "communes_lost_last_shop",
    unit="communes",
    direction=-1,
    decimals=0,
    label_en="Communes that have lost their last food shop since the start",
    label_fr="Communes ayant perdu leur dernier commerce alimentaire depuis le début",
    formula="communes with a bakery, grocery or supermarket at the start and none now; one that a "
    "shock keeps shut for a while still counts",
    source=OURS,
)
def lost_last_shop(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the communes that had a food shop and have none."""
    lost = model.commerce.had_shop & ~communes_with_shop(model, shut_too=True)
    by_commune = dict(zip(groups.communes, lost.astype(float).tolist(), strict=True))
    return {"all": float(lost.sum())} | by_commune


@indicator(
    "shops_open",
    unit="businesses",
    direction=1,
    decimals=0,
    label_en="Open shops",
    label_fr="Commerces ouverts",
    formula="bakeries, groceries, supermarkets, butchers, hairdressers, restaurants and cafés, "
    "pharmacies that are open this month, by trade and by commune",
    source=OURS,
)
def shops_open(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the open shops by trade and commune."""
    table = open_shops(model)
    found = {"all": float(table.sum())}
    found |= {f"trade:{name}": float(n) for name, n in zip(TRADES, table.sum(axis=1), strict=True)}
    by_commune = table[:, :-1].sum(axis=0).astype(float).tolist()
    return found | dict(zip(groups.communes, by_commune, strict=True))


@indicator(
    "shops_opened_this_year",
    unit="businesses",
    direction=1,
    decimals=0,
    label_en="Shops opened since January",
    label_fr="Commerces ouverts depuis janvier",
    formula="new businesses of the seven trades since January, by the programme or in vacant "
    "premises",
    source=OURS,
)
def shops_opened(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the shops that opened this year."""
    del groups
    return {"all": float(model.commerce.opened)}


@indicator(
    "shops_closed_this_year",
    unit="businesses",
    direction=-1,
    decimals=0,
    label_en="Shops closed for good since January",
    label_fr="Commerces fermés définitivement depuis janvier",
    formula="businesses of the seven trades that gave up since January, or whose floor the "
    "programme took back",
    source=OURS,
)
def shops_closed(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the shops that closed for good this year."""
    del groups
    return {"all": float(model.commerce.closed)}


@indicator(
    "shops_without_cash",
    unit="businesses",
    direction=-1,
    decimals=0,
    label_en="Shops whose cash is below zero",
    label_fr="Commerces dont la trésorerie est négative",
    formula="businesses whose accounts are known, that have not given up and whose cash is below "
    "zero",
    source=OURS,
)
def shops_without_cash(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the shops that have no cash left."""
    del groups
    books = model.commerce.books
    return {"all": float((~books.closed & (books.cash_cents < 0)).sum())}


@indicator(
    "local_purchases_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Purchases among businesses of the map",
    label_fr="Achats entre entreprises du territoire",
    formula="what shops buy from shops, gardens and food hub of the map, and what firms of the "
    "site buy from shops",
    source=OURS,
)
def local_purchases(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what businesses of the map bought from each other."""
    del groups
    commerce = model.commerce
    bought = int(commerce.books.lines.bought_near.sum()) + commerce.firms_cents
    return {"all": bought / 100}


@indicator(
    "pupils_without_seat",
    unit="persons",
    direction=-1,
    decimals=0,
    label_en="Pupils without a seat in a school",
    label_fr="Élèves sans place dans une école",
    formula="pupils whose closest schools of their level are all full or closed; levels that the "
    "map does not know are left out",
    source=OURS,
)
def pupils_without_seat(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the pupils without a seat, by group."""
    people = model.population.people
    without = people.alive & (people.status == PUPIL) & (people.school == NOWHERE)
    for level, known in enumerate(model.known_levels):
        if not known:
            rows = np.flatnonzero(without)
            without[rows[at_level(model, rows, level)]] = False
    return groups.total(without)


@indicator(
    "school_seats",
    unit="seats",
    direction=0,
    decimals=0,
    label_en="Seats in open schools",
    label_fr="Places dans les écoles ouvertes",
    formula="classes times seats of a class, nursery to upper secondary",
    source="assumed seats of a class: see parameters public_service.*",
)
def school_seats(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the seats of open schools, by commune."""
    facilities = model.facilities
    rows = np.concatenate([facilities.of(name) for name in SCHOOLS])
    seats, zone = facilities.capacity[rows], facilities.zone[rows]
    inside = zone >= 0
    by_zone = np.bincount(zone[inside], weights=seats[inside], minlength=len(groups.communes))
    return {"all": float(seats.sum())} | dict(zip(groups.communes, by_zone.tolist(), strict=True))
