"""Rents: invoiced with or without tax, cashed, set aside as doubtful, written off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from microville.finance import accounts
from microville.finance.money import BASIS_POINTS, divide_half_up
from microville.finance.vat import tax_on_top
from microville.model.cooperative.amounts import basis_points
from microville.model.cooperative.vat import normal_rate_bps, note_turnover

if TYPE_CHECKING:
    from microville.model.cooperative.agent import LandCooperative


class Unpaid(NamedTuple):
    """Rents of a month that were not paid (cents): before tax, tax, and what is set aside."""

    month: int
    net_cents: int
    tax_cents: int
    allowance_cents: int


def book_rents(cooperative: LandCooperative, business_cents: int, exempt_cents: int) -> None:
    """Invoice and cash a month's rents.

    Parameters
    ----------
    cooperative
        The landlord.
    business_cents
        Rents of business floor before tax; a part of it is let with tax (the option).
    exempt_cents
        Rents of dwellings and land, let without tax.
    """
    rates = cooperative.model.parameters
    taxed = business_cents * basis_points(rates.accounting.vat_option_share) // BASIS_POINTS
    tax = tax_on_top(taxed, normal_rate_bps(cooperative))
    total = business_cents + exempt_cents
    note_turnover(cooperative, taxed, total - taxed)
    cooperative.post(
        "rents of the month",
        {accounts.TENANTS: total + tax, accounts.RENTS: -total, accounts.VAT: -tax},
    )
    lost = basis_points(rates.finance.bad_debt_share)
    net, within = (divide_half_up(part * lost, BASIS_POINTS) for part in (total, tax))
    cash = total + tax - net - within
    cooperative.post("rents received", {accounts.BANK: cash, accounts.TENANTS: -cash})
    if net:
        aside = net * basis_points(rates.accounting.doubtful_allowance_share) // BASIS_POINTS
        cooperative.post(
            "doubtful rents",
            {accounts.ALLOWANCES: aside, accounts.TENANTS_ALLOWANCE: -aside},
        )
        cooperative.unpaid.append(Unpaid(cooperative.model.month, net, within, aside))
    _write_off(cooperative)


def _write_off(cooperative: LandCooperative) -> None:
    """Give up what is too old: the loss replaces what was set aside, the tax is recovered."""
    late = cooperative.model.month - cooperative.model.parameters.accounting.bad_debt_months
    while cooperative.unpaid and cooperative.unpaid[0].month <= late:
        old = cooperative.unpaid.popleft()
        cooperative.post(
            "rents written off",
            {
                accounts.BAD_DEBT: old.net_cents,
                accounts.VAT: old.tax_cents,
                accounts.TENANTS: -old.net_cents - old.tax_cents,
            },
        )
        cooperative.post(
            "doubtful rents, written off",
            {
                accounts.TENANTS_ALLOWANCE: old.allowance_cents,
                accounts.ALLOWANCES_REVERSED: -old.allowance_cents,
            },
        )
