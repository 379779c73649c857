"""The accounts of each trade: what a visit leaves, what goods cost, how large a new shop is."""

from __future__ import annotations

from typing import Any

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import BAKERY, LE_MONDE_DES_BOULANGERS


def _spend(default: float, low: float, high: float, name: str, french: str, **more: Any) -> Any:
    """Declare what one visit to a trade leaves."""
    return param(
        default,
        unit="EUR/visit",
        description=f"Spending per visit: {name}.",
        low=low,
        high=high,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr=f"Dépense par visite : {french}",
        **more,
    )


def _purchases(default: float, low: float, high: float, name: str, french: str) -> Any:
    """Declare which share of its revenue a trade spends on goods."""
    return share(
        default,
        description=f"Share of revenue spent on goods: {name}.",
        low=low,
        high=high,
        label_fr=f"Part des achats dans les recettes : {french}",
    )


def _floor(default: float, low: float, high: float, name: str, french: str, **more: Any) -> Any:
    """Declare the floor of a new shop of a trade."""
    return param(
        default,
        unit="m2",
        description=f"Floor of a new shop: {name}.",
        low=low,
        high=high,
        ge=1.0,
        le=20000.0,
        kind="assumption",
        label_fr=f"Surface d'un nouveau commerce : {french}",
        **more,
    )


class Trade(Group):
    """Spending, purchases and floor of the seven trades."""

    bakery_spend_eur: float = param(
        5.17,
        unit="EUR/visit",
        description="Spending per visit: bakery, 28 EUR a month over 65 visits a year.",
        source=f"{LE_MONDE_DES_BOULANGERS} (28 EUR/month); {BAKERY} (65 visits a year)",
        year=2023,
        low=3.5,
        high=7.0,
        ge=0.0,
        le=1000.0,
        label_fr="Dépense par visite : boulangerie",
    )
    grocery_spend_eur: float = _spend(15.0, 6.0, 30.0, "grocery", "épicerie, supérette")
    supermarket_spend_eur: float = _spend(35.0, 20.0, 60.0, "supermarket", "supermarché")
    butcher_spend_eur: float = _spend(18.0, 8.0, 30.0, "butcher", "boucherie")
    hairdresser_spend_eur: float = _spend(28.0, 18.0, 45.0, "hairdresser", "coiffeur")
    restaurant_cafe_spend_eur: float = _spend(
        14.0, 6.0, 25.0, "restaurant or café", "restaurant, café"
    )
    pharmacy_spend_eur: float = _spend(
        66.0,
        27.0,
        128.0,
        "pharmacy",
        "pharmacie",
        source="compare: median turnover 1.4 MEUR (0.56 to 2.7; vivamagazine.fr, 2012) over 2,695 "
        "inhabitants a pharmacy (adresse-pharmacie.fr, 2006) and 7.8 visits a year",
    )
    bakery_purchase_share: float = _purchases(0.4, 0.3, 0.5, "bakery", "boulangerie")
    grocery_purchase_share: float = _purchases(0.75, 0.68, 0.82, "grocery", "épicerie, supérette")
    supermarket_purchase_share: float = _purchases(0.78, 0.72, 0.85, "supermarket", "supermarché")
    butcher_purchase_share: float = _purchases(0.62, 0.5, 0.7, "butcher", "boucherie")
    hairdresser_purchase_share: float = _purchases(0.15, 0.08, 0.25, "hairdresser", "coiffeur")
    restaurant_cafe_purchase_share: float = _purchases(
        0.4, 0.3, 0.5, "restaurant or café", "restaurant, café"
    )
    pharmacy_purchase_share: float = _purchases(0.7, 0.62, 0.78, "pharmacy", "pharmacie")
    bakery_floor_m2: float = _floor(90.0, 50.0, 180.0, "bakery", "boulangerie")
    grocery_floor_m2: float = _floor(120.0, 60.0, 300.0, "grocery", "épicerie, supérette")
    supermarket_floor_m2: float = _floor(1200.0, 500.0, 2500.0, "supermarket", "supermarché")
    butcher_floor_m2: float = _floor(70.0, 40.0, 120.0, "butcher", "boucherie")
    hairdresser_floor_m2: float = _floor(50.0, 25.0, 90.0, "hairdresser", "coiffeur")
    restaurant_cafe_floor_m2: float = _floor(
        110.0,
        60.0,
        260.0,
        "restaurant or café",
        "restaurant, café",
        source="compare: ground-floor units of 71 to 260 m2 in Reims (champeco.net, 2012)",
    )
    pharmacy_floor_m2: float = _floor(120.0, 70.0, 250.0, "pharmacy", "pharmacie")
