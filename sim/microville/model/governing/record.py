"""The minutes of all assemblies as rows: who voted how, college by college."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.scenario.schema import COLLEGES

if TYPE_CHECKING:
    from microville.model.model import Microville


def votes_by_college(model: Microville) -> list[dict[str, Any]]:
    """Return a row a resolution and college, in the order of voting.

    Returns
    -------
    list of dict
        ``month`` (0 = January 2025), ``resolution`` (a phase of works, or ``"report"``),
        ``quorate`` and ``agreed`` (of the assembly as a whole), ``for_share`` (weighted votes for,
        of the votes cast, 0-1), ``college`` (the category of members), ``votes_for`` and
        ``votes_against`` (members; who stayed away cast none).
    """
    return [
        {
            "month": assembly.month,
            "resolution": vote.resolution,
            "quorate": assembly.quorate,
            "agreed": vote.agreed,
            "for_share": round(vote.for_share, 6),
            "college": college,
            "votes_for": vote.by_college.get(college, (0, 0))[0],
            "votes_against": vote.by_college.get(college, (0, 0))[1],
        }
        for assembly in model.assemblies
        for vote in assembly.votes
        for college in COLLEGES
    ]
