"""Indicators of housing: vacancy, burden, crowding, energy class, waiting, generations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.registry import indicator
from microville.model.demography.register import make_register
from microville.model.demography.state import CLOCK_MONTHS
from microville.model.dwellings import with_site
from microville.model.energy.rates import CLASSES
from microville.model.site import READY
from microville.population.columns import INSTITUTION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md)"
DECENT = CLASSES.index("D")
ELDER_YEARS, YOUNG_YEARS = 65, 30


def _by_place(
    model: Microville, groups: Groups, above: NDArray[np.float64], below: NDArray[np.float64]
) -> dict[str, float]:
    """Return a ratio of sums over communes: all, the focus area, each where there is any."""
    focus = model.focus_zone
    sums = {"all": (above.sum(), below.sum()), "focus": (above[focus].sum(), below[focus].sum())}
    sums |= {name: (above[i], below[i]) for i, name in enumerate(groups.communes)}
    return {label: float(top / base) for label, (top, base) in sums.items() if base > 0}


def _stock(model: Microville) -> NDArray[np.float64]:
    """Return dwellings by zone, those of the programme that are ready included."""
    total = np.diff(model.housing.stock.zone_start).astype(float)
    for unit in model.site.units:
        if unit.state == READY:
            total[unit.zone] += unit.dwellings
    return total


@indicator(
    "dwellings_vacant_share",
    unit="share",
    direction=0,
    decimals=4,
    label_en="Vacant dwellings",
    label_fr="Logements vacants",
    formula="dwellings in which nobody lives over all dwellings, those of the programme included",
    source="INSEE at the start: 8.4 % in the employment zone of Reims (2019)",
)
def vacant_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of dwellings that are vacant, by place."""
    vacant = np.maximum(model.housing.stock.room(model), 0).astype(float)
    for unit in model.site.units:
        if unit.state == READY:
            vacant[unit.zone] += unit.dwellings - len(unit.households)
    return _by_place(model, groups, vacant, _stock(model))


@indicator(
    "dwellings_vacant_long_share",
    unit="share",
    direction=-1,
    decimals=4,
    label_en="Dwellings vacant for over two years",
    label_fr="Logements vacants depuis plus de deux ans",
    formula="over home places: dwellings less the most that were lived in at once in the last 24 "
    "months, over dwellings; from the third year on, where each household is simulated",
    source=OURS,
)
def vacant_long_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of structural vacancy, by place that is simulated whole."""
    if model.month < CLOCK_MONTHS:
        return {}
    homes, exact = model.homes, model.housing.stock.exact
    known = (homes.zone >= 0) & (homes.dwellings > 0)
    idle = np.maximum(homes.dwellings - model.housing.lived.max(axis=0), 0)[known]
    zone, zones = homes.zone[known], len(model.focus_zone)
    above = np.bincount(zone, weights=idle, minlength=zones)
    below = np.bincount(zone, weights=homes.dwellings[known], minlength=zones)
    found = _by_place(model, groups, np.where(exact, above, 0.0), np.where(exact, below, 0.0))
    return found if exact.all() else {k: v for k, v in found.items() if k != "all"}


def _strained(model: Microville) -> NDArray[np.bool_]:
    """Return which households are crowded and which burdened, shape (2, households)."""
    memo = model.access.memo
    when = np.array([model.month, len(model.population.households)])
    if not np.array_equal(memo.get("strained_when", []), when):
        costs = with_site(model, model.housing.costs)
        register = make_register(model, costs, model.housing.social)
        memo["strained_when"] = when
        memo["strained"] = np.stack([register.crowded, register.burdened])
    return memo["strained"]


def _at_home(
    model: Microville, groups: Groups, of_household: NDArray[np.bool_]
) -> dict[str, float]:
    """Return the share of people, institutions left out, whose household is so."""
    household = model.population.people.household
    counts = (model.population.households.kind != INSTITUTION)[household]
    return groups.ratio(of_household[household] & counts, counts)


@indicator(
    "rent_burdened_share",
    unit="share",
    direction=-1,
    decimals=4,
    label_en="Inhabitants whose rent takes over a third of income",
    label_fr="Habitants dont le loyer dépasse le tiers du revenu",
    formula="inhabitants of households whose rent before charges (for owners, what the dwelling "
    "would rent for: tenure is not known) is over the share housing.heavy_burden_share of income",
    source=OURS,
)
def burdened(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of people in burdened households."""
    return _at_home(model, groups, _strained(model)[1])


@indicator(
    "overcrowded_share",
    unit="share",
    direction=-1,
    decimals=4,
    label_en="Inhabitants of crowded dwellings",
    label_fr="Habitants de logements surpeuplés",
    formula="inhabitants of households of two or more with less floor a person than "
    "housing.crowded_m2_per_person; a place's dwellings are taken to be of one size",
    source=OURS,
)
def overcrowded(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of people in crowded households."""
    return _at_home(model, groups, _strained(model)[0])


@indicator(
    "decent_energy_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Inhabitants of dwellings of energy class A to D",
    label_fr="Habitants de logements classés A à D",
    formula="inhabitants of dwellings of class A, B, C or D over all; D where unknown",
    source="thresholds of the French energy performance certificate (DPE)",
)
def decent_energy(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of people in dwellings of a decent energy class."""
    energy = model.homes.energy.copy()
    for unit in model.site.units:
        if unit.dwellings > 0 and unit.state == READY:
            energy[unit.place] = CLASSES.index(unit.energy_class)
    return _at_home(model, groups, energy[model.population.households.home] <= DECENT)


@indicator(
    "waiting_households",
    unit="households",
    direction=-1,
    decimals=0,
    label_en="Households on the waiting list",
    label_fr="Ménages en attente d'un logement",
    formula="households that look for a dwelling and found none that they can pay and that fits, "
    "by the commune where they live",
    source=OURS,
)
def waiting(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the households that wait, by place."""
    entries, households = model.housing.waiting, model.population.households
    here = entries.keep(households.alive[entries.row])
    zones = len(model.focus_zone)
    count = np.bincount(households.zone[here.row], weights=here.stands_for(model), minlength=zones)
    return _by_place(model, groups, count.astype(float), np.full(zones, 1.0)) | {
        "all": float(count.sum()),
        "focus": float(count[model.focus_zone].sum()),
    }


@indicator(
    "generational_mix_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Buildings where young and old live together",
    label_fr="Immeubles où jeunes et aînés se côtoient",
    formula="home places of the focus area with at least two households in which somebody of 65 or "
    "over and somebody under 30 live, over all such places; newcomer: places of the programme",
    source=OURS,
)
def generational_mix(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of shared buildings with both generations."""
    people, households = model.population.people, model.population.households
    rows = np.flatnonzero(groups.member["focus"])
    home = households.home[people.household[rows]]
    age = people.age(model.month)[rows]
    count = len(model.homes.dwellings)
    old = np.bincount(home[age >= ELDER_YEARS], minlength=count) > 0
    young = np.bincount(home[age < YOUNG_YEARS], minlength=count) > 0
    lived = np.bincount(households.home[households.alive], minlength=count)
    shared = (lived >= 2) & (np.bincount(home, minlength=count) > 0)
    both = shared & old & young
    programme = np.zeros(count, dtype=bool)
    programme[[unit.place for unit in model.site.units if unit.households]] = True
    places = {"focus": shared, "newcomer": shared & programme}
    return {k: float(both[v].sum() / v.sum()) for k, v in places.items() if v.any()}
