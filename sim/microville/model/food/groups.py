"""Groups of food: what is eaten of each, what the site's covers give of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.parameters import Parameters

GROUPS = ("cereals", "vegetables", "fruit", "animal", "other")
GIVES = {"market_garden": "vegetables", "orchard": "fruit", "cereals": "cereals"}
"""What each cover gives."""
HARVEST = {
    "market_garden": (2, 2, 3, 5, 9, 13, 15, 16, 14, 11, 7, 3),
    "orchard": (0, 0, 0, 0, 2, 6, 12, 22, 30, 22, 6, 0),
    "cereals": (0, 0, 0, 0, 0, 0, 55, 45, 0, 0, 0, 0),
}
"""Share of a year's harvest by month (%), January first (assumption: open-field seasons)."""
RIPENING_YEARS = {"market_garden": 1, "orchard": 4, "cereals": 1}
"""Years after planting in which there is no harvest yet (assumption)."""
DAYS = 365.25 / 12
"""Days of a mean month."""


def needed_g(parameters: Parameters, persons: int) -> NDArray[np.int64]:
    """Return what must be delivered so that people eat as usual for a month (grams by group)."""
    diet = parameters.diet
    weights = np.array([getattr(diet, name) for name in GROUPS], dtype=np.float64)
    if weights.sum() <= 0:
        weights[:] = 1.0
    whole = round(persons * parameters.food.delivered_kg_person_day * DAYS * 1000)
    parts = np.rint(weights / weights.sum() * 1e6).astype(np.int64)
    ends = whole * np.cumsum(np.append(0, parts)) // int(parts.sum())
    split: NDArray[np.int64] = np.diff(ends)
    return split


def yield_t_ha(parameters: Parameters, cover: str) -> float:
    """Return a year's edible harvest of a hectare (tonnes)."""
    rates = parameters.food
    return {
        "market_garden": float(rates.market_garden_t_ha),
        "orchard": float(rates.orchard_t_ha),
        "cereals": float(rates.cereals_t_ha * rates.cereals_food_yield_share),
    }[cover]


def ripe_ha(model: Microville, cover: str) -> float:
    """Return the land of a cover that is old enough to bear (ha)."""
    return sum(
        ground.entry.area_ha
        for ground in model.site.grounds
        if ground.active
        and ground.entry.cover == cover
        and model.month >= ground.entry.start_month + 12 * RIPENING_YEARS[cover]
    )


def harvest_g(model: Microville) -> NDArray[np.int64]:
    """Return this month's edible harvest of the site (grams by group)."""
    harvest = np.zeros(len(GROUPS), dtype=np.int64)
    for cover, group in GIVES.items():
        share = HARVEST[cover][model.month % 12] / 100
        grams = round(ripe_ha(model, cover) * yield_t_ha(model.parameters, cover) * share * 1e6)
        harvest[GROUPS.index(group)] += grams
    return harvest


def capacity_t_year(model: Microville) -> dict[str, float]:
    """Return what the site's covers give in a full year once ripe, by group (tonnes)."""
    found = dict.fromkeys(GIVES.values(), 0.0)
    for cover, group in GIVES.items():
        found[group] += model.site.cover_ha(cover) * yield_t_ha(model.parameters, cover)
    return found


def fields_ha(model: Microville) -> float:
    """Return the fields of the focus area that the map draws (ha), 0 where it draws none.

    A field counts where a point inside it lies in a zone of the focus area.
    """
    import shapely

    landuse, zones = model.territory.layers["landuse"], model.territory.layers["zones"]
    drawn = landuse[landuse["kind"] == "farmland"]
    if drawn.empty or not model.focus_zone.any():
        return 0.0
    shapes = drawn.geometry.to_numpy()
    focus = shapely.union_all(zones.geometry.to_numpy()[model.focus_zone])
    inside = shapely.intersects(focus, shapely.point_on_surface(shapes))
    return float(shapely.area(shapes[inside]).sum() / 1e4)
