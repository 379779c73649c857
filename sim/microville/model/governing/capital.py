"""Investors who subscribe or leave each December, by what they trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville import rng
from microville.finance.statements import balance_sheet
from microville.model.cooperative import cents
from microville.model.governing.colleges import members
from microville.model.governing.outlook import report
from microville.model.governing.votable import charter_signed

if TYPE_CHECKING:
    from microville.model.agents import Stakeholder
    from microville.model.model import Microville

PPM = 1_000_000


def confidence(model: Microville) -> float:
    """Return what investors trust (0-1): the mean of safe cash, equity and the statute.

    Equity is own funds over own funds and debt: land that is only leased is no own fund. The
    statute is the signed charter: reserves that nobody can share out, one member one vote.
    """
    cooperative = model.cooperative
    own = max(balance_sheet(cooperative.ledger).total_equity_cents, 0)
    debt = max(cooperative.debt_cents, 0)
    equity = own / (own + debt) if own + debt else 0.0
    return (report(model).cash + equity + charter_signed(model)) / 3


def investors_decide(model: Microville) -> None:
    """Let each investor subscribe, stay or leave, by the common confidence and an own opinion.

    Who leaves gets the nominal value back, as far as law and cash allow (asset lock); who would
    get nothing stays.
    """
    rates, trust = model.parameters.partners, round(PPM * confidence(model))
    spread = round(PPM * model.parameters.assembly.opinion_spread_share)
    for investor in [m for m in members(model) if m.college == "investors"]:
        drawn = rng.below(
            model.seed_number,
            rng.stream("governance.investing"),
            2 * spread + 1,
            rng.identity("stakeholder", investor.name),
            model.month,
        )
        felt = trust + int(drawn) - spread
        if felt >= round(PPM * rates.investor_comes_share):
            amount = cents(rates.investor_ticket_eur)
            brought = model.cooperative.subscribe("investors", amount, f"shares, {investor.name}")
            if brought:
                model.tell("investor_subscribes", investor.name, brought / 100)
        elif felt < round(PPM * rates.investor_leaves_share):
            _leave(model, investor)


def _leave(model: Microville, investor: Stakeholder) -> None:
    """Redeem an investor's part of what investors hold; without anything back nobody leaves."""
    left = sum(m.college == "investors" for m in members(model))
    part = model.cooperative.capital_by_college()["investors"] // left
    paid = model.cooperative.redeem("investors", part, f"shares given back, {investor.name}")
    if paid <= 0:
        return
    model.tell("investor_leaves", investor.name, paid / 100)
    model.stakeholders.remove(investor)
    investor.remove()
