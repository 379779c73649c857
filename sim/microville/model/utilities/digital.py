"""9. Fibre and shared digital services of the site: who subscribes, what it costs and allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.model.cooperative import cents
from microville.model.observables import focus_employed
from microville.model.site import LET
from microville.model.utilities.infrastructure import installed

if TYPE_CHECKING:
    from microville.model.model import Microville

DESKS = ("office", "coworking", "training")
"""Uses of floor whose jobs may be done elsewhere (assumption)."""


@dataclass(frozen=True, slots=True)
class DigitalMonth:
    """Digital services in one month.

    Attributes
    ----------
    homes, firms
        Subscribers.
    telework_jobs
        Jobs of the site that can be done elsewhere some days, since their firm has a line.
    seats, seats_taken
        Coworking seats, and those that somebody takes.
    paid_cents, running_cents
        Fees and costs, before tax.
    """

    homes: int = 0
    firms: int = 0
    telework_jobs: int = 0
    seats: int = 0
    seats_taken: int = 0
    paid_cents: int = 0
    running_cents: int = 0


def digital(model: Microville) -> None:
    """Count who subscribes, and post fees and costs."""
    rates = model.parameters.digital
    let = [unit for unit in model.site.own_units if unit.state == LET and unit.jobs]
    firms = sum(math.ceil(unit.jobs / rates.jobs_per_firm) for unit in let)
    homes = sum(len(unit.households) for unit in model.site.own_units)
    lines = int(installed(model, "fibre"))
    # Firms first: they sign for years, and come before most homes do.
    by_firms = min(round(firms * rates.take_up_share), lines)
    by_homes = min(round(homes * rates.take_up_share), lines - by_firms)
    desks = sum(unit.jobs for unit in let if unit.use in DESKS)
    telework = round(desks * rates.teleworkable_share * by_firms / firms) if firms else 0
    seats = sum(int(unit.area_m2 / rates.seat_m2) for unit in let if unit.use == "coworking")
    taken = min(seats, round(focus_employed(model) * rates.seat_demand_share)) if seats else 0
    paid, running = _post(model, by_homes + by_firms)
    model.digital_month = DigitalMonth(
        homes=by_homes,
        firms=by_firms,
        telework_jobs=telework,
        seats=seats,
        seats_taken=taken,
        paid_cents=paid,
        running_cents=running,
    )


def _post(model: Microville, subscribers: int) -> tuple[int, int]:
    """Cash fees and pay what they cost, both with tax; return both before tax (cents)."""
    rates, cooperative = model.parameters.digital, model.cooperative
    if not subscribers:
        return 0, 0
    fees = cents(subscribers * rates.fee_eur_month)
    cost = cents(subscribers * rates.running_eur_month)
    paid = cooperative.sale("digital services sold", accounts.CHARGES_RECOVERED, fees, within=True)
    memo = "running of digital services"
    return paid, cost - cooperative.purchase(memo, accounts.UTILITIES, cost, resold=True)
