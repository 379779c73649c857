"""2. Works: the programme advances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.model.cooperative import cents
from microville.model.governing.services import works_time_factor
from microville.model.site import ENDED, LET, PLANNED, READY, WAITING, WORKS
from microville.model.utilities.infrastructure import infrastructure

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.site import Ground, Unit
    from microville.parameters.works import Works


def works(model: Microville) -> None:
    """Start, pay and finish works on buildings; change covers; install what is due."""
    for unit in model.site.units:
        if unit.state in (PLANNED, WAITING) and model.month >= unit.entry.end_month:
            unit.state = ENDED
        if unit.state in (PLANNED, WAITING) and model.month >= unit.entry.start_month:
            _start(model, unit)
        if unit.state == WORKS:
            _advance(model, unit)
    _land(model)
    infrastructure(model)


def works_cost_eur_m2(model: Microville, kind: str) -> float:
    """Return what works of a kind cost (euros per m² of floor, before tax).

    Studies and a share for other costs are added to all but none (rates of Bénéfriches); asbestos
    is removed where buildings are renovated deeply or demolished (all here are older than its ban
    of 1997), and ground is remediated where one is demolished or built. In halls there is more
    asbestos (roofs and cladding) and a part of the ground under them is polluted; of scattered
    premises a part only holds asbestos.
    """
    rates, site_type = model.parameters.works, model.territory.site_type
    factor = {
        "industrial": rates.industrial_asbestos_factor,
        "scattered": rates.scattered_asbestos_share,
    }.get(site_type, 1.0)
    asbestos = rates.asbestos_eur_m2 * factor
    under = rates.industrial_polluted_share if site_type == "industrial" else 0.0
    ground = rates.remediation_eur_m2 * under
    base = {
        "none": 0.0,
        "light_transitional": rates.light_transitional_eur_m2,
        "deep_renovation": rates.deep_renovation_eur_m2 + asbestos + ground,
        "demolition": rates.demolition_eur_m2 + asbestos + rates.remediation_eur_m2,
        "new_build": rates.new_build_eur_m2 + rates.remediation_eur_m2,
    }[kind]
    if kind == "none":
        return 0.0
    return (base + rates.studies_eur_m2) * (1.0 + rates.other_share)


def unit_cost_cents(model: Microville, unit: Unit) -> int:
    """Return what the works of a unit cost (cents, before tax)."""
    return cents(unit.area_m2 * works_cost_eur_m2(model, unit.entry.works))


def ground_cost_cents(model: Microville, ground: Ground) -> int:
    """Return what a change of cover costs (cents, before tax).

    Setting up, unsealing, new soil; where a brownfield is to bear food, its polluted part is
    cleaned first.
    """
    rates, entry = model.parameters.works, ground.entry
    setup = entry.area_ha * rates.garden_setup_eur_ha if entry.cover in GARDENS else 0.0
    unseal = entry.unseal_ha * 1e4 * (rates.unsealing_eur_m2 + rates.soil_restoration_eur_m2)
    cleaned = 0.0
    if model.territory.site_type == "industrial" and entry.cover in FOOD:
        polluted_m2 = entry.area_ha * 1e4 * rates.industrial_polluted_share
        cleaned = polluted_m2 * rates.remediation_eur_m2
    return cents(setup + unseal + cleaned)


def works_months(model: Microville, kind: str, area_m2: float) -> int:
    """Return how long works of a kind last (whole months)."""
    planned = works_duration(model.parameters.works, kind, area_m2)
    return round(planned * works_time_factor(model))


def works_duration(times: Works, kind: str, area_m2: float) -> float:
    """Return how long works of a kind last by the parameters of works alone (months)."""
    return {
        "none": 0.0,
        "light_transitional": times.light_months,
        "deep_renovation": times.deep_months
        + times.deep_renovation_months_per_1000m2 * area_m2 / 1000,
        "demolition": times.demolition_months,
        "new_build": times.new_build_months,
    }[kind]


def _room_taken(model: Microville, unit: Unit) -> bool:
    """Return whether late works of another use still hold the floor that a unit wants.

    A lease that ends with this month's leases holds nothing any more.
    """
    whole = model.site.floor_area_m2.get(unit.entry.building)
    if whole is None:
        return False
    held = sum(
        other.area_m2
        for other in model.site.units
        if other is not unit
        and other.entry.building == unit.entry.building
        and (
            other.state == WORKS
            or (other.state in (READY, LET) and model.month < other.entry.end_month)
        )
    )
    return held + unit.area_m2 > whole + 0.5


def _start(model: Microville, unit: Unit) -> None:
    if _room_taken(model, unit):
        return
    kind = unit.entry.works
    if unit.off_site:
        # A developer builds at the date: no vote, no funds of the cooperative.
        _begin(model, unit, kind)
        return
    if kind == "none":
        unit.state = READY
        unit.works_from = unit.works_until = model.month
        return
    cost = unit_cost_cents(model, unit)
    months = max(works_months(model, kind, unit.area_m2), 1)
    use = unit.entry.use or ""  # what is demolished serves no use: its tax is common to all
    if not model.cooperative.may_start(cost, unit.entry, use=use, months=months):
        if unit.state == PLANNED:
            model.tell("works_wait", unit.key, round(unit.area_m2))
        unit.state = WAITING
        return
    unit.cost_cents = cost
    unit.grant_cents = model.cooperative.fund(cost, unit.key, use=use)
    _begin(model, unit, kind)


def _begin(model: Microville, unit: Unit, kind: str) -> None:
    unit.works_from = model.month
    unit.works_until = model.month + max(works_months(model, kind, unit.area_m2), 1)
    unit.state = WORKS
    model.tell("works_start", unit.key, round(unit.area_m2))


def _advance(model: Microville, unit: Unit) -> None:
    """Pay the month's share of works; when they are over, take them into the assets."""
    if model.month < unit.works_until:
        if unit.off_site:
            return
        length = unit.works_until - unit.works_from
        done = model.month - unit.works_from + 1
        due = unit.cost_cents * done // length - unit.spent_cents
        model.cooperative.pay_works(due, unit.key)
        unit.spent_cents += due
        return
    if not unit.off_site:
        model.cooperative.finish_works(unit.cost_cents, unit.grant_cents, unit.key)
    if unit.entry.works == "demolition":
        unit.state = ENDED
        model.site.demolished_m2 += unit.area_m2
    else:
        unit.state = READY
        if unit.entry.works == "new_build" and not unit.off_site:
            model.site.built_m2 += unit.area_m2
    if unit.entry.energy_class_after:
        unit.energy_class = unit.entry.energy_class_after
    model.tell("works_end", unit.key, round(unit.area_m2))


def _land(model: Microville) -> None:
    for ground in model.site.grounds:
        entry = ground.entry
        if ground.active and model.month >= entry.end_month:
            ground.active = False
            ground.done = True
        elif not ground.active and not ground.done and entry.start_month <= model.month:
            cost = ground_cost_cents(model, ground)
            if cost:
                if not model.cooperative.may_start(cost, entry):
                    continue
                model.cooperative.buy(cost, ground.key, accounts.LAND_WORKS)
            ground.active = True
            model.tell("land", ground.key, entry.area_ha)


GARDENS = ("market_garden", "orchard", "garden")
"""Covers that cost money to set up."""
FOOD = ("market_garden", "orchard", "cereals")
"""Covers that bear food."""
