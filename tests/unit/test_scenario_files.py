"""The project's own scenarios, what is made of them, and the round trip through TOML."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from microville.errors import ParameterError, ScenarioError
from microville.paths import data_dir
from microville.scenario import (
    list_scenarios,
    load_scenario,
    parse_setting,
    scenario_json_schema,
    to_toml,
    validate_against_site,
)

NAMES = sorted(list_scenarios())


def site_table(name: str) -> list[dict[str, str]]:
    with (data_dir("maps") / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


BUILDINGS = {
    row["building_id"]: float(row["floor_area_m2"]) for row in site_table("site_buildings.csv")
}
PARCELS = {
    row["parcel_id"]: float(row["area_ha"]) - float(row["sealed_ha"])
    for row in site_table("site_parcels.csv")
}
SEALED = {row["parcel_id"]: float(row["sealed_ha"]) for row in site_table("site_parcels.csv")}


def area(entry) -> float:
    return entry.floor_area_m2 or BUILDINGS[entry.building]


@pytest.mark.parametrize("name", NAMES)
def test_each_fits_the_site_and_speaks_both_languages(name: str) -> None:
    scenario = load_scenario(name)
    validate_against_site(scenario, BUILDINGS, PARCELS, sealed_ha=SEALED)
    assert scenario.name == name
    for text in (scenario.title, scenario.description):
        assert text.en
        assert text.fr
        assert text.en != text.fr
    assert scenario.start == "2025-01"


@pytest.mark.parametrize("name", NAMES)
def test_round_trip_through_toml(name: str, tmp_path: Path) -> None:
    scenario = load_scenario(name).update(
        {"mobility.walk_speed_kmh": 4.5, "months": 24, "territory.options.a-b c": True}
    )
    path = tmp_path / f"{name}.toml"
    path.write_text(to_toml(scenario), encoding="utf-8")
    again = load_scenario(path)
    assert again.resolved() == scenario.resolved()
    assert (again.title, again.description) == (scenario.title, scenario.description)
    assert to_toml(again) == to_toml(scenario)


def test_status_quo_uses_what_is_occupied_and_nothing_else() -> None:
    scenario = load_scenario("status_quo")
    entries = scenario.programme.buildings
    occupied = {
        r["building_id"] for r in site_table("site_buildings.csv") if r["status"] == "occupied"
    }
    assert {entry.building for entry in entries} == occupied
    assert sum(map(area, entries)) == 14_000
    assert {(entry.works, entry.start, entry.until) for entry in entries} == {
        ("none", "2025-01", None)
    }
    programme = scenario.programme
    assert not programme.parcels + programme.infrastructure + programme.services


def test_balanced_has_the_five_themes_and_the_published_sizes() -> None:
    scenario = load_scenario("balanced")
    entries, parameters = scenario.programme.buildings, scenario.parameters
    dwellings = sum(entry.dwelling_count(area(entry), parameters) for entry in entries)
    assert dwellings == 140
    assert 280 <= dwellings * parameters.housing.site_household_size <= 320  # target: 300
    final = [entry for entry in entries if entry.until is None]
    floor: Counter[str] = Counter()
    for entry in final:
        floor[entry.use] += area(entry)
    assert {"housing", "workshop", "office", "coworking", "training", "food_hub", "care"} <= set(
        floor
    )
    per_job = {"office": 15, "coworking": 15, "shop": 23, "housing": 1e9, "culture_sport": 1e9}
    jobs = 0.9 * sum(m2 / per_job.get(use, 70) for use, m2 in floor.items())
    assert 400 <= jobs <= 500  # target: 450
    land = Counter()
    for entry in scenario.programme.parcels:
        land[entry.cover] += entry.area_ha
    assert (land["market_garden"], land["orchard"], land["cereals"]) == (6, 4, 15)
    assert sum(entry.kwp or 0 for entry in scenario.programme.infrastructure) == 500
    wanted = {"general_practitioner", "nurse", "pharmacy", "bakery", "grocery", "community_place"}
    assert wanted <= {category for entry in final for category in entry.categories}
    # three years of transitional use come first
    deep = [e for e in entries if e.works == "deep_renovation" and e.use != "housing"]
    assert min(entry.start for entry in deep) >= "2027-01"
    assert sum(entry.works == "light_transitional" for entry in entries) >= 8


def test_what_is_five_per_cent_too_much_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[title]\nen = "a"\nfr = "b"\n'
        '[[programme.buildings]]\nbuilding = "B07"\nuse = "office"\nstart = "2027-03"\n'
        "floor_area_m2 = 2572.5\n"
    )
    with pytest.raises(ScenarioError) as caught:
        validate_against_site(load_scenario(path), BUILDINGS, PARCELS)
    assert caught.value.message.startswith(f"{path}:4: ")
    assert "2572.5 m2 are used at once, 5 % more than it has" in caught.value.message


def test_resolved_is_canonical_and_sees_every_change() -> None:
    scenario = load_scenario("balanced")
    plain = scenario.resolved()
    assert list(plain) == sorted(plain)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert load_scenario("balanced").resolved() == plain
    for change in (
        {"mobility.walk_speed_kmh": 4.81},
        {"run.months": 7},
        {"run.fraction": 0.5},
        {"territory.options.link_courcy_direct": True},
        {"cooperative.tenure": "leased"},
        {"cooperative.charter": "2026-01"},
    ):
        changed = scenario.update(change)
        assert changed.resolved() != plain, change
        assert [o.value for o in changed.overrides if o.key in {*change}] == [*change.values()]
    assert scenario.resolved() == plain
    assert scenario.update({}).resolved() == plain


def test_the_order_of_a_file_changes_nothing(tmp_path: Path) -> None:
    blocks = [
        f'[[programme.parcels]]\nparcel = "P0{i}"\narea_ha = {i}\ncover = "grass"\nstart = "2026-0{i}"\n'
        for i in range(1, 5)
    ]
    head = '[title]\nen = "a"\nfr = "b"\n'
    resolved = []
    for name, order in (("a", blocks), ("b", blocks[::-1])):
        path = tmp_path / f"{name}.toml"
        path.write_text(head + "".join(order))
        resolved.append(load_scenario(path).resolved())
    assert resolved[0] == resolved[1]


def test_a_child_replaces_values_and_adds_to_lists(tmp_path: Path) -> None:
    (tmp_path / "below.toml").write_text(
        'extends = "status_quo"\n[title]\nen = "a"\nfr = "b"\n[run]\nmonths = 24\n'
        "[parameters.rent]\noffice = 8\nshop = 7\n[territory.options]\nx = true\n"
    )
    path = tmp_path / "above.toml"
    path.write_text(
        'extends = "below"\n[title]\nen = "c"\nfr = "d"\n[run]\nfraction = 0.5\n'
        '[parameters.rent]\noffice = 10\n[cooperative]\ntenure = "staged"\n'
        '[programme]\nremove = ["B16"]\n'
        '[[programme.services]]\ncategory = "playground"\nparcel = "P05"\nstart = "2026-01"\n'
        '[[shocks]]\nkind = "close_category"\ncategory = "bakery"\nstart = "2026-01"\n'
    )
    scenario = load_scenario(path)
    assert (scenario.title.en, scenario.months, scenario.fraction) == ("c", 24, 0.5)
    assert (scenario.parameters.rent.office, scenario.parameters.rent.shop) == (10, 7)
    assert scenario.options == {"x": True}
    assert scenario.cooperative.tenure == "staged"
    assert len(scenario.cooperative.colleges) == 6  # inherited
    assert len(scenario.programme.buildings) == 11
    assert scenario.origins["programme.services[0]"] == f"{path}:13"
    assert scenario.shocks[0].share == 1.0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mobility.walk_speed_kmh=4.5", ("mobility.walk_speed_kmh", 4.5)),
        (" run.months = 12 ", ("run.months", 12)),
        ("territory.options.x=true", ("territory.options.x", True)),
        ("cooperative.tenure=leased", ("cooperative.tenure", "leased")),
        ('cooperative.charter="2026-01"', ("cooperative.charter", "2026-01")),
        ("a.b=1\nc=2", ("a.b", "1\nc=2")),
    ],
)
def test_settings_of_the_command_line(text: str, wanted: tuple) -> None:
    assert parse_setting(text) == wanted


@pytest.mark.parametrize("text", ["", "=", "a", "a=", "=3"])
def test_settings_that_set_nothing_are_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="sets nothing"):
        parse_setting(text)


def test_the_schema_knows_uses_months_and_parameters() -> None:
    schema = json.loads(json.dumps(scenario_json_schema()))
    assert "walk_speed_kmh" in schema["$defs"]["Mobility"]["properties"]
    building = schema["$defs"]["BuildingEntry"]["properties"]
    assert "housing" in building["use"]["anyOf"][0]["enum"]
    assert "pattern" in building["start"]
    references = json.dumps(schema).split('"#/$defs/')[1:]
    assert {part.split('"')[0] for part in references} <= set(schema["$defs"])


def test_the_example_in_the_documentation_is_right(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "scenarios.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    scenario = load_scenario(path)
    validate_against_site(scenario, BUILDINGS, PARCELS, sealed_ha=SEALED)
    assert scenario.parameters.mobility.walk_speed_kmh == 4.5
    assert len(scenario.programme.buildings) == 11 + 3
