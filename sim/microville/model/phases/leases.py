"""3. The land cooperative signs and ends leases, and receives rents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.cooperative import cents
from microville.model.cooperative.rents import book_rents
from microville.model.governing.services import letting_factor
from microville.model.site import ENDED, LET, READY
from microville.model.trade.premises import left_by, next_facility, service_due
from microville.model.work.hiring import fill_jobs, find_work, lay_off

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.site import Unit

OFFICES = ("office", "coworking")
SHOPS = ("shop",)


def leases(model: Microville) -> None:
    """Let what is ready, end what is over or fails, and book the month's rents."""
    failing = _failing(model)
    for unit in model.site.units:
        if unit.state in (READY, LET) and model.month >= unit.entry.end_month:
            end_lease(model, unit, ENDED)
        elif unit.use == "housing":
            continue
        elif unit.state == READY:
            _let(model, unit)
        elif unit.state == LET and unit.key in failing:
            end_lease(model, unit, READY)
    find_work(model)
    fill_jobs(model)
    _services(model)
    _book_rents(model)


def _services(model: Microville) -> None:
    """Open and close the services that the programme lists by date."""
    for number, (entry, listed) in enumerate(model.site_services):
        due = service_due(model, entry)
        row = _operator(model, number, listed) if due else listed
        business = model.businesses.get(row)
        gave_up = row in model.commerce.deserted or (business is not None and business.closed)
        is_open = model.facilities.open[row]
        if due and not is_open and not gave_up and row not in model.shut_by_shock():
            model.facilities.open[row] = True
            model.access.opened.append(row)
            model.tell("service_opens", model.facilities.names[row], 1)
        elif not due and is_open:
            model.close_facility(row)
            model.tell("service_closes", model.facilities.names[row], 1)


def _operator(model: Microville, number: int, row: int) -> int:
    """Return the facility of a service: a new one where its shop closed with its building."""
    business = model.businesses.get(row)
    vacant = any(premises.service == number for premises in model.commerce.premises)
    if business is None or not business.closed or vacant:
        return row
    return _next_operator(model, row)


def floor_per_job_m2(model: Microville, use: str) -> float:
    """Return the floor area of one job (m²), by use (rates of Bénéfriches)."""
    business = model.parameters.business
    if use in OFFICES:
        return float(business.floor_per_job_office_m2)
    if use in SHOPS:
        return float(business.floor_per_job_shop_m2)
    if use == "storage":
        return float(business.floor_per_job_storage_m2)
    return float(business.floor_per_job_other_m2)


def rent_eur_m2_month(model: Microville, unit: Unit) -> float:
    """Return the rent of a unit (euros per m² and month), indexed yearly."""
    rents = model.parameters.rent
    base = rents.transitional if unit.transitional else getattr(rents, unit.use)
    years: int = model.month // 12
    return float(base) * float((1.0 + rents.indexation_year) ** years)


def _let(model: Microville, unit: Unit) -> None:
    """Find a tenant: at once for who is there at the start, else after a random delay."""
    if model.month < unit.empty_until:
        return
    if unit.let_from < unit.works_until:
        sitting = unit.works_until == 0 and unit.entry.works == "none" and unit.lettings == 0
        if sitting:
            unit.let_from = model.month
        else:
            mean = model.parameters.business.letting_delay_months * letting_factor(model)
            wait = rng.below(
                model.seed_number,
                rng.stream("leases.delay"),
                round(2 * mean) + 1,
                rng.identity(unit.key),
                unit.lettings,
            )
            unit.let_from = model.month + int(wait)
    if model.month < unit.let_from:
        return
    unit.state = LET
    unit.lettings += 1
    share = model.parameters.business.occupancy_target_share
    unit.jobs = max(1, round(unit.area_m2 * share / floor_per_job_m2(model, unit.use)))
    if unit.lettings > 1:
        _next_operators(model, unit)
    for row in unit.facilities:
        model.facilities.open[row] = True
        model.access.opened.append(row)
    model.tell("lease_start", unit.key, unit.jobs)


def _next_operators(model: Microville, unit: Unit) -> None:
    """Give each shop of a unit that is let again a facility of its own: another operator."""
    gone = [row for row in unit.facilities if row in model.businesses]
    unit.facilities = [row for row in unit.facilities if row not in model.businesses]
    last = {}
    for row in gone:
        last[int(model.facilities.category[row])] = row
    for row in last.values():
        unit.facilities.append(_next_operator(model, row))


def _next_operator(model: Microville, row: int) -> int:
    """Add the facility of the shop that follows one of the programme's, closed; return its row."""
    business = model.businesses[row]
    premises = left_by(model, row, np.nan, model.commerce.openings[business.index])
    return next_facility(model, premises, business.category)


def _failing(model: Microville) -> set[str]:
    """Draw whose tenants give up: the monthly hazard of the observed five-year survival."""
    let = [unit for unit in model.site.units if unit.state == LET]
    monthly = 1.0 - model.parameters.business.survival_5y ** (1 / 60)
    fails = rng.happens(
        model.seed_number,
        rng.stream("leases.failure"),
        rng.ppb(monthly),
        np.array([rng.identity(unit.key) for unit in let], dtype=np.uint64),
        np.array([unit.lettings for unit in let], dtype=np.int64),
        model.month,
    )
    return {unit.key for unit, gives_up in zip(let, fails, strict=True) if gives_up}


def end_lease(model: Microville, unit: Unit, state: str = READY) -> None:
    """End a lease: who works there looks for work, who lives there leaves, services close."""
    # From now on it can be let again: `_let` draws a new delay for what is ready since then. The
    # works are over (only what is ready or let has a lease), so that they get no longer by this.
    unit.works_until = model.month
    unit.let_from = -1
    unit.state = state
    if unit.use == "housing":
        people = model.population.people
        for row in unit.households:
            members = people.alive & (people.household == row)
            model.population.households.alive[row] = False
            people.alive[members] = False
            people.on_site[members] = False
            model.count("leavers", int(members.sum()))
        unit.households.clear()
        return
    lay_off(model, unit)
    unit.jobs = 0
    model.commerce.premises = [p for p in model.commerce.premises if p.unit is not unit]
    for row in unit.facilities:
        model.close_facility(row)
    model.tell("lease_end", unit.key, round(unit.area_m2))


def _book_rents(model: Microville) -> None:
    """Add up the month's rents, taxed and exempt, and book them."""
    business = model.parameters.business
    business_cents = exempt_cents = 0
    for unit in model.site.own_units:
        rent = rent_eur_m2_month(model, unit) if unit.in_use else 0.0
        if unit.state == LET:
            business_cents += cents(unit.area_m2 * business.occupancy_target_share * rent)
        elif unit.households:
            lived_in = len(unit.households) / max(unit.dwellings, 1)
            exempt_cents += cents(unit.area_m2 * lived_in * rent)
    land = model.site.cover_ha("market_garden") + model.site.cover_ha("orchard")
    land += model.site.cover_ha("cereals")
    exempt_cents += cents(land * model.parameters.rent.market_garden_eur_ha_year / 12)
    model.rent_cents = business_cents + exempt_cents
    book_rents(model.cooperative, business_cents, exempt_cents)


def vacant_rent_cents(model: Microville) -> int:
    """Return the month's rent of what is ready and that nobody pays for (cents)."""
    lost = 0
    share = model.parameters.business.occupancy_target_share
    for unit in model.site.own_units:
        if unit.state != READY:
            continue
        rent = rent_eur_m2_month(model, unit)
        if unit.use != "housing":
            lost += cents(unit.area_m2 * share * rent)
        elif unit.dwellings:
            empty = max(1.0 - len(unit.households) / unit.dwellings, 0.0)
            lost += cents(unit.area_m2 * empty * rent)
    return lost
