"""How the land comes to the cooperative: in kind, against a loan, by a lease, or in stages.

A municipality's contribution valued V needs others' capital beside it (see
`microville.finance.register`). What exceeds the limit is paid with new capital of others or a
loan, or stays with the municipality, which lets it by an emphyteutic lease.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from microville.finance.money import BASIS_POINTS, check_int, check_scenario_int, divide_up

Tenure = Literal["owned", "leased", "staged"]
TENURES: Final[tuple[str, ...]] = get_args(Tenure)


@dataclass(frozen=True, slots=True)
class LandPlan:
    """What becomes of land worth V on the first day (cents). The first three parts sum to V.

    Attributes
    ----------
    in_kind_cents
        Contributed against shares.
    bought_cents
        Bought with a loan.
    leased_cents
        Kept by the municipality, which lets it.
    new_capital_cents
        Cash that other members bring on top, so that more land can be contributed.
    """

    in_kind_cents: int
    bought_cents: int
    leased_cents: int
    new_capital_cents: int


def plan_land(
    value_cents: int,
    room_cents: int,
    tenure: Tenure,
    *,
    raised_bps: int = 0,
    public_share_max_bps: int = BASIS_POINTS // 2,
    stages: int = 1,
) -> LandPlan:
    """Return how land is brought in on the first day.

    Parameters
    ----------
    value_cents
        Value of the land (cents).
    room_cents
        How much local authorities may contribute against the capital that others hold (cents).
    tenure
        ``owned``: all of it is the cooperative's, what exceeds the room is paid for. ``leased``:
        all of it stays with the municipality. ``staged``: the first stage comes in kind as far as
        there is room, the rest is let until later (see `stage_due_cents`).
    raised_bps
        Where owned: part of the excess for which others bring new capital (basis points); a loan
        pays for the rest. Nothing is raised where local authorities may hold nothing at all.
    public_share_max_bps
        As in `microville.finance.ShareRegister`.
    stages
        Years over which staged land comes, one or more.

    Raises
    ------
    ParameterError, ScenarioError
        If an amount is not an integer or is outside its bounds.
    """
    check_scenario_int("The value of the land", value_cents, low=0)
    check_int("room_cents", room_cents, low=0)
    check_int("raised_bps", raised_bps, low=0, high=BASIS_POINTS)
    if tenure == "leased":
        return LandPlan(0, 0, value_cents, 0)
    if tenure == "staged":
        first = min(stage_due_cents(value_cents, 0, stages), room_cents)
        return LandPlan(first, 0, value_cents - first, 0)
    within = min(value_cents, room_cents)
    excess = value_cents - within
    raised = excess * raised_bps // BASIS_POINTS if public_share_max_bps else 0
    capital = divide_up(raised * (BASIS_POINTS - public_share_max_bps), public_share_max_bps or 1)
    return LandPlan(within + raised, excess - raised, 0, capital)


def stage_due_cents(value_cents: int, year: int, stages: int) -> int:
    """Return how much of staged land should be the cooperative's after some years (cents).

    Parameters
    ----------
    value_cents
        Value of the land (cents).
    year
        0 is the first day, 1 the end of the first year.
    stages
        Equal transfers, one or more: the first on the first day.
    """
    check_int("stages", stages, low=1)
    return value_cents * min(check_int("year", year, low=0) + 1, stages) // stages
