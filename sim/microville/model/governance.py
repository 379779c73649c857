"""Colleges of the cooperative, their ties, and how they vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.model.agents import Stakeholder
from microville.model.observables import cash_is_safe, floor_in_use_share

if TYPE_CHECKING:
    from microville.model.model import Microville

COLLEGES: dict[str, tuple[float, float, float]] = {
    "local_authorities": (0.20, 0.4, 0.6),
    "inhabitants": (0.20, 0.2, 0.8),
    "companies": (0.20, 0.6, 0.4),
    "associations": (0.15, 0.2, 0.8),
    "academics": (0.10, 0.3, 0.7),
    "investors": (0.15, 0.8, 0.2),
}
"""Voting share where a scenario names none; weight on safe cash, on floor in use (assumptions; the
law bounds each voting share to 10-50 %)."""
SATISFIED = 0.25
"""Weighted outcome from which a college votes for going on (assumption)."""


def make_stakeholders(model: Microville) -> list[Stakeholder]:
    """Make one stakeholder a college, with the scenario's voting shares where it names them."""
    start = model.parameters.governance.mobilisation_start
    named = model.inputs.cooperative.colleges
    shares = (
        {name: share / 100 for name, share in named.items()}
        if named
        else {name: row[0] for name, row in COLLEGES.items()}
    )
    return [Stakeholder(model, name, share, start) for name, share in shares.items()]


def make_ties(model: Microville) -> Any:
    """Return who knows whom: a small world of colleges with the mean number of ties asked for.

    Colleges are few, so that at five ties or more everybody knows everybody.
    """
    import networkx as nx

    count = len(model.stakeholders)
    degree = min(round(model.parameters.governance.ties_mean), count - 1)
    if degree >= count - 1 or count < 3:
        graph = nx.complete_graph(count)
    else:
        graph = nx.connected_watts_strogatz_graph(
            count, max(degree, 2), 0.3, seed=model.seed_number % 2**32
        )
    return graph


def assembly_favour(model: Microville) -> float:
    """Return the share of votes cast for going on (0-1), each college by its own outcomes."""
    cash, use = float(cash_is_safe(model)), floor_in_use_share(model)
    yes = cast = 0.0
    for stakeholder in model.stakeholders:
        _, on_cash, on_use = COLLEGES.get(stakeholder.college, (0.0, 0.5, 0.5))
        votes = stakeholder.voting_share * stakeholder.mobilisation
        cast += votes
        if on_cash * cash + on_use * use >= SATISFIED:
            yes += votes
    return yes / cast if cast > 0 else 0.0
