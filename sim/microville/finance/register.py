"""Who holds the capital: cents by college, as the members' register of a cooperative has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from microville.errors import LedgerError
from microville.finance.money import BASIS_POINTS, check_int, divide_up

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL_AUTHORITIES: Final = "local_authorities"
HOLDERS: Final = (
    LOCAL_AUTHORITIES,
    "inhabitants",
    "companies",
    "associations",
    "academics",
    "investors",
)
"""Colleges that hold capital. Who votes with which weight is another matter: never by capital."""

LEAST_CAPITAL_SHARE: Final = 4
"""Capital may not fall under a quarter of the highest reached (art. 13; to verify)."""


class ShareRegister:
    """Capital by college (cents). The sum is the capital account of the ledger.

    Parameters
    ----------
    public_share_max_bps
        Largest part of the capital that local authorities may hold (basis points).
    """

    def __init__(self, public_share_max_bps: int = BASIS_POINTS // 2) -> None:
        self.public_share_max_bps = check_int(
            "public_share_max_bps", public_share_max_bps, low=0, high=BASIS_POINTS
        )
        self._cents = dict.fromkeys(HOLDERS, 0)
        self._highest = 0

    @property
    def total_cents(self) -> int:
        """Capital of all members (cents)."""
        return sum(self._cents.values())

    @property
    def others_cents(self) -> int:
        """Capital of all members but local authorities (cents)."""
        return self.total_cents - self._cents[LOCAL_AUTHORITIES]

    def by_college(self) -> Mapping[str, int]:
        """Return capital by college (cents), every college once."""
        return dict(self._cents)

    def held_cents(self, college: str) -> int:
        """Return what a college holds (cents).

        Raises
        ------
        LedgerError
            If there is no such college.
        """
        self._known(college)
        return self._cents[college]

    def public_room_cents(self) -> int:
        """Return how much more local authorities may bring (cents), never under zero.

        They may hold a part p of the capital: p / (1 - p) of what the others hold.
        """
        most, others = self.public_share_max_bps, self.others_cents
        if most == BASIS_POINTS:  # no limit: more than any land is worth
            return 10**15
        room = others * most // (BASIS_POINTS - most)
        return max(room - self._cents[LOCAL_AUTHORITIES], 0)

    def redeemable_cents(self, college: str) -> int:
        """Return how much of a college's capital may be paid back now (cents).

        Not more than it holds; the capital stays at or above a quarter of the highest reached, and
        where others leave, what they leave behind must still match the local authorities' part.
        """
        held = self.held_cents(college)
        least = divide_up(self._highest, LEAST_CAPITAL_SHARE)
        free = min(held, max(self.total_cents - least, 0))
        if college == LOCAL_AUTHORITIES or self.public_share_max_bps == BASIS_POINTS:
            return free
        most = self.public_share_max_bps
        local = self._cents[LOCAL_AUTHORITIES]
        if not local:
            return free
        if not most:
            return 0
        needed = divide_up(local * (BASIS_POINTS - most), most)
        return max(min(free, self.others_cents - needed), 0)

    def add(self, college: str, cents: int) -> None:
        """Enter a subscription (cents, zero or more).

        Raises
        ------
        LedgerError
            If there is no such college, or local authorities would exceed their part.
        """
        self._known(college)
        check_int("cents", cents, low=0)
        if college == LOCAL_AUTHORITIES and cents > self.public_room_cents():
            raise LedgerError(
                f"Local authorities may bring {self.public_room_cents()} cents more, not {cents}.",
                hint="Ask public_room_cents first.",
            )
        self._cents[college] += cents
        self._highest = max(self._highest, self.total_cents)

    def take(self, college: str, cents: int) -> None:
        """Enter a redemption at nominal value (cents, zero or more).

        Raises
        ------
        LedgerError
            If more is taken than `redeemable_cents`.
        """
        check_int("cents", cents, low=0)
        if cents > self.redeemable_cents(college):
            raise LedgerError(
                f"{college} may take back {self.redeemable_cents(college)} cents, not {cents}.",
                hint="Ask redeemable_cents first.",
            )
        self._cents[college] -= cents

    def _known(self, college: str) -> None:
        if college not in self._cents:
            raise LedgerError(
                f"{college!r} holds no capital.", hint=f"Use one of: {', '.join(HOLDERS)}."
            )
