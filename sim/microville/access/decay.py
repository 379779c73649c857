"""Decay functions: how much an opportunity counts, by travel time in minutes.

Each is a small frozen object to be called with an array of minutes; it returns weights of the same
shape, from 1 at the door down to 0. Any function from minutes to weights may stand in their place.

Sources of the family: Hansen (1959), "How accessibility shapes land use", Journal of the American
Institute of Planners 25(2); Levinson & King (2020), "Transport Access Manual". Names and formulae
follow the R package ``accessibility`` (Pereira & Herszenhut), vignette "Decay functions", except
for what is said below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from microville.access.reach import MS_PER_MINUTE, to_ms
from microville.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Decay(Protocol):
    """What gravity and catchments ask of a decay: minutes in, weights out, same shape.

    An attribute ``ends_min`` says from where on weights are zero; without it, they never end.
    """

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        ...


def ends_ms(decay: Decay) -> int:
    """Return after how many milliseconds a decay is zero; 0 if it never ends."""
    ends = float(getattr(decay, "ends_min", math.inf))
    return to_ms(ends) if math.isfinite(ends) else 0


def _positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise InputError(f"{name} of a decay is {value}.", hint="Give a number above zero.")


def _whole_ms(minutes: float) -> float:
    """Return minutes that are whole milliseconds, as thresholds of other measures are."""
    return to_ms(minutes) / MS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Step:
    """1 within a cut-off, 0 beyond: the cumulative measure.

    Attributes
    ----------
    cutoff_min
        Minutes; whoever is exactly there is within.
    """

    cutoff_min: float

    def __post_init__(self) -> None:
        to_ms(self.cutoff_min)

    @property
    def ends_min(self) -> float:
        """Minutes after which weights are zero."""
        return self.cutoff_min

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        return (minutes <= _whole_ms(self.cutoff_min)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Stepped:
    """A weight for each zone of travel time, 0 beyond the last.

    Attributes
    ----------
    ends
        Upper ends of the zones in minutes, ascending. An end belongs to its zone (as in PySAL
        ``access.weights.step_fn``; the R package gives it to the next zone).
    weights
        Weight of each zone, not rising.
    """

    ends: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        ends, weights = np.asarray(self.ends, float), np.asarray(self.weights, float)
        good = (
            0 < len(ends) == len(weights)
            and bool(np.isfinite(ends).all() and np.isfinite(weights).all())
            and bool((ends >= 0).all() and (weights >= 0).all())
            and bool((np.diff(ends) > 0).all() and (np.diff(weights) <= 0).all())
        )
        if not good:
            raise InputError(
                f"Zones that end at {self.ends} cannot weigh {self.weights}.",
                hint="Give ascending ends in minutes and as many weights, falling, none negative.",
            )

    @property
    def ends_min(self) -> float:
        """Minutes after which weights are zero."""
        return self.ends[-1]

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        table = np.array([*self.weights, 0.0])
        ends = [_whole_ms(end) for end in self.ends]
        return table[np.searchsorted(ends, minutes, side="left")]


@dataclass(frozen=True, slots=True)
class Linear:
    """``1 - t / T`` up to the cut-off ``T``, 0 beyond.

    Attributes
    ----------
    cutoff_min
        Minutes at which nothing counts any more.
    """

    cutoff_min: float

    def __post_init__(self) -> None:
        _positive("The cut-off", self.cutoff_min)

    @property
    def ends_min(self) -> float:
        """Minutes after which weights are zero."""
        return self.cutoff_min

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        return np.maximum(0.0, 1.0 - minutes / self.cutoff_min)


@dataclass(frozen=True, slots=True)
class Exponential:
    """``exp(-beta t)``, the weight of most gravity measures.

    Attributes
    ----------
    beta
        Per minute.
    """

    beta: float

    def __post_init__(self) -> None:
        _positive("Beta", self.beta)

    @classmethod
    def from_half_life(cls, minutes: float) -> Exponential:
        """Return the decay that halves every so many minutes: ``beta = ln 2 / minutes``."""
        _positive("The half-life", minutes)
        return cls(math.log(2) / minutes)

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        return np.exp(-self.beta * minutes)


@dataclass(frozen=True, slots=True)
class Power:
    """``t ** -beta`` above one minute, 1 within it.

    The first minute is flat, since the power has no bound at the door (as in the R package).

    Attributes
    ----------
    beta
        Without unit; times are in minutes.
    """

    beta: float

    def __post_init__(self) -> None:
        _positive("Beta", self.beta)

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        return np.maximum(minutes, 1.0) ** -self.beta


@dataclass(frozen=True, slots=True)
class Gaussian:
    """``exp(-t² / (2 sigma²))``, 1 at the door (PySAL ``access.weights.gaussian``).

    Attributes
    ----------
    sigma_min
        Minutes at which the weight is ``exp(-1/2)``, about 0.61.
    """

    sigma_min: float

    def __post_init__(self) -> None:
        _positive("Sigma", self.sigma_min)

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        return np.exp(-0.5 * (minutes / self.sigma_min) ** 2)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A falling logistic curve, scaled to be 1 at the door.

    ``(1 + exp(-ip k)) / (1 + exp((t - ip) k))`` with ``k = pi / (sd sqrt(3))``: the adjusted
    logistic of Bauer & Groneberg (2016), PLOS ONE 11(7), as ``decay_logistic`` of the R package
    ``accessibility`` and decay ``logistic`` of r5r.

    Attributes
    ----------
    inflection_min
        Minutes of the point of inflection (the median).
    sd_min
        Standard deviation in minutes: near 0 like a step, large like a line.
    """

    inflection_min: float
    sd_min: float

    def __post_init__(self) -> None:
        _positive("The inflection", self.inflection_min)
        _positive("The standard deviation", self.sd_min)

    def __call__(self, minutes: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the weights."""
        k = math.pi / (self.sd_min * math.sqrt(3))
        ip = self.inflection_min
        # Logarithms, since exp of a long time overflows with a small deviation.
        weights = np.exp(np.logaddexp(0.0, -ip * k) - np.logaddexp(0.0, (minutes - ip) * k))
        return np.asarray(weights, dtype=np.float64)
