"""Value added tax in integer cents: on top of a price, within it, and what may be deducted.

A landlord bears VAT on works and purchases. Where lets are taxed (business floor under the
option) it charges VAT and deducts what it bore; where they are exempt (dwellings, farmland) what
it bore is a cost.
"""

from __future__ import annotations

from dataclasses import dataclass

from microville.finance.money import BASIS_POINTS, check_int, divide_half_up, divide_up


def tax_on_top(net_cents: int, rate_bps: int) -> int:
    """Return the tax on a price before tax (cents).

    Raises
    ------
    ParameterError
        If a value is not an integer, or the rate is outside 0-10000 basis points.
    """
    check_int("net_cents", net_cents)
    check_int("rate_bps", rate_bps, low=0, high=BASIS_POINTS)
    return divide_half_up(net_cents * rate_bps, BASIS_POINTS)


def tax_within(gross_cents: int, rate_bps: int) -> int:
    """Return the tax that a price with tax contains (cents); raises as `tax_on_top`."""
    check_int("gross_cents", gross_cents)
    check_int("rate_bps", rate_bps, low=0, high=BASIS_POINTS)
    return divide_half_up(gross_cents * rate_bps, BASIS_POINTS + rate_bps)


def deduction_bps(taxed_cents: int, exempt_cents: int) -> int:
    """Return which part of the tax on common purchases may be deducted (basis points).

    The taxed share of turnover, rounded up to a whole percent (annexe II of the code général des
    impôts, art. 206; to verify). Nothing where there is no turnover.

    Parameters
    ----------
    taxed_cents, exempt_cents
        Turnover of a year, before tax (cents, zero or more).
    """
    check_int("taxed_cents", taxed_cents, low=0)
    check_int("exempt_cents", exempt_cents, low=0)
    whole = taxed_cents + exempt_cents
    return 100 * divide_up(100 * taxed_cents, whole) if whole else 0


@dataclass(slots=True)
class Contract:
    """Works under one contract: what was invoiced, and its tax.

    Totals are rounded, not payments, so that rounding never accumulates.

    Parameters
    ----------
    rate_bps
        Rate of the tax (basis points).
    deductible_bps
        Part of it that is deducted (basis points); the rest is part of the works' cost.
    paid_cents
        Invoiced so far, before tax (cents).
    """

    rate_bps: int
    deductible_bps: int
    paid_cents: int = 0

    def tax_cents(self, net_cents: int) -> tuple[int, int]:
        """Return the tax on an amount: deducted, kept as a cost (cents)."""
        tax = tax_on_top(net_cents, self.rate_bps)
        deducted = divide_half_up(tax * self.deductible_bps, BASIS_POINTS)
        return deducted, tax - deducted

    def pay(self, net_cents: int) -> tuple[int, int]:
        """Invoice more; return the tax that is deducted, and the tax that is a cost (cents)."""
        before = self.tax_cents(self.paid_cents)
        self.paid_cents += net_cents
        after = self.tax_cents(self.paid_cents)
        return after[0] - before[0], after[1] - before[1]
