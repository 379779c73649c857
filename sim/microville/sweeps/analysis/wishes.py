"""What is wished for: limits of outcomes that a run keeps or breaks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError
from microville.scenario.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.experiment import Outcome
    from microville.sweeps.folder import Sweep

_TEXT = re.compile(r"\s*(?P<what>[^<>=]+?)\s*(?P<sign>>=|<=)\s*(?P<limit>[^<>=\s]+)\s*")


@dataclass(frozen=True, slots=True)
class Wish:
    """An outcome that should stay on one side of a limit.

    Attributes
    ----------
    label
        Column of the results, ``"cooperative_cash_eur|all|min"``.
    limit
        In the unit of the outcome.
    at_least
        Whether it should not be below the limit; else not above.
    """

    label: str
    limit: float
    at_least: bool

    @property
    def text(self) -> str:
        """The wish as it is written, ``"cooperative_cash_eur|all|min >= 0"``."""
        return f"{self.label} {'>=' if self.at_least else '<='} {self.limit:g}"

    def holds(self, table: pd.DataFrame) -> NDArray[np.bool_]:
        """Return where it holds, by row; an empty outcome (a group with nobody) breaks it."""
        values = table[self.label].to_numpy(np.float64)
        return values >= self.limit if self.at_least else values <= self.limit


def wishes_of(sweep: Sweep, texts: Sequence[str] = ()) -> tuple[Wish, ...]:
    """Return what is wished for: the texts if there are any, else the experiment's limits.

    Parameters
    ----------
    sweep
        Whose outcomes the wishes speak of.
    texts
        Such as ``"cooperative_cash_eur|all|min >= 0"``; the indicator's name alone where the
        sweep looks at it once.

    Raises
    ------
    InputError
        If a text is none, or there is no wish at all.
    """
    outcomes = sweep.context.outcomes
    found = [_read(text, outcomes) for text in texts] or [
        Wish(outcome.label, limit, at_least)
        for outcome in outcomes
        for limit, at_least in ((outcome.at_least, True), (outcome.at_most, False))
        if limit is not None
    ]
    if not found:
        raise InputError(
            "Nothing says when a run succeeds.",
            hint='Write at_least = … or at_most = … under [[outcomes]] and give "sweep run" again, '
            f"or add --want '{outcomes[0].label} >= 0'.",
        )
    return tuple(found)


def all_hold(wishes: Sequence[Wish], table: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which rows keep every wish, shape (rows,)."""
    kept = np.ones(len(table), dtype=bool)
    for wish in wishes:
        kept &= wish.holds(table)
    return kept


def sign_of(outcome: Outcome) -> int:
    """Return +1 where more of an outcome is better, -1 where less is, 0 where nothing says so."""
    from microville.indicators import all_indicators

    if outcome.better:
        return 1 if outcome.better == "high" else -1
    return all_indicators()[outcome.indicator].direction


def _read(text: str, outcomes: Sequence[Outcome]) -> Wish:
    match = _TEXT.fullmatch(text)
    if match is None:
        raise InputError(
            f"{text!r} is no wish.", hint=f"Write '{outcomes[0].label} >= 0', or with <=."
        )
    what = match["what"]
    labels = [outcome.label for outcome in outcomes]
    meant = [o.label for o in outcomes if what in (o.label, o.indicator)]
    if len(meant) > 1:
        raise InputError(f"{what!r} may be {', '.join(meant)}.", hint="Give one of them in full.")
    if not meant:
        raise InputError(f"The sweep has no outcome {what!r}{did_you_mean(what, labels)}")
    try:
        limit = float(match["limit"])
    except ValueError:
        limit = math.nan
    if not math.isfinite(limit):
        raise InputError(f"{match['limit']!r} in {text!r} is no number.")
    return Wish(meant[0], limit, match["sign"] == ">=")
