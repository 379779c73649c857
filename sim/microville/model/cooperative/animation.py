"""Animation: a budgeted expense, cut where cash or the cover of the debt is below its covenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.finance.appraisal import debt_service_cents, operating_surplus_cents
from microville.model.cooperative.amounts import basis_points, cents

if TYPE_CHECKING:
    from microville.model.cooperative.agent import LandCooperative
    from microville.model.model import Microville


def animate(model: Microville) -> None:
    """Cash the operating grant and spend the animation budget as far as the covenants allow."""
    finance, cooperative = model.parameters.finance, model.cooperative
    if model.month < 12 * finance.operating_grant_years:
        grant = cents(finance.operating_grant_eur_year / 12)
        cooperative.post(
            "operating grant", {accounts.BANK: grant, accounts.OPERATING_GRANTS: -grant}
        )
    spent = min(
        cents(finance.animation_eur_year / 12), cash_room_cents(cooperative), _cover_room(model)
    )
    cooperative.animation_cents = spent
    bought = basis_points(model.parameters.accounting.animation_purchased_share)
    cooperative.purchase("animation of the territory", accounts.ANIMATION, spent, taxed=bought)


def kept_cents(cooperative: LandCooperative) -> int:
    """Return the cash that the covenant keeps: some months of running cost (cents)."""
    months = cooperative.model.parameters.finance.animation_covenant_cash_months
    return cents(months * cooperative.monthly_running_cost_cents() / 100)


def cash_room_cents(cooperative: LandCooperative) -> int:
    """Return the cash above what the covenant keeps, at least 0."""
    return max(cooperative.cash_cents - kept_cents(cooperative), 0)


def _cover_room(model: Microville) -> int:
    """Return a month's share of what the debt leaves for animation (cents).

    Tested once the principal of a loan is repaid, over the twelve months that ended before this
    one; before, lenders wait for the works as everybody does.
    """
    ledger, month = model.cooperative.ledger, model.month
    wanted = model.parameters.finance.animation_covenant_debt_cover
    repaying = any(
        loan.start_month + loan.grace_months + 12 < month <= loan.last_month
        for loan in model.cooperative.loans
    )
    if wanted <= 0 or not repaying:
        return cents(model.parameters.finance.animation_eur_year / 12)
    first = month - 12
    surplus = operating_surplus_cents(ledger, first, month - 1)
    surplus += sum(
        ledger.month_movements(at).get(accounts.ANIMATION, 0) for at in range(first, month)
    )
    needed = cents(wanted * debt_service_cents(ledger, first, month - 1) / 100)
    return max(surplus - needed, 0) // 12
