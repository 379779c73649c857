"""Where a programme fails: boxes of the factors' values that hold most of the failures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.sweeps.analysis.prim import (
    LEAST_MASS,
    Box,
    Limit,
    choose,
    inside_of,
    measured,
    paste,
    peel,
    simplify,
)
from microville.sweeps.analysis.wishes import Wish, all_hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.folder import Sweep

MOST_BOXES = 3
"""Boxes of one scenario: each next one is of what the ones before leave."""
FEWEST = 20
"""Cases below which a box would be a tale about single runs."""
DENSER = 1.2
"""Times the density of what is left that a further box needs to be told."""


@dataclass(frozen=True, slots=True)
class Part:
    """The limits of one factor: a range (None: open on that side), or some of a lever's values."""

    key: str
    low: float | None = None
    high: float | None = None
    options: tuple[Any, ...] = ()
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Region:
    """A box in words' reach.

    Attributes
    ----------
    parts
        The limits, the surest first.
    coverage, density, mass
        As of :class:`microville.sweeps.analysis.prim.Box`, all of the whole scenario.
    """

    parts: tuple[Part, ...]
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True, slots=True)
class Failures:
    """Where one scenario fails.

    Attributes
    ----------
    scenario
        Its name.
    wishes
        What fails if one of them is broken.
    runs, failed
        Runs, and those that break a wish.
    regions
        Where they fail, the fullest first.
    """

    scenario: str
    wishes: tuple[Wish, ...]
    runs: int
    failed: int
    regions: tuple[Region, ...]


def failures_of(sweep: Sweep, table: pd.DataFrame, wishes: Sequence[Wish]) -> list[Failures]:
    """Return, for each scenario, the boxes that hold most runs that break a wish.

    Each run is a case, seeds apart. Runs that are missing are left out.

    Raises
    ------
    InputError
        If nothing varies, the design leaves factors out of points, or there are under 20 runs.
    """
    factors = sweep.about["factors"]
    if not factors or sweep.about["design"]["kind"] == "one_at_a_time":
        raise InputError(
            "Boxes need points in which all factors vary together.",
            hint='Write kind = "latin_hypercube" under [design], and give another --out.',
        )
    found = []
    for scenario in sweep.plan.scenarios:
        mine = table[table["scenario"] == scenario]
        if len(mine) < FEWEST:
            raise InputError(
                f"{len(mine)} runs of {scenario} are too few for a box: {FEWEST} are the least.",
                hint="More samples or seeds in the file; what is done is kept.",
            )
        broken = ~all_hold(wishes, mine)
        regions = tuple(_regions(factors, mine, broken))
        found.append(Failures(scenario, tuple(wishes), len(mine), int(broken.sum()), regions))
    return found


def regions_table(found: Sequence[Failures]) -> pd.DataFrame:
    """Return failures as one tidy table, a row a limit.

    Returns
    -------
    DataFrame
        scenario, box (from 1), key, low, high (empty: open), values (of a lever, joined by
        spaces), chance (that the limit is due to it), coverage, density, mass, runs, failed.
    """
    import pandas as pd

    rows = [
        {
            "scenario": one.scenario,
            "box": number,
            "key": part.key,
            "low": part.low,
            "high": part.high,
            "values": " ".join(str(value) for value in part.options),
            "chance": part.chance,
            "coverage": region.coverage,
            "density": region.density,
            "mass": region.mass,
            "runs": one.runs,
            "failed": one.failed,
        }
        for one in found
        for number, region in enumerate(one.regions, start=1)
        for part in region.parts
    ]
    names = ["scenario", "box", "key", "low", "high", "values", "chance"]
    names += ["coverage", "density", "mass", "runs", "failed"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({"low": "float64", "high": "float64"})


def coded(
    factors: Sequence[dict[str, Any]], table: pd.DataFrame
) -> tuple[NDArray[np.float64], list[bool]]:
    """Return inputs as numbers, shape (cases, factors), and which factors have an order."""
    columns, ordered = [], []
    for factor in factors:
        values = table[factor["key"]].tolist()
        has_order = factor["kind"] == "uncertainty" or all(map(_is_number, factor["values"]))
        ordered.append(has_order)
        if has_order:
            columns.append(np.array(values, dtype=np.float64))
        else:
            columns.append(np.array([factor["values"].index(v) for v in values], dtype=np.float64))
    return np.column_stack(columns), ordered


def _regions(
    factors: Sequence[dict[str, Any]], table: pd.DataFrame, broken: NDArray[np.bool_]
) -> list[Region]:
    inputs, ordered = coded(factors, table)
    left = np.ones(len(inputs), dtype=bool)
    found: list[Region] = []
    while len(found) < MOST_BOXES and broken[left].sum() >= max(LEAST_MASS * broken.sum(), 2):
        cases, wanted = inputs[left], broken[left]
        box = choose(peel(cases, wanted, ordered))
        box = paste(cases, wanted, simplify(cases, wanted, box))
        if not box.limits or box.density < DENSER * wanted.mean():
            break
        whole = measured(inputs, broken, box.limits)
        found.append(_region(factors, inputs, whole))
        left &= ~inside_of(inputs, box.limits)
    return found


def _region(factors: Sequence[dict[str, Any]], inputs: NDArray[np.float64], box: Box) -> Region:
    columns = sorted({column for column, _ in box.limits})
    parts = [_part(factors[column], inputs[:, column], column, box) for column in columns]
    parts.sort(key=lambda part: part.chance)
    return Region(tuple(parts), box.coverage, box.density, box.mass)


def _part(factor: dict[str, Any], seen: NDArray[np.float64], column: int, box: Box) -> Part:
    """Return the limits of one factor; its chance is that of its surest side."""
    chance = min(c for (of, _), c in box.chance.items() if of == column)
    named = box.limits.get((column, 0))
    if isinstance(named, frozenset):
        options = tuple(factor["values"][i] for i in sorted(named))
        return Part(factor["key"], options=options, chance=chance)
    low, high = (_between(seen, box.limits.get((column, way)), way) for way in (-1, 1))
    return Part(factor["key"], low, high, chance=chance)


def _between(seen: NDArray[np.float64], limit: Limit | None, way: int) -> float | None:
    """Return the limit half-way to the next value outside; None where the side is open."""
    if not isinstance(limit, float):
        return None
    outside = seen[seen < limit].max() if way < 0 else seen[seen > limit].min()
    return float((limit + outside) / 2)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
