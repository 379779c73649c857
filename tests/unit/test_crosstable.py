"""The table of what was imposed and what came out, against counts of its own."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from microville.access import find_places
from microville.cli.main import main
from microville.cli.population import summary
from microville.parameters import Parameters
from microville.population import synthetic_population
from microville.population.checks import (
    minors_alone,
    parent_gaps,
    parents_too_old,
    parents_too_young,
    partner_gaps,
    partners_apart,
)
from microville.population.columns import COUPLE, COUPLE_CHILDREN, INSTITUTION, SINGLE_PARENT
from microville.population.crosstable import ALL, COLUMNS, EXACT, cross_table
from microville.territory import save_territory

PARAMETERS = Parameters()


def people_of(territory, fraction=1.0, seed=1):
    rows = find_places(territory).buildings
    return synthetic_population(territory, PARAMETERS, seed, home_rows=rows, fraction=fraction)


@pytest.fixture(scope="module")
def made(village):
    return people_of(village)


@pytest.fixture(scope="module")
def table(village, made):
    return cross_table(made, village, PARAMETERS)


def value(table, zone, quantity, column="realised"):
    return table[(table["zone"] == zone) & (table["quantity"] == quantity)][column].item()


def test_exact_quantities_are_the_census_facts(village, table):
    assert tuple(table.columns) == COLUMNS
    facts = village.zones.set_index("zone")
    columns = {
        "persons": "population",
        "households": "households",
        "aged_15_64": "aged_15_64",
        "active": "active_15_64",
        "unemployed": "unemployed_15_64",
    }
    for zone in facts.index:
        for quantity, column in columns.items():
            assert value(table, zone, quantity) == facts.loc[zone, column]
            assert value(table, zone, quantity, "imposed") == facts.loc[zone, column]
            assert value(table, zone, quantity, "kind") == EXACT
    assert (table.loc[table["kind"] == EXACT, "difference"] == 0).all()


def test_realised_is_what_a_count_of_its_own_gives(made, table):
    people, households = made.people, made.households
    size, age = np.bincount(people.household), people.age(0)
    home = households.kind != INSTITUTION
    for row, zone in enumerate(("W", "E")):
        here = home & (households.zone == row)
        mine = households.zone[people.household] == row
        assert value(table, zone, "size_2") == (size[here] == 2).sum()
        assert value(table, zone, "size_6_plus") == (size[here] >= 6).sum()
        assert value(table, zone, "children_under_18") == (age[mine] < 18).sum()
        assert value(table, zone, "age_25_39") == ((age[mine] >= 25) & (age[mine] < 40)).sum()
        assert value(table, zone, "kind_couple") == (households.kind[here] == COUPLE).sum()
        cars = households.cars[here]
        assert value(table, zone, "cars_per_household") == pytest.approx(cars.mean())
        assert value(table, zone, "households_with_car") == pytest.approx((cars > 0).mean())
        bikes = people.bike[mine & (age >= 6)]
        assert value(table, zone, "bikes_per_person") == pytest.approx(bikes.mean())


def test_deciles_are_those_of_persons(made, table):
    people, households = made.people, made.households
    age = people.age(0)
    grown = np.bincount(people.household[age >= 14], minlength=len(households))
    size = np.bincount(people.household)
    units = 1 + 0.5 * (grown - 1) + 0.3 * (size - grown)
    each = np.sort((12 * households.income_eur / units)[people.household])
    for share, name in ((0.1, "income_d1"), (0.5, "income_median"), (0.9, "income_d9")):
        assert value(table, ALL, name) == pytest.approx(np.quantile(each, share), rel=0.02)


def test_the_map_sums_its_communes(table):
    communes = table[(table["zone"] != ALL) & (table["unit"].isin(["persons", "households"]))]
    sums = communes.groupby("quantity")[["imposed", "realised"]].sum()
    whole = table[table["zone"] == ALL].set_index("quantity")
    for quantity in sums.index.difference(["cells_largest_error"]):
        assert whole.loc[quantity, "realised"] == pytest.approx(sums.loc[quantity, "realised"])
    assert (table["difference"] == table["realised"] - table["imposed"]).all()
    known = table[table["imposed"] != 0]
    assert np.allclose(known["relative"], known["difference"] / known["imposed"])


def test_a_sample_says_that_nothing_is_exact_but_the_focus(village):
    table = cross_table(people_of(village, fraction=0.5), village, PARAMETERS)
    kinds = table[table["quantity"] == "persons"].set_index("zone")["kind"]
    assert kinds.to_dict() == {"W": "fitted", "E": "exact", ALL: "fitted"}
    assert value(table, "E", "persons", "difference") == 0
    assert abs(value(table, "W", "persons", "relative")) < 0.15


def test_checks_see_what_is_wrong(village):
    """Second implementation: one household at a time, after people were made impossible."""
    made = people_of(village)
    people, kind = made.people, made.households.kind
    family = np.flatnonzero(kind == COUPLE_CHILDREN)
    first = np.searchsorted(people.household, np.arange(len(kind)))
    young, apart, late, lone = family[0], family[1], family[2], np.flatnonzero(kind == 0)[0]
    people.birth[first[young]] = people.birth[first[young] + 2] - 12 * 15
    people.birth[first[apart]] = people.birth[first[apart] + 1] - 12 * 30
    people.birth[first[late] : first[late] + 2] = -12 * 70
    people.birth[first[lone]] = -12 * 9
    for household in range(len(kind)):
        age = -people.birth[people.household == household].astype(float) / 12
        adults = {COUPLE: 2, COUPLE_CHILDREN: 2, SINGLE_PARENT: 1}.get(int(kind[household]), 0)
        own, children = age[:adults], age[adults:]
        gap = abs(own[0] - own[1]) if adults == 2 else 0.0
        assert partners_apart(made, 10)[household] == (gap > 10)
        if adults and len(children):
            assert parents_too_young(made)[household] == (own.min() - children.max() < 18)
            assert parents_too_old(made)[household] == (own.max() - children.min() > 50)
    assert np.flatnonzero(minors_alone(made)).tolist() == [lone]
    assert parents_too_young(made)[young]
    assert partners_apart(made, 10)[apart]
    assert parents_too_old(made)[late]
    assert np.isnan(partner_gaps(made)[lone])
    assert np.isnan(parent_gaps(made)[0][lone])


def test_people_that_are_wrong_show_in_the_table(village):
    made = people_of(village)
    made.people.birth[0] = -12 * 5
    made.households.alive[:] = True
    table = cross_table(made, village, PARAMETERS)
    assert value(table, "W", "aged_15_64", "difference") in (-1, 0)
    assert value(table, "W", "children_under_18", "difference") >= 0
    text = "\n".join(summary(table))
    assert "West" in text


def test_the_summary_says_what_is_exact_and_names_the_worst(table):
    text = "\n".join(summary(table))
    assert "2 communes; the people are fictitious." in text
    exact = text.split("exact: ")[1].split("\n")[1]
    assert exact.strip().startswith("No difference in any commune: persons,")
    fitted = table[(table["kind"] == "fitted") & (table["zone"] != ALL)]
    fitted = fitted[(fitted["imposed"] >= 20) | ~fitted["unit"].isin(["persons", "households"])]
    worst = fitted.loc[fitted["relative"].abs().idxmax()]
    assert f"{worst['commune']}: {worst['quantity']} " in text.split("fitted: ")[1]


def call(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    text = capsys.readouterr()
    return end.value.code, text.out, text.err


@pytest.fixture
def stored(village, tmp_path):
    save_territory(replace_name(village), tmp_path / "map")
    return tmp_path


def replace_name(village):
    return type(village)(replace(village.info, name="hamlet"), village.layers)


def test_the_command_writes_the_table(stored, table, capsys):
    for suffix, read in ((".csv", pd.read_csv), (".parquet", pd.read_parquet)):
        out = stored / f"table{suffix}"
        code, text, _ = call(capsys, "population", "--map", stored / "map", "--out", out)
        assert code == 0
        assert "imposed" in text
        found = read(out)
        assert tuple(found.columns) == COLUMNS
        assert np.allclose(found["realised"], table["realised"])
    code, text, _ = call(capsys, "population", "--map", stored / "map", "--json", "--seed", 2)
    facts = json.loads(text)
    assert (code, facts["seed"], facts["weight"]) == (0, 2, 1)
    assert len(facts["rows"]) == len(table)
    code, text, _ = call(capsys, "population", "--map", stored / "map", "--fraction", 0.2)
    assert "stands for 5" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--fraction", "0.3"), "cannot be sampled"),
        (("--out", "x.xlsx"), "no known format"),
        (("--out", "none/x.csv"), "no folder"),
        (("--map", "nowhere"), "no map"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(stored, capsys, words, message):
    code, _, err = call(capsys, "population", "--map", stored / "map", *words)
    assert code == 2
    assert message in err
