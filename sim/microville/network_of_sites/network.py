"""The network: its sites with and without the platform, and the platform's own accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError
from microville.network_of_sites.cash import SiteCash, site_cash
from microville.network_of_sites.context import Context, alone, discount_of, learned
from microville.network_of_sites.costs import ready_year
from microville.network_of_sites.partners import SERVICES, team_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.network_of_sites.sites import Sites
    from microville.parameters import Parameters

YEARS = 30
"""Years of each site that are worked out."""
LONGEST = 60


@dataclass(frozen=True, slots=True)
class PlatformCash:
    """The platform's accounts by calendar year, each of shape (years,), cents, all positive.

    Attributes
    ----------
    fees, services, companies
        Received: fees and service charges of sites; what incubated companies pay.
    delivery
        Paid for delivering services: what sites are charged, since they are charged at cost.
    team
        The platform's own team, less what partners bring, and its follow-up of each site.
    """

    fees: NDArray[np.int64]
    services: NDArray[np.int64]
    companies: NDArray[np.int64]
    delivery: NDArray[np.int64]
    team: NDArray[np.int64]

    @property
    def cash(self) -> NDArray[np.int64]:
        """What is left of each year (cents)."""
        return self.fees + self.services + self.companies - self.delivery - self.team


@dataclass(frozen=True, slots=True)
class Network:
    """A network worked out.

    Attributes
    ----------
    sites
        Its sites.
    context
        Learning, discount and fee by calendar year, with the platform.
    without, together
        Cash of sites without and with the platform.
    platform
        The platform's own cash.
    companies_without, companies_together
        Incubated companies that live in each calendar year, shape (years,).
    """

    sites: Sites
    context: Context
    without: SiteCash
    together: SiteCash
    platform: PlatformCash
    companies_without: NDArray[np.float64]
    companies_together: NDArray[np.float64]


def work_out(sites: Sites, parameters: Parameters, *, years: int = YEARS) -> Network:
    """Return a network's cash with and without the platform.

    Parameters
    ----------
    sites
        Columns.
    parameters
        Groups ``platform``, ``site_types``, ``finance`` and others that sites need.
    years
        Years of each site.

    Raises
    ------
    InputError
        If there is no site, or the years cannot be worked out.
    """
    if not len(sites):
        raise InputError("A network needs at least one site.", hint="Give --sites 10.")
    if not 1 <= years <= LONGEST:
        raise InputError(f"{years} years cannot be worked out.", hint=f"From 1 to {LONGEST}.")
    first = int(sites.start_year.min())
    span = int(sites.start_year.max()) - first + years
    nobody = alone(first, span)
    without = site_cash(sites, nobody, parameters, years)
    when = sites.start_year[:, None] - first + np.arange(years)
    context = _context(sites, parameters, by_year(without.volume, when, span), first)
    together = site_cash(sites, context, parameters, years)
    rates = parameters.platform
    own = _companies(when, parameters, span, rates.incubated_survival_5y)
    return Network(
        sites=sites,
        context=context,
        without=without,
        together=together,
        platform=_platform(together, when, span, own, parameters),
        companies_without=_companies(when, parameters, span, rates.lone_survival_5y),
        companies_together=own,
    )


def by_year(values: NDArray[np.int64], when: NDArray[np.int64], span: int) -> NDArray[np.int64]:
    """Return the sum over sites by calendar year, exact, shape (span,).

    Parameters
    ----------
    values
        Cents by site and year of the site.
    when
        Position of the calendar year of each.
    span
        How many calendar years.
    """
    total = np.zeros(span, dtype=np.int64)
    np.add.at(total, when, values)
    return total


def _context(
    sites: Sites, parameters: Parameters, volume: NDArray[np.int64], first: int
) -> Context:
    started = np.bincount(sites.start_year - first, minlength=len(volume)).cumsum()
    return Context(
        first_year=first,
        cost_share=learned(started, parameters.platform.learning_rate),
        discount=discount_of(volume, parameters.platform),
        fee_share=parameters.finance.platform_fee_share_rent,
    )


def _platform(
    cash: SiteCash,
    when: NDArray[np.int64],
    span: int,
    companies: NDArray[np.float64],
    parameters: Parameters,
) -> PlatformCash:
    rates = parameters.platform
    fees, services = by_year(cash.fee, when, span), by_year(cash.services, when, span)
    teams = sum(team_share(service, rates.partner_support_share) for service in SERVICES)
    team = round(teams * rates.team_eur_service_year * 100)
    followed = np.bincount(when.ravel(), minlength=span) * round(rates.team_eur_site_year * 100)
    return PlatformCash(
        fees=fees,
        services=services,
        companies=np.rint(companies * rates.incubated_eur_year * 100).astype(np.int64),
        delivery=services.copy(),
        team=team + followed.astype(np.int64),
    )


def _companies(
    when: NDArray[np.int64], parameters: Parameters, span: int, survival_5y: float
) -> NDArray[np.float64]:
    """Return incubated companies that live by calendar year: cohorts that thin out evenly."""
    ready = when[:, ready_year(parameters) :]
    founded = np.bincount(ready.ravel(), minlength=span) * (
        parameters.platform.incubated_per_site_year
    )
    alive, stays = np.zeros(span), survival_5y ** (1 / 5)
    there = 0.0
    for year in range(span):
        there = there * stays + float(founded[year])
        alive[year] = there
    return alive
