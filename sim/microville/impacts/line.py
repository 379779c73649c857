"""One line of a statement: what, for whom, on which condition, how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.impacts.years import Years

LOCAL_PEOPLE, LOCAL_AUTHORITY, SOCIETY = "local_people", "local_authority", "society"
BENEFICIARIES = {
    LOCAL_PEOPLE: ("people and firms nearby", "habitants et entreprises du lieu"),
    LOCAL_AUTHORITY: ("local authorities", "collectivités locales"),
    SOCIETY: ("society", "la société"),
}
"""Who gains, in English and French, as Bénéfriches groups them."""


ALWAYS = ("always", "toujours")


@dataclass(frozen=True, slots=True)
class Line:
    """An impact in euros.

    Attributes
    ----------
    key
        Name.
    label_en, label_fr
        What people read.
    beneficiary
        Who gains, or bears it where the amount is negative: a key of :data:`BENEFICIARIES`.
    eur
        Amount of each year, in the values of that year, not discounted; shape (years,).
    discounted_eur
        Their sum, discounted to the first year.
    condition_en, condition_fr
        When it is counted.
    counted
        False where the condition is not met: the amounts are then not a zero but left out.
    """

    key: str
    label_en: str
    label_fr: str
    beneficiary: str
    eur: NDArray[np.float64]
    discounted_eur: float
    condition_en: str
    condition_fr: str
    counted: bool = True

    @property
    def sign(self) -> int:
        """+1 for a gain, -1 for a cost, 0 for nothing or not counted."""
        return int(np.sign(round(self.discounted_eur))) if self.counted else 0

    @property
    def year_eur(self) -> float:
        """Amount of the first year that has one (EUR a year)."""
        some = self.eur[self.eur != 0.0]
        return float(some[0]) if len(some) else 0.0


def make_line(
    names: tuple[str, str, str],
    beneficiary: str,
    eur: NDArray[np.float64],
    years: Years,
    condition: tuple[str, str] = ALWAYS,
    *,
    counted: bool = True,
) -> Line:
    """Return a line with its discounted sum; amounts are zero where it is not counted.

    Parameters
    ----------
    names
        Key, English and French label.
    beneficiary
        A key of :data:`BENEFICIARIES`.
    eur
        Amounts by year, shape (years,).
    years
        The evaluation.
    condition
        In English and French.
    counted
        Whether the condition is met.
    """
    amounts = np.asarray(eur, dtype=np.float64) if counted else np.zeros(years.count)
    total = float((amounts * years.discount).sum())
    return Line(*names, beneficiary, amounts, total, *condition, counted=counted)
