"""Members of six colleges, named partners and neighbours, as Mesa agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.agents import Stakeholder
from microville.scenario.schema import COLLEGES

if TYPE_CHECKING:
    from microville.model.model import Microville

PARTNERS = {
    "CEREMA": ("local_authorities",),
    "Smart Building Alliance": ("companies",),
    "Le Rameau": ("associations", "companies"),
    "France Clusters": ("companies",),
}
"""Partners named by the programme, and the colleges among whom each is known (assumption)."""

NEIGHBOURS = {
    "Grand Reims": ("local_authorities",),
    "Brimont": ("local_authorities", "inhabitants"),
    "Terrasolis": ("academics", "companies"),
    "Grand Est": ("local_authorities",),
}
"""Neighbours named by the programme, likewise. They have no vote; what lies there is on the map."""


def make_stakeholders(model: Microville) -> list[Stakeholder]:
    """Make the members, by college and number, then the partners and the neighbours.

    Members start within half of the mean mobilisation, by luck of their own; partners and
    neighbours at the mean. A charter signed before the start has had its effect on all.
    """
    rates, counts = model.parameters.governance, model.parameters.assembly
    made = []
    for college in COLLEGES:
        number = getattr(counts, f"members_{college}")
        names = [f"{college}/{rank + 1}" for rank in range(number)]
        keys = np.array([rng.identity("stakeholder", name) for name in names], dtype=np.uint64)
        luck = rng.below(model.seed_number, rng.stream("governance.start"), 1001, keys)
        for name, drawn in zip(names, luck.tolist(), strict=True):
            level = min(rates.mobilisation_start * (0.5 + drawn / 1000), 1.0)
            made.append(Stakeholder(model, name, "member", college, level))
    chosen = model.inputs.cooperative.partners
    for kind, table in (("partner", PARTNERS), ("neighbour", NEIGHBOURS)):
        made += [
            Stakeholder(model, name, kind, "", rates.mobilisation_start)
            for name in table
            if kind == "neighbour" or name in chosen
        ]
    if model.inputs.cooperative.charter is None:
        for stakeholder in made:
            level = stakeholder.mobilisation
            stakeholder.mobilisation = round(level + rates.charter_bonus * (1.0 - level), 9)
    return made
