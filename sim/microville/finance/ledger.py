"""A double-entry ledger in integer cents: what does not balance is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from microville.finance.accounts import CHART
from microville.finance.entry import Entry, check_account, check_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from microville.finance.accounts import Account

    Lines = Mapping[str, int] | Sequence[tuple[str, int]]


class Ledger:
    """Entries of one legal person, in the order in which they were posted.

    Amounts are integer cents, positive for a debit and negative for a credit. Months are
    integers counted from the start of the run; entries may be posted in any order of months.

    Parameters
    ----------
    chart
        Accounts by code; the cooperative's own chart by default.

    Examples
    --------
    >>> ledger = Ledger()
    >>> ledger.post(0, "shares paid in cash", {"512": 100_00, "1013": -100_00})
    >>> ledger.balance("512")
    10000
    """

    def __init__(self, chart: Mapping[str, Account] = CHART) -> None:
        self.chart = dict(chart)
        self._entries: list[Entry] = []
        self._by_month: dict[int, list[Entry]] = {}
        self._totals: dict[str, int] = dict.fromkeys(self.chart, 0)
        self._month_totals: dict[int, dict[str, int]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def post(self, month: int, memo: str, lines: Lines, *, closing: bool = False) -> None:
        """Record one entry, whole or not at all.

        Parameters
        ----------
        month
            Month of the entry.
        memo
            What happened, for a reader.
        lines
            Cents by account, or (account, cents) pairs where an account may come twice. Zero
            amounts are dropped; an entry of zeros only records nothing.
        closing
            True for the entries that empty income and expense accounts at the end of a year and
            share out the result: the income statement leaves them out.

        Raises
        ------
        LedgerError
            If there are no lines, an account is unknown, an amount or the month is not an
            ``int``, or the lines do not sum to zero. Nothing is recorded then.
        """
        pairs = tuple(lines.items()) if isinstance(lines, Mapping) else tuple(lines)
        check_entry(month, memo, pairs, self.chart)
        kept = tuple(pair for pair in pairs if pair[1])
        if not kept:
            return
        entry = Entry(len(self._entries), month, memo, kept, closing)
        self._entries.append(entry)
        self._by_month.setdefault(month, []).append(entry)
        month_totals = {} if closing else self._month_totals.setdefault(month, {})
        for account, cents in kept:
            self._totals[account] += cents
            month_totals[account] = month_totals.get(account, 0) + cents

    def balance(self, account: str, *, month: int | None = None) -> int:
        """Return the balance (cents, debit positive), of everything or up to a month included.

        Raises
        ------
        LedgerError
            If the account is unknown.
        """
        self._known(account)
        if month is None:
            return self._totals[account]
        return self.balances(month=month)[account]

    def balances(self, *, month: int | None = None) -> dict[str, int]:
        """Return every account's balance (cents, debit positive), zeros included, in chart order.

        Parameters
        ----------
        month
            Last month counted; all of them by default.
        """
        if month is None:
            return dict(self._totals)
        return self._sum(entry for entry in self._entries if entry.month <= month)

    def movements(
        self, account: str, month_from: int, month_to: int, *, closing: bool = True
    ) -> int:
        """Return the net movement of one account (cents) over months, both ends included.

        Parameters
        ----------
        account
            Code of the account.
        month_from, month_to
            First and last month.
        closing
            False leaves closing entries out.

        Raises
        ------
        LedgerError
            If the account is unknown.
        """
        self._known(account)
        return self.all_movements(month_from, month_to, closing=closing)[account]

    def all_movements(
        self, month_from: int, month_to: int, *, closing: bool = True
    ) -> dict[str, int]:
        """Return every account's net movement (cents) over months, both ends included."""
        return self._sum(
            entry for entry in self.entries(month_from, month_to) if closing or not entry.closing
        )

    def month_movements(self, month: int) -> Mapping[str, int]:
        """Return the net movements of a month (cents) by account, closing entries left out.

        Accounts that nothing moved are left out. Kept as entries are posted: a look-up.
        """
        return self._month_totals.get(month, {})

    def entries(
        self, month_from: int | None = None, month_to: int | None = None
    ) -> Iterator[Entry]:
        """Yield entries month by month, both ends included; in posting order without bounds."""
        if month_from is None and month_to is None:
            yield from self._entries
            return
        if month_from is not None and month_from == month_to:
            yield from self._by_month.get(month_from, ())
            return
        for month in sorted(self._by_month):
            if (month_from is None or month >= month_from) and (
                month_to is None or month <= month_to
            ):
                yield from self._by_month[month]

    def trial_balance(self) -> dict[str, tuple[int, int]]:
        """Return (debit, credit) balances in cents of the accounts that have one.

        The two columns have the same sum: each entry was checked when it was posted.
        """
        return {
            account: (max(cents, 0), max(-cents, 0))
            for account, cents in self._totals.items()
            if cents
        }

    @classmethod
    def from_columns(cls, columns: Mapping[str, Sequence[Any]]) -> Ledger:
        """Return the books that `to_columns` wrote, each entry checked again.

        Parameters
        ----------
        columns
            Columns of equal length, lines of an entry beside each other.

        Raises
        ------
        LedgerError
            If an entry does not balance or names an unknown account.
        """
        ledger = cls()
        lines: list[tuple[str, int]] = []
        names = ("entry", "month", "memo", "account", "debit_cents", "credit_cents", "closing")
        rows = list(zip(*(columns[name] for name in names), strict=True))
        for at, (entry, month, memo, account, debit, credit, closing) in enumerate(rows):
            lines.append((str(account), int(debit) - int(credit)))
            if at + 1 == len(rows) or rows[at + 1][0] != entry:
                ledger.post(int(month), str(memo), lines, closing=bool(closing))
                lines = []
        return ledger

    def to_columns(self) -> dict[str, list[int] | list[str] | list[bool]]:
        """Return the lines as columns of equal length, ready for a table.

        Columns: entry, month, memo, account, debit_cents, credit_cents, closing.
        """
        rows = [
            (entry, account, cents) for entry in self._entries for account, cents in entry.lines
        ]
        return {
            "entry": [entry.number for entry, _, _ in rows],
            "month": [entry.month for entry, _, _ in rows],
            "memo": [entry.memo for entry, _, _ in rows],
            "account": [account for _, account, _ in rows],
            "debit_cents": [max(cents, 0) for _, _, cents in rows],
            "credit_cents": [max(-cents, 0) for _, _, cents in rows],
            "closing": [entry.closing for entry, _, _ in rows],
        }

    def _sum(self, entries: Iterable[Entry]) -> dict[str, int]:
        totals = dict.fromkeys(self.chart, 0)
        for entry in entries:
            for account, cents in entry.lines:
                totals[account] += cents
        return totals

    def _known(self, account: str) -> None:
        check_account(account, self.chart)
