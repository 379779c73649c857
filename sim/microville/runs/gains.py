"""Who gains and who loses between two scenarios: the same people, with and without.

Random numbers are common to both runs, so a person without anything new in reach lives the same
year twice. Whoever differs by a threshold or more gains or loses; the rest see no change.
Everything that classifies a person is a whole number: swapping the runs swaps gains and losses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FEWEST_HOUSEHOLDS = 11
"""Groups of fewer simulated households are not shown (the rule of INSEE's 200 m grid; in a sample
so few rows would say little besides)."""
COLUMNS = (
    "group",
    "outcome",
    "persons",
    "households",
    "gain",
    "lose",
    "same",
    "change",
    "only_before",
    "households_before",
    "only_after",
    "households_after",
)
"""Of a table of one seed; see :func:`seed_table`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something of which a person can have more or less.

    Attributes
    ----------
    name
        Identifier.
    above, below
        Columns of people (see ``outcomes.SUMS``): their ratio is what is compared.
    direction
        +1 where more is a gain, -1 where less is.
    threshold
        Least difference of the ratio that counts, over ``per``: a whole number.
    per
        What divides the threshold.
    factor, unit
        From the ratio to what people read, and its unit.
    """

    name: str
    above: str
    below: str
    direction: int
    threshold: int
    per: int
    factor: float
    unit: str

    @property
    def least(self) -> float:
        """The threshold as people read it."""
        return self.threshold / self.per * self.factor


OUTCOMES = (
    Outcome("served", "served", "wanted", 1, 1, 20, 1.0, "share"),
    Outcome("within_15", "within_15", "wanted", 1, 1, 20, 1.0, "share"),
    Outcome("within_30", "within_30", "wanted", 1, 1, 20, 1.0, "share"),
    Outcome("travel_min", "travel_s", "months", -1, 12 * 60, 1, 1 / 360, "min/day"),
    Outcome("active_min", "active_s", "months", 1, 12 * 60, 1, 1 / 360, "min/day"),
    Outcome("car_km", "car_m", "months", -1, 6000, 1, 1 / 6000, "km/day"),
    Outcome("car_eur", "car_cents", "months", -1, 5_000, 52, 0.52, "EUR/year"),
    Outcome("co2_kg", "co2_g", "months", -1, 50_000, 52, 0.052, "kg/year"),
)
"""Thresholds: one wish in twenty; two minutes a day; one kilometre a day; 50 euros a year; 50 kg of
CO2 a year. They are conventions of reading, set where a change can be felt in a week. Each month
counts one typical week of six days, a year has 52 of them."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The people of two runs, matched by key.

    Attributes
    ----------
    before, after
        Their rows in each run, in the same order.
    only_before, only_after
        Rows of people who are in one run alone: born, arrived, left or died in one of them.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    only_before: pd.DataFrame
    only_after: pd.DataFrame


def pair(before: pd.DataFrame, after: pd.DataFrame) -> Pairs:
    """Match the people of two runs with the same seed (tables of ``Outcomes.table``)."""
    left, right = before["key"].to_numpy(), after["key"].to_numpy()
    _, rows, others = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    return Pairs(
        before.iloc[rows].reset_index(drop=True),
        after.iloc[others].reset_index(drop=True),
        before[~np.isin(left, right)],
        after[~np.isin(right, left)],
    )


def classify(pairs: Pairs, outcome: Outcome) -> NDArray[np.int8]:
    """Return for each paired person +1 (gains), -1 (loses) or 0 (no change that counts).

    Who wished for nothing in one of the runs has no share to compare: no change.
    """
    top, size = _cross(pairs, outcome)
    moved = outcome.direction * outcome.per * top
    limit = outcome.threshold * size
    counted = size > 0
    return ((counted & (moved >= limit)).astype(np.int8)) - (counted & (moved <= -limit))


def change(pairs: Pairs, outcome: Outcome) -> NDArray[np.float64]:
    """Return each paired person's difference, after less before, as people read it."""
    top, size = _cross(pairs, outcome)
    return np.divide(top, size, out=np.zeros(len(size)), where=size > 0) * outcome.factor


def _cross(pairs: Pairs, outcome: Outcome) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the difference of two ratios as a whole number over a whole number."""
    (a, b), (c, d) = (
        (frame[outcome.above].to_numpy(np.int64), frame[outcome.below].to_numpy(np.int64))
        for frame in (pairs.before, pairs.after)
    )
    return c * b - a * d, b * d


def members(people: pd.DataFrame) -> dict[str, NDArray[np.bool_]]:
    """Return masks of people by the labels of indicators' groups, and ``cell:…`` in the focus.

    Workers are those of the site in the table given; see :func:`paired_members` for two runs.
    """
    from microville.runs.outcomes import labels

    focus = people["focus"].to_numpy() == 1
    presence = people["presence"].to_numpy()
    names = labels()
    found = {
        "all": np.ones(len(people), dtype=bool),
        "focus": focus,
        "present": focus & (presence == names["presence"].index("present")),
        "arrival": focus & (presence == names["presence"].index("arrival")),
        "newcomer": presence == names["presence"].index("newcomer"),
        "on_site_worker": people["on_site"].to_numpy() == 1,
    }
    for prefix, column in (("age", "age_band"), ("income", "third")):
        for i, label in enumerate(names[column]):
            found[f"{prefix}:{label}"] = focus & (people[column].to_numpy() == i)
    for prefix, column in (("commune", "commune"), ("cell", "cell")):
        codes = people[column].cat.codes.to_numpy()
        for i in np.unique(codes[codes >= 0]):
            found[f"{prefix}:{people[column].cat.categories[i]}"] = codes == i
    return found


def paired_members(pairs: Pairs) -> dict[str, NDArray[np.bool_]]:
    """Return masks of paired people: by what they are in the first run.

    Workers of the site are those who work there in at least one of the runs: most have another
    workplace in the other one, and that is what changes for them.
    """
    found = members(pairs.before)
    both = (pairs.before["on_site"] == 1) | (pairs.after["on_site"] == 1)
    return found | {"on_site_worker": both.to_numpy()}


def seed_table(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return gains and losses between two runs of one seed.

    Parameters
    ----------
    before, after
        ``RunResult.people`` of the baseline and of a scenario, with the same seed.

    Returns
    -------
    DataFrame
        One row a group and outcome: group, outcome, persons (paired, each with what they stand
        for), households (simulated), gain, lose, same (persons), change (mean of all paired), and
        persons and households that are only in the first and only in the second run.
    """
    import pandas as pd

    pairs = pair(before, after)
    groups = paired_members(pairs)
    size = _sizes(pairs.before, groups)
    alone = [_sizes(side, members(side)) for side in (pairs.only_before, pairs.only_after)]
    labels = dict.fromkeys([*size, *alone[0], *alone[1]])
    weight = pairs.before["weight"].to_numpy(np.int64)
    nobody = np.zeros(len(weight), dtype=bool)
    rows = []
    for outcome in OUTCOMES:
        kind, moved = classify(pairs, outcome), change(pairs, outcome) * weight
        for group in labels:
            mask = groups.get(group, nobody)
            persons, households = size.get(group, (0, 0))
            gain = int(weight[mask & (kind > 0)].sum())
            lose = int(weight[mask & (kind < 0)].sum())
            mean = float(moved[mask].sum()) / persons if persons else 0.0
            only = [number for side in alone for number in side.get(group, (0, 0))]
            counts = (persons, households, gain, lose, persons - gain - lose)
            rows.append((group, outcome.name, *counts, mean, *only))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _sizes(
    people: pd.DataFrame, groups: dict[str, NDArray[np.bool_]]
) -> dict[str, tuple[int, int]]:
    """Return the persons that each group stands for, and its simulated households."""
    weight, household = people["weight"].to_numpy(np.int64), people["household"].to_numpy()
    return {
        label: (int(weight[mask].sum()), len(np.unique(household[mask])))
        for label, mask in groups.items()
    }
