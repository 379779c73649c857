"""Impacts read from a map, two scenarios and their runs; their figure and the command."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from microville.cli.main import main
from microville.errors import InputError
from microville.figures.goals_wheel import LOOKS, goals_wheel
from microville.figures.impacts_table import impacts_table
from microville.goals import evaluate, evaluate_table, goals
from microville.impacts import (
    FIXED_RULE,
    SIMULATED,
    ByDensity,
    Commune,
    Floors,
    Project,
    WhoExist,
    by_beneficiary,
    commune_of,
    first_year,
    make_statement,
    make_years,
    mean_statement,
    neighbours_of,
    project_of,
    simulated_travel,
    statements,
)
from microville.impacts.reading import KIND_OF_COVER, KIND_OF_USE
from microville.parameters import Parameters, rows, update
from microville.runs.comparison import Comparison
from microville.runs.single import RunResult
from microville.runs.single import run as run_months
from microville.scenario.entry import Use
from microville.scenario.programme import Cover

P = Parameters()
TOWN = Commune(18_000, 15e6, price_eur_m2=2_000)
PROJECT = Project(
    15_000,
    500,
    Floors(housing=1_500, offices=1_000, other_activity=1_000, culture_sport=1_500),
    {"grassland": 5_000.0, "woodland": 0.0, "other_green": 2_000.0},
    {"grassland": 8_000.0, "woodland": 1_000.0, "other_green": 1_000.0},
    public_green_m2=9_000,
    solar_mwh_year=100,
)


def table(values, months=24):
    """A run's indicators: (name, group) to a value, the same every month or by month."""
    found = [
        (month, name, group, value(month) if callable(value) else value)
        for (name, group), value in values.items()
        for month in range(months)
    ]
    return pd.DataFrame(found, columns=["month", "indicator", "group", "value"])


def travel_of(km, minutes, people, new_km=0.0, new_minutes=0.0, newcomers=0):
    """Totals of a run whose people travel so much a head; newcomers are among the people."""

    def total(each, count):
        return (lambda month: each(month) * count) if callable(each) else each * count

    values = {("car_km_total_day", "all"): total(km, people), ("population", "all"): people}
    values["travel_hours_total_day", "all"] = minutes * people / 60
    if newcomers:
        values |= {
            ("car_km_total_day", "newcomer"): new_km * newcomers,
            ("travel_hours_total_day", "newcomer"): new_minutes * newcomers / 60,
            ("population", "newcomer"): newcomers,
        }
    return values


def test_the_project_is_what_the_programme_adds(village, active, quiet):
    project = project_of(village, active, quiet)
    # Homes and a workshop; the headquarters' offices are in the baseline too.
    assert project.floors == Floors(housing=2_450.0, other_activity=project.floors.other_activity)
    buildings = village.layers["buildings"].set_index("building_id")["floor_area_m2"]
    assert project.floors.other_activity == buildings["B12"]
    assert (
        project.buildings_m2
        == buildings[["B04", "B12"]].sum()
        + buildings.drop(["B01", "B04", "B12"])[lambda s: s.index.str.match(r"B\d\d$")].sum()
    )
    # Two hectares of grass become a garden; nothing is lost or made.
    assert project.site_m2 == 113_750
    assert project.covers_before["grassland"] - project.covers_after["grassland"] == 20_000
    assert project.covers_after["other_green"] == 20_000
    assert sum(project.covers_after.values()) == pytest.approx(project.site_m2)
    assert sum(project.covers_before.values()) == pytest.approx(project.site_m2)
    assert project.solar_mwh_year == pytest.approx(50 * P.energy.pv_kwh_kwp_year / 1e3)
    assert first_year(active) == 2026
    same = project_of(village, quiet, quiet)
    assert same.floors == Floors()
    assert same.covers_before == same.covers_after


def test_every_use_and_cover_has_its_kind():
    assert set(KIND_OF_USE) == set(Use.__args__)
    assert set(KIND_OF_COVER) == set(Cover.__args__)


def test_commune_and_neighbours_are_those_of_the_map(village, make_map):
    commune = commune_of(village, P)
    assert (commune.population, commune.area_m2, commune.price_eur_m2) == (131, 900_000, 1800.0)
    assert commune.rural
    assert not commune_of(village, update(P, {"site_impacts.rural_commune": 0})).rural
    origin = village.layers["parcels"].total_bounds
    homes = pd.DataFrame(
        {
            "building_id": ["near", "far", "B04"],
            "x": [origin[2] + 30, origin[2] + 400, origin[0]],
            "y": [(origin[1] + origin[3]) / 2 + 100] * 2 + [origin[1]],
            "persons": [3, 5, 7],
        }
    )
    around = neighbours_of(village, homes)
    # Who lives on the site is no neighbour of it.
    assert [around.within(r) for r in (20, 200, 1000)] == [0, 3, 8]
    bare = make_map([(0, 0), (10, 0)], [(0, 1, {})])
    with pytest.raises(InputError, match="has no site"):
        commune_of(bare, P)


def test_simulated_travel_by_hand():
    before = table(travel_of(10.0, 60.0, 1000.0))
    after = table(travel_of(9.2, 59.0, 1150.0, 6.0, 50.0, 100.0))
    period = make_years(2025, P, 4)
    spared = simulated_travel(before, after, period, P)
    # The thousand others, a head (fifty more have come); newcomers against 10 km.
    rest_km = (9.2 * 1150 - 6 * 100) / 1050
    km = (10 - rest_km) * 1000 + (10 - 6) * 100
    assert spared.car_km == pytest.approx(np.full(4, km * 313 / 1.45))
    rest_minutes = (59 * 1150 - 50 * 100) / 1050
    minutes = (60 - rest_minutes) * 1000 + (60 - 50) * 100
    assert spared.hours == pytest.approx(np.full(4, minutes / 60 * 313))
    alone = update(P, {"impacts.newcomers_counted_share": 0.0})
    assert simulated_travel(before, after, period, alone).car_km == pytest.approx(
        (10 - rest_km) * 1000 * 313 / 1.45
    )


def test_a_run_against_itself_spares_nothing_and_swapping_turns_the_sign():
    one = table(travel_of(10.0, 60.0, 1000.0))
    other = table(travel_of(8.0, 70.0, 1000.0))
    period = make_years(2025, P, 3)
    nothing = simulated_travel(one, one, period, P)
    assert not nothing.car_km.any()
    assert not nothing.hours.any()
    there, back = (simulated_travel(*pair, period, P) for pair in ((one, other), (other, one)))
    assert there.car_km == pytest.approx(-back.car_km)
    assert there.car_km[0] > 0 > there.hours[0]


def test_years_follow_the_run_and_its_last_year_goes_on():
    before = table(travel_of(10.0, 60.0, 100.0))
    after = table(travel_of(lambda month: 9.0 if month < 12 else 7.0, 60.0, 100.0))
    spared = simulated_travel(before, after, make_years(2025, P, 4), P)
    assert spared.car_km / spared.car_km[0] == pytest.approx([1, 3, 3, 3])
    late = simulated_travel(before, after, make_years(2026, P, 2), P)
    assert late.car_km == pytest.approx(spared.car_km[1:3])


def test_a_run_without_the_indicators_is_refused():
    whole = table(travel_of(10.0, 60.0, 100.0))
    part = whole[whole["indicator"] != "travel_hours_total_day"]
    with pytest.raises(InputError, match="has no indicator travel_hours_total_day"):
        simulated_travel(part, whole, make_years(2025, P, 2), P)


def statement(parameters=P, **changes):
    commune = replace(TOWN, rural=bool(parameters.site_impacts.rural_commune))
    years = make_years(2027, parameters)
    around = ByDensity(commune, PROJECT.site_m2)
    spared = simulated_travel(
        table(travel_of(10.0, 60.0, 90_000_000.0)),
        table(travel_of(9.9, 60.5, 90_000_000.0, 6.0, 50.0, 100.0)),
        years,
        parameters,
    )
    return make_statement(
        replace(PROJECT, **changes), commune, around, years, parameters, simulated=spared
    )


def test_both_modes_have_the_same_lines_and_differ_in_travel_only():
    made = statement(update(P, {"site_impacts.rural_commune": 0}))
    fixed, simulated = made.lines[FIXED_RULE], made.lines[SIMULATED]
    assert [line.key for line in fixed] == [line.key for line in simulated]
    assert len({line.key for line in fixed}) == len(fixed) == 24
    differing = {
        one.key
        for one, other in zip(fixed, simulated, strict=True)
        if one.discounted_eur != other.discounted_eur
    }
    assert {"car_expenses", "travel_time", "traffic_co2", "air_pollution"} <= differing
    assert not differing & {"housing_tax", "roads", "water_cycle", "property_value", "solar_co2"}
    # More minutes are a cost, fewer kilometres a gain: nothing is hidden.
    signs = {line.key: line.sign for line in simulated}
    assert (signs["travel_time"], signs["car_expenses"]) == (-1, 1)


def test_totals_are_the_sum_of_their_parts_and_idle_costs_are_in_none():
    made = statement()
    for mode in (FIXED_RULE, SIMULATED):
        parts = by_beneficiary(made, mode)
        assert sum(parts.values()) == pytest.approx(made.total_eur(mode))
        rows_of = made.table()[made.table()["mode"] == mode]
        assert rows_of["eur_discounted"].sum() == pytest.approx(made.total_eur(mode), abs=0.2)
        for line in made.lines[mode]:
            again = sum(eur / 1.045**year for year, eur in enumerate(line.eur.tolist()))
            assert line.discounted_eur == pytest.approx(again)
    larger = statement(buildings_m2=90_000)
    assert larger.holding[2].published_eur > made.holding[2].published_eur
    assert larger.total_eur(FIXED_RULE) == made.total_eur(FIXED_RULE)


def test_neighbours_who_exist_lower_the_fixed_rule():
    """Thirteen people who are there, not 178 whom density would put there."""
    commune = Commune(1247, 15.5e6, 2519, rural=True)
    years = make_years(2031, P)
    project = replace(PROJECT, site_m2=650_000)
    few = WhoExist(np.array([300.0]), np.array([13.0]))
    totals = [
        make_statement(project, commune, who, years, P).total_eur(FIXED_RULE)
        for who in (few, ByDensity(commune, 650_000))
    ]
    assert totals[0] < totals[1]


def test_every_value_moves_some_line_of_a_project_or_of_a_park():
    changes = {"site_impacts.rural_commune": 0}
    base = update(P, changes)
    still, park = statement(base), statement(base, floors=Floors())
    deaf = []
    for row in rows(P):
        if row.key.partition(".")[0] not in ("impacts", "site_impacts", "nature"):
            continue
        value = 1 - changes[row.key] if row.key in changes else row.value / 2
        value = int(value) if row.integer else value
        moved = statement(update(P, changes | {row.key: value}))
        lines = zip(
            still.lines[FIXED_RULE] + still.lines[SIMULATED],
            moved.lines[FIXED_RULE] + moved.lines[SIMULATED],
            strict=True,
        )
        same = all(
            np.array_equal(a.eur, b.eur) and a.discounted_eur == b.discounted_eur for a, b in lines
        )
        if same and still.holding == moved.holding:
            deaf.append(row.key)
    assert deaf == ["site_impacts.renatured_rise_step"]
    # The homes beside a site without any floor are beside nature: 5 % within 100 m, not 3.5.
    steep = statement(update(base, {deaf[0]: 0.02}), floors=Floors())
    worth = [
        next(line.discounted_eur for line in made.lines[FIXED_RULE] if line.key == "property_value")
        for made in (still, park, steep)
    ]
    assert worth[0] < worth[1] == pytest.approx(worth[2] / 2)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_shows_both_modes_conditions_and_the_idle_site_apart(lang):
    figure = impacts_table(statement(), lang=lang, title="Essai")
    figure.canvas.draw()
    shown = [t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text"))]
    wanted = {
        "fr": ["règle fixe (Bénéfriches)", "déplacements simulés", "non compté", "Temps de trajet"],
        "en": ["fixed rule (Bénéfriches)", "simulated travel", "not counted", "Travel time"],
    }[lang]
    assert set(wanted) <= set(shown)
    assert any(text.startswith("0 à " if lang == "fr" else "0 to ") for text in shown)
    assert any("aucun total" in t or "in no total" in t for t in shown)
    # Nothing leaves the page.
    box = figure.bbox
    renderer = figure.canvas.get_renderer()
    for text in figure.texts:
        extent = text.get_window_extent(renderer)
        assert box.x0 <= extent.x0
        assert extent.x1 <= box.x1
        assert box.y0 <= extent.y0
        assert extent.y1 <= box.y1


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_wheel_draws_evidence_and_gaps_alike(lang):
    values = {("a", "solar_mwh"): 1.0, ("b", "solar_mwh"): 2.0, ("a", "mobilisation"): 0.5}
    values |= {("b", "mobilisation"): 0.4, ("a", "site_jobs"): 3.0, ("b", "site_jobs"): 3.0}
    data = pd.DataFrame(
        [(s, 1, month, name, "all", v) for (s, name), v in values.items() for month in range(12)],
        columns=["scenario", "seed", "month", "indicator", "group", "value"],
    )
    results = evaluate_table(data, "a", "b")
    figure = goals_wheel(results, lang=lang, title="Essai")
    figure.canvas.draw()
    axes = figure.axes[0]
    assert len(axes.patches) == sum(max(len(r.findings), 1) for r in results)
    signs = [t.get_text() for t in axes.texts]
    assert signs.count("+") == 1
    assert signs.count(LOOKS["worse"][2]) == 1
    assert signs.count("=") == 1
    hatched = [patch for patch in axes.patches if patch.get_hatch() == "////"]
    assert len(hatched) == sum(not r.findings for r in results) > 0
    legend = {t.get_text() for t in figure.legends[0].get_texts()}
    assert ("non modélisé" if lang == "fr" else "not modelled") in legend
    titles = [t for t in signs if t.startswith("17  ")]
    assert len(titles) == 1
    looks = list(LOOKS.values())
    assert len({(fill, hatch) for fill, _, _, hatch in looks}) == len(looks)


@pytest.fixture
def comparison(village, quiet, active):
    """Two seeds of two scenarios whose numbers are made up; every table that is read is there."""
    km = {
        (quiet.name, 1): 10.0,
        (active.name, 1): 9.0,
        (quiet.name, 2): 10.0,
        (active.name, 2): 8.0,
    }
    names = {e.indicator for goal in goals() for e in goal.evidence}
    east = village.layers["parcels"].total_bounds
    homes = pd.DataFrame(
        {"building_id": ["a"], "x": [east[2] + 50], "y": [east[1]], "persons": [4]}
    )
    results = {}
    for key, each in km.items():
        values = travel_of(each, 60.0, 500.0) | {(name, "all"): each for name in names}
        frame = table(values).assign(unit="")
        results[key] = RunResult({"seed": key[1]}, frame, homes, homes, homes)
    return Comparison(village, (quiet, active), (1, 2), results)


def test_statements_of_a_comparison_and_of_its_mean(comparison):
    made = statements(comparison, comparison.scenarios[1].name)
    mean = mean_statement(comparison, comparison.scenarios[1].name)
    one, two = (made[seed].travel[SIMULATED].car_km for seed in (1, 2))
    assert one[0] == pytest.approx(500 * 313 / 1.45)
    assert two == pytest.approx(2 * one)
    assert mean.travel[SIMULATED].car_km == pytest.approx(1.5 * one)
    assert mean.total_eur(FIXED_RULE) == made[1].total_eur(FIXED_RULE)
    assert made[1].total_eur(SIMULATED) < mean.total_eur(SIMULATED) < made[2].total_eur(SIMULATED)


def test_an_evaluation_is_written_whole(comparison, tmp_path):
    from microville.cli.evaluate import _write

    name = comparison.scenarios[1].name
    made, results = statements(comparison, name), evaluate(comparison, name)
    _write(tmp_path / "out", comparison, made, results, "fr")
    found = {path.name for path in (tmp_path / "out").iterdir()}
    assert found == {"impacts.csv", "impacts.png", "goals.csv", "goals.png", "manifest.json"}
    lines = pd.read_csv(tmp_path / "out" / "impacts.csv")
    assert set(lines["seed"]) == {1, 2}
    assert len(lines) == 2 * 2 * 24
    assert set(pd.read_csv(tmp_path / "out" / "goals.csv")["goal"]) == set(range(1, 18))


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    return int(stop.value.code or 0)


def test_a_map_without_a_site_is_refused_before_any_run(make_map, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    bare = make_map([(0, 0), (10, 0)], [(0, 1, {})], name="bare")
    monkeypatch.setattr("microville.territory.load_territory", lambda _: bare)
    assert run("evaluate", "balanced", "--map", "bare", "--months", "2") == 2
    assert "has no site" in capsys.readouterr().err
    assert not list(tmp_path.glob("out/*"))
    assert run("evaluate", "balanced", "--lang", "de") == 2
    assert "'de'" in capsys.readouterr().err


def test_a_programme_that_changes_nothing_is_worth_nothing(quiet, village):
    names = ("base", "same")
    scenarios = tuple(
        quiet.model_copy(update={"name": name}).update({"run.months": 13}) for name in names
    )
    results = {(s.name, 1): run_months(s, village, seed=1) for s in scenarios}
    made = statements(Comparison(village, scenarios, (1,), results), "same")[1]
    for mode in (FIXED_RULE, SIMULATED):
        assert made.total_eur(mode) == 0.0
        left_out = {line.key for line in made.lines[mode] if not line.counted}
        assert {"property_value", "transfer_duties", "roads"} <= left_out
