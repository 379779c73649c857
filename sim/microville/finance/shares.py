"""What shares of the cooperative earn, and what a leaving member gets back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from microville.errors import ScenarioError
from microville.finance.money import check_scenario_int

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARE_INTEREST_MARGIN_BPS: Final = 200


def share_interest_cap_bps(tmo_bps: Sequence[int]) -> int:
    """Return the highest interest on shares (basis points): three-year mean TMO plus 2 points.

    TMO is the published mean yield of bonds of private companies (art. 14; to verify). The mean is
    rounded down, so that the cap is never exceeded. For 2017 the published cap was 3.23 %.

    Parameters
    ----------
    tmo_bps
        TMO of the last three calendar years (basis points; may be negative).

    Raises
    ------
    ScenarioError
        If there are not three integers.
    """
    if len(tmo_bps) != 3:
        raise ScenarioError(
            f"{len(tmo_bps)} years of TMO were given.", hint="Give the last three calendar years."
        )
    for rate in tmo_bps:
        check_scenario_int("The TMO", rate)
    return max(sum(tmo_bps) // 3 + SHARE_INTEREST_MARGIN_BPS, 0)


def check_share_interest(rate_bps: int, cap_bps: int) -> None:
    """Check that the interest on shares is within its cap (both in basis points).

    Raises
    ------
    ScenarioError
        If the rate is negative, not an integer or over the cap.
    """
    check_scenario_int("The interest on shares", rate_bps, low=0)
    if rate_bps > cap_bps:
        raise ScenarioError(
            f"The interest on shares is {rate_bps / 100:.2f} %.",
            hint=f"The cap is {cap_bps / 100:.2f} %: three-year mean TMO plus 2 points.",
        )


def refund_on_leaving_cents(shares_cents: int, capital_cents: int, losses_cents: int) -> int:
    """Return what a leaving member gets back (cents): the nominal value less its part of losses.

    Reserves are indivisible: no part of them leaves with a member (art. 18 for the nominal value
    and the losses; the treatment of losses that reserves could absorb is to verify).

    Parameters
    ----------
    shares_cents
        Nominal value of the member's shares (cents).
    capital_cents
        Capital of all members, the leaving one included (cents).
    losses_cents
        Losses on the balance sheet that reserves do not cover (cents, zero or more).

    Raises
    ------
    ScenarioError
        If an amount is negative or the shares exceed the capital.
    """
    check_scenario_int("The capital", capital_cents, low=0)
    check_scenario_int("The member's shares", shares_cents, low=0, high=capital_cents)
    check_scenario_int("The losses", losses_cents, low=0)
    if not shares_cents:
        return 0
    # Rounded down: a member never takes more than its part.
    return shares_cents * max(capital_cents - losses_cents, 0) // capital_cents
