"""A vote of the people present, weighted as the cooperative's statutes weigh its colleges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHOICES = ("for", "against", "abstain")
EVERYBODY = ""
"""Name of the one college where there are none: one member, one vote."""


@dataclass(frozen=True, slots=True)
class CollegeVote:
    """What one college voted.

    Attributes
    ----------
    name
        Its name; empty where there are no colleges.
    weight
        Its share of the votes by the statutes (0-1).
    counts
        Votes by choice, in the order of :data:`CHOICES`.
    favour
        Share of its votes cast that are for (0-1), None where nobody voted for or against.
    """

    name: str
    weight: Fraction
    counts: tuple[int, int, int]
    favour: Fraction | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a vote gave.

    Attributes
    ----------
    colleges
        One row a college.
    favour
        Weighted share for (0-1), None before the first vote for or against.
    majority
        Share that is needed.
    """

    colleges: tuple[CollegeVote, ...]
    favour: Fraction | None
    majority: Fraction

    @property
    def counts(self) -> tuple[int, int, int]:
        """Votes by choice, all colleges together, each counting one."""
        rows = [row.counts for row in self.colleges]
        return (sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows))

    @property
    def adopted(self) -> bool:
        """Whether more than half, and at least the majority asked for, are for."""
        enough = self.favour is not None and self.favour >= self.majority
        return enough and self.favour is not None and self.favour > Fraction(1, 2)

    @property
    def silent(self) -> tuple[str, ...]:
        """Colleges in which nobody voted for or against, where others did."""
        if self.favour is None:
            return ()
        return tuple(row.name for row in self.colleges if row.favour is None)


def tally(
    votes: Iterable[tuple[str, str]], colleges: Mapping[str, float], majority: float
) -> Tally:
    """Count a vote.

    Each member has one vote in a college; the college brings its weight, shared out in proportion
    to its votes for and against (art. 19 octies of the law of 10 September 1947: statutes may weigh
    colleges, 10 to 50 % each, never by capital). Assumptions, said on the page: abstentions are no
    votes cast; a college in which nobody voted for or against does not weigh, and the others weigh
    in proportion; there is no quorum, since who is present is not who is a member.

    Parameters
    ----------
    votes
        Pairs of college and choice, of :data:`CHOICES`.
    colleges
        Weight of each in percent; empty for one member, one vote.
    majority
        Share that is needed (0-1).

    Returns
    -------
    Tally
        Exact: weights and shares are fractions.
    """
    counted = Counter(votes)
    weights = colleges or {EVERYBODY: 100}
    total = sum(Fraction(str(weight)) for weight in weights.values())
    rows = []
    for name, weight in weights.items():
        yes, no, none = (counted[name, choice] for choice in CHOICES)
        favour = Fraction(yes, yes + no) if yes + no else None
        rows.append(CollegeVote(name, Fraction(str(weight)) / total, (yes, no, none), favour))
    present = sum((row.weight for row in rows if row.favour is not None), Fraction(0))
    favour = None
    if present:
        favour = sum((r.weight * r.favour for r in rows if r.favour is not None), Fraction(0))
        favour /= present
    return Tally(tuple(rows), favour, Fraction(str(majority)))
