"""8. Food: what the site's land can give, what people here eat, days of cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.model.governing.services import local_sales_share
from microville.model.observables import focus_residents

if TYPE_CHECKING:
    from microville.model.model import Microville

HARVEST = {
    "market_garden": (2, 2, 3, 5, 9, 13, 15, 16, 14, 11, 7, 3),
    "orchard": (0, 0, 0, 0, 2, 6, 12, 22, 30, 22, 6, 0),
    "cereals": (0, 0, 0, 0, 0, 0, 55, 45, 0, 0, 0, 0),
}
"""Share of a year's harvest by month (%), January first (assumption: open-field seasons)."""

RIPENING_YEARS = {"market_garden": 1, "orchard": 4, "cereals": 1}
"""Years after planting in which there is no harvest yet (assumption)."""


@dataclass(frozen=True, slots=True)
class FoodMonth:
    """Food of one month, in tonnes.

    Attributes
    ----------
    demand_t
        Eaten by the focus area's people.
    produced_t
        Edible harvest of the site, by cover.
    local_t
        Part of it eaten in the focus area: what is sold locally, at most the demand.
    """

    demand_t: float
    produced_t: dict[str, float]
    local_t: float


def food(model: Microville) -> None:
    """Harvest the site's land and set it against what the focus area eats."""
    rates = model.parameters.food
    people = focus_residents(model)
    demand = people * rates.eaten_kg_person_day * DAYS_A_MONTH / 1000
    yields = {
        "market_garden": rates.market_garden_t_ha,
        "orchard": rates.orchard_t_ha,
        "cereals": rates.cereals_t_ha * rates.cereals_food_yield_share,
    }
    produced = {}
    for cover, tonnes in yields.items():
        ripe = sum(
            ground.entry.area_ha
            for ground in model.site.grounds
            if ground.active
            and ground.entry.cover == cover
            and model.month >= ground.entry.start_month + 12 * RIPENING_YEARS[cover]
        )
        produced[cover] = ripe * tonnes * HARVEST[cover][model.month % 12] / 100
    local = min(sum(produced.values()) * local_sales_share(model), demand)
    model.food_month = FoodMonth(demand, produced, local)


DAYS_A_MONTH = 365.25 / 12
