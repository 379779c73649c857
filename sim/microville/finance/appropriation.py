"""What becomes of a net result: reserves, interest on shares, losses carried forward."""

from __future__ import annotations

from dataclasses import dataclass

from microville.errors import ScenarioError
from microville.finance.accounts import (
    LEGAL_RESERVE,
    LOSS,
    LOSSES_CARRIED,
    RESULT,
    RETAINED,
    SHARE_INTEREST_DUE,
    STATUTORY_RESERVE,
)
from microville.finance.money import BASIS_POINTS, check_int, divide_up
from microville.finance.shares import check_share_interest

LEGAL_RESERVE_BPS = 1_500
"""Least part of the surplus for the legal reserve: three twentieths (loi n° 47-1775, art. 16)."""

STATUTORY_RESERVE_BPS = 5_000
"""Least part of the rest for the statutory reserve (art. 19 nonies): 57.5 % in all."""


@dataclass(frozen=True, slots=True)
class AppropriationRules:
    """How the assembly shares out a surplus, within the law.

    Parameters
    ----------
    legal_bps
        Part of the surplus for the legal reserve (basis points), at least 1500. The ceiling at
        which the law stops this part is not modelled: the reserve goes on growing.
    statutory_bps
        Part of what remains for the statutory reserve (basis points), at least 5000.
    share_interest_bps
        Interest that members wish on their shares (basis points of capital, a year).
    share_interest_cap_bps
        Its cap, from `share_interest_cap_bps`.
    rest_to_reserves
        True puts what is left into the statutory reserve, as most SCIC do; False carries it
        forward as retained surplus, which is taxed.

    Raises
    ------
    ScenarioError
        If a part is under its legal minimum, or the interest over its cap.
    """

    legal_bps: int = LEGAL_RESERVE_BPS
    statutory_bps: int = STATUTORY_RESERVE_BPS
    share_interest_bps: int = 0
    share_interest_cap_bps: int = 0
    rest_to_reserves: bool = True

    def __post_init__(self) -> None:
        for name, value, least in (
            ("legal reserve", self.legal_bps, LEGAL_RESERVE_BPS),
            ("statutory reserve", self.statutory_bps, STATUTORY_RESERVE_BPS),
        ):
            if not least <= value <= BASIS_POINTS:
                raise ScenarioError(
                    f"The part of the {name} is {value} basis points.",
                    hint=f"The law asks for {least} to {BASIS_POINTS}.",
                )
        check_share_interest(self.share_interest_bps, self.share_interest_cap_bps)


@dataclass(frozen=True, slots=True)
class Appropriation:
    """Where a net result goes (cents). The parts of a surplus sum to it.

    Attributes
    ----------
    result_cents
        Net result after tax, negative for a loss.
    losses_absorbed_cents
        Past losses that the surplus makes good first.
    legal_reserve_cents, statutory_reserve_cents
        Put into the indivisible reserves.
    share_interest_cents
        Interest on shares, due to members.
    retained_cents
        Carried forward.
    """

    result_cents: int
    losses_absorbed_cents: int = 0
    legal_reserve_cents: int = 0
    statutory_reserve_cents: int = 0
    share_interest_cents: int = 0
    retained_cents: int = 0

    @property
    def indivisible_cents(self) -> int:
        """Both reserves together (cents): what is deducted from the taxable profit."""
        return self.legal_reserve_cents + self.statutory_reserve_cents

    def lines(self) -> dict[str, int]:
        """Return the ledger lines of the assembly's decision; the result account is emptied."""
        if self.result_cents < 0:
            return {LOSSES_CARRIED: -self.result_cents, LOSS: self.result_cents}
        return {
            RESULT: self.result_cents,
            LOSSES_CARRIED: -self.losses_absorbed_cents,
            LEGAL_RESERVE: -self.legal_reserve_cents,
            STATUTORY_RESERVE: -self.statutory_reserve_cents,
            SHARE_INTEREST_DUE: -self.share_interest_cents,
            RETAINED: -self.retained_cents,
        }


def appropriate(
    result_cents: int,
    rules: AppropriationRules | None = None,
    *,
    capital_cents: int = 0,
    losses_carried_cents: int = 0,
    public_aid_cents: int = 0,
) -> Appropriation:
    """Share out a net result.

    Past losses are made good first; then the legal reserve, the statutory reserve, the interest
    on shares from what is left less the public aid received, and the rest.

    Parameters
    ----------
    result_cents
        Net result after tax (cents); negative for a loss, which is carried forward whole.
    rules
        What the assembly decided; the legal minimum and the rest to reserves if None.
    capital_cents
        Capital on which interest is paid (cents).
    losses_carried_cents
        Losses of past years on the balance sheet (cents, zero or more).
    public_aid_cents
        Public aid in the year's income (cents): it goes to reserves, never to members.

    Raises
    ------
    ParameterError
        If an amount is not an integer, or one but the result is negative.
    """
    rules = rules or AppropriationRules()
    check_int("result_cents", result_cents)
    check_int("capital_cents", capital_cents, low=0)
    check_int("losses_carried_cents", losses_carried_cents, low=0)
    check_int("public_aid_cents", public_aid_cents, low=0)
    if result_cents < 0:
        return Appropriation(result_cents)
    absorbed = min(result_cents, losses_carried_cents)
    base = result_cents - absorbed
    # Rounded up: a legal minimum is never missed by a cent.
    legal = divide_up(base * rules.legal_bps, BASIS_POINTS)
    statutory = divide_up((base - legal) * rules.statutory_bps, BASIS_POINTS)
    rest = base - legal - statutory
    aid = min(rest, public_aid_cents)
    interest = min(capital_cents * rules.share_interest_bps // BASIS_POINTS, rest - aid)
    kept = rest - aid - interest
    return Appropriation(
        result_cents=result_cents,
        losses_absorbed_cents=absorbed,
        legal_reserve_cents=legal,
        statutory_reserve_cents=statutory + aid + (kept if rules.rest_to_reserves else 0),
        share_interest_cents=interest,
        retained_cents=0 if rules.rest_to_reserves else kept,
    )
