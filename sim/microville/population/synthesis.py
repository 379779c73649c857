"""The synthetic population of a territory: integer households and inhabitants in homes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.errors import InputError
from microville.population.columns import (
    EMPLOYED,
    INSTITUTION,
    NOWHERE,
    PRESENT,
    Households,
    People,
    extend,
    take,
)
from microville.population.composition import compose
from microville.population.marginals import cell_profile, zone_marginals
from microville.population.placement import place_in_cells, place_in_zone
from microville.population.traits import incomes, statuses, zone_cars

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters
    from microville.population.composition import ZonePeople
    from microville.population.marginals import Marginals
    from microville.territory import Territory


@dataclass(slots=True)
class Population:
    """The synthetic people of a territory. They are fictitious.

    Attributes
    ----------
    people, households
        The columns.
    weight
        How many each sampled household outside the focus area stands for.
    """

    people: People
    households: Households
    weight: int


def synthetic_population(
    territory: Territory,
    parameters: Parameters,
    seed: int,
    *,
    home_rows: NDArray[np.int64],
    fraction: float = 1.0,
) -> Population:
    """Make the people of a territory from its census facts.

    Parameters
    ----------
    territory
        The map: ``zones`` with marginals, ``buildings`` with dwellings, ``cells``.
    parameters
        Incomes, cars, bicycles.
    seed
        The run's seed.
    home_rows
        Row in ``territory.buildings`` of each place (see ``access.Places.buildings``).
    fraction
        Share of households drawn outside the focus zones, 1 over a whole number.

    Raises
    ------
    InputError
        If the fraction is not 1 over a whole number between 1 and 100.
    TerritoryError
        If a zone has fewer dwellings than households.
    """
    weight = sample_weight(fraction)
    zones = territory.layers["zones"]
    parts = [
        _zone(territory, row, parameters, seed, home_rows, 1 if focus else weight)
        for row, focus in enumerate(zones["focus"])
    ]
    people, households = parts[0]
    for more_people, more_households in parts[1:]:
        more_people.household += len(households)
        extend(people, more_people)
        extend(households, more_households)
    _by_home(people, households)
    return Population(people, households, weight)


def _by_home(people: People, households: Households) -> None:
    """Sort rows by home, in place: neighbours are looked at one after the other, from one cache.

    No result depends on the order of rows.
    """
    order = np.argsort(households.home, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    take(households, order)
    people.household = place[people.household].astype(np.int32)
    take(people, np.argsort(people.household, kind="stable"))


def sample_weight(fraction: float) -> int:
    """Return the whole number that a fraction is one over.

    Raises
    ------
    InputError
        If it is not (within 1e-6), or is outside 1 to 100.
    """
    weight = round(1 / fraction) if fraction > 0 else 0
    if not 1 <= weight <= 100 or abs(1 / weight - fraction) > 1e-6:
        raise InputError(
            f"A fraction of {fraction} cannot be sampled.",
            hint="Give 1 over a whole number: 1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.02 or 0.01.",
        )
    return weight


def _zone(
    territory: Territory,
    row: int,
    parameters: Parameters,
    seed: int,
    home_rows: NDArray[np.int64],
    weight: int,
) -> tuple[People, Households]:
    zone = territory.layers["zones"].iloc[row]
    name = str(zone["zone"])
    marginals = territory_marginals(territory, row, parameters)
    made = compose(name, marginals, seed, parameters.population)
    home = _homes(territory, name, made.sizes, home_rows, seed)
    count = len(made.sizes)
    ranks = np.arange(count)
    # An identity is what a household is (zone, rank), whatever the seed.
    keys = rng.bits(0, rng.stream("household"), rng.identity(name), ranks)
    urban = is_urban(territory, row, parameters)
    people = _people(made, keys, urban, parameters, seed)
    people.status = statuses(name, made.age_months // 12, marginals, seed)
    people.licence &= made.age_months >= 18 * 12
    adults_14 = np.bincount(made.household[made.age_months >= 14 * 12], minlength=count)
    members = np.bincount(made.household, minlength=count)
    units = 1.0 + 0.5 * np.maximum(adults_14 - 1, 0) + 0.3 * (members - np.maximum(adults_14, 1))
    income, third = incomes(keys, units, parameters, seed)
    drivers = np.bincount(made.household[people.licence], minlength=count)
    drivers[made.kinds == INSTITUTION] = 0  # who lives in one keeps no car there (assumption)
    households = Households(
        key=keys,
        zone=np.full(count, row, dtype=np.int16),
        home=home.astype(np.int32),
        kind=made.kinds,
        income_eur=income,
        third=third,
        cars=zone_cars(keys, urban, drivers, parameters, seed),
        weight=np.full(count, weight, dtype=np.int16),
        presence=np.full(count, PRESENT, dtype=np.int8),
        alive=np.ones(count, dtype=bool),
    )
    if weight > 1:
        _sample(people, households, name, weight, seed)
    return people, households


def is_urban(territory: Territory, row: int, parameters: Parameters) -> bool:
    """Return whether a zone counts as a town: persons per km² from ``urban_density_km2``."""
    zone = territory.layers["zones"].iloc[row]
    area_km2 = max(zone.geometry.area / 1e6, 0.01)
    return bool(zone["population"] / area_km2 >= parameters.population.urban_density_km2)


def territory_marginals(territory: Territory, row: int, parameters: Parameters) -> Marginals:
    """Return what is imposed on a zone: its census facts and the ages of its cells, if known."""
    zone = territory.layers["zones"].iloc[row]
    cells = territory.layers["cells"]
    return zone_marginals(
        int(zone["population"]),
        int(zone["households"]),
        int(zone["aged_15_64"]),
        int(zone["active_15_64"]),
        int(zone["unemployed_15_64"]),
        profile=cell_profile(cells[cells["zone"] == zone["zone"]]),
        assumptions=parameters.population,
    )


def _people(
    made: ZonePeople,
    household_keys: NDArray[np.uint64],
    urban: bool,
    parameters: Parameters,
    seed: int,
) -> People:
    household, age_months = made.household, made.age_months
    count = len(household)
    first = np.searchsorted(household, np.arange(len(household_keys)))
    rank = np.arange(count) - first[household]
    keys = rng.bits(0, rng.stream("inhabitant"), household_keys[household], rank)
    population = parameters.population
    licence = rng.happens(
        seed, rng.stream("population.licence"), rng.ppb(population.licence_share), keys
    )
    owners = population.bike_ownership if urban else population.bike_ownership_rural
    bike = rng.happens(seed, rng.stream("population.bike"), rng.ppb(owners), keys)
    return People(
        key=keys,
        household=household.astype(np.int32),
        birth=(-age_months).astype(np.int16),
        female=made.female,
        status=np.full(count, EMPLOYED, dtype=np.int8),
        licence=licence,
        bike=bike & (age_months >= 6 * 12),
        workplace=np.full(count, NOWHERE, dtype=np.int32),
        school=np.full(count, NOWHERE, dtype=np.int32),
        on_site=np.zeros(count, dtype=bool),
        alive=np.ones(count, dtype=bool),
    )


def _homes(
    territory: Territory,
    zone: str,
    sizes: NDArray[np.int64],
    home_rows: NDArray[np.int64],
    seed: int,
) -> NDArray[np.int64]:
    buildings = territory.layers["buildings"].iloc[home_rows]
    here = np.flatnonzero(
        (buildings["zone"] == zone).to_numpy() & (buildings["dwellings"].to_numpy() > 0)
    )
    dwellings = buildings["dwellings"].to_numpy()[here].astype(np.int64)
    cells = territory.layers["cells"]
    mine = cells[cells["zone"] == zone]
    if len(mine):
        rows = {cell: i for i, cell in enumerate(mine["cell"])}
        cell = np.array([rows.get(c, -1) for c in buildings["cell"].iloc[here]], dtype=np.int64)
        return place_in_cells(zone, sizes, here, dwellings, cell, mine["persons"].to_numpy(), seed)
    return place_in_zone(zone, sizes, here, dwellings, seed)


def _sample(people: People, households: Households, zone: str, weight: int, seed: int) -> None:
    """Keep every weight-th household in order of size, and every institution; in place."""
    count = len(households)
    size = np.bincount(people.household, minlength=count)
    luck = rng.bits(seed, rng.stream("population.sample"), rng.identity(zone), np.arange(count))
    institution = households.kind == INSTITUTION
    order = np.lexsort((luck, size, institution))
    order = order[: count - int(institution.sum())]
    start = int(rng.below(seed, rng.stream("population.sample_start"), weight, rng.identity(zone)))
    kept = np.sort(np.concatenate([order[start::weight], np.flatnonzero(institution)]))
    households.weight[institution] = 1
    new_row = np.full(count, -1, dtype=np.int32)
    new_row[kept] = np.arange(len(kept))
    rows = np.flatnonzero(new_row[people.household] >= 0)
    take(people, rows)
    people.household = new_row[people.household]
    take(households, kept)
