"""Every parameter moves some indicator, euro of impact, or number of the network of sites.

Each is set to the ends of its range (an assumption's own, else the bounds, else half and double),
until one of several small towns shows an effect. One that moves nothing is a defect: either nobody
reads it, or what it says does not happen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from campaign import maps
from campaign.conftest import statements
from campaign.towns import FIRST, MIXED, MONTHS, PARK, TOWNS, order_of
from conftest import ORIGIN
from microville.access import build_network, matrix, profile
from microville.errors import ParameterError
from microville.impacts import (
    ByDensity,
    Commune,
    Floors,
    Project,
    make_statement,
    make_years,
    mean_statement,
)
from microville.model import Microville
from microville.network_of_sites import curve, draw_sites, sites_table, work_out
from microville.parameters import Parameters, rows, update
from microville.runs import Comparison, run

pytestmark = pytest.mark.campaign

OF_ACCESS = {"mobility.wheelchair_speed_kmh": "wheelchair", "mobility.ebike_uphill_share": "ebike"}
"""Read by studies of access only, with the profile: nobody of the model is in a wheelchair, and
electric bicycles take a fixed part of a bicycle's time there."""
OF_POPULATION = {"population.elder_alone_women_share"}
"""Read when people are made: nothing but births depends on who is a woman, so that no indicator
shows it; the people do."""
OF_BOOKS = {"finance.charges_eur_m2_year"}
"""Tenants pay back what the owner paid, in the same month, tax and all: neither cash nor result
moves, and only the yearly statements show both."""
OF_TRAFFIC = {"impacts.death_eur", "impacts.severe_injury_eur", "impacts.minor_injury_eur"}
"""Counted by whole casualties a year (Bénéfriches), of which one takes 20 to 220 million km: more
than a small town drives. A project as large as that of Bénéfriches' own test spares some."""
OF_IMPACTS = {"mobility.car_co2_2050_g_km"}
"""Read for years that months do not reach, by the impacts."""
GROUPS_OF_IMPACTS = {"impacts", "site_impacts", "nature"}
"""Groups read for what finished runs are worth."""
GROUPS_OF_NETWORK = {"platform", "site_types"}
"""Groups read by the network of sites."""


def kind_of(row):
    """Return what reads a parameter."""
    group = row.key.split(".")[0]
    kinds = {
        "access": row.key in OF_ACCESS,
        "population": row.key in OF_POPULATION,
        "books": row.key in OF_BOOKS,
        "traffic": row.key in OF_TRAFFIC,
        "impacts": row.key in OF_IMPACTS or group in GROUPS_OF_IMPACTS,
        "network": group in GROUPS_OF_NETWORK,
    }
    return next((kind for kind, found in kinds.items() if found), "model")


def each(kind):
    """Run a test with each parameter of a kind."""
    chosen = [row for row in rows() if kind_of(row) == kind]
    return pytest.mark.parametrize("row", chosen, ids=lambda row: row.key)


def allowed(key, value):
    """Return whether a value can be set beside the defaults of the others."""
    try:
        update(Parameters(), {key: value})
    except ParameterError:
        return False
    return True


def values_of(row):
    """Return what a parameter is set to, the farthest from its value first."""
    ends = [row.low, row.high] if row.low is not None else [row.value / 2, row.value * 2 + 0.01]
    if row.ge is not None:
        ends = [max(end, row.ge) for end in ends]
    if row.le is not None:
        ends = [min(end, row.le) for end in ends]
    ends = [round(end) if row.integer else float(end) for end in ends]
    far = sorted({end for end in ends if end != row.value}, key=lambda end: -abs(end - row.value))
    # What a range leaves as it is in a village of a kilometre, a bound may change.
    far += [b for b in (row.ge, row.le) if b is not None and b != row.value and b not in far]
    far = [value for value in far if allowed(row.key, value)]
    assert far, f"{row.key} has no other value than {row.value}"
    return far


def test_values_differ_from_the_default():
    for row in rows():
        assert all(math.isfinite(value) and value != row.value for value in values_of(row))


def test_names_are_those_of_parameters():
    keys = {row.key for row in rows()}
    assert keys >= {*OF_ACCESS, *OF_POPULATION, *OF_BOOKS, *OF_TRAFFIC, *OF_IMPACTS}
    assert all(any(key.startswith(start) for key in keys) for start in FIRST)
    assert set(FIRST.values()) <= set(TOWNS)


def shows(row, moved):
    """Return whether a value of a parameter moves an indicator of some town."""
    return any(
        moved(town, {row.key: value}) for town in order_of(row.key) for value in values_of(row)
    )


def differs(row, look):
    """Return whether what one looks at is another with some value of a parameter."""
    ours = look({})
    return any(look({row.key: value}) != ours for value in values_of(row))


@each("model")
def test_a_parameter_moves_an_indicator(row, moved):
    assert shows(row, moved), f"{row.key} moves no indicator: is it read?"


@each("access")
def test_a_parameter_moves_a_travel_time(row, bumpy):
    def travel_ms(changes):
        ends = np.array([(ORIGIN[0], ORIGIN[1] + 100.0), (ORIGIN[0] + 600.0, ORIGIN[1] + 500.0)])
        who = profile(OF_ACCESS[row.key], update(Parameters(), changes))
        numbers = np.arange(2, dtype=np.int32)
        return matrix(build_network(bumpy, who, ends), numbers, numbers).tolist()

    assert differs(row, travel_ms), f"{row.key} moves no travel time: is it read?"


@each("population")
def test_a_parameter_moves_who_is_there(row, bumpy, scenario):
    base = scenario(*MIXED)

    def women(changes):
        return int(Microville(base.update(changes), bumpy).population.people.female.sum())

    assert differs(row, women), f"{row.key} moves nobody: is it read?"


@each("books")
def test_a_parameter_moves_a_line_of_the_books(row, moved):
    found = any(moved("mixed", {row.key: value}, statements) for value in values_of(row))
    assert found, f"{row.key} moves no statement: is it read?"


@each("traffic")
def test_a_parameter_moves_casualties(row):
    project = Project(10_000, 0, Floors(housing=160e6, offices=1_500, other_activity=700))
    commune = Commune(4_000, 6e9)

    def lines(changes):
        parameters = update(Parameters(), changes)
        around = ByDensity(commune, project.site_m2)
        made = make_statement(project, commune, around, make_years(2030, parameters), parameters)
        return made.table().to_csv()

    assert differs(row, lines), f"{row.key} moves no line: is it read?"


@dataclass(frozen=True)
class Pair:
    """A programme beside what happens without it, both finished, to be worth something."""

    runs: Comparison
    changes: dict[str, float]

    def worth(self, changes):
        """Return the statement with other parameters: its amounts and the idle site's costs."""
        scenarios = tuple(s.update(self.changes | changes) for s in self.runs.scenarios)
        results = {
            (ours.name, 1): self.runs.results[old.name, 1]
            for ours, old in zip(scenarios, self.runs.scenarios, strict=True)
        }
        comparison = Comparison(self.runs.territory, scenarios, (1,), results)
        made = mean_statement(comparison, scenarios[1].name)
        return made.table().to_csv(), made.holding


@pytest.fixture(scope="module")
def pairs(scenario, quiet, village):
    """A bit of everything in a rural commune and in one that is not, and a park there."""
    there = maps.with_homes_beside_the_site(village)
    still = quiet.update({"run.months": MONTHS})
    before = run(still, there, seed=1)

    def comparison(programme):
        results = {(still.name, 1): before, (programme.name, 1): run(programme, there, seed=1)}
        return Comparison(there, (still, programme), (1,), results)

    mixed, park = comparison(scenario(*MIXED)), comparison(scenario(PARK))
    town = {"site_impacts.rural_commune": 0}
    return Pair(mixed, {}), Pair(mixed, town), Pair(park, town)


@each("impacts")
def test_a_parameter_moves_a_line_of_the_impacts(row, pairs, moved):
    found = any(differs(row, pair.worth) for pair in pairs) or shows(row, moved)
    assert found, f"{row.key} moves no impact: is it read?"


@each("network")
def test_a_parameter_moves_the_network_of_sites(row, moved):
    def network(changes):
        parameters = update(Parameters(), changes)
        made = work_out(draw_sites(60, parameters, 1), parameters)
        sizes = curve(parameters, sites=60, sizes=(5, 60), seed=1)
        return sites_table(made).to_csv(), sizes.to_csv()

    found = differs(row, network) or any(moved("mixed", {row.key: v}) for v in values_of(row))
    assert found, f"{row.key} moves nothing of the network: is it read?"
