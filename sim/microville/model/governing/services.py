"""What partners and neighbours change while they are engaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.model.cooperative.amounts import basis_points, cents

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.site import Unit

MANAGED = ("deep_renovation", "new_build")
"""Works after which a building can be managed by its own sensors (assumption)."""


def engaged(model: Microville, name: str) -> bool:
    """Return whether a partner or neighbour is there and mobilised enough to give its service."""
    ally = model.allies.get(name)
    level = model.parameters.partners.engaged_from_share
    return ally is not None and bool(ally.mobilisation >= level)


def engaged_count(model: Microville) -> dict[str, int]:
    """Return how many partners and neighbours are engaged, by kind."""
    found = {"partner": 0, "neighbour": 0}
    for name, ally in model.allies.items():
        found[ally.kind] += engaged(model, name)
    return found


def works_time_factor(model: Microville) -> float:
    """Return by what works take longer or shorter: CEREMA's engineering saves months."""
    saved = model.parameters.partners.cerema_months_saved_share
    return 1.0 - saved if engaged(model, "CEREMA") else 1.0


def energy_factor(model: Microville, unit: Unit) -> float:
    """Return what a unit needs of its class's energy: less where a smart building is managed."""
    if unit.entry.works not in MANAGED or not engaged(model, "Smart Building Alliance"):
        return 1.0
    return float(1.0 - model.parameters.partners.smart_building_energy_saved_share)


def letting_factor(model: Microville) -> float:
    """Return what finding a tenant takes of its usual time: France Clusters knows companies."""
    saved = model.parameters.partners.clusters_letting_saved_share
    return 1.0 - saved if engaged(model, "France Clusters") else 1.0


def local_sales_share(model: Microville) -> float:
    """Return the share of the site's harvest sold locally (0-1), Terrasolis's outlets included."""
    outlet = model.parameters.partners.terrasolis_outlet_share
    share = model.parameters.food.local_sales_share
    return min(share + outlet, 1.0) if engaged(model, "Terrasolis") else float(share)


def sponsorship(model: Microville) -> float:
    """Return the political sponsorship felt (0-1): the municipality's and its neighbours'."""
    rates = model.parameters.partners
    added = rates.grand_reims_sponsorship_share * engaged(model, "Grand Reims")
    added += rates.brimont_sponsorship_share * engaged(model, "Brimont")
    return min(model.sponsorship + added, 1.0)


def settle(model: Microville) -> None:
    """Post the workshops of co-construction, and the region's part of last month's animation."""
    cooperative = model.cooperative
    if model.inputs.cooperative.co_construction:
        cost = cents(model.parameters.assembly.co_construction_eur_year / 12)
        bought = basis_points(model.parameters.accounting.animation_purchased_share)
        memo = "workshops of co-construction"
        cooperative.purchase(memo, accounts.ANIMATION, cost, taxed=bought)
    if engaged(model, "Grand Est"):
        part = model.parameters.partners.region_animation_share
        grant = round(cooperative.animation_cents * float(part))
        cooperative.post(
            "part of the animation that the region pays",
            {accounts.BANK: grant, accounts.OPERATING_GRANTS: -grant},
        )
