"""What is known of a place when somebody clicks on it, and what a change would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.app.edits import BuildingEdit, ParcelEdit
from microville.errors import InputError
from microville.model.facilities import FOLLOWED
from microville.model.phases.leases import floor_per_job_m2, rent_eur_m2_month
from microville.model.phases.works import GARDENS, works_cost_eur_m2, works_months
from microville.model.site import ENDED, LET, PLANNED, READY, WAITING, WORKS, Unit
from microville.scenario import fit_to_site

if TYPE_CHECKING:
    from microville.app.edits import Edit
    from microville.model import Microville
    from microville.scenario import Scenario

ORDER = {LET: 0, WORKS: 1, READY: 2, WAITING: 3}
"""Which state of several in one building is shown first."""
COMMUNES = 3


def site_states(model: Microville) -> dict[str, dict[str, str]]:
    """Return state and use of every building and parcel of the site, as the map colours them.

    Buildings are ``let`` (or lived in), ``works``, ``ready``, ``waiting``, ``gone`` or ``vacant``;
    parcels have the cover that takes most of them.
    """
    found: dict[str, dict[str, str]] = {}
    buildings = model.territory.layers["buildings"]
    for name in buildings["building_id"][buildings["site"]]:
        found[str(name)] = {"state": "vacant", "use": ""}
    for unit in sorted(model.site.units, key=_rank, reverse=True):
        name = unit.entry.building
        if name not in found:
            continue
        state = "let" if unit.in_use else unit.state
        if unit.entry.works == "demolition" and unit.state == ENDED:
            found[name] = {"state": "gone", "use": ""}
        elif state in ORDER:
            found[name] = {"state": state, "use": unit.use}
    return found | _parcel_states(model)


def _rank(unit: Unit) -> tuple[int, float]:
    return ORDER.get("let" if unit.in_use else unit.state, 9), -unit.area_m2


def _parcel_states(model: Microville) -> dict[str, dict[str, str]]:
    parcels = model.territory.layers["parcels"]
    found = {}
    for parcel, cover in zip(parcels["parcel_id"], parcels["cover"], strict=True):
        active = [g for g in model.site.grounds if g.active and g.entry.parcel == parcel]
        widest = max(active, key=lambda g: g.entry.area_ha, default=None)
        shown = widest.entry.cover if widest is not None else cover
        found[str(parcel)] = {"state": "land", "use": str(shown)}
    return found


def look(model: Microville, kind: str, name: str) -> dict[str, Any]:
    """Return the facts of a place as plain data.

    Parameters
    ----------
    model
        The model.
    kind
        ``"building"`` and ``"parcel"`` (of the site), ``"home"`` (row of a building with
        dwellings) or ``"service"``.
    name
        Its identifier.

    Raises
    ------
    InputError
        If there is no such place.
    """
    looks = {"building": _building, "parcel": _parcel, "home": _home, "service": _service}
    try:
        return {"kind": kind, "name": name} | looks[kind](model, name)
    except (KeyError, IndexError, ValueError) as error:
        raise InputError(f"There is no {kind} {name!r} on this map.") from error


def _building(model: Microville, name: str) -> dict[str, Any]:
    buildings = model.territory.layers["buildings"]
    rows = buildings[buildings["site"] & (buildings["building_id"] == name)]
    row = int(rows.index[0])
    units = [unit for unit in model.site.units if unit.entry.building == name]
    present = [_unit(model, unit) for unit in units if unit.state not in (PLANNED, ENDED)]
    # A unit has the class of its works once they are done; others of the building may have none.
    ready = [
        unit.energy_class
        for unit in units
        if unit.entry.energy_class_after and unit.energy_class == unit.entry.energy_class_after
    ]
    return {
        "floor_area_m2": float(rows["floor_area_m2"].iloc[0]),
        "year": int(rows["year"].iloc[0]),
        "former": str(rows["use"].iloc[0]),
        "energy_class": ready[-1] if ready else str(rows["energy_class"].iloc[0]),
        "units": present,
        "planned": [_unit(model, unit) for unit in units if unit.state == PLANNED],
        "visits": int(model.facilities.visits[model.facilities.site_row == row].sum()),
        "workers_from": _workers_from(model, units),
    }


def _unit(model: Microville, unit: Unit) -> dict[str, Any]:
    rent = 0.0
    if unit.state == LET:
        share = model.parameters.business.occupancy_target_share
        rent = unit.area_m2 * share * rent_eur_m2_month(model, unit)
    elif unit.households:
        lived_in = len(unit.households) / max(unit.dwellings, 1)
        rent = unit.area_m2 * lived_in * rent_eur_m2_month(model, unit)
    return {
        "use": unit.use,
        "state": "let" if unit.in_use else unit.state,
        "works": unit.entry.works,
        "area_m2": unit.area_m2,
        "start": unit.entry.start_month,
        "until": unit.entry.end_month - 1 if unit.entry.until else None,
        "works_until": unit.works_until,
        "cost_eur": unit.cost_cents / 100,
        "grant_eur": unit.grant_cents / 100,
        "rent_eur_month": rent,
        "jobs": unit.jobs,
        "dwellings": unit.dwellings,
        "households": len(unit.households),
        "energy_class": unit.energy_class,
        "names": (unit.entry.name_fr, unit.entry.name_en),
        "services": list(unit.entry.categories),
    }


def _workers_from(model: Microville, units: list[Unit]) -> list[tuple[str, int]]:
    """Return the communes from which most people come to work in a building."""
    people, households = model.population.people, model.population.households
    rows = [model.work_facility(unit) for unit in units if unit.facilities]
    here = people.alive & np.isin(people.workplace, rows)
    weight = np.where(here, households.weight[people.household], 0)
    zone = households.zone[people.household]
    counts = np.bincount(np.maximum(zone, 0), weights=weight, minlength=len(model.zone_names))
    order = np.argsort(-counts, kind="stable")[:COMMUNES]
    return [(model.zone_names[i], int(counts[i])) for i in order.tolist() if counts[i] > 0]


def _parcel(model: Microville, name: str) -> dict[str, Any]:
    parcels = model.territory.layers["parcels"]
    row = parcels[parcels["parcel_id"] == name].iloc[0]
    grounds = [g for g in model.site.grounds if g.entry.parcel == name and not g.done]
    return {
        "area_ha": float(row["area_ha"]),
        "sealed_ha": float(row["sealed_ha"]),
        "cover": str(row["cover"]),
        "parts": [
            {
                "cover": ground.entry.cover,
                "area_ha": ground.entry.area_ha,
                "start": ground.entry.start_month,
                "active": ground.active,
            }
            for ground in grounds
        ],
    }


def _home(model: Microville, name: str) -> dict[str, Any]:
    """Return a house and what is close to it: nothing about who lives there."""
    row = int(name)
    building = model.territory.layers["buildings"].iloc[row]
    place = int(np.searchsorted(model.access.places.buildings, row))
    if place >= len(model.access.places.buildings) or model.access.places.buildings[place] != row:
        raise KeyError(name)
    zones = model.territory.layers["zones"]
    commune = dict(zip(zones["zone"], zones["name"], strict=True)).get(building["zone"], "")
    wanted = ("bakery", "grocery", "elementary_school", "general_practitioner", "green_space")
    points = np.array([place], dtype=np.int32)
    times = [model.access.closest_ms(mode, points)[0] for mode in (0, 1)]
    return {
        "commune": str(commune),
        "dwellings": int(building["dwellings"]),
        "year": int(building["year"]),
        "energy_class": str(building["energy_class"]),
        "minutes": {
            category: [round(float(t[FOLLOWED.index(category)]) / 60_000, 1) for t in times]
            for category in wanted
        },
    }


def _service(model: Microville, name: str) -> dict[str, Any]:
    row = model.facilities.names.index(name)
    facilities = model.facilities
    services = model.territory.layers["services"]
    known = services[services["service_id"] == name]
    zone = int(facilities.zone[row])
    return {
        "category": str(known["category"].iloc[0]) if len(known) else "",
        "status": str(known["status"].iloc[0]) if len(known) else "",
        "commune": model.zone_names[zone] if zone >= 0 else "",
        "open": bool(facilities.open[row]),
        "visits": int(facilities.visits[row]),
        "turned_away": int(facilities.turned_away[row]),
    }


def quote(model: Microville, scenario: Scenario, edit: Edit) -> dict[str, Any]:
    """Return what an edit costs and what it would bring in, from the model's own rates.

    Parameters
    ----------
    model
        The model as it is.
    scenario
        The scenario with the edit.
    edit
        A change of a building or a parcel; others cost nothing.
    """
    scaled = fit_to_site(scenario, model.territory)
    if isinstance(edit, ParcelEdit):
        area = scaled.programme.parcels[-1].area_ha
        rate = model.parameters.works.garden_setup_eur_ha if edit.cover in GARDENS else 0.0
        return {"cost_eur": area * rate, "area_ha": area}
    if not isinstance(edit, BuildingEdit):
        return {}
    entry = scaled.programme.buildings[-1]
    floor = model.site.floor_area_m2.get(edit.building, 0.0)
    unit = Unit("quote", -1, 0, entry, floor, entry.dwelling_count(floor, model.parameters), "")
    cost = floor * works_cost_eur_m2(model, entry.works)
    found = {
        "cost_eur": cost,
        "grant_eur": cost * float(model.parameters.finance.grant_share_works),
        "months": works_months(model, entry.works, floor),
        "dwellings": unit.dwellings,
        "jobs": 0,
        "rent_eur_month": 0.0,
    }
    if entry.use is not None:
        share = model.parameters.business.occupancy_target_share
        let = 1.0 if entry.use == "housing" else share
        found["rent_eur_month"] = floor * let * rent_eur_m2_month(model, unit)
        if entry.use != "housing":
            found["jobs"] = max(1, round(floor * share / floor_per_job_m2(model, entry.use)))
    return found
