"""What each option costs where another would have been better: regret, and how often all is well.

Savage (1951): in each state of the world, the best outcome that any option gives there, less one's
own. Satisficing (Simon 1956; Lempert et al. 2006): the share of states in which every wish holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.sweeps.analysis.wishes import Wish, all_hold, sign_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from microville.sweeps.folder import Sweep


@dataclass(frozen=True, slots=True)
class Compared:
    """Options side by side.

    Attributes
    ----------
    regret
        One row an option and outcome: option, outcome, mean (regret over states, in the outcome's
        unit), greatest, best_share (share of states where no option is better), states.
    kept
        One row an option: option, all (share of states where every wish holds), then a column for
        each wish (``"label >= 0"``); None without wishes.
    levers
        Levers whose values make options with the scenarios; other levers belong to the states.
    """

    regret: pd.DataFrame
    kept: pd.DataFrame | None
    levers: tuple[str, ...]


def compare_options(sweep: Sweep, table: pd.DataFrame, wishes: Sequence[Wish] = ()) -> Compared:
    """Compare options over the states of the world that all of them met.

    An option is a scenario with values of levers; a state is a point of the uncertainties with a
    seed. Levers make options where each of their values met the same states (a grid does that, or
    a design without uncertainties); where each point draws levers too, they are part of the state.

    Raises
    ------
    InputError
        If there are less than two options, or no state that all options met.
    """
    levers = _levers(sweep)
    frame = _by_state(sweep, table, levers)
    if levers and not _is_complete(frame):
        levers = ()
        frame = _by_state(sweep, table, levers)
    counts = frame.groupby("state", sort=False)["option"].nunique()
    options = frame["option"].drop_duplicates().tolist()
    shared = set(counts[counts == len(options)].index)
    if len(options) < 2:
        raise InputError(
            "Regret compares options, and there is only one.",
            hint="Name several scenarios, or vary levers in a grid.",
        )
    frame = frame[frame["state"].isin(shared)]
    if frame.empty:
        raise InputError("There is no state that all options met: runs are missing or failed.")
    return Compared(_regret(sweep, frame, options), _kept(frame, options, wishes), levers)


def _levers(sweep: Sweep) -> tuple[str, ...]:
    return tuple(f["key"] for f in sweep.about["factors"] if f["kind"] == "lever")


def _by_state(sweep: Sweep, table: pd.DataFrame, levers: tuple[str, ...]) -> pd.DataFrame:
    """Return the results with what they are an option of and which state they met."""
    others = [f["key"] for f in sweep.about["factors"] if f["key"] not in levers]
    chosen: list[list[Any]] = [table[key].tolist() for key in levers]
    options = [
        " · ".join(
            [
                str(first),
                *(f"{key.rpartition('.')[2]} = {v}" for key, v in zip(levers, row, strict=True)),
            ]
        )
        for first, *row in zip(table["scenario"], *chosen, strict=True)
    ]
    met = [table[key].tolist() for key in others]
    states = [str(state) for state in zip(table["seed"], *met, strict=True)]
    return table.assign(option=options, state=states)


def _is_complete(frame: pd.DataFrame) -> bool:
    pairs = set(zip(frame["option"], frame["state"], strict=True))
    return pairs == set(product(set(frame["option"]), set(frame["state"])))


def _regret(sweep: Sweep, frame: pd.DataFrame, options: list[str]) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for outcome in sweep.context.outcomes:
        sign = sign_of(outcome)
        if sign == 0:
            continue
        # What is the same run stands in several rows of the plan: one value each.
        values = frame.pivot_table(
            outcome.label, "state", "option", aggfunc="first", sort=False, dropna=False
        )
        values = sign * values[options].dropna()
        lost = values.to_numpy(np.float64)
        lost = lost.max(axis=1, keepdims=True, initial=-np.inf) - lost
        for i, option in enumerate(options):
            mine = lost[:, i]
            told = (mine.mean(), mine.max(), (mine == 0).mean()) if len(mine) else (np.nan,) * 3
            rows.append((option, outcome.label, *map(float, told), len(mine)))
    names = ["option", "outcome", "mean", "greatest", "best_share", "states"]
    return pd.DataFrame(rows, columns=names)


def _kept(frame: pd.DataFrame, options: list[str], wishes: Sequence[Wish]) -> pd.DataFrame | None:
    import pandas as pd

    if not wishes:
        return None
    rows = []
    for option in options:
        mine = frame[frame["option"] == option]
        row: dict[str, Any] = {"option": option, "all": float(all_hold(wishes, mine).mean())}
        row |= {wish.text: float(wish.holds(mine).mean()) for wish in wishes}
        rows.append(row)
    return pd.DataFrame(rows)
