"""Indicators of the cooperative's accounts: results, returns, capital, what is not paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.finance.appraisal import (
    break_even_month,
    debt_cover,
    internal_rate_of_return,
    monthly_results,
    project_flows,
)
from microville.indicators.registry import indicator
from microville.model.cooperative.land import owned_bps
from microville.model.observables import focus_residents
from microville.model.phases.leases import vacant_rent_cents

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

BOOKS = "double-entry ledger"
YEAR = 12


@indicator(
    "cooperative_result_eur",
    unit="EUR/year",
    direction=1,
    decimals=2,
    label_en="Result of the last twelve months",
    label_fr="Résultat des douze derniers mois",
    formula="income less expenses of twelve months, before corporation tax; less where fewer are "
    "known",
    source=BOOKS,
)
def result(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the result before tax of the last twelve months."""
    del groups
    return {"all": sum(_results(model)[-YEAR:]) / 100}


@indicator(
    "debt_service_cover",
    unit="ratio",
    direction=1,
    decimals=3,
    label_en="Debt service cover",
    label_fr="Taux de couverture du service de la dette",
    formula="gross operating surplus over interest and principal paid, last twelve months; no row "
    "without debt service",
    source=BOOKS,
)
def cover(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the debt service cover of the last twelve months."""
    del groups
    found = debt_cover(model.cooperative.ledger, model.month - YEAR, model.month - 1)
    return {} if found is None else {"all": found}


@indicator(
    "cooperative_break_even_month",
    unit="month",
    direction=-1,
    decimals=0,
    label_en="Month from which the cooperative breaks even",
    label_fr="Mois à partir duquel la coopérative est à l'équilibre",
    formula="first month (1 = January 2025) from which the result before tax of twelve months has "
    "not been negative; no row while it is",
    source=BOOKS,
)
def break_even(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the month of break-even as known today."""
    del groups
    found = break_even_month(_results(model))
    return {} if found is None else {"all": float(found + 1)}


@indicator(
    "cooperative_irr",
    unit="share/year",
    direction=1,
    decimals=4,
    label_en="Internal rate of return of the project",
    label_fr="Taux de rentabilité interne du projet",
    formula="rate at which yearly cash flows but those of members and lenders, land counted as "
    "paid and fixed assets sold at book value today, are worth nothing; no row where there is no "
    "such rate or several",
    source=BOOKS,
)
def irr(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the internal rate of return up to now."""
    del groups
    flows = project_flows(model.cooperative.ledger, model.month - 1)
    found = internal_rate_of_return(flows)
    return {} if found is None else {"all": found}


@indicator(
    "animation_eur_inhabitant",
    unit="EUR/inhabitant/year",
    direction=1,
    decimals=2,
    label_en="Animation per inhabitant",
    label_fr="Animation par habitant",
    formula="animation of the last twelve months over the inhabitants of the focus area",
    source=BOOKS,
)
def animation_per_head(model: Microville, groups: Groups) -> dict[str, float]:
    """Return animation per inhabitant of the focus area."""
    del groups
    people = focus_residents(model)
    if not people:
        return {}
    ledger = model.cooperative.ledger
    spent = sum(
        ledger.month_movements(month).get(accounts.ANIMATION, 0)
        for month in range(model.month - YEAR, model.month)
    )
    return {"all": spent / 100 / people}


@indicator(
    "cooperative_capital_eur",
    unit="EUR",
    direction=1,
    decimals=2,
    label_en="Members' capital",
    label_fr="Capital des associés",
    formula="paid-up capital, of all and by college",
    source="register of members, equal to the capital account",
)
def capital(model: Microville, groups: Groups) -> dict[str, float]:
    """Return capital by college."""
    del groups
    held = model.cooperative.capital_by_college()
    by_college = {f"college:{name}": amount / 100 for name, amount in held.items()}
    return {"all": model.cooperative.shares.total_cents / 100} | by_college


@indicator(
    "cooperative_reserves_eur",
    unit="EUR",
    direction=1,
    decimals=2,
    label_en="Indivisible reserves",
    label_fr="Réserves impartageables",
    formula="legal and statutory reserve less losses carried forward",
    source=BOOKS,
)
def reserves(model: Microville, groups: Groups) -> dict[str, float]:
    """Return reserves less losses."""
    del groups
    names = (accounts.LEGAL_RESERVE, accounts.STATUTORY_RESERVE, accounts.LOSSES_CARRIED)
    return {"all": -sum(model.cooperative.ledger.balance(name) for name in names) / 100}


@indicator(
    "cooperative_land_owned_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Land that the cooperative owns",
    label_fr="Part du foncier détenue par la coopérative",
    formula="value of land in the balance sheet over the value of all land of the site",
    source=BOOKS,
)
def land_owned(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of the land that the cooperative owns."""
    del groups
    return {"all": owned_bps(model.cooperative) / 10_000}


@indicator(
    "cooperative_vacancy_eur",
    unit="EUR/month",
    direction=-1,
    decimals=2,
    label_en="Rents lost to vacancy",
    label_fr="Loyers perdus par vacance",
    formula="rent that floor and dwellings ready to be let would bring this month",
    source="programme and parameters of rents",
)
def vacancy(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the rents of the month that vacancy costs."""
    del groups
    return {"all": vacant_rent_cents(model) / 100}


@indicator(
    "cooperative_unpaid_eur",
    unit="EUR",
    direction=-1,
    decimals=2,
    label_en="Rents unpaid and not yet written off",
    label_fr="Loyers impayés non encore passés en perte",
    formula="balance of tenants, tax within",
    source=BOOKS,
)
def unpaid(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what tenants owe."""
    del groups
    return {"all": model.cooperative.ledger.balance(accounts.TENANTS) / 100}


@indicator(
    "cooperative_assets_eur",
    unit="EUR",
    direction=1,
    decimals=2,
    label_en="Fixed assets at book value",
    label_fr="Immobilisations, valeur nette comptable",
    formula="land, land works, buildings, equipment and works in progress less depreciation",
    source=BOOKS,
)
def fixed_assets(model: Microville, groups: Groups) -> dict[str, float]:
    """Return fixed assets at book value."""
    del groups
    balances = model.cooperative.ledger.balances()
    return {"all": sum(amount for name, amount in balances.items() if name[0] == "2") / 100}


def _results(model: Microville) -> list[int]:
    return monthly_results(model.cooperative.ledger, model.month - 1)
