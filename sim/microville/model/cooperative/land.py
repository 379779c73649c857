"""The land: contributed in kind, bought, leased or transferred in stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import Loan, accounts
from microville.finance.land import plan_land, stage_due_cents
from microville.finance.money import BASIS_POINTS, split_exact
from microville.finance.register import HOLDERS, LOCAL_AUTHORITIES
from microville.finance.scic import check_capital
from microville.model.cooperative.amounts import basis_points, cents
from microville.model.cooperative.members import weights

if TYPE_CHECKING:
    from microville.model.cooperative.agent import LandCooperative


def take_over(cooperative: LandCooperative) -> None:
    """Post the land of the first day as the tenure asks, and check the local authorities' part.

    Raises
    ------
    ScenarioError
        If local authorities would hold more than half of the capital.
    """
    model = cooperative.model
    rates, finance = model.parameters.capital, model.parameters.finance
    value = cents(finance.land_contribution_eur)
    plan = plan_land(
        value,
        cooperative.shares.public_room_cents(),
        model.inputs.cooperative.tenure,
        raised_bps=basis_points(rates.land_excess_raised_share),
        public_share_max_bps=cooperative.shares.public_share_max_bps,
        stages=rates.staged_years,
    )
    if plan.new_capital_cents:
        _raise(cooperative, plan.new_capital_cents)
    contribute(cooperative, plan.in_kind_cents, "land contributed in kind")
    if plan.bought_cents:
        _buy(cooperative, plan.bought_cents)
    cooperative.land_leased_cents = plan.leased_cents
    shares = cooperative.shares
    if shares.total_cents and shares.public_share_max_bps <= BASIS_POINTS // 2:
        check_capital(shares.held_cents(LOCAL_AUTHORITIES), shares.others_cents)


def contribute(cooperative: LandCooperative, amount: int, memo: str) -> None:
    """Take land into the assets against shares of the municipality (cents)."""
    cooperative.shares.add(LOCAL_AUTHORITIES, amount)
    cooperative.post(memo, {accounts.LAND: amount, accounts.CAPITAL: -amount})


def _raise(cooperative: LandCooperative, amount: int) -> None:
    """Let the other colleges bring new capital in proportion to their first cash."""
    others = tuple(name for name in HOLDERS if name != LOCAL_AUTHORITIES)
    wanted = weights(cooperative.model.parameters, others)
    parts = split_exact(amount, wanted if any(wanted) else [1] * len(others))
    for college, part in zip(others, parts, strict=True):
        cooperative.subscribe(college, part, f"shares for the land, {college}")


def _buy(cooperative: LandCooperative, amount: int) -> None:
    """Pay the municipality for land with a loan."""
    parameters = cooperative.model.parameters
    months = parameters.capital.land_loan_years * 12
    loan = Loan(
        principal_cents=amount,
        annual_rate_bps=round(parameters.finance.loan_rate_pct * 100),
        months=months,
        grace_months=min(parameters.finance.loan_grace_months, months - 1),
        start_month=cooperative.model.month,
    )
    cooperative.loans.append(loan)
    cooperative.post("loan for the land", loan.draw_lines())
    cooperative.post("land bought", {accounts.LAND: amount, accounts.BANK: -amount})


def owned_bps(cooperative: LandCooperative) -> int:
    """Return how much of the land is the cooperative's, by value (basis points)."""
    owned = cooperative.ledger.balance(accounts.LAND)
    whole = owned + cooperative.land_leased_cents
    if whole == 0:
        return 0 if cooperative.model.inputs.cooperative.tenure == "leased" else BASIS_POINTS
    return owned * BASIS_POINTS // whole


def ground_rent_cents(cooperative: LandCooperative) -> int:
    """Return the month's rent of the land that the municipality keeps (cents)."""
    share = cooperative.model.parameters.capital.ground_rent_share_year
    return cooperative.land_leased_cents * basis_points(share) // (12 * BASIS_POINTS)


def next_stage(cooperative: LandCooperative) -> None:
    """At the end of a year take over the land that is due, as far as others' capital allows."""
    model = cooperative.model
    if model.inputs.cooperative.tenure != "staged" or not cooperative.land_leased_cents:
        return
    value = cents(model.parameters.finance.land_contribution_eur)
    year = model.month // 12 + 1
    due = stage_due_cents(value, year, model.parameters.capital.staged_years)
    late = due - (value - cooperative.land_leased_cents)
    amount = min(late, cooperative.shares.public_room_cents())
    if amount > 0:
        contribute(cooperative, amount, "land transferred, next stage")
        cooperative.land_leased_cents -= amount
        model.tell("land_transferred", "cooperative", amount / 100)
