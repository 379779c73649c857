"""Statements of a finished comparison: one a seed, and one of their mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.impacts.reading import commune_of, first_year, neighbours_of, project_of
from microville.impacts.simulated import simulated_travel
from microville.impacts.statement import Statement, make_statement
from microville.impacts.travel import Travel
from microville.impacts.years import make_years

if TYPE_CHECKING:
    from microville.impacts.place import Commune, Neighbours, Project
    from microville.impacts.years import Years
    from microville.parameters import Parameters
    from microville.runs.comparison import Comparison


@dataclass(frozen=True, slots=True)
class _Case:
    """What does not depend on the seed."""

    project: Project
    commune: Commune
    years: Years
    parameters: Parameters

    def statement(self, neighbours: Neighbours, travel: Travel) -> Statement:
        return make_statement(
            self.project, self.commune, neighbours, self.years, self.parameters, simulated=travel
        )


def statements(comparison: Comparison, scenario: str) -> dict[int, Statement]:
    """Return the impacts of a scenario against the baseline, by seed.

    Parameters
    ----------
    comparison
        Finished runs; the baseline is its first scenario.
    scenario
        Name of one of the others.
    """
    case = _case(comparison, scenario)
    return {
        seed: case.statement(
            _neighbours(comparison, seed), _travel(comparison, scenario, seed, case)
        )
        for seed in comparison.seeds
    }


def mean_statement(comparison: Comparison, scenario: str) -> Statement:
    """Return the impacts of a scenario with the mean travel of all seeds.

    Parameters
    ----------
    comparison
        Finished runs; the baseline is its first scenario, neighbours are those of its first seed.
    scenario
        Name of one of the others.
    """
    case = _case(comparison, scenario)
    each = [_travel(comparison, scenario, seed, case) for seed in comparison.seeds]
    mean = Travel(
        car_km=np.mean([travel.car_km for travel in each], axis=0),
        hours=np.mean([travel.hours for travel in each], axis=0),
    )
    return case.statement(_neighbours(comparison, comparison.seeds[0]), mean)


def _case(comparison: Comparison, scenario: str) -> _Case:
    chosen = next(s for s in comparison.scenarios if s.name == scenario)
    parameters, territory = chosen.parameters, comparison.territory
    return _Case(
        project_of(territory, chosen, comparison.scenarios[0]),
        commune_of(territory, parameters),
        make_years(first_year(chosen), parameters),
        parameters,
    )


def _neighbours(comparison: Comparison, seed: int) -> Neighbours:
    homes = comparison.results[comparison.scenarios[0].name, seed].homes
    return neighbours_of(comparison.territory, homes)


def _travel(comparison: Comparison, scenario: str, seed: int, case: _Case) -> Travel:
    before = comparison.results[comparison.scenarios[0].name, seed].indicators
    after = comparison.results[scenario, seed].indicators
    return simulated_travel(before, after, case.years, case.parameters)
