"""11. Mobilisation: stakeholders gain or lose heart with what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville import rng
from microville.model.site import WAITING
from microville.scenario.months import month_index

if TYPE_CHECKING:
    from microville.model.model import Microville


def mobilisation(model: Microville) -> None:
    """Move each stakeholder's mobilisation by animation, results, delay and forgetting."""
    rates = model.parameters.governance
    spent = model.cooperative.animation_cents / 100 * 12
    animated = rates.animation_effect_month * spent / max(rates.animation_reference_eur_year, 1.0)
    # What others build on fields is no result of the cooperative's.
    others = {unit.key for unit in model.site.units if unit.off_site}
    results = sum(e.kind in VISIBLE and e.subject not in others for e in model.events_of_month)
    waiting = sum(unit.state == WAITING for unit in model.site.units)
    # A phase that is due and cannot start is a promise broken, once.
    broken = sum(event.kind == "works_wait" for event in model.events_of_month)
    charter = model.inputs.cooperative.charter
    signed = charter is None or model.month == month_index(charter)
    _elect(model)
    sponsored = rates.sponsorship_effect_month * model.sponsorship
    before = [stakeholder.mobilisation for stakeholder in model.stakeholders]
    for i, stakeholder in enumerate(model.stakeholders):
        level = before[i]
        gain = animated + sponsored + rates.mobilisation_gain_per_result * results
        if charter is not None and signed:
            gain += rates.charter_bonus
        loss = (
            rates.broken_promise_penalty * broken
            + rates.mobilisation_decay_month
            + rates.delay_penalty_month * (waiting > 0)
        )
        known = [before[j] for j in model.ties.neighbors(i)]
        pull = rates.ties_effect_month * (sum(known) / len(known) - level) if known else 0.0
        moved = level + gain * (1.0 - level) - loss * level + pull
        stakeholder.mobilisation = round(min(max(moved, 0.0), 1.0), 9)


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
VISIBLE = ("works_end", "lease_start", "move_in", "land", "infrastructure")
"""Events that stakeholders see as results."""
