"""The land cooperative: a Mesa agent with a double-entry ledger, members, loans and assets."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import mesa

from microville.finance import GrantRelease, Ledger, Loan, accounts
from microville.finance.register import ShareRegister
from microville.model.cooperative import land, members, vat, works
from microville.model.cooperative.amounts import basis_points, cents
from microville.model.governing.votable import may_begin

if TYPE_CHECKING:
    from microville.finance.vat import Contract
    from microville.model.cooperative.rents import Unpaid
    from microville.model.cooperative.works import Asset
    from microville.model.model import Microville
    from microville.scenario.entry import Entry


class LandCooperative(mesa.Agent):  # type: ignore[misc]
    """The cooperative that holds the site.

    Attributes
    ----------
    ledger
        Double entry in integer cents.
    shares
        Capital by college.
    land_leased_cents
        Value of the land that the municipality keeps and lets.
    loans
        Drawn so far.
    assets, releases
        What is depreciated; the grants released with it.
    contracts, in_works
        Works that go on, by name: their tax, and what they cost so far (cents).
    unpaid
        Rents that were not paid and are not written off yet, the oldest first.
    turnover_cents, deduction_bps, vat_declared_cents
        Taxed and exempt turnover of the year, the part of the tax on purchases that is deducted,
        and the tax to be settled next month.
    animation_cents
        Animation spent this month.
    tax_losses_cents
        Losses that lower later corporation tax.
    """

    def __init__(self, model: Microville) -> None:
        super().__init__(model)
        self.ledger = Ledger()
        limit = basis_points(model.parameters.finance.public_capital_share_max)
        self.shares = ShareRegister(limit)
        self.land_leased_cents = 0
        self.loans: list[Loan] = []
        self.assets: list[Asset] = []
        self.releases: list[GrantRelease] = []
        self.contracts: dict[str, Contract] = {}
        self.in_works: dict[str, int] = {}
        self.unpaid: deque[Unpaid] = deque()
        self.turnover_cents = [0, 0]
        self.deduction_bps = 0
        self.vat_declared_cents = 0
        self.animation_cents = 0
        self.tax_losses_cents = 0
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

    # -- members ------------------------------------------------------------------------------

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

    # -- purchases and sales ------------------------------------------------------------------

    purchase, sale = vat.purchase, vat.sale

    # -- works --------------------------------------------------------------------------------

    def monthly_running_cost_cents(self) -> int:
        """Return what a month of running the site costs at least, animation included."""
        finance = self.model.parameters.finance
        floor = self.model.site.total_floor_m2
        yearly = finance.animation_eur_year + floor * (
            finance.property_tax_eur_m2_year + finance.insurance_eur_m2_year
        )
        return cents(yearly / 12) + land.ground_rent_cents(self)

    def can_fund(self, cost_cents: int, *, use: str = vat.COMMON, months: int = 1) -> bool:
        """Return whether works may start: the cash that they tie up is in the bank.

        The cooperative keeps the months of running cost that its covenant asks for.

        Parameters
        ----------
        cost_cents
            Cost before tax.
        use
            Use of the floor, which decides the tax; ``vat.INSTALLATION`` for equipment whose yield
            is sold, nothing for what serves all.
        months
            How long the works take.
        """
        covenant = self.model.parameters.finance.animation_covenant_cash_months
        kept = covenant * self.monthly_running_cost_cents()
        needed = works.cash_needed_cents(self, cost_cents, use, months)
        return cost_cents >= 0 and self.cash_cents >= kept + needed

    def may_start(
        self, cost_cents: int, entry: Entry, *, use: str = vat.COMMON, months: int = 1
    ) -> bool:
        """Return whether works may begin: members agreed to their phase, and they can be funded."""
        return may_begin(self.model, entry) and self.can_fund(cost_cents, use=use, months=months)

    def fund(self, cost_cents: int, memo: str, *, use: str = vat.COMMON) -> int:
        """Draw a loan and half of the grant for works that start; return the grant (cents).

        The other half of the grant comes when the works end (:meth:`finish_works`).
        """
        return works.fund(self, cost_cents, memo, use)

    def pay_works(self, amount_cents: int, memo: str) -> None:
        """Pay a month of works that were funded under this name (cents before tax)."""
        works.pay(self, amount_cents, memo)

    def finish_works(
        self, cost_cents: int, grant_cents: int, memo: str, *, account: str = accounts.BUILDINGS
    ) -> None:
        """Take finished works into the assets, with their depreciation and the grant's release."""
        if cost_cents > 0:
            works.finish(self, grant_cents, memo, account)

    def buy(self, cost_cents: int, memo: str, account: str) -> None:
        """Fund, pay and take into the assets something that is made within a month."""
        use = vat.INSTALLATION if account == accounts.EQUIPMENT else vat.COMMON
        grant = self.fund(cost_cents, memo, use=use)
        self.pay_works(cost_cents, memo)
        self.finish_works(cost_cents, grant, memo, account=account)
