"""The patient rule induction method: a box of inputs that holds much of what is looked for.

Friedman and Fisher (1999), "Bump hunting in high-dimensional data", Statistics and Computing 9:
peel a little off the side whose loss raises the density most, note each box on the way, paste back
what was peeled too much. Limits that chance could have set are taken out by the test of Bryant and
Lempert (2010), "Thinking inside the box", Technological Forecasting and Social Change 77.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

PEEL = 0.05
"""Share of the cases in a box that one peel takes: Friedman and Fisher advise 0.05 to 0.1."""
STRIDES = (1, 2, 4)
"""Peels at once that are also tried, so that a few strays at an edge do not bar the way."""
LEAST_MASS = 0.05
"""Share of all cases below which no box goes."""
SIGNIFICANT = 0.05
"""Chance above which a limit is taken out."""

Side = tuple[int, int]
"""An input and which limit of it: -1 its least value, 1 its greatest, 0 the values it may have."""
Limit = float | frozenset[int]
"""What stands there: the last value inside, or of an input without order all values inside."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box and what it holds.

    Attributes
    ----------
    limits
        By side, those that are limited.
    cases, hits
        Cases inside, and those of them that are looked for.
    coverage
        Share of all that is looked for that lies inside.
    density
        Share of the cases inside that is looked for.
    mass
        Share of all cases that lies inside.
    chance
        By side: probability that as many of the cases are looked for if its limit had no
        effect (binomial, one-sided); small: the limit matters.
    """

    limits: dict[Side, Limit]
    cases: int
    hits: int
    coverage: float
    density: float
    mass: float
    chance: dict[Side, float]


def peel(
    inputs: NDArray[np.float64], wanted: NDArray[np.bool_], ordered: Sequence[bool]
) -> list[Box]:
    """Return the boxes on the way from everything to the smallest, the widest first.

    Parameters
    ----------
    inputs
        Shape (cases, inputs); of an input without order, the numbers of its values.
    wanted
        Shape (cases,): what is looked for.
    ordered
        By input, whether its values have an order.
    """
    limits: dict[Side, Limit] = {}
    inside = np.ones(len(inputs), dtype=bool)
    found = [measured(inputs, wanted, limits)]
    # A peel that loses density may be the way past a few strays: only the mass ends the way.
    while 0 < found[-1].hits < found[-1].cases:
        best = None
        for side, kept, given in _peels(inputs, inside, ordered):
            cases = int(kept.sum())
            if cases < max(LEAST_MASS * len(inputs), 1):
                continue
            # Gain in density for each case that is given up: a large slice must be worth it.
            gain = (wanted[kept].mean() - wanted[inside].mean()) / (inside.sum() - cases)
            if best is None or gain > best[0]:
                best = (gain, side, kept, given)
        if best is None:
            return found
        _, side, inside, given = best
        limits = limits | {side: given}
        found.append(measured(inputs, wanted, limits))
    return found


def choose(boxes: Sequence[Box]) -> Box:
    """Return the box with the best of both coverage and density (their harmonic mean).

    Of boxes that are equally good the one with the fewest limits.
    """
    return max(
        boxes,
        key=lambda box: (
            round(2 * box.coverage * box.density / max(box.coverage + box.density, 1e-9), 9),
            -len(box.limits),
        ),
    )


def simplify(inputs: NDArray[np.float64], wanted: NDArray[np.bool_], box: Box) -> Box:
    """Take out limits that chance could have set, the likeliest first."""
    while box.chance:
        side, chance = max(box.chance.items(), key=lambda item: item[1])
        if chance <= SIGNIFICANT:
            return box
        box = measured(inputs, wanted, _without(box.limits, side))
    return box


def paste(inputs: NDArray[np.float64], wanted: NDArray[np.bool_], box: Box) -> Box:
    """Widen a box step by step while that makes it no less dense and adds what is looked for."""
    while True:
        wider = [
            measured(inputs, wanted, box.limits | {side: given})
            for side in box.limits
            for given in _pastes(inputs, box, side)
        ]
        better = [b for b in wider if b.density >= box.density and b.hits > box.hits]
        if not better:
            return box
        box = max(better, key=lambda found: (found.density, found.hits))


def inside_of(inputs: NDArray[np.float64], limits: dict[Side, Limit]) -> NDArray[np.bool_]:
    """Return which cases lie inside limits, shape (cases,)."""
    inside = np.ones(len(inputs), dtype=bool)
    for (column, way), given in limits.items():
        values = inputs[:, column]
        if isinstance(given, frozenset):
            inside &= np.isin(values, list(given))
        else:
            inside &= (values >= given) if way < 0 else (values <= given)
    return inside


def measured(
    inputs: NDArray[np.float64], wanted: NDArray[np.bool_], limits: dict[Side, Limit]
) -> Box:
    """Return the box of limits, with what it holds."""
    inside = inside_of(inputs, limits)
    cases, hits = int(inside.sum()), int(wanted[inside].sum())
    chance = {}
    for side in limits:
        without = inside_of(inputs, _without(limits, side))
        chance[side] = _at_least(hits, cases, float(wanted[without].mean()))
    return Box(
        limits,
        cases,
        hits,
        coverage=hits / max(int(wanted.sum()), 1),
        density=hits / max(cases, 1),
        mass=cases / max(len(inputs), 1),
        chance=chance,
    )


def _without(limits: dict[Side, Limit], side: Side) -> dict[Side, Limit]:
    return {key: given for key, given in limits.items() if key != side}


def _at_least(hits: int, cases: int, share: float) -> float:
    """Return the chance of so many hits among cases that each have a share's chance."""
    from scipy.stats import binom

    return float(binom.sf(hits - 1, cases, share))


def _peels(
    inputs: NDArray[np.float64], inside: NDArray[np.bool_], ordered: Sequence[bool]
) -> Iterator[tuple[Side, NDArray[np.bool_], Limit]]:
    """Yield each way to peel: which limit, which cases stay, the limit."""
    for column, has_order in enumerate(ordered):
        values = inputs[:, column]
        here = np.unique(values[inside])
        if len(here) < 2:
            continue
        if not has_order:
            for value in here:
                kept = frozenset(int(other) for other in here if other != value)
                yield (column, 0), inside & (values != value), kept
            continue
        # At least the outermost value goes, so that whole numbers and few values peel too.
        for share in (PEEL * stride for stride in STRIDES):
            low = max(np.quantile(values[inside], share, method="lower"), here[1])
            high = min(np.quantile(values[inside], 1 - share, method="higher"), here[-2])
            yield (column, -1), inside & (values >= low), float(low)
            yield (column, 1), inside & (values <= high), float(high)


def _pastes(inputs: NDArray[np.float64], box: Box, side: Side) -> Iterator[Limit]:
    """Yield wider limits of one side: the next case, and the next PEEL of the cases."""
    column, way = side
    limit = box.limits[side]
    values = np.sort(inputs[inside_of(inputs, _without(box.limits, side)), column])
    if isinstance(limit, frozenset):
        for value in sorted({int(v) for v in values} - limit):
            yield limit | {value}
        return
    outside = values[values < limit][::-1] if way < 0 else values[values > limit]
    for size in sorted({1, max(1, round(PEEL * box.cases))}):
        if len(outside):
            yield float(outside[min(size, len(outside)) - 1])
