"""Constants of modes that give target shares: a contraction on common random numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from microville.calibration.targets import shares
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REFERENCE = "car"
"""Only differences of constants count: that of the car stays where it is."""
ROUNDS = 25
CLOSE = 0.002
"""Shares that are as near as this to their targets are met (0.2 points)."""
MOST = 1.0
"""Longest step of a constant in one round."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Constants, the shares they give, and how it went.

    Attributes
    ----------
    constants
        By mode.
    shares
        Of the fitted strata, 0 to 1.
    rounds
        How many weeks were simulated.
    gap
        Largest distance from a target share.
    """

    constants: dict[str, float]
    shares: dict[str, float]
    rounds: int
    gap: float


def fit_constants(
    start: Mapping[str, float],
    simulate: Callable[[Mapping[str, float]], Mapping[str, float]],
    *,
    targets: Mapping[str, float] | None = None,
) -> Fit:
    """Find constants under which simulated shares are the targets.

    Each constant rises by the logarithm of target over simulated share, the contraction of Berry,
    Levinsohn & Pakes (1995), "Automobile Prices in Market Equilibrium", Econometrica 63. Under
    common random numbers shares move with the constants alone.

    Parameters
    ----------
    start
        Constants to begin with, by mode.
    simulate
        Returns shares by mode, 0 to 1, for constants.
    targets
        Shares by mode that sum to 1; those of :mod:`~microville.calibration.targets` if not given.

    Returns
    -------
    Fit
        The best constants that were tried, rounded to thousandths.

    Raises
    ------
    InputError
        If a mode with a target is used by nobody.
    """
    wanted = dict(targets or shares())
    constants = {mode: round(float(start[mode]), 3) for mode in wanted}
    best: Fit | None = None
    for number in range(1, ROUNDS + 1):
        found = simulate(constants)
        gap = max(abs(found[mode] - wanted[mode]) for mode in wanted)
        if best is None or gap < best.gap:
            best = Fit(dict(constants), dict(found), number, gap)
        if gap <= CLOSE:
            break
        constants = _next(constants, found, wanted)
    if best is None:
        raise InputError("Nothing was tried.", hint="Give at least one mode.")
    return best


def _next(
    constants: Mapping[str, float], found: Mapping[str, float], wanted: Mapping[str, float]
) -> dict[str, float]:
    nobody = [mode for mode in wanted if found[mode] <= 0 < wanted[mode]]
    if nobody:
        raise InputError(
            f"Nobody goes by {', '.join(nobody)}: there is nothing to calibrate.",
            hint="Give a larger --fraction, or look at who owns bicycles and cars on this map.",
        )
    steps = {mode: log(wanted[mode] / found[mode]) for mode in wanted}
    base = steps[REFERENCE]
    return {
        mode: round(value + max(-MOST, min(MOST, steps[mode] - base)), 3)
        for mode, value in constants.items()
    }
