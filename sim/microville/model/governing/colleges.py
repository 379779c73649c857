"""The six colleges, what each looks at first, and what its members' votes weigh."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from microville.scenario.schema import COLLEGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.model.agents import Stakeholder
    from microville.model.model import Microville

OUTCOMES = ("homes", "jobs", "services", "floor", "land")
"""What a phase of works brings, beside its consequences for cash."""

PRIORITY = {
    "local_authorities": "floor",
    "inhabitants": "services",
    "companies": "jobs",
    "associations": "homes",
    "academics": "land",
    "investors": "",
}
"""The outcome that counts fully for a college, others by a parameter (assumption): towns want the
site used, inhabitants services near by, companies jobs, associations homes, academics land and
energy. Investors look at cash more than others do."""

NEAREST = {
    "local_authorities": ("academics", "inhabitants"),
    "inhabitants": ("associations", "local_authorities"),
    "companies": ("investors", "associations"),
    "associations": ("inhabitants", "companies"),
    "academics": ("associations", "local_authorities"),
    "investors": ("companies", "local_authorities"),
}
"""Where members vote whose category has no college of its own under a scenario (assumption)."""


def electoral_colleges(named: Mapping[str, float]) -> dict[str, str]:
    """Return the voting college of each category of members; ``""`` without colleges.

    Parameters
    ----------
    named
        Weights of colleges (%), by name; empty where each member has one vote.
    """
    if not named:
        return dict.fromkeys(COLLEGES, "")
    largest = max(sorted(named), key=lambda name: named[name])
    return {
        category: next((c for c in (category, *NEAREST[category]) if c in named), largest)
        for category in COLLEGES
    }


def vote_weights(model: Microville) -> dict[str, Fraction]:
    """Return the weight of each voting college (sums to 1), exact; ``{"": 1}`` without colleges."""
    named = model.inputs.cooperative.colleges
    if not named:
        return {"": Fraction(1)}
    exact = {name: Fraction(weight).limit_denominator(10**6) for name, weight in named.items()}
    total = sum(exact.values())
    return {name: weight / total for name, weight in exact.items()}


def members(model: Microville) -> list[Stakeholder]:
    """Return the members of the cooperative, those who left not among them."""
    return [s for s in model.stakeholders if s.kind == "member"]


def college_table(model: Microville) -> list[tuple[str, float, float]]:
    """Return a row a college of members: name, share of all votes, mean mobilisation (all 0-1).

    Votes of a voting college are shared evenly among its members, whatever their category.
    """
    voting = electoral_colleges(model.inputs.cooperative.colleges)
    weights = vote_weights(model)
    everyone = members(model)
    size: dict[str, int] = {}
    for member in everyone:
        size[voting[member.college]] = size.get(voting[member.college], 0) + 1
    cast = sum(weights[name] for name in size)
    rows = []
    for college in COLLEGES:
        own = [m for m in everyone if m.college == college]
        if own:
            weight = weights[voting[college]] * len(own) / size[voting[college]] / cast
            rows.append((college, float(weight), sum(m.mobilisation for m in own) / len(own)))
    return rows
