"""Loans with annuities: what is due each month, in integer cents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from microville.finance.accounts import BANK, INTEREST, LOANS
from microville.finance.money import check_int, divide_half_up

# A monthly rate of b basis points a year is b / 120000: twelve months of 10000 basis points.
_MONTHLY = 120_000


class Installment(NamedTuple):
    """What is due in a month (cents), and what stays owed after it is paid."""

    month: int
    interest_cents: int
    principal_cents: int
    outstanding_cents: int

    @property
    def total_cents(self) -> int:
        """Interest and principal together (cents)."""
        return self.interest_cents + self.principal_cents

    def lines(self) -> dict[str, int]:
        """Return the ledger lines of the payment: loan and interest against bank."""
        return {
            LOANS: self.principal_cents,
            INTEREST: self.interest_cents,
            BANK: -self.total_cents,
        }


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan at a fixed rate, repaid by equal monthly payments after an optional grace period.

    Parameters
    ----------
    principal_cents
        Amount lent (cents), more than zero.
    annual_rate_bps
        Nominal annual rate in basis points (3.5 % is 350), a twelfth of it each month. Between
        0 and 10000.
    months
        Whole duration in months, grace included.
    grace_months
        First months in which interest only is due (deferred start); fewer than `months`.
    start_month
        Month in which the money is lent. The first payment is due one month later.

    Raises
    ------
    ParameterError
        If a value is not an integer or is outside its bounds.

    Notes
    -----
    Payment and interest are each rounded to the cent, and the last payment closes the loan: it
    absorbs the rounding of the payment, which grows over the duration as interest does (a few
    euros on thirty years at 3 %), as in bank schedules.
    """

    principal_cents: int
    annual_rate_bps: int
    months: int
    grace_months: int = 0
    start_month: int = 0

    def __post_init__(self) -> None:
        check_int("principal_cents", self.principal_cents, low=1)
        check_int("annual_rate_bps", self.annual_rate_bps, low=0, high=10_000)
        check_int("months", self.months, low=1, high=1_200)
        check_int("grace_months", self.grace_months, low=0, high=self.months - 1)
        check_int("start_month", self.start_month)

    @property
    def payment_cents(self) -> int:
        """Monthly payment once the grace period is over (cents), the last one aside.

        Exact: P r / (1 - (1 + r)^-n) written with integers, then rounded.
        """
        count = self.months - self.grace_months
        if self.annual_rate_bps == 0:
            return divide_half_up(self.principal_cents, count)
        grown = (_MONTHLY + self.annual_rate_bps) ** count
        return divide_half_up(
            self.principal_cents * self.annual_rate_bps * grown,
            _MONTHLY * (grown - _MONTHLY**count),
        )

    @property
    def last_month(self) -> int:
        """Month of the last payment."""
        return self.start_month + self.months

    def schedule(self) -> tuple[Installment, ...]:
        """Return every installment, one a month, from ``start_month + 1``."""
        return _schedule(self)

    def due(self, month: int) -> Installment | None:
        """Return what is due in a month, or None outside the loan's life."""
        if self.start_month < month <= self.last_month:
            return _schedule(self)[month - self.start_month - 1]
        return None

    def outstanding_cents(self, month: int) -> int:
        """Return what is owed at the end of a month (cents); 0 before the loan and after it."""
        if month == self.start_month:
            return self.principal_cents
        installment = self.due(month)
        return 0 if installment is None else installment.outstanding_cents

    def draw_lines(self) -> dict[str, int]:
        """Return the ledger lines of the month in which the money is lent."""
        return {BANK: self.principal_cents, LOANS: -self.principal_cents}


@lru_cache(maxsize=1024)
def _schedule(loan: Loan) -> tuple[Installment, ...]:
    # Cached because the model asks for one month at a time.
    payment = loan.payment_cents
    owed = loan.principal_cents
    rows: list[Installment] = []
    for rank in range(1, loan.months + 1):
        interest = divide_half_up(owed * loan.annual_rate_bps, _MONTHLY)
        if rank <= loan.grace_months:
            principal = 0
        elif rank == loan.months:
            principal = owed
        else:
            # A rounded-up payment can end a tiny loan early: never repay more than is owed.
            principal = min(payment - interest, owed)
        owed -= principal
        rows.append(Installment(loan.start_month + rank, interest, principal, owed))
    return tuple(rows)
