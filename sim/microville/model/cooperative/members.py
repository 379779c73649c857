"""Members' capital: what colleges bring, and what they take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.finance.money import split_exact
from microville.finance.register import HOLDERS, LOCAL_AUTHORITIES
from microville.finance.shares import refund_on_leaving_cents
from microville.model.cooperative.amounts import basis_points, cents

if TYPE_CHECKING:
    from microville.model.cooperative.agent import LandCooperative
    from microville.parameters import Parameters

SAVERS = ("inhabitants", "companies", "associations", "academics")
"""Colleges that subscribe every year; investors and local authorities decide case by case."""


def weights(parameters: Parameters, colleges: tuple[str, ...] = HOLDERS) -> list[int]:
    """Return the weights of colleges in what is subscribed in cash (basis points)."""
    return [basis_points(getattr(parameters.capital, f"{name}_share")) for name in colleges]


def first_capital(cooperative: LandCooperative) -> None:
    """Post the capital in cash of the first day, college by college.

    Others come before local authorities, whose part depends on theirs; what the limit refuses
    them is not brought by anybody.
    """
    parameters = cooperative.model.parameters
    whole = cents(parameters.finance.share_capital_cash_eur)
    parts = dict(zip(HOLDERS, split_exact(whole, weights(parameters)), strict=True))
    for college in sorted(HOLDERS, key=lambda name: name == LOCAL_AUTHORITIES):
        cooperative.subscribe(college, parts[college], f"first shares in cash, {college}")


def subscribe(cooperative: LandCooperative, college: str, amount: int, memo: str) -> int:
    """Post shares that a college pays in cash; return the cents subscribed."""
    if college == LOCAL_AUTHORITIES:
        amount = min(amount, cooperative.shares.public_room_cents())
    cooperative.shares.add(college, amount)
    cooperative.post(memo, {accounts.BANK: amount, accounts.CAPITAL: -amount})
    return amount


def redeem(cooperative: LandCooperative, college: str, amount: int, memo: str) -> int:
    """Post shares that a college gives back; return their nominal value (cents).

    Less than asked is given back where the law, the local authorities' part or the cash in the
    bank do not allow more: the rest stays capital and may be asked for again. Reserves are
    indivisible: who leaves gets the nominal value, less a part of losses that no reserve covers.
    """
    ledger, shares = cooperative.ledger, cooperative.shares
    most = min(shares.redeemable_cents(college), max(cooperative.cash_cents, 0))
    amount = min(amount, most)
    losses = ledger.balance(accounts.LOSSES_CARRIED)
    reserves = sum(
        -ledger.balance(account)
        for account in (accounts.LEGAL_RESERVE, accounts.STATUTORY_RESERVE, accounts.RETAINED)
    )
    paid = refund_on_leaving_cents(amount, shares.total_cents, max(losses - reserves, 0))
    shares.take(college, amount)
    cooperative.post(
        memo,
        {
            accounts.CAPITAL: amount,
            accounts.BANK: -paid,
            accounts.LOSSES_CARRIED: paid - amount,
        },
    )
    return amount


def yearly_subscriptions(cooperative: LandCooperative) -> None:
    """Post what members other than investors and local authorities bring each December."""
    parameters = cooperative.model.parameters
    wanted = weights(parameters, SAVERS)
    if not any(wanted):
        return
    whole = cents(parameters.capital.subscriptions_eur_year)
    for college, amount in zip(SAVERS, split_exact(whole, wanted), strict=True):
        cooperative.subscribe(college, amount, f"shares of the year, {college}")
