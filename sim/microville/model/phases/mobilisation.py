"""11. Mobilisation: stakeholders gain or lose heart with what they see and whom they know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.calendar import is_december
from microville.model.governing.assembly import extraordinary_assembly
from microville.model.governing.capital import investors_decide
from microville.model.governing.services import engaged, sponsorship
from microville.model.governing.votable import count_delay
from microville.model.site import WAITING
from microville.scenario.months import month_index

if TYPE_CHECKING:
    from microville.model.model import Microville


def mobilisation(model: Microville) -> None:
    """Move each stakeholder's mobilisation; hold an assembly where one is due before December.

    It rises with animation, sponsorship, visible results, the charter and mobilised acquaintances,
    each as a share of what is missing to 1; it falls, as a share of what there is, with time,
    with works that wait and with works that were agreed and cannot start.
    """
    rates = model.parameters.governance
    _elect(model)
    gain = _animated(model) + rates.sponsorship_effect_month * sponsorship(model)
    gain += _results(model) + _charter(model)
    waiting = any(unit.state == WAITING for unit in model.site.own_units)
    loss = rates.mobilisation_decay_month + rates.delay_penalty_month * waiting
    loss += rates.broken_promise_penalty * _broken(model)
    without = frozenset() if engaged(model, "Le Rameau") else frozenset({"rameau"})
    heard = model.ties.heard(model.stakeholders, without=without)
    level = np.array([s.mobilisation for s in model.stakeholders])
    moved = level + (gain + rates.ties_effect_month * heard) * (1.0 - level) - loss * level
    for stakeholder, value in zip(model.stakeholders, moved.tolist(), strict=True):
        stakeholder.mobilisation = round(min(max(value, 0.0), 1.0), 9)
    count_delay(model)
    extraordinary_assembly(model)
    if is_december(model.month):
        investors_decide(model)


def _animated(model: Microville) -> float:
    """Return what the month's animation gives, in proportion to the reference budget.

    The reference does not shrink with the site: a facilitator's post costs the same on a small one.
    """
    rates = model.parameters.governance
    spent = model.cooperative.animation_cents / 100 * 12
    return float(
        rates.animation_effect_month * spent / max(rates.animation_reference_eur_year, 1.0)
    )


def _results(model: Microville) -> float:
    """Return what the month's visible results give: each a share of what the others left to gain.

    Tenants who sat there at the start are no result; households who move in are one together.
    """
    # What others build on fields is no result of the cooperative's.
    others = {unit.key for unit in model.site.units if unit.off_site}
    events = model.events_of_month if model.month else []
    kinds = [event.kind for event in events if event.subject not in others]
    seen = sum(kind in VISIBLE for kind in kinds) + ("move_in" in kinds)
    gain = float(model.parameters.governance.mobilisation_gain_per_result)
    return float(1.0 - (1.0 - gain) ** seen)


def _broken(model: Microville) -> int:
    """Return how many works that members had agreed to could not start this month (once each)."""
    told = {event.subject for event in model.events_of_month if event.kind == "works_wait"}
    agreed = model.council.agreed
    return sum(u.key in told and u.entry.phase_name in agreed for u in model.site.own_units)


def _charter(model: Microville) -> float:
    charter = model.inputs.cooperative.charter
    if charter is None or model.month != month_index(charter):
        return 0.0
    model.tell("charter_signed", "charter", 1)
    return float(model.parameters.governance.charter_bonus)


def _elect(model: Microville) -> None:
    """Let a municipal election weaken the sponsorship by half, by chance."""
    if model.month % (12 * TERM_YEARS) != FIRST_ELECTION:
        return
    chance = rng.ppb(model.parameters.governance.sponsorship_loss_election_probability)
    if rng.happens(model.seed_number, rng.stream("governance.election"), chance, model.month):
        model.sponsorship /= 2
        model.tell("sponsorship_weakens", "election", round(model.sponsorship, 3))


FIRST_ELECTION, TERM_YEARS = 14, 6
"""French municipal elections: March 2026, then every six years."""
VISIBLE = ("works_end", "lease_start", "land", "infrastructure")
"""Events that stakeholders see as results."""
