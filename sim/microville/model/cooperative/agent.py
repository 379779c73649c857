"""The land cooperative: a Mesa agent with a double-entry ledger, loans and assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from microville.finance import (
    DepreciationPlan,
    GrantRelease,
    Ledger,
    Loan,
    StraightLine,
    accounts,
    depreciation_plan,
)
from microville.finance.money import BASIS_POINTS
from microville.finance.register import ShareRegister
from microville.model.cooperative import land, members
from microville.model.cooperative.amounts import basis_points, cents
from microville.model.governing.votable import may_begin

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.scenario.entry import Entry

LAND_WORKS_YEARS = 20
"""Life of land works and equipment such as solar panels (assumption)."""


@dataclass(frozen=True, slots=True)
class Asset:
    """Something that is depreciated: accounts and plan."""

    plan: DepreciationPlan | StraightLine
    account: str


class LandCooperative(mesa.Agent):  # type: ignore[misc]
    """The cooperative that owns the site.

    Attributes
    ----------
    ledger
        Double entry in integer cents.
    loans
        Drawn so far.
    assets, releases
        What is depreciated; the grants released with it.
    animation_cents
        Animation spent this month.
    tax_losses_cents
        Losses that lower later tax.
    shares
        Capital by college.
    land_leased_cents
        Value of the land that the municipality keeps and lets.
    """

    def __init__(self, model: Microville) -> None:
        super().__init__(model)
        self.ledger = Ledger()
        self.loans: list[Loan] = []
        self.assets: list[Asset] = []
        self.releases: list[GrantRelease] = []
        self.animation_cents = 0
        self.tax_losses_cents = 0
        limit = basis_points(model.parameters.finance.public_capital_share_max)
        self.shares = ShareRegister(limit)
        self.land_leased_cents = 0
        members.first_capital(self)
        land.take_over(self)

    def post(self, memo: str, lines: dict[str, int]) -> None:
        """Record an entry of this month (see :meth:`Ledger.post`)."""
        self.ledger.post(int(self.model.month), memo, lines)

    @property
    def cash_cents(self) -> int:
        """Cash in the bank."""
        return self.ledger.balance(accounts.BANK)

    @property
    def debt_cents(self) -> int:
        """Loans outstanding."""
        return -self.ledger.balance(accounts.LOANS)

    def capital_by_college(self) -> dict[str, int]:
        """Return the capital that each college holds (cents)."""
        return dict(self.shares.by_college())

    def subscribe(self, college: str, amount: int, memo: str) -> int:
        """Take new shares in cash; return the cents subscribed.

        Local authorities bring no more than their part of the capital allows.

        Parameters
        ----------
        college
            One of :data:`microville.finance.register.HOLDERS`.
        amount
            Cents, zero or more.
        memo
            What happened, for a reader of the books.

        Raises
        ------
        LedgerError
            If there is no such college.
        """
        return members.subscribe(self, college, amount, memo)

    def redeem(self, college: str, amount: int, memo: str) -> int:
        """Pay shares back at nominal value, as far as allowed; return the cents redeemed.

        Parameters and errors as :meth:`subscribe`; see :func:`members.redeem` for the limits.
        """
        return members.redeem(self, college, amount, memo)

    def monthly_running_cost_cents(self) -> int:
        """Return what a month of running the site costs at least, animation included."""
        finance = self.model.parameters.finance
        floor = self.model.site.total_floor_m2
        yearly = finance.animation_eur_year + floor * (
            finance.property_tax_eur_m2_year + finance.insurance_eur_m2_year
        )
        return cents(yearly / 12) + land.ground_rent_cents(self)

    def lent_cents(self, rest_cents: int) -> int:
        """Return what lenders lend of works that grants leave (cents): less without own land."""
        without = basis_points(self.model.parameters.capital.lent_share_without_land)
        owned = land.owned_bps(self)
        share = without * BASIS_POINTS + (BASIS_POINTS - without) * owned
        return rest_cents * share // BASIS_POINTS**2

    def can_fund(self, cost_cents: int) -> bool:
        """Return whether works may start: the own share of the first months is in the bank.

        Grants pay their share, a loan the rest; the cooperative keeps the months of running cost
        that its covenant asks for.
        """
        months = self.model.parameters.finance.animation_covenant_cash_months
        grant = round(cost_cents * float(self.model.parameters.finance.grant_share_works))
        advanced = grant - grant // 2  # the second half comes when the works end
        own = (cost_cents - grant) - self.lent_cents(cost_cents - grant)
        kept = months * self.monthly_running_cost_cents()
        return cost_cents >= 0 and self.cash_cents >= kept + advanced + own

    def fund(self, cost_cents: int, memo: str) -> int:
        """Draw a loan and half of the grant for works that start; return the grant.

        The other half of the grant comes when the works end (:meth:`finish_works`).
        """
        finance = self.model.parameters.finance
        grant = round(cost_cents * float(finance.grant_share_works))
        lent = self.lent_cents(cost_cents - grant)
        if lent > 0:
            loan = Loan(
                principal_cents=lent,
                annual_rate_bps=round(finance.loan_rate_pct * 100),
                months=round(finance.loan_years * 12),
                grace_months=round(finance.loan_grace_months),
                start_month=self.model.month,
            )
            self.loans.append(loan)
            self.post(f"loan for {memo}", loan.draw_lines())
        if grant:
            self.post(
                f"grant promised for {memo}",
                {accounts.GRANTS_RECEIVABLE: grant, accounts.GRANTS: -grant},
            )
            self.post(
                f"first half of the grant for {memo}",
                {accounts.BANK: grant // 2, accounts.GRANTS_RECEIVABLE: -(grant // 2)},
            )
        return grant

    def pay_works(self, amount_cents: int, memo: str) -> None:
        """Pay a month of works."""
        self.post(
            f"works, {memo}",
            {accounts.WORKS_IN_PROGRESS: amount_cents, accounts.BANK: -amount_cents},
        )

    def finish_works(
        self, cost_cents: int, grant_cents: int, memo: str, *, account: str = accounts.BUILDINGS
    ) -> None:
        """Take finished works into the assets, with their depreciation and the grant's release."""
        if cost_cents <= 0:
            return
        self.post(
            f"works finished, {memo}",
            {account: cost_cents, accounts.WORKS_IN_PROGRESS: -cost_cents},
        )
        start = self.model.month
        plan: DepreciationPlan | StraightLine
        if account == accounts.BUILDINGS:
            plan = depreciation_plan(cost_cents, start)
        else:
            plan = StraightLine(cost_cents, LAND_WORKS_YEARS * 12, start, memo)
        self.assets.append(Asset(plan, DEPRECIATED_BY[account]))
        if grant_cents:
            rest = grant_cents - grant_cents // 2
            self.post(
                f"second half of the grant for {memo}",
                {accounts.BANK: rest, accounts.GRANTS_RECEIVABLE: -rest},
            )
            self.releases.append(GrantRelease(grant_cents, plan))

    def may_start(self, cost_cents: int, entry: Entry) -> bool:
        """Return whether works may begin: members agreed to their phase, and they can be funded."""
        return may_begin(self.model, entry) and self.can_fund(cost_cents)

    def buy(self, cost_cents: int, memo: str, account: str) -> None:
        """Fund, pay and take into the assets something that is made within a month."""
        grant = self.fund(cost_cents, memo)
        self.pay_works(cost_cents, memo)
        self.finish_works(cost_cents, grant, memo, account=account)


DEPRECIATED_BY = {
    accounts.BUILDINGS: accounts.BUILDINGS_DEPRECIATION,
    accounts.LAND_WORKS: accounts.LAND_WORKS_DEPRECIATION,
    accounts.EQUIPMENT: accounts.EQUIPMENT_DEPRECIATION,
}
