"""What a square metre of each type of site earns and costs, and how a site unfolds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.finance import Loan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters

REFERENCE_CENTS = 10**11
"""A loan of a billion euros, whose schedule every loan follows in proportion."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Euros a square metre by type, in the order of ``TYPES``.

    Attributes
    ----------
    rent_year
        Rent of a floor that is let, after works (EUR/m²/year).
    works, engineering
        Works, and the studies and other costs that go with them (EUR/m²).
    purchase
        Buying it (EUR/m²).
    """

    rent_year: NDArray[np.float64]
    works: NDArray[np.float64]
    engineering: NDArray[np.float64]
    purchase: NDArray[np.float64]


def rates_by_type(parameters: Parameters) -> Rates:
    """Return the rates of each type of site.

    A base is renovated deeply and cleared of asbestos, and brought in kind; the published cost of
    a brownfield holds works, studies and purchase; scattered premises are bought and renovated.

    Parameters
    ----------
    parameters
        Groups ``site_types`` and ``works``.
    """
    types, works = parameters.site_types, parameters.works
    renovation = works.deep_renovation_eur_m2
    more = 1.0 + works.other_share
    brownfield = max(types.works_industrial_eur_m2 / more - works.studies_eur_m2, 0.0)
    base = np.array([renovation + works.asbestos_eur_m2, brownfield, renovation])
    rents = [
        types.rent_military_eur_m2_month,
        types.rent_industrial_eur_m2_month,
        types.rent_scattered_eur_m2_month,
    ]
    return Rates(
        rent_year=np.array(rents) * 12.0,
        works=base,
        engineering=works.studies_eur_m2 * more + base * works.other_share,
        purchase=np.array([0.0, 0.0, types.purchase_scattered_eur_m2]),
    )


def let_share(parameters: Parameters, years: int) -> NDArray[np.float64]:
    """Return the part of the floor that is let by year of a site, shape (years,).

    Transitional use, then works in which nothing is let, then letting in equal steps up to the
    usual occupancy.

    Parameters
    ----------
    parameters
        Groups ``site_types`` and ``business``.
    years
        How many.
    """
    types = parameters.site_types
    ready = ready_year(parameters)
    age = np.arange(years)
    steps = np.clip((age - ready + 1) / types.letting_years, 0.0, 1.0)
    after = steps * parameters.business.occupancy_target_share
    before = np.where(age < types.transitional_years, types.transitional_floor_share, 0.0)
    return np.where(age < ready, before, after)


def ready_year(parameters: Parameters) -> int:
    """Return the year of a site, from 0, in which its floors are ready."""
    return parameters.site_types.transitional_years + parameters.site_types.works_years


def debt_share(parameters: Parameters, years: int) -> NDArray[np.float64]:
    """Return what a loan costs in each year of a site, as a part of what was lent.

    The loan is drawn when works start; its schedule is that of ``finance.Loan``.

    Parameters
    ----------
    parameters
        Groups ``finance`` and ``site_types``.
    years
        How many.
    """
    finance = parameters.finance
    months = finance.loan_years * 12
    loan = Loan(
        principal_cents=REFERENCE_CENTS,
        annual_rate_bps=round(finance.loan_rate_pct * 100),
        months=months,
        grace_months=min(finance.loan_grace_months, months - 1),
        start_month=parameters.site_types.transitional_years * 12,
    )
    paid = np.zeros(years)
    for due in loan.schedule():
        if due.month < 12 * years:
            paid[due.month // 12] += due.total_cents
    return paid / REFERENCE_CENTS


def services_eur_year(parameters: Parameters) -> dict[str, float]:
    """Return what a site that buys its four services alone pays for each (EUR/year)."""
    platform = parameters.platform
    return {
        "real_estate": platform.real_estate_eur_year,
        "finance": platform.finance_service_eur_year,
        "digital": platform.digital_eur_year,
        "training": platform.training_service_eur_year,
    }
