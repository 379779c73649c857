"""Floor area and land are conserved, whatever a programme asks for."""

import pytest

from microville.errors import ScenarioError
from microville.scenario import (
    BuildingEntry,
    InfrastructureEntry,
    ParcelEntry,
    Programme,
    Scenario,
    ServiceEntry,
    Text,
    validate_against_site,
)

BUILDINGS = {"B01": 1000.0, "B02": 500.0}
PARCELS = {"P01": 2.0, "P02": 1.0}


def scenario(*entries, **more) -> Scenario:
    kinds = {BuildingEntry: "buildings", ParcelEntry: "parcels", ServiceEntry: "services"}
    lists = {name: [e for e in entries if kinds[type(e)] == name] for name in kinds.values()}
    return Scenario(
        name="x", title=Text(en="a", fr="b"), programme=Programme.model_validate(lists), **more
    )


def building(name="B01", start="2026-01", use="office", **more) -> BuildingEntry:
    return BuildingEntry(building=name, start=start, use=use, **more)


def parcel(name="P01", start="2026-01", area_ha=1.0, cover="grass", **more) -> ParcelEntry:
    return ParcelEntry(parcel=name, start=start, area_ha=area_ha, cover=cover, **more)


def problems(*entries, **more) -> str:
    with pytest.raises(ScenarioError) as caught:
        validate_against_site(scenario(*entries), BUILDINGS, PARCELS, **more)
    return caught.value.message


def test_floor_area_may_be_shared_up_to_what_there_is() -> None:
    half = building(floor_area_m2=500.0)
    validate_against_site(
        scenario(half, building(use="shop", floor_area_m2=500.0)), BUILDINGS, PARCELS
    )
    told = problems(half, building(use="shop", floor_area_m2=500.1))
    assert "B01 has 1000 m2; 1000.1 m2 are used at once" in told
    assert "x: programme.buildings (from 2026-01)" in told


def test_time_counts() -> None:
    first = building(until="2026-12", floor_area_m2=800.0)
    validate_against_site(
        scenario(first, building(start="2027-01", floor_area_m2=800.0)), BUILDINGS, PARCELS
    )
    assert "1600 m2" in problems(first, building(start="2026-12", floor_area_m2=800.0))


def test_unknown_names_suggest_the_nearest() -> None:
    service = ServiceEntry(category="playground", parcel="P3", start="2026-01")
    told = problems(building("B1"), parcel("P10"), service)
    assert len(told.splitlines()) == 3
    assert "no building 'B1' on this site. Did you mean 'B01'?" in told
    assert "no parcel 'P3' on this site" in told


def test_land_is_conserved() -> None:
    validate_against_site(scenario(parcel(), parcel(cover="orchard")), BUILDINGS, PARCELS)
    told = problems(parcel(), parcel(start="2026-02", area_ha=1.1, cover="orchard"))
    assert "P01 has 2 usable ha; 2.1 ha are used at once (grass, orchard)" in told


def test_new_buildings_take_land() -> None:
    new = building("N01", works="new_build", floor_area_m2=8000.0, parcel="P01", floors=1)
    validate_against_site(scenario(new, parcel(area_ha=1.2)), BUILDINGS, PARCELS)
    told = problems(new, parcel(area_ha=1.5, cover="cereals"))
    assert "for a new building on farmed land" in told
    assert "stands already" in problems(
        building(works="new_build", floor_area_m2=9.0, parcel="P01")
    )
    assert "needs the 'parcel'" in problems(building("N1", works="new_build", floor_area_m2=9.0))
    more = building("N01", start="2027-01", floor_area_m2=100.0)
    assert "8100 m2 are used at once" in problems(new, more)


def test_a_rebuilt_building_has_its_new_area() -> None:
    gone = BuildingEntry(building="B01", start="2026-01", works="demolition")
    new = building(start="2027-01", works="new_build", floor_area_m2=600.0, until="2030-12")
    validate_against_site(scenario(gone, new, building(start="2031-01")), BUILDINGS, PARCELS)
    later = building(start="2031-01", floor_area_m2=700.0)
    assert "B01 has 600 m2; 700 m2" in problems(gone, new, later)


def test_unsealing_takes_sealed_land_only() -> None:
    entry = parcel(area_ha=2.5, cover="renatured", unseal_ha=0.5)
    validate_against_site(scenario(entry), BUILDINGS, PARCELS, sealed_ha={"P01": 0.5})
    assert "P01 has 0.4 sealed ha" in problems(entry, sealed_ha={"P01": 0.4})


def test_switches_of_the_map_are_checked_where_they_are_known() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'link_courcy_direct'"):
        validate_against_site(
            scenario(options={"link_courcy": True}), {}, {}, options=["link_courcy_direct"]
        )


def test_dwellings_follow_from_the_floor() -> None:
    parameters = scenario().parameters
    assert building(use="housing").dwelling_count(1000.0, parameters) == 14  # 1000 / (32 * 2.1)
    assert building(use="housing", dwellings=3).dwelling_count(1000.0, parameters) == 3
    assert building(use="housing", floor_area_m2=68.0).dwelling_count(1000.0, parameters) == 1
    assert building().dwelling_count(1000.0, parameters) == 0


def test_each_kind_of_infrastructure_has_its_size() -> None:
    for kind, size in (
        ("solar", "kwp"),
        ("heat_network", "heated_m2"),
        ("rain_water", "m3_month"),
        ("grey_water", "m3_month"),
        ("fibre", "subscribers"),
    ):
        entry = InfrastructureEntry(kind=kind, start="2026-01", **{size: 10})
        assert getattr(entry, size) == 10
