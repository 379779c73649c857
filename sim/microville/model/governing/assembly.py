"""The general assembly: who comes, what is put to the vote, how votes are counted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.calendar import is_december
from microville.model.governing.colleges import electoral_colleges, members, vote_weights
from microville.model.governing.outlook import Outlook, cost_cents, outlook, report
from microville.model.governing.votable import (
    YEAR,
    Works,
    charter_signed,
    planned_month,
    works_to_come,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.model.agents import Stakeholder
    from microville.model.model import Microville
    from microville.parameters import Parameters

REPORT = "report"
"""The resolution on the year's report, which every ordinary assembly votes on."""
PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Vote:
    """One resolution and how members voted.

    Attributes
    ----------
    resolution
        Name of the phase of works, or ``"report"``.
    agreed
        Whether it was carried, by an assembly with a quorum.
    for_share
        Votes for, of the votes cast, by the weights of the colleges (0-1).
    by_college
        Members for and against, by category of members (for display).
    judgement
        What members expect of it, mean over all of them (0-1).
    outlook
        What it promises.
    works
        Keys of the works it is about.
    """

    resolution: str
    agreed: bool
    for_share: float
    by_college: dict[str, tuple[int, int]]
    judgement: float
    outlook: Outlook
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assembly:
    """One general assembly.

    Attributes
    ----------
    month
        At whose end it met, 0 = January 2025.
    members, present
        Members of the cooperative, and those present or represented.
    quorate
        Whether enough of them were.
    votes
        Resolutions in the order of voting; without a quorum none is carried.
    """

    month: int
    members: int
    present: int
    quorate: bool
    votes: tuple[Vote, ...]

    @property
    def turnout(self) -> float:
        """Share of members present or represented (0-1)."""
        return self.present / self.members if self.members else 0.0


def assembly(model: Microville) -> None:
    """Hold the ordinary assembly of December: the report, and phases due in the coming year."""
    if not charter_signed(model):
        return
    phases = phases_due(model, model.month + YEAR)
    _meet(model, [(REPORT, ()), *phases.items()])


def extraordinary_assembly(model: Microville) -> None:
    """Hold an assembly in another month for phases that are due next and were never voted on.

    That happens where the charter is signed after their date, or after the last December.
    """
    if is_december(model.month) or not charter_signed(model):
        return
    due = phases_due(model, model.month + 1)
    new = {name: works for name, works in due.items() if name not in model.council.refusals}
    if new:
        _meet(model, list(new.items()))


def phases_due(model: Microville, last_month: int) -> dict[str, tuple[Works, ...]]:
    """Return the works of phases that nobody has agreed to, where any is due by a month, by name.

    A phase is voted as a whole: its later works are in it too. What costs nothing needs no vote.
    """
    council = model.council
    found: dict[str, list[Works]] = {}
    for works in works_to_come(model):
        if works.entry.phase_name not in council.agreed:
            found.setdefault(works.entry.phase_name, []).append(works)
    due = {}
    for name, phase in sorted(found.items()):
        # Dates first: most months nothing is due, and costs take longer to work out.
        if all(planned_month(council, w.entry) > last_month for w in phase):
            continue
        voted = tuple(w for w in phase if cost_cents(model, w) > 0)
        if any(planned_month(council, w.entry) <= last_month for w in voted):
            due[name] = voted
    return due


def _meet(model: Microville, resolutions: Sequence[tuple[str, tuple[Works, ...]]]) -> None:
    council, everyone = model.council, members(model)
    keys = np.array([rng.identity("stakeholder", m.name) for m in everyone], dtype=np.uint64)
    chance = rng.ppb([attendance(model.parameters, m.mobilisation) for m in everyone])
    come = rng.happens(
        model.seed_number, rng.stream("governance.attendance"), chance, keys, model.month
    )
    present = int(come.sum())
    quorum = Fraction(str(model.parameters.governance.quorum_share))
    quorate = bool(everyone) and Fraction(present, len(everyone)) >= quorum
    votes = tuple(_vote(model, name, works, come, quorate) for name, works in resolutions)
    council.assemblies.append(Assembly(model.month, len(everyone), present, quorate, votes))
    for vote in votes:
        if vote.resolution == REPORT:
            continue
        if vote.agreed:
            council.agreed.add(vote.resolution)
        else:
            council.refusals[vote.resolution] = council.refusals.get(vote.resolution, 0) + 1
            model.tell("phase_refused", vote.resolution, round(vote.for_share, 3))
    refused = any(not vote.agreed for vote in votes if vote.resolution != REPORT)
    turnout = round(council.assemblies[-1].turnout, 3)
    model.tell("assembly_refuses" if refused else "assembly", "assembly", turnout)


def attendance(parameters: Parameters, mobilisation: float) -> float:
    """Return the chance that a member is present or represented (0-1).

    ``most * m * (1 + proxies * (1 - m))``: whoever comes carries proxies of those who do not; where
    all are fully mobilised, as many are there as ever come, and nobody is left to be represented.

    Parameters
    ----------
    parameters
        ``assembly.attendance_max_share`` and ``assembly.proxies_per_member``.
    mobilisation
        Of the member (0-1).
    """
    rates = parameters.assembly
    proxies = rates.proxies_per_member * (1.0 - mobilisation)
    return float(rates.attendance_max_share * mobilisation * (1.0 + proxies))


def _vote(
    model: Microville, name: str, works: tuple[Works, ...], come: np.ndarray, quorate: bool
) -> Vote:
    """Let those who came vote on one resolution; members of a college weigh alike."""
    expected = report(model) if name == REPORT else outlook(model, works)
    everyone = members(model)
    judged = judgements(model, expected, everyone)
    spread = round(PPM * model.parameters.assembly.opinion_spread_share)
    keys = np.array([rng.identity("stakeholder", m.name) for m in everyone], dtype=np.uint64)
    opinion = rng.below(
        model.seed_number,
        rng.stream("governance.opinion"),
        2 * spread + 1,
        keys,
        rng.identity(name),
        model.month,
    )
    bar = round(PPM * model.parameters.assembly.approval_share)
    yes = np.asarray(judged, dtype=np.int64) + opinion - spread >= bar
    share = weighted_share(model, everyone, come, yes)
    majority = Fraction(str(model.parameters.governance.vote_threshold_share))
    by_college: dict[str, tuple[int, int]] = {}
    for member, there, agrees in zip(everyone, come.tolist(), yes.tolist(), strict=True):
        for_, against = by_college.get(member.college, (0, 0))
        if there:
            by_college[member.college] = (for_ + agrees, against + (not agrees))
    return Vote(
        resolution=name,
        agreed=quorate and share > majority,
        for_share=float(share),
        by_college=by_college,
        judgement=sum(judged) / (PPM * max(len(judged), 1)),
        outlook=expected,
        works=tuple(w.key for w in works),
    )


def judgements(model: Microville, expected: Outlook, everyone: Sequence[Stakeholder]) -> list[int]:
    """Return what each member expects of a resolution (millionths of 1).

    Safe cash with its weight, the benefit to the member's college with the rest; co-construction
    makes good a part of what the benefit lacks.
    """
    rates = model.parameters.assembly
    gain = rates.co_construction_gain_share if model.inputs.cooperative.co_construction else 0.0
    by_college = {}
    for college in {member.college for member in everyone}:
        investors = college == "investors"
        weight = rates.cash_weight_investors_share if investors else rates.cash_weight_share
        benefit = expected.benefit(college, rates.other_outcome_weight_share)
        benefit += gain * (1.0 - benefit)
        by_college[college] = round(PPM * (weight * expected.cash + (1.0 - weight) * benefit))
    return [by_college[member.college] for member in everyone]


def weighted_share(
    model: Microville, everyone: Sequence[Stakeholder], come: np.ndarray, yes: np.ndarray
) -> Fraction:
    """Return the votes for, of the votes cast (0-1, exact).

    Each college carries its weight in the proportion of its members who came; a college of which
    nobody came casts none. Without colleges each member has one vote.
    """
    voting = electoral_colleges(model.inputs.cooperative.colleges)
    weights = vote_weights(model)
    for_, cast = dict.fromkeys(weights, 0), dict.fromkeys(weights, 0)
    for member, there, agrees in zip(everyone, come.tolist(), yes.tolist(), strict=True):
        if there:
            cast[voting[member.college]] += 1
            for_[voting[member.college]] += agrees
    heard = {name: weight for name, weight in weights.items() if cast[name]}
    total = sum(heard.values(), Fraction(0))
    carried = sum((w * Fraction(for_[n], cast[n]) for n, w in heard.items()), Fraction(0))
    return carried / total if total else Fraction(0)
