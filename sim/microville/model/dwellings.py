"""Dwellings: what they are and cost, how many are vacant where, how much floor is lived in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.energy.heat import connected_m2
from microville.model.energy.rates import eur_kwh, final_kwh_m2, unit_kwh_m2
from microville.model.site import READY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access import Places
    from microville.model.model import Microville
    from microville.model.site import Unit
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class HomeStock:
    """What does not change about home places.

    Attributes
    ----------
    dwellings
        At the start; those that the programme makes are counted with its units.
    zone
        Row of the zone, -1 for none.
    floor_m2
        Floor area of one dwelling.
    energy
        Class, 0 for A to 6 for G (D where unknown).
    price_eur_m2
        Median sale price of the commune; 0 where unknown.
    """

    dwellings: NDArray[np.int64]
    zone: NDArray[np.int64]
    floor_m2: NDArray[np.float64]
    energy: NDArray[np.int64]
    price_eur_m2: NDArray[np.float64]


def make_home_stock(territory: Territory, places: Places) -> HomeStock:
    """Return the home stock of a territory, one entry a home place."""
    buildings = territory.layers["buildings"].iloc[places.buildings]
    names = {zone: i for i, zone in enumerate(territory.layers["zones"]["zone"])}
    dwellings = buildings["dwellings"].to_numpy().astype(np.int64)
    floor = buildings["floor_area_m2"].to_numpy()
    prices = np.nan_to_num(territory.layers["zones"]["price_eur_m2"].to_numpy(dtype=float))
    zone = np.array([names.get(zone, -1) for zone in buildings["zone"]], dtype=np.int64)
    return HomeStock(
        dwellings=dwellings,
        zone=zone,
        floor_m2=np.where(dwellings > 0, floor / np.maximum(dwellings, 1), 0.0),
        energy=np.array(
            ["ABCDEFG".find(name) if name else 3 for name in buildings["energy_class"]],
            dtype=np.int64,
        ),
        price_eur_m2=np.append(prices, 0.0)[zone],
    )


@dataclass(frozen=True, slots=True)
class Costs:
    """What a dwelling at each home place is and costs this month, in integers.

    Attributes
    ----------
    floor_dm2
        Floor area of one dwelling, tenths of a square metre (m² times ten).
    rent_cents
        Monthly rent before charges; for owners, what the dwelling would rent for (tenure is not
        known).
    bill_cents
        Monthly mean of the year's energy bill.
    """

    floor_dm2: NDArray[np.int64]
    rent_cents: NDArray[np.int64]
    bill_cents: NDArray[np.int64]


def dwelling_costs(model: Microville) -> Costs:
    """Return what dwellings cost: by the commune's price, energy class and floor."""
    homes, housing = model.homes, model.parameters.housing
    price = np.where(homes.price_eur_m2 > 0, homes.price_eur_m2, housing.fallback_price_eur_m2)
    rent = homes.floor_m2 * price * housing.rent_share_of_price_year / 12
    standing = model.parameters.energy.electricity_standing_eur_year
    bill = (homes.floor_m2 * energy_eur_m2_year(model)[homes.energy] + standing) / 12
    return Costs(_whole(homes.floor_m2 * 10), _whole(rent * 100), _whole(bill * 100))


def with_site(model: Microville, costs: Costs) -> Costs:
    """Return the costs of this month: on the site those of the programme's dwellings."""
    floor, rent, bill = costs.floor_dm2.copy(), costs.rent_cents.copy(), costs.bill_cents.copy()
    standing = model.parameters.energy.electricity_standing_eur_year
    for unit in model.site.units:
        if unit.dwellings > 0 and unit.state == READY:
            size = unit.area_m2 / unit.dwellings
            floor[unit.place] = round(10 * size)
            rent[unit.place] = round(100 * size * model.parameters.rent.housing)
            bill[unit.place] = round(100 * (_unit_bill_eur_year(model, unit) + standing) / 12)
    return Costs(floor, rent, bill)


def _whole(values: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(values).astype(np.int64)


def energy_eur_m2_year(model: Microville) -> NDArray[np.float64]:
    """Return the yearly energy bill by class A to G of what stands at the start (EUR/m²)."""
    return final_kwh_m2(model.parameters) * eur_kwh(model.parameters)


def _unit_bill_eur_year(model: Microville, unit: Unit) -> float:
    """Return the yearly energy bill of a dwelling of the programme, standing charge left out."""
    size = unit.area_m2 / unit.dwellings
    piped = connected_m2(model).get(unit.key, 0.0) / unit.area_m2
    price = piped * eur_kwh(model.parameters, on_network=True)
    price += (1.0 - piped) * eur_kwh(model.parameters)
    return size * unit_kwh_m2(model, unit) * price


def households_by_home(model: Microville) -> NDArray[np.int64]:
    """Return the rows of households that live at each home place (not what they stand for)."""
    households = model.population.households
    count = model.access.places.service_start
    lived = np.zeros(count, dtype=np.int64)
    _count_homes(households.alive, households.home, lived)
    return lived


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _count_homes(
    alive: NDArray[np.bool_], home: NDArray[np.int32], lived: NDArray[np.int64]
) -> None:
    for i in range(len(alive)):
        if alive[i]:
            lived[home[i]] += 1


def vacant_dwellings(model: Microville) -> NDArray[np.int64]:
    """Return the vacant dwellings of each zone; those of the programme are not counted."""
    households = model.population.households
    dwellings, zone = model.homes.dwellings, model.homes.zone
    count = len(model.focus_zone)
    known = zone >= 0
    stock = np.bincount(zone[known], weights=dwellings[known], minlength=count)
    old = households.alive & (dwellings[households.home] > 0)
    lived = np.bincount(
        households.zone[old].astype(np.int64), weights=households.weight[old], minlength=count
    )
    vacant: NDArray[np.int64] = np.rint(stock - lived).astype(np.int64)
    return vacant


def lived_in_m2(model: Microville) -> NDArray[np.float64]:
    """Return the floor area lived in at each home place of the focus area (m²).

    Site dwellings of the programme are left out: they are counted with their unit.
    """
    zone = model.homes.zone
    focus = (zone >= 0) & model.focus_zone[zone]
    return np.where(focus, model.homes.floor_m2 * households_by_home(model), 0.0)
