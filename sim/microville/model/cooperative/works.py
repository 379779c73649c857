"""Works: funded by grants, loans and own cash, paid with tax, taken into the assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import ParameterError
from microville.finance import (
    Component,
    DepreciationPlan,
    GrantRelease,
    Loan,
    StraightLine,
    accounts,
    depreciation_plan,
)
from microville.finance.money import BASIS_POINTS
from microville.model.cooperative.amounts import basis_points
from microville.model.cooperative.land import owned_bps
from microville.model.cooperative.vat import contract_for

if TYPE_CHECKING:
    from microville.model.cooperative.agent import LandCooperative
    from microville.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Asset:
    """Something that is depreciated: plan, and the account of its depreciation."""

    plan: DepreciationPlan | StraightLine
    account: str


@dataclass(frozen=True, slots=True)
class Funds:
    """What pays for works (cents): the cost with the tax that is not deducted is their sum.

    Attributes
    ----------
    grant_cents, loan_cents, own_cents
        Grant on the cost before tax; loan and own cash for the rest.
    deducted_cents
        Tax that is paid and comes back: cash for a while.
    """

    grant_cents: int
    loan_cents: int
    own_cents: int
    deducted_cents: int


def plan_funds(cooperative: LandCooperative, cost_cents: int, use: str) -> Funds:
    """Return what would pay for works of a cost before tax."""
    share = cooperative.model.parameters.finance.grant_share_works
    grant = round(cost_cents * float(share))
    deducted, kept = contract_for(cooperative, use).tax_cents(cost_cents)
    rest = cost_cents + kept - grant
    loan = lent_cents(cooperative, rest)
    return Funds(grant, loan, rest - loan, deducted)


def lent_cents(cooperative: LandCooperative, rest_cents: int) -> int:
    """Return what lenders lend of works that grants leave (cents): less without own land."""
    without = basis_points(cooperative.model.parameters.capital.lent_share_without_land)
    share: int = without * BASIS_POINTS + (BASIS_POINTS - without) * owned_bps(cooperative)
    return rest_cents * share // BASIS_POINTS**2


def cash_needed_cents(cooperative: LandCooperative, cost_cents: int, use: str, months: int) -> int:
    """Return the cash that works tie up (cents).

    The half of the grant that comes at the end, own funds, and the tax of the months that are
    paid before it is refunded.
    """
    funds = plan_funds(cooperative, cost_cents, use)
    waiting: int = cooperative.model.parameters.accounting.vat_settlement_months + 1
    tax = funds.deducted_cents * min(waiting, months) // max(months, 1)
    return funds.grant_cents - funds.grant_cents // 2 + funds.own_cents + tax


def fund(cooperative: LandCooperative, cost_cents: int, memo: str, use: str) -> int:
    """Draw the loan and half of the grant of works that start; return the grant (cents)."""
    finance = cooperative.model.parameters.finance
    funds = plan_funds(cooperative, cost_cents, use)
    cooperative.contracts[memo] = contract_for(cooperative, use)
    cooperative.in_works[memo] = 0
    if funds.loan_cents > 0:
        loan = Loan(
            principal_cents=funds.loan_cents,
            annual_rate_bps=round(finance.loan_rate_pct * 100),
            months=round(finance.loan_years * 12),
            grace_months=round(finance.loan_grace_months),
            start_month=cooperative.model.month,
        )
        cooperative.loans.append(loan)
        cooperative.post(f"loan for {memo}", loan.draw_lines())
    grant = funds.grant_cents
    if grant:
        cooperative.post(
            f"grant promised for {memo}",
            {accounts.GRANTS_RECEIVABLE: grant, accounts.GRANTS: -grant},
        )
        _cash_grant(cooperative, grant // 2, f"first half of the grant for {memo}")
    return grant


def pay(cooperative: LandCooperative, amount_cents: int, memo: str) -> None:
    """Pay works (cents before tax): what is deducted of the tax is no cost."""
    deducted, kept = cooperative.contracts[memo].pay(amount_cents)
    cost = amount_cents + kept
    cooperative.in_works[memo] += cost
    cooperative.post(
        f"works, {memo}",
        {
            accounts.WORKS_IN_PROGRESS: cost,
            accounts.VAT: deducted,
            accounts.BANK: -cost - deducted,
        },
    )


def finish(cooperative: LandCooperative, grant_cents: int, memo: str, account: str) -> None:
    """Take finished works into the assets; cash the rest of the grant and plan its release."""
    del cooperative.contracts[memo]
    cost = cooperative.in_works.pop(memo)
    cooperative.post(f"works finished, {memo}", {account: cost, accounts.WORKS_IN_PROGRESS: -cost})
    rates, start = cooperative.model.parameters, cooperative.model.month
    plan: DepreciationPlan | StraightLine
    if account == accounts.BUILDINGS:
        plan = depreciation_plan(cost, start, components=components(rates))
    else:
        plan = StraightLine(cost, rates.accounting.land_works_years * 12, start, memo)
    cooperative.assets.append(Asset(plan, DEPRECIATED_BY[account]))
    if grant_cents:
        rest = grant_cents - grant_cents // 2
        _cash_grant(cooperative, rest, f"second half of the grant for {memo}")
        cooperative.releases.append(GrantRelease(grant_cents, plan))


def _cash_grant(cooperative: LandCooperative, amount: int, memo: str) -> None:
    cooperative.post(memo, {accounts.BANK: amount, accounts.GRANTS_RECEIVABLE: -amount})


def components(parameters: Parameters) -> tuple[Component, ...]:
    """Return the components of a building: parts of the cost and lives; fittings are the rest."""
    rates = parameters.accounting
    parts = [
        basis_points(getattr(rates, f"{name}_share"))
        for name in ("structure", "roof_facade", "equipment")
    ]
    left = BASIS_POINTS - sum(parts)
    if left < 0:
        raise ParameterError(
            "The parts of a building's cost sum to more than the whole.",
            hint="Lower accounting.structure_share, roof_facade_share or equipment_share.",
        )
    names = ("structure", "roof_facade", "equipment", "fittings")
    return tuple(
        Component(name, part, int(getattr(rates, f"{name}_years")))
        for name, part in zip(names, (*parts, left), strict=True)
    )


DEPRECIATED_BY = {
    accounts.BUILDINGS: accounts.BUILDINGS_DEPRECIATION,
    accounts.LAND_WORKS: accounts.LAND_WORKS_DEPRECIATION,
    accounts.EQUIPMENT: accounts.EQUIPMENT_DEPRECIATION,
}
