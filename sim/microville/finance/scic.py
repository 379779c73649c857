"""The law of the collective-interest cooperative (SCIC) as rules that say what to change.

Source: loi n° 47-1775 du 10 septembre 1947 portant statut de la coopération, title II ter
(art. 19 quinquies and following). Articles are named where their text is known; the others are
marked "to verify". A simulation is no legal advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from microville.errors import ScenarioError
from microville.finance.money import check_scenario_int

if TYPE_CHECKING:
    from collections.abc import Mapping

Category = Literal[
    "beneficiaries", "employees", "producers", "volunteers", "public_bodies", "supporters"
]
Criterion = Literal["category", "commitment", "territory", "capital"]

CATEGORIES: Final[tuple[str, ...]] = get_args(Category)
CRITERIA: Final[tuple[str, ...]] = tuple(c for c in get_args(Criterion) if c != "capital")

MINIMUM_CATEGORIES: Final = 3
MINIMUM_COLLEGES: Final = 3
COLLEGE_WEIGHT_PCT: Final = (10, 50)


def check_members(members: Mapping[str, int], *, has_staff: bool) -> None:
    """Check that the members form a SCIC (art. 19 septies).

    At least three categories of members, a legal notion apart from voting colleges; among them
    the beneficiaries and the employees, or the producers where the company has no employees.

    Parameters
    ----------
    members
        Number of members by category, of `CATEGORIES`. A category without members does not count.
    has_staff
        Whether the company employs anybody, member or not.

    Raises
    ------
    ScenarioError
        If a category is unknown, a number is negative or a category is missing.
    """
    for category, count in members.items():
        if category not in CATEGORIES:
            raise ScenarioError(
                f"{category!r} is not a category of members.",
                hint=f"Use one of: {', '.join(CATEGORIES)}.",
            )
        check_scenario_int(f"The number of {category}", count, low=0)
    present = {category for category, count in members.items() if count}
    if len(present) < MINIMUM_CATEGORIES:
        raise ScenarioError(
            f"The cooperative has {len(present)} categories of members.",
            hint=f"The law asks for at least {MINIMUM_CATEGORIES}.",
        )
    if "beneficiaries" not in present:
        raise ScenarioError(
            "No member benefits from the cooperative's activities.",
            hint="Add members to 'beneficiaries': residents, tenants or users.",
        )
    if has_staff and "employees" not in present:
        raise ScenarioError(
            "The cooperative has staff but no employee is a member.",
            hint="Add members to 'employees': producers replace them only where there is no staff.",
        )
    if not has_staff and "producers" not in present:
        raise ScenarioError(
            "The cooperative has neither staff nor producers among its members.",
            hint="Add members to 'producers', or employ someone who becomes a member.",
        )


def local_authority_room_cents(local_authorities_cents: int, others_cents: int) -> int:
    """Return how much more local authorities may bring (cents); negative if over the limit."""
    return others_cents - local_authorities_cents


def check_capital(local_authorities_cents: int, others_cents: int) -> None:
    """Check that local authorities hold at most half of the capital (art. 19 septies).

    A contribution valued V, in kind or in cash, needs at least V from other members.

    Parameters
    ----------
    local_authorities_cents
        Capital of local authorities, their groupings and their public bodies, together (cents).
    others_cents
        Capital of all other members (cents).

    Raises
    ------
    ScenarioError
        If there is no capital, an amount is negative, or the share exceeds 50 %.
    """
    check_scenario_int("The capital of local authorities", local_authorities_cents, low=0)
    check_scenario_int("The capital of other members", others_cents, low=0)
    if local_authorities_cents + others_cents == 0:
        raise ScenarioError("The cooperative has no capital.", hint="Give members shares.")
    missing = -local_authority_room_cents(local_authorities_cents, others_cents)
    if missing > 0:
        raise ScenarioError(
            f"Local authorities would hold {_euros(local_authorities_cents)} of capital against "
            f"{_euros(others_cents)} from others: more than half.",
            hint=f"Find {_euros(missing)} from other members, or make the land a loan, a lease or "
            "a transfer in stages.",
        )


def check_colleges(
    weights_pct: Mapping[str, int] | None,
    *,
    criterion: Criterion = "category",
) -> None:
    """Check voting colleges (art. 19 octies; to verify). None means one member, one vote.

    Parameters
    ----------
    weights_pct
        Weight of each college in whole percent of the votes; empty or None without colleges.
    criterion
        What the weights follow. The law forbids capital.

    Raises
    ------
    ScenarioError
        If there are fewer than three colleges, a weight is outside 10-50 %, the weights do not
        sum to 100, or they follow capital.
    """
    if not weights_pct:
        return
    if criterion not in CRITERIA:
        raise ScenarioError(
            f"The colleges' weights follow {criterion!r}.",
            hint=f"Capital may not weigh votes; use one of: {', '.join(CRITERIA)}.",
        )
    if len(weights_pct) < MINIMUM_COLLEGES:
        raise ScenarioError(
            f"There are {len(weights_pct)} colleges.",
            hint=f"Make at least {MINIMUM_COLLEGES}, or none: then each member has one vote.",
        )
    low, high = COLLEGE_WEIGHT_PCT
    for college, weight in weights_pct.items():
        check_scenario_int(f"The weight of college {college!r}", weight, low=low, high=high)
    total = sum(weights_pct.values())
    if total != 100:
        raise ScenarioError(
            f"The weights of the colleges sum to {total} %.", hint="They must sum to 100 %."
        )


def _euros(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d} euros"
