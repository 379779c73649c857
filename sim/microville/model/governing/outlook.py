"""What members can expect of a phase of works: safe cash, and what it brings for its cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.finance import accounts, income_statement
from microville.model.cooperative import cents
from microville.model.governing.colleges import OUTCOMES, PRIORITY
from microville.model.site import WORKS, Ground, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.model.governing.votable import Works
    from microville.model.model import Microville

MILLION_CENTS = 100_000_000
PROMISES = "promises"
"""What the year's report is judged by, fully by every college."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected of one resolution.

    Attributes
    ----------
    cash
        Cash in a year's time over the months of running cost that the covenant asks for (0-1).
    worth
        What works bring by outcome, over what would satisfy for their cost (1: satisfies).
    cost_cents
        Cost of the works before tax.
    """

    cash: float
    worth: dict[str, float]
    cost_cents: int

    def benefit(self, college: str, other_weight: float) -> float:
        """Return what the works are worth to a college (0-1), its own priority counting fully."""
        first = PRIORITY[college]
        total = sum(
            worth * (1.0 if outcome in (first, PROMISES) else other_weight)
            for outcome, worth in self.worth.items()
        )
        return min(total, 1.0)


def outlook(model: Microville, works: Sequence[Works]) -> Outlook:
    """Return what is expected of a phase of works."""
    cost = sum(cost_cents(model, w) for w in works)
    brought = dict.fromkeys(OUTCOMES, 0.0)
    for w in works:
        _bring(model, w, brought)
    millions = max(cost, 1) / MILLION_CENTS
    worth = {outcome: total / millions for outcome, total in brought.items()}
    return Outlook(_cash(model, cost), worth, cost)


def report(model: Microville) -> Outlook:
    """Return what the year's report shows: cash without new works, and promises kept.

    Kept is the share of works due so far that have begun; 1 where none were due.
    """
    voted = [unit for unit in model.site.units if unit.entry.works != "none"]
    due = [unit for unit in voted if unit.entry.start_month <= model.month]
    begun = sum(unit.works_from >= 0 for unit in due)
    return Outlook(_cash(model, 0), {PROMISES: begun / len(due) if due else 1.0}, 0)


def cost_cents(model: Microville, works: Works) -> int:
    """Return what works cost (cents, before tax), as the phase of works will reckon it."""
    from microville.model.phases.works import ground_cost_cents, unit_cost_cents
    from microville.model.utilities.infrastructure import installation_cost_cents

    if isinstance(works.thing, Unit):
        return unit_cost_cents(model, works.thing)
    if isinstance(works.thing, Ground):
        return ground_cost_cents(model, works.thing)
    return installation_cost_cents(model, works.thing)


def _bring(model: Microville, works: Works, brought: dict[str, float]) -> None:
    """Add what works bring, each over what would satisfy for a million euros."""
    from microville.model.phases.leases import floor_per_job_m2

    aspired = model.parameters.assembly
    thing = works.thing
    if isinstance(thing, Ground):
        brought["land"] += thing.entry.area_ha / aspired.land_aspired_ha_meur
    elif isinstance(thing, Unit):
        if thing.entry.use is None:
            return
        brought["floor"] += thing.area_m2 / aspired.floor_aspired_m2_meur
        brought["homes"] += thing.dwellings / aspired.homes_aspired_meur
        brought["services"] += len(thing.entry.categories) / aspired.services_aspired_meur
        if thing.use != "housing":
            let = thing.area_m2 * model.parameters.business.occupancy_target_share
            brought["jobs"] += let / floor_per_job_m2(model, thing.use) / aspired.jobs_aspired_meur
    elif thing.kwp:
        brought["land"] += thing.kwp / aspired.solar_aspired_kwp_meur


def _cash(model: Microville, cost: int) -> float:
    """Return cash in a year over the covenant's months of running cost, cut to 0-1.

    Cash today, less what works under way will still take, plus what grants still owe, plus the
    gross operating surplus of the last twelve months, less the debt service of the next twelve,
    less the part of grants that the new works wait for. Their own rents and loan come later.
    """
    cooperative, month = model.cooperative, model.month
    ledger = cooperative.ledger
    under_way = sum(u.cost_cents - u.spent_cents for u in model.site.own_units if u.state == WORKS)
    surplus = income_statement(ledger, month - 11, month).gross_operating_cents
    due = [loan.due(later) for loan in cooperative.loans for later in range(month + 1, month + 13)]
    service = sum(i.principal_cents + i.interest_cents for i in due if i is not None)
    grant = round(cost * float(model.parameters.finance.grant_share_works))
    expected = cooperative.cash_cents - under_way + ledger.balance(accounts.GRANTS_RECEIVABLE)
    expected += surplus - service - (grant - grant // 2)
    months = float(model.parameters.finance.animation_covenant_cash_months)
    wanted = cents(months * cooperative.monthly_running_cost_cents() / 100)
    if wanted <= 0:
        return float(expected >= 0)
    return min(max(expected / wanted, 0.0), 1.0)
