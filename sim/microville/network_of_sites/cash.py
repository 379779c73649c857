"""Yearly cash of sites, in integer cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.network_of_sites.costs import (
    debt_share,
    let_share,
    rates_by_type,
    ready_year,
    services_eur_year,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.network_of_sites.context import Context
    from microville.network_of_sites.sites import Sites
    from microville.parameters import Parameters


@dataclass(frozen=True, slots=True)
class SiteCash:
    """What sites receive and pay, each of shape (sites, years of a site), cents, all positive.

    Attributes
    ----------
    rents, grants
        Received: rents due; grants for running the site.
    losses
        Rents never paid, and the letting agent.
    taxes
        Property tax.
    purchases
        Insurance, upkeep of empty floor, major repairs: what the discount lowers.
    animation
        People who bring people together.
    services
        The four services: to the platform, or to providers where there is none.
    fee
        To the platform.
    debt
        To lenders.
    volume
        Purchases and works of the year at list prices.
    """

    rents: NDArray[np.int64]
    grants: NDArray[np.int64]
    losses: NDArray[np.int64]
    taxes: NDArray[np.int64]
    purchases: NDArray[np.int64]
    animation: NDArray[np.int64]
    services: NDArray[np.int64]
    fee: NDArray[np.int64]
    debt: NDArray[np.int64]
    volume: NDArray[np.int64]

    @property
    def cash(self) -> NDArray[np.int64]:
        """What is left of each year (cents)."""
        paid = self.losses + self.taxes + self.purchases + self.animation
        return self.rents + self.grants - paid - self.services - self.fee - self.debt


def site_cash(sites: Sites, context: Context, parameters: Parameters, years: int) -> SiteCash:
    """Return the cash of sites under the conditions of each calendar year.

    Works are paid by a grant and a loan, as in the model of one site; depreciation moves no cash
    and corporation tax is left out (reserves that cannot be shared are deductible).

    Parameters
    ----------
    sites
        Columns.
    context
        Learning, discount and fee by calendar year.
    parameters
        Groups ``finance``, ``business``, ``rent``, ``works``, ``site_types``, ``platform``.
    years
        Years of each site, from its start.
    """
    finance, types = parameters.finance, parameters.site_types
    when = context.at(sites.start_year[:, None] + np.arange(years))
    learning, discount = context.cost_share[when], context.discount[when]
    floor = sites.floor_m2[:, None].astype(np.float64)
    let = floor * let_share(parameters, years)
    age = np.arange(years)
    rent = _rent_year(sites, parameters, years)
    rents = _cents(let * rent)
    lost = finance.bad_debt_share + finance.management_share_rent
    repaired = np.where(age >= ready_year(parameters), let, 0.0)
    listed = (
        floor * finance.insurance_eur_m2_year
        + (floor - let) * finance.holding_cost_vacant_eur_m2_year
        + repaired * finance.major_repair_provision_eur_m2_year
    )
    size = floor / types.reference_floor_m2
    people = types.fixed_animation_share + (1.0 - types.fixed_animation_share) * size
    granted = np.where(age < finance.operating_grant_years, finance.operating_grant_eur_year, 0.0)
    services = sum(services_eur_year(parameters).values())
    lent, works_listed = _works(sites, context, parameters)
    return SiteCash(
        rents=rents,
        grants=_cents(np.broadcast_to(granted, rents.shape)),
        losses=_cents(rents / 100 * lost),
        taxes=_cents(np.broadcast_to(floor * finance.property_tax_eur_m2_year, rents.shape)),
        purchases=_cents(listed * (1.0 - discount)),
        animation=_cents(np.broadcast_to(people * finance.animation_eur_year, rents.shape)),
        services=_cents(services * learning),
        fee=_cents(rents / 100 * context.fee_share),
        debt=_cents(lent[:, None] * debt_share(parameters, years)),
        volume=_cents(listed + works_listed[:, None] * _works_share(parameters, years)),
    )


def _cents(euros: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(euros * 100.0).astype(np.int64)


def _rent_year(sites: Sites, parameters: Parameters, years: int) -> NDArray[np.float64]:
    """Return rents by site and year (EUR/m²/year): transitional ones before works."""
    before = np.arange(years) < parameters.site_types.transitional_years
    own = rates_by_type(parameters).rent_year[sites.kind][:, None]
    return np.where(before, parameters.rent.transitional * 12.0, own)


def _works_share(parameters: Parameters, years: int) -> NDArray[np.float64]:
    """Return the part of works paid in each year of a site."""
    types = parameters.site_types
    age = np.arange(years)
    during = (age >= types.transitional_years) & (age < ready_year(parameters))
    return during / types.works_years


def _works(
    sites: Sites, context: Context, parameters: Parameters
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each site borrows, and its works at list prices (EUR)."""
    rates = rates_by_type(parameters)
    start = context.at(sites.start_year + parameters.site_types.transitional_years)
    floor, kind = sites.floor_m2.astype(np.float64), sites.kind
    works = rates.works[kind] * (1.0 - context.discount[start])
    works = works + rates.engineering[kind] * context.cost_share[start]
    listed = floor * (rates.works[kind] + rates.engineering[kind])
    lent = floor * works * (1.0 - parameters.finance.grant_share_works)
    return lent + floor * rates.purchase[kind], listed
