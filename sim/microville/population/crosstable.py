"""What was imposed on the synthetic people, and what came out, commune by commune."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.parameters import Parameters
from microville.population import checks
from microville.population.columns import (
    EMPLOYED,
    HOUSEHOLD_KINDS,
    INSTITUTION,
    UNEMPLOYED,
)
from microville.population.marginals import (
    ELDER_FROM,
    KINDS,
    WORKING_FROM,
    household_sizes,
    kinds_by_size,
    rounding_target,
)
from microville.population.synthesis import is_urban, territory_marginals

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.population.marginals import Marginals
    from microville.population.synthesis import Population
    from microville.territory import Territory

EXACT, FITTED, FREE = "exact", "fitted", "free"
"""Exact by construction; drawn or rounded towards what is imposed; imposed on nobody here: what
stands as imposed is known of a larger area only."""
ALL = "*"
"""Zone and commune of the rows about the whole map."""
COLUMNS = (
    "zone",
    "commune",
    "quantity",
    "unit",
    "imposed",
    "realised",
    "difference",
    "relative",
    "kind",
)
LARGEST_SIZE = 6
AGES = (0, *WORKING_FROM[:-1], *ELDER_FROM[:-1])
DECILES = ((0.1, "income_d1"), (0.5, "income_median"), (0.9, "income_d9"))


@dataclass(slots=True)
class _Counted:
    """The people with what is counted of them, each with the number of people it stands for."""

    population: Population
    age: NDArray[np.int16]
    zone: NDArray[np.int16]
    weight: NDArray[np.int64]
    size: NDArray[np.int64]
    per_unit: NDArray[np.float64]
    impossible: dict[str, NDArray[np.bool_]]


@dataclass(slots=True)
class _Rows:
    """Rows gathered so far for one zone."""

    zone: str
    commune: str
    sampled: bool
    rows: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, quantity: str, unit: str, imposed: float, realised: float, kind: str) -> None:
        """Add a row; in a sample nothing is exact."""
        difference = realised - imposed
        relative = difference / imposed if imposed else (0.0 if difference == 0 else np.nan)
        kind = FITTED if self.sampled and kind == EXACT else kind
        self.rows.append((
            self.zone, self.commune, quantity, unit, float(imposed), float(realised),
            float(difference), float(relative), kind,
        ))  # fmt: skip


def cross_table(
    population: Population, territory: Territory, parameters: Parameters | None = None
) -> pd.DataFrame:
    """Return what was imposed on the people of a territory beside what came out.

    Parameters
    ----------
    population
        As :func:`synthetic_population` makes it. Of a sample, each household counts as many times
        as it stands for.
    territory, parameters
        What it was made from.

    Returns
    -------
    pandas.DataFrame
        One row a commune and quantity, the whole map last (zone ``"*"``): ``zone``, ``commune``,
        ``quantity``, ``unit``, ``imposed``, ``realised``, ``difference``, ``relative`` (of what is
        imposed), ``kind`` (``exact`` by construction, ``fitted``, or ``free``: what stands as
        imposed is the figure of a larger area, or NaN). Incomes are euros a year and consumption
        unit, weighted by persons as the published deciles are.
    """
    import pandas as pd

    parameters = parameters or Parameters()
    counted = _count(population, parameters)
    rows: list[tuple[object, ...]] = []
    zones = territory.layers["zones"]
    for row in range(len(zones)):
        rows += _zone_rows(counted, territory, row, parameters)
    rows += _map_rows(counted, pd.DataFrame(rows, columns=list(COLUMNS)), parameters)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _count(population: Population, parameters: Parameters) -> _Counted:
    people, households = population.people, population.households
    size = np.bincount(people.household, minlength=len(households))
    grown = np.bincount(people.household[people.age(0) >= 14], minlength=len(households))
    units = 1.0 + 0.5 * np.maximum(grown - 1, 0) + 0.3 * (size - np.maximum(grown, 1))
    return _Counted(
        population=population,
        age=people.age(0),
        zone=households.zone[people.household],
        weight=households.weight[people.household].astype(np.int64),
        size=size,
        per_unit=12 * households.income_eur / units,
        impossible={
            "minors_alone": checks.minors_alone(population),
            "partners_apart": checks.partners_apart(
                population, parameters.population.partner_gap_years
            ),
            "parents_too_young": checks.parents_too_young(population),
            "parents_too_old": checks.parents_too_old(population),
        },
    )


def _zone_rows(
    counted: _Counted, territory: Territory, row: int, parameters: Parameters
) -> list[tuple[object, ...]]:
    facts = territory.layers["zones"].iloc[row]
    here = counted.population.households.zone == row
    sampled = bool((counted.population.households.weight[here] > 1).any())
    table = _Rows(str(facts["zone"]), str(facts["name"]), sampled)
    marginals = territory_marginals(territory, row, parameters)
    _people_rows(table, counted, counted.zone == row, marginals)
    _household_rows(table, counted, here, marginals)
    _equipment_rows(table, counted, here, is_urban(territory, row, parameters), parameters)
    _income_rows(table, counted, here, parameters, FREE)
    for name, found in counted.impossible.items():
        kind = FREE if name == "parents_too_old" else EXACT
        table.add(name, "households", 0, float((found & here).sum()), kind)
    _cell_rows(table, counted, territory, here)
    return table.rows


def _people_rows(
    table: _Rows, counted: _Counted, mine: NDArray[np.bool_], marginals: Marginals
) -> None:
    weight, age = counted.weight[mine], counted.age[mine]
    status = counted.population.people.status[mine]
    working = (age >= 15) & (age < 65)
    active = (status == EMPLOYED) | (status == UNEMPLOYED)
    table.add("persons", "persons", marginals.persons, weight.sum(), EXACT)
    table.add("aged_15_64", "persons", sum(marginals.working), weight[working].sum(), EXACT)
    table.add("active", "persons", marginals.active, weight[active].sum(), EXACT)
    jobless = weight[status == UNEMPLOYED].sum()
    table.add("unemployed", "persons", marginals.unemployed, jobless, EXACT)
    children = marginals.under_15 + marginals.working[0]
    table.add("children_under_18", "persons", children, weight[age < 18].sum(), FITTED)
    imposed = (marginals.under_15, *marginals.working, *marginals.elders)
    ends = (*AGES[1:], 200)
    for low, high, wanted in zip(AGES, ends, imposed, strict=True):
        name = f"age_{low}_{high - 1}" if high < 200 else f"age_{low}_plus"
        table.add(name, "persons", wanted, weight[(age >= low) & (age < high)].sum(), FITTED)


def _household_rows(
    table: _Rows, counted: _Counted, here: NDArray[np.bool_], marginals: Marginals
) -> None:
    households = counted.population.households
    home = here & (households.kind != INSTITUTION)
    weight = households.weight[home].astype(np.int64)
    table.add("households", "households", marginals.households, weight.sum(), EXACT)
    size = np.minimum(counted.size[home], LARGEST_SIZE)
    wanted = household_sizes(marginals.in_households, marginals.households)
    wanted = np.append(wanted[: LARGEST_SIZE - 1], wanted[LARGEST_SIZE - 1 :].sum())
    found = np.bincount(size, weights=weight, minlength=LARGEST_SIZE + 1)[1:]
    for k in range(LARGEST_SIZE):
        name = f"size_{k + 1}" + ("_plus" if k + 1 == LARGEST_SIZE else "")
        table.add(name, "households", wanted[k], found[k], FITTED)
    mean = marginals.in_households / max(marginals.households, 1)
    share = kinds_by_size(mean, LARGEST_SIZE)[:, :LARGEST_SIZE]
    share = share / np.maximum(share.sum(axis=0), 1e-12)
    for k, kind in enumerate(KINDS):
        own = float(weight[households.kind[home] == kind].sum())
        table.add(f"kind_{HOUSEHOLD_KINDS[kind]}", "households", wanted @ share[k], own, FITTED)
    outside = here & (households.kind == INSTITUTION)
    living = float((counted.size[outside] * households.weight[outside]).sum())
    table.add("outside_households", "persons", marginals.institution, living, FITTED)


def _equipment_rows(
    table: _Rows,
    counted: _Counted,
    here: NDArray[np.bool_],
    urban: bool,
    parameters: Parameters,
) -> None:
    assumed, people = parameters.population, counted.population.people
    households = counted.population.households
    home = here & (households.kind != INSTITUTION)
    weight, cars = households.weight[home].astype(np.int64), households.cars[home]
    share = assumed.car_ownership_urban if urban else assumed.car_ownership_rural
    mean = assumed.cars_per_owner_urban if urban else assumed.cars_per_owner
    total = max(int(weight.sum()), 1)
    owners = float(weight[cars > 0].sum())
    table.add("households_with_car", "share", share, owners / total, FITTED)
    number = float((weight * cars).sum()) / total
    table.add("cars_per_household", "cars/household", share * mean, number, FITTED)
    old = here[people.household] & (counted.age >= 6)
    wanted = assumed.bike_ownership if urban else assumed.bike_ownership_rural
    bikes = float(counted.weight[old & people.bike].sum() / max(counted.weight[old].sum(), 1))
    table.add("bikes_per_person", "bikes/person", wanted, bikes, FITTED)


def _income_rows(
    table: _Rows, counted: _Counted, here: NDArray[np.bool_], parameters: Parameters, kind: str
) -> None:
    assumed = parameters.population
    published = (
        assumed.income_d1_eur_year,
        assumed.income_median_eur_year,
        assumed.income_d9_eur_year,
    )
    households = counted.population.households
    home = here & (households.kind != INSTITUTION)
    income = counted.per_unit[home]
    if not len(income):
        return
    order = np.argsort(income, kind="stable")
    persons = np.cumsum((counted.size * households.weight)[home][order])
    for (share, name), wanted in zip(DECILES, published, strict=True):
        rank = int(np.searchsorted(persons, share * persons[-1]))
        table.add(name, "EUR/year", wanted, income[order[rank]], kind)


def _cell_rows(
    table: _Rows, counted: _Counted, territory: Territory, here: NDArray[np.bool_]
) -> None:
    """Add the largest error of a zone's census cells, and how many are off by one or more."""
    cells = territory.layers["cells"]
    mine = cells[cells["zone"] == table.zone]
    if not len(mine):
        return
    households = counted.population.households
    buildings = territory.layers["buildings"]
    places = (buildings["dwellings"] > 0) | buildings["site"]  # as access.find_places
    names = buildings["cell"].to_numpy(dtype=object)[places.to_numpy()]
    rows = {name: row for row, name in enumerate(mine["cell"])}
    cell = np.array([rows.get(name, -1) for name in names], dtype=np.int64)[households.home]
    inside = here & (cell >= 0)
    persons = (counted.size * households.weight)[inside]
    lived = np.bincount(cell[inside], weights=persons, minlength=len(mine))
    persons_here = int((counted.size * households.weight)[here].sum())
    wanted = rounding_target(mine["persons"].to_numpy(dtype=np.float64), persons_here)
    error = np.abs(lived - wanted)
    table.add("cells_largest_error", "persons", 0, float(error.max()), FITTED)
    table.add("cells_off_by_one_or_more", "cells", 0, float((error >= 1).sum()), FITTED)


def _map_rows(
    counted: _Counted, zones: pd.DataFrame, parameters: Parameters
) -> list[tuple[object, ...]]:
    """Return rows of the whole map: sums of what can be summed, and the income deciles."""
    table = _Rows(ALL, ALL, counted.population.weight > 1)
    summed = zones["unit"].isin(["persons", "households", "cells"])
    summed &= zones["quantity"] != "cells_largest_error"
    sums = zones[summed].groupby(["quantity", "unit", "kind"], sort=False)
    totals = sums[["imposed", "realised"]].sum().groupby(level=[0, 1], sort=False).sum()
    weakest = zones[summed].groupby("quantity")["kind"].agg(_weakest)
    for (quantity, unit), row in zip(totals.index, totals.to_numpy(), strict=True):
        table.add(quantity, unit, row[0], row[1], weakest[quantity])
    here = np.ones(len(counted.population.households), dtype=bool)
    _income_rows(table, counted, here, parameters, FITTED)
    return table.rows


def _weakest(kinds: pd.Series[str]) -> str:
    return next(kind for kind in (FREE, FITTED, EXACT) if (kinds == kind).any())
