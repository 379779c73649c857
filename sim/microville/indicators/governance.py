"""Indicators of governance: who is mobilised, who votes how, what waits, who helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator
from microville.model.governing.colleges import college_table, members
from microville.model.governing.services import engaged_count
from microville.scenario.schema import COLLEGES

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

SOURCE = "this model (docs/odd.md)"


@indicator(
    "mobilisation",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Mobilisation of stakeholders",
    label_fr="Mobilisation des parties prenantes",
    formula="mean mobilisation of the members of each college; all: weighted by the votes of "
    "colleges",
    source=SOURCE,
)
def mobilisation(model: Microville, groups: Groups) -> dict[str, float]:
    """Return mobilisation, of all and by college."""
    del groups
    rows = college_table(model)
    found = {"all": sum(share * level for _, share, level in rows)}
    return found | {f"college:{college}": level for college, _, level in rows}


@indicator(
    "cooperative_members",
    unit="members",
    direction=1,
    decimals=0,
    label_en="Members of the cooperative",
    label_fr="Associés de la coopérative",
    formula="members, without those who left",
    source=SOURCE,
)
def member_count(model: Microville, groups: Groups) -> dict[str, float]:
    """Return members, of all and by college."""
    del groups
    everyone = members(model)
    by_college = {
        f"college:{college}": float(sum(m.college == college for m in everyone))
        for college in COLLEGES
    }
    return {"all": float(len(everyone))} | by_college


@indicator(
    "ties_per_member",
    unit="ties/stakeholder",
    direction=1,
    decimals=2,
    label_en="Acquaintances of a member",
    label_fr="Relations d'un associé",
    formula="mean number of other members, partners and neighbours whom a member knows",
    source=SOURCE,
)
def ties_per_member(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the mean number of ties of a member."""
    del groups
    names = [m.name for m in members(model)]
    return {"all": sum(model.ties.graph.degree[n] for n in names) / max(len(names), 1)}


@indicator(
    "assembly_turnout_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Turnout of the last general assembly",
    label_fr="Participation à la dernière assemblée générale",
    formula="members present or represented over all members; none before the first assembly",
    source=SOURCE,
)
def turnout(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the turnout of the last assembly."""
    del groups
    return {"all": model.assemblies[-1].turnout} if model.assemblies else {}


@indicator(
    "assembly_for_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Votes for, at the last general assembly",
    label_fr="Voix pour, à la dernière assemblée générale",
    formula="mean over its resolutions of the weighted votes for, of the votes cast; by college: "
    "members for, of those who voted",
    source=SOURCE,
)
def votes_for(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of votes for, of all and by college."""
    del groups
    if not model.assemblies:
        return {}
    votes = model.assemblies[-1].votes
    found = {"all": sum(vote.for_share for vote in votes) / len(votes)}
    for college in COLLEGES:
        counted = [vote.by_college.get(college, (0, 0)) for vote in votes]
        cast = sum(for_ + against for for_, against in counted)
        if cast:
            found[f"college:{college}"] = sum(for_ for for_, _ in counted) / cast
    return found


@indicator(
    "assembly_expectation_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="What members expect of what they vote on",
    label_fr="Ce que les associés attendent de ce qu'ils votent",
    formula="mean over members and the resolutions of the last assembly: safe cash and, with the "
    "rest of the weight, what works bring for their cost",
    source=SOURCE,
)
def expectation(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what members expect."""
    del groups
    if not model.assemblies:
        return {}
    votes = model.assemblies[-1].votes
    return {"all": sum(vote.judgement for vote in votes) / len(votes)}


@indicator(
    "works_late_by_votes_months",
    unit="months",
    direction=-1,
    decimals=0,
    label_en="Works late for want of a vote",
    label_fr="Travaux retardés faute de vote",
    formula="works times months past their date without the members' agreement, since the start",
    source=SOURCE,
)
def works_late(model: Microville, groups: Groups) -> dict[str, float]:
    """Return works times months of delay by votes."""
    del groups
    return {"all": float(model.council.works_months_late)}


@indicator(
    "partners_engaged",
    unit="organisations",
    direction=1,
    decimals=0,
    label_en="Partners and neighbours who give their service",
    label_fr="Partenaires et voisins engagés",
    formula="partners and neighbours mobilised from partners.engaged_from_share on",
    source=SOURCE,
)
def partners_engaged(model: Microville, groups: Groups) -> dict[str, float]:
    """Return engaged partners and neighbours, together and by kind."""
    del groups
    found = {kind: float(number) for kind, number in engaged_count(model).items()}
    return {"all": sum(found.values())} | found


@indicator(
    "political_sponsorship",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Political sponsorship of the municipality",
    label_fr="Portage politique de la commune",
    formula="strength at the start, halved by each election that weakens it",
    source=SOURCE,
)
def political_sponsorship(model: Microville, groups: Groups) -> dict[str, float]:
    """Return sponsorship."""
    del groups
    return {"all": float(model.sponsorship)}
