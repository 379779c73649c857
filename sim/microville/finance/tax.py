"""Corporation tax of a collective-interest cooperative (SCIC), in integer cents.

What a SCIC allots to its indivisible reserves is deducted from its taxable profit (code général
des impôts, art. 209, VIII). Rates and bracket: 15 % up to 42,500 euros of profit, 25 % above.
"""

from __future__ import annotations

from dataclasses import dataclass

from microville.finance.money import BASIS_POINTS, check_int, divide_half_up

LOSS_OFFSET_FREE_CENTS = 1_000_000_00
"""Past losses are set off freely up to one million euros of profit, then against half of it.

Code général des impôts, art. 209, I (to verify).
"""


@dataclass(frozen=True, slots=True)
class TaxRules:
    """Rates of corporation tax.

    Parameters
    ----------
    reduced_bps
        Rate of the first bracket (basis points).
    standard_bps
        Rate above it (basis points), not under the reduced rate.
    reduced_bracket_cents
        Top of the first bracket (cents a year). Give 0 where the reduced rate does not apply: it
        has conditions on turnover and on who holds the capital, which a cooperative largely
        held by legal persons may not meet (to verify).

    Raises
    ------
    ParameterError
        If a value is not an integer or is outside its bounds.
    """

    reduced_bps: int = 1_500
    standard_bps: int = 2_500
    reduced_bracket_cents: int = 42_500_00

    def __post_init__(self) -> None:
        check_int("reduced_bps", self.reduced_bps, low=0, high=BASIS_POINTS)
        check_int("standard_bps", self.standard_bps, low=self.reduced_bps, high=BASIS_POINTS)
        check_int("reduced_bracket_cents", self.reduced_bracket_cents, low=0)


def taxable_profit(surplus_cents: int, reserves_cents: int = 0, losses_cents: int = 0) -> int:
    """Return the profit on which tax is due (cents), never under zero.

    Parameters
    ----------
    surplus_cents
        Surplus before tax; negative for a loss.
    reserves_cents
        Allotted to indivisible reserves, deductible.
    losses_cents
        Losses of past years not yet set off, as the tax office counts them.

    Raises
    ------
    ParameterError
        If an amount is not an integer, or reserves or losses are negative.
    """
    check_int("surplus_cents", surplus_cents)
    check_int("reserves_cents", reserves_cents, low=0)
    check_int("losses_cents", losses_cents, low=0)
    profit = max(surplus_cents - reserves_cents, 0)
    above = max(profit - LOSS_OFFSET_FREE_CENTS, 0)
    return profit - min(losses_cents, profit - above + above // 2)


def corporation_tax(taxable_cents: int, rules: TaxRules | None = None) -> int:
    """Return the tax on a taxable profit (cents); 0 for a loss.

    Parameters
    ----------
    taxable_cents
        Taxable profit of a year of twelve months, from `taxable_profit`.
    rules
        Rates; the defaults of `TaxRules` if None.

    Raises
    ------
    ParameterError
        If the profit is not an integer.
    """
    rules = rules or TaxRules()
    base = max(check_int("taxable_cents", taxable_cents), 0)
    low = min(base, rules.reduced_bracket_cents)
    weighted = low * rules.reduced_bps + (base - low) * rules.standard_bps
    return divide_half_up(weighted, BASIS_POINTS)
