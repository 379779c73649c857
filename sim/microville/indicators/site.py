"""Indicators of the site: floor in use, jobs, dwellings, presence by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.registry import indicator
from microville.model.observables import floor_in_use_share, site_jobs
from microville.model.site import WORKS
from microville.population.columns import NOWHERE

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville


@indicator(
    "site_jobs",
    unit="jobs",
    direction=1,
    decimals=0,
    label_en="Jobs on the site",
    label_fr="Emplois sur le site",
    formula="floor let times the occupancy share over the floor of a job, by use",
    source="Bénéfriches (ADEME): offices 15 m² a job, shops 23, other 70",
)
def jobs(model: Microville, groups: Groups) -> dict[str, float]:
    """Return jobs of units that are let."""
    del groups
    return {"all": float(site_jobs(model))}


@indicator(
    "site_floor_in_use_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Floor of the site in use",
    label_fr="Part des bâtiments du site occupée",
    formula="floor let or lived in over the floor that stands",
    source="programme description: 55,000 m², a quarter in use in 2023",
)
def in_use(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of floor in use."""
    del groups
    return {"all": floor_in_use_share(model)}


@indicator(
    "site_floor_in_works_m2",
    unit="m2",
    direction=0,
    decimals=0,
    label_en="Floor of the site in works",
    label_fr="Surface du site en travaux",
    formula="floor of units whose works go on",
    source="the scenario's programme",
)
def in_works(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the floor in works."""
    del groups
    return {"all": sum(u.area_m2 for u in model.site.own_units if u.state == WORKS)}


@indicator(
    "site_dwellings_occupied",
    unit="dwellings",
    direction=1,
    decimals=0,
    label_en="Dwellings of the site lived in",
    label_fr="Logements occupés sur le site",
    formula="households in dwellings of the programme",
    source="the scenario's programme",
)
def dwellings(model: Microville, groups: Groups) -> dict[str, float]:
    """Return occupied dwellings of the programme."""
    del groups
    return {"all": float(sum(len(u.households) for u in model.site.own_units))}


@indicator(
    "site_presence_by_day",
    unit="persons",
    direction=1,
    decimals=0,
    label_en="People on the site by day",
    label_fr="Personnes présentes sur le site en journée",
    formula="jobs, newcomers who neither work nor learn elsewhere, and a weekday's visits to "
    "services of the site by others; a visit counts whole, however short",
    source="target of the programme: 1,500 a day",
)
def presence(model: Microville, groups: Groups) -> dict[str, float]:
    """Return people on the site in a weekday's daytime, as a rough count."""
    people = model.population.people
    away = (people.workplace != NOWHERE) | (people.school != NOWHERE)
    home = model.population.households.home[people.household]
    elsewhere = np.isin(home, [unit.place for unit in model.site.units if unit.off_site])
    newcomers = groups.member["newcomer"] & ~away & ~elsewhere
    return {"all": float(groups.weight[newcomers].sum() + site_jobs(model) + model.site_visits)}
