"""Indicators of the land cooperative, from balances only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance.appraisal import debt_service_cents
from microville.indicators.registry import indicator
from microville.model.cooperative.animation import kept_cents

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville


@indicator(
    "cooperative_cash_eur",
    unit="EUR",
    direction=1,
    decimals=2,
    label_en="Cash of the cooperative",
    label_fr="Trésorerie de la coopérative",
    formula="balance of the bank account",
    source="double-entry ledger",
)
def cash(model: Microville, groups: Groups) -> dict[str, float]:
    """Return cash."""
    del groups
    return {"all": model.cooperative.cash_cents / 100}


@indicator(
    "cooperative_debt_eur",
    unit="EUR",
    direction=-1,
    decimals=2,
    label_en="Debt of the cooperative",
    label_fr="Dette de la coopérative",
    formula="balance of loans",
    source="double-entry ledger",
)
def debt(model: Microville, groups: Groups) -> dict[str, float]:
    """Return debt."""
    del groups
    return {"all": model.cooperative.debt_cents / 100}


@indicator(
    "cooperative_rents_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Rents of the month",
    label_fr="Loyers du mois",
    formula="rents invoiced",
    source="double-entry ledger",
)
def rents(model: Microville, groups: Groups) -> dict[str, float]:
    """Return rents of the month."""
    del groups
    return {"all": model.rent_cents / 100}


@indicator(
    "animation_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Animation of the territory",
    label_fr="Animation du territoire",
    formula="animation paid this month; cut where cash is below its covenant",
    source="double-entry ledger",
)
def animation(model: Microville, groups: Groups) -> dict[str, float]:
    """Return animation of the month."""
    del groups
    return {"all": model.cooperative.animation_cents / 100}


@indicator(
    "debt_service_eur",
    unit="EUR/month",
    direction=-1,
    decimals=2,
    label_en="Debt service of the month",
    label_fr="Service de la dette du mois",
    formula="interest and principal paid this month",
    source="double-entry ledger",
)
def debt_service(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what was paid to lenders this month."""
    del groups
    month = model.month - 1
    return {"all": debt_service_cents(model.cooperative.ledger, month, month) / 100}


@indicator(
    "cooperative_cash_kept_eur",
    unit="EUR",
    direction=0,
    decimals=2,
    label_en="Cash that the covenant keeps",
    label_fr="Trésorerie à conserver",
    formula="months of the covenant times a month of running costs; animation is cut to stay above",
    source="double-entry ledger; finance.animation_covenant_cash_months",
)
def cash_kept(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the cash under which animation is cut."""
    del groups
    return {"all": kept_cents(model.cooperative) / 100}
