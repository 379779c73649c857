"""Cash flow and sources and uses of funds over months, read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import LedgerError
from microville.finance.accounts import (
    BANK,
    CAPITAL,
    GRANT_SHARE,
    GRANTS,
    GRANTS_RECEIVABLE,
    GRANTS_RELEASED,
    INTEREST,
    LOANS,
    MEMBERS,
    SHARE_INTEREST_DUE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.finance.ledger import Ledger

_INVESTING = ("2", "404", "675", "775")
_FINANCING = ("1", GRANTS_RECEIVABLE, MEMBERS, SHARE_INTEREST_DUE, INTEREST)

# First match wins. Each group holds both sides of what moves no money (a charge and the
# depreciation it feeds, a grant and its release), so that the two cancel in it.
_FUNDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("capital", (CAPITAL, MEMBERS)),
    ("grants", (GRANTS, GRANTS_RELEASED, GRANTS_RECEIVABLE, GRANT_SHARE)),
    ("deposits", ("165",)),
    ("investment", ("2", "404", "675", "6811")),
    ("disposals", ("775",)),
    ("share_interest", ("10", "11", "12", SHARE_INTEREST_DUE)),
    ("working_capital", ("15", "4", "6815", "6817", "7815", "7817")),
    ("self_financing", ("6", "7")),
)


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Where cash came from and went to (cents, in is positive).

    Attributes
    ----------
    opening_cents, closing_cents
        Bank balance before and after.
    operating, investing, financing
        Cents by account on the other side of the bank. Grants and interest count as financing,
        so that the operating flow is what can serve the debt.
    """

    opening_cents: int
    operating: Mapping[str, int]
    investing: Mapping[str, int]
    financing: Mapping[str, int]
    closing_cents: int

    @property
    def operating_cents(self) -> int:
        """Cash from operations (cents)."""
        return sum(self.operating.values())

    @property
    def investing_cents(self) -> int:
        """Cash from investment (cents), negative as a rule."""
        return sum(self.investing.values())

    @property
    def financing_cents(self) -> int:
        """Cash from members, lenders and grants, less what they were paid (cents)."""
        return sum(self.financing.values())


@dataclass(frozen=True, slots=True)
class SourcesAndUses:
    """Where funds came from and what they paid for (cents, all positive), by group.

    What was contributed in kind counts on both sides; what moves no value (depreciation, grants
    released, reserves) counts on neither. The change in cash is a use, or a source if it fell.
    """

    sources: Mapping[str, int]
    uses: Mapping[str, int]


def cash_flow(ledger: Ledger, month_from: int, month_to: int) -> CashFlow:
    """Return the cash flow over months, both ends included, by the direct method.

    Raises
    ------
    LedgerError
        If opening cash and flows do not make closing cash: the ledger was changed from outside.
    """
    flows: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
    for entry in ledger.entries(month_from, month_to):
        if not any(account == BANK for account, _ in entry.lines):
            continue
        for account, cents in entry.lines:
            if account == BANK:
                continue
            # An entry sums to zero: what the other lines are credited came into the bank.
            part = flows[_activity(account)]
            part[account] = part.get(account, 0) - cents
    flow = CashFlow(
        ledger.balance(BANK, month=month_from - 1),
        *flows,
        ledger.balance(BANK, month=month_to),
    )
    moved = flow.operating_cents + flow.investing_cents + flow.financing_cents
    if flow.opening_cents + moved != flow.closing_cents:
        raise LedgerError(
            "Opening cash and the flows do not make closing cash.",
            hint="Change the books with Ledger.post only.",
        )
    return flow


def sources_and_uses(ledger: Ledger, month_from: int, month_to: int) -> SourcesAndUses:
    """Return sources and uses of funds over months, both ends included.

    Groups: capital, grants, loans_drawn, loans_repaid, deposits, investment, disposals,
    share_interest, working_capital, self_financing, cash.

    Raises
    ------
    LedgerError
        If sources differ from uses, or an account belongs to no group.
    """
    net: dict[str, int] = {}
    for entry in ledger.entries(month_from, month_to):
        if entry.closing:
            continue
        for account, cents in entry.lines:
            group = _funds(account, cents)
            net[group] = net.get(group, 0) + cents
    sources = {group: -cents for group, cents in net.items() if cents < 0}
    uses = {group: cents for group, cents in net.items() if cents > 0}
    if sum(sources.values()) != sum(uses.values()):
        raise LedgerError(
            "Sources differ from uses of funds.", hint="Change the books with Ledger.post only."
        )
    return SourcesAndUses(sources, uses)


def _activity(account: str) -> int:
    if account.startswith(_INVESTING):
        return 1
    return 2 if account.startswith(_FINANCING) else 0


def _funds(account: str, cents: int) -> str:
    if account == BANK:
        return "cash"
    if account == LOANS:
        return "loans_repaid" if cents > 0 else "loans_drawn"
    for group, prefixes in _FUNDS:
        if account.startswith(prefixes):
            return group
    raise LedgerError(
        f"Account {account!r} belongs to no group of sources and uses.",
        hint="Give custom accounts numbers of classes 1 to 7 of the French chart.",
    )
