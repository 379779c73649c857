"""Value added tax of the cooperative: what purchases bear, what sales charge, the settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.finance.money import BASIS_POINTS, divide_half_up
from microville.finance.vat import Contract, deduction_bps, tax_on_top, tax_within
from microville.model.cooperative.amounts import basis_points

if TYPE_CHECKING:
    from microville.model.cooperative.agent import LandCooperative

HOUSING, COMMON, INSTALLATION = "housing", "", "installation"
"""What works are for, beside the uses of buildings: dwellings; common to all; taxed sales."""


def normal_rate_bps(cooperative: LandCooperative) -> int:
    """Return the normal rate (basis points)."""
    return basis_points(cooperative.model.parameters.accounting.vat_share)


def contract_for(cooperative: LandCooperative, use: str) -> Contract:
    """Return the terms of works for a use: its rate, and which part is deducted.

    Works in dwellings bear the reduced rate and nothing is deducted, since they are let without
    tax. Works in business floor are deducted as far as it is let with tax. Installations sell what
    they give with tax. What serves all (land, demolition) follows the year's turnover.
    """
    rates = cooperative.model.parameters.accounting
    if use == HOUSING:
        return Contract(basis_points(rates.vat_dwelling_works_share), 0)
    deducted = {COMMON: cooperative.deduction_bps, INSTALLATION: BASIS_POINTS}
    return Contract(
        normal_rate_bps(cooperative), deducted.get(use, basis_points(rates.vat_option_share))
    )


def reduced_rate_bps(cooperative: LandCooperative) -> int:
    """Return the reduced rate, of water and of heat that is mostly renewable (basis points)."""
    return basis_points(cooperative.model.parameters.accounting.vat_reduced_share)


def purchase(
    cooperative: LandCooperative,
    memo: str,
    account: str,
    amount: int,
    *,
    taxed: int = BASIS_POINTS,
    resold: bool = False,
) -> int:
    """Pay an expense; return the tax that is deducted (cents).

    Parameters
    ----------
    cooperative
        Who pays.
    memo, account
        What for.
    amount
        What is paid, tax within (cents).
    taxed
        Part of it that bears the tax (basis points); pay and insurance bear none.
    resold
        Whether it serves taxed sales only (fuel of heat that is sold): all of its tax is deducted.
        Otherwise it serves all, and the part follows last year's rents.
    """
    within = tax_within(amount * taxed // BASIS_POINTS, normal_rate_bps(cooperative))
    share = BASIS_POINTS if resold else cooperative.deduction_bps
    deducted = divide_half_up(within * share, BASIS_POINTS)
    cooperative.post(
        memo,
        {account: amount - deducted, accounts.VAT: deducted, accounts.BANK: -amount},
    )
    return deducted


def sale(
    cooperative: LandCooperative,
    memo: str,
    account: str,
    amount: int,
    *,
    rate_bps: int | None = None,
    within: bool = False,
) -> int:
    """Cash a taxed sale; return the income, before tax (cents).

    Parameters
    ----------
    cooperative
        Who sells.
    memo, account
        What, and where the income goes.
    amount
        The price (cents).
    rate_bps
        Rate of the tax (basis points); the normal rate where none is given.
    within
        Whether the price contains the tax; otherwise the tax comes on top.
    """
    rate = normal_rate_bps(cooperative) if rate_bps is None else rate_bps
    tax = tax_within(amount, rate) if within else tax_on_top(amount, rate)
    net = amount - tax if within else amount
    cooperative.post(memo, {accounts.BANK: net + tax, account: -net, accounts.VAT: -tax})
    return net


def settle(cooperative: LandCooperative) -> None:
    """Pay what was declared, or cash the refund, a month after the period ended."""
    due = cooperative.vat_declared_cents
    cooperative.post("value added tax settled", {accounts.VAT: due, accounts.BANK: -due})
    cooperative.vat_declared_cents = 0


def declare(cooperative: LandCooperative) -> None:
    """At the end of a period declare the balance: it is settled next month."""
    every = cooperative.model.parameters.accounting.vat_settlement_months
    if (cooperative.model.month + 1) % every == 0:
        cooperative.vat_declared_cents = -cooperative.ledger.balance(accounts.VAT)


def note_turnover(cooperative: LandCooperative, taxed: int, exempt: int) -> None:
    """Take down a month's turnover; the first year's part deducted follows it as it comes.

    Later years deduct by the turnover of the year before, without adjustment (assumption).
    """
    cooperative.turnover_cents[0] += taxed
    cooperative.turnover_cents[1] += exempt
    if cooperative.model.month < 12:
        cooperative.deduction_bps = deduction_bps(*cooperative.turnover_cents)


def close_turnover(cooperative: LandCooperative) -> None:
    """At the end of a year set the part that is deducted next year."""
    cooperative.deduction_bps = deduction_bps(*cooperative.turnover_cents)
    cooperative.turnover_cents = [0, 0]
