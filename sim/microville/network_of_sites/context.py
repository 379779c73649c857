"""What the network makes of prices, year by year: experience, volume, learning, discount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters.platform import Platform

CENTS_MEUR = 1e8


@dataclass(frozen=True, slots=True)
class Context:
    """Conditions of each calendar year, from ``first_year`` on; each of shape (years,).

    Attributes
    ----------
    first_year
        Calendar year of the first one.
    cost_share
        What services and engineering cost over what they cost a site alone (learning).
    discount
        Part taken off purchases (0-1).
    fee_share
        Part of rents that goes to the platform, in every year.
    """

    first_year: int
    cost_share: NDArray[np.float64]
    discount: NDArray[np.float64]
    fee_share: float

    def at(self, year: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return positions of calendar years; the last one goes on."""
        return np.minimum(year - self.first_year, len(self.discount) - 1)


def alone(first_year: int, years: int) -> Context:
    """Return the conditions of sites without a platform: no learning, discount or fee."""
    return Context(first_year, np.ones(years), np.zeros(years), 0.0)


def learned(experience: NDArray[np.int64], rate: float) -> NDArray[np.float64]:
    """Return cost over first cost by Wright's law: less by ``rate`` at each doubling.

    Wright, T. P. (1936), "Factors affecting the cost of airplanes", J. Aeronaut. Sci. 3(4):
    cost of the n-th is n to the power of log2(1 - rate).

    Parameters
    ----------
    experience
        Units so far, this one counted; 1 or more.
    rate
        Between 0 and 1.
    """
    units = np.maximum(experience, 1).astype(np.float64)
    if rate >= 1.0:  # nothing is left after one doubling
        return np.where(units > 1.0, 0.0, 1.0)
    return np.asarray(np.power(units, np.log2(1.0 - rate)))


def discount_of(volume_cents: NDArray[np.int64], platform: Platform) -> NDArray[np.float64]:
    """Return the purchasing discount of a yearly volume: it grows towards its maximum.

    Parameters
    ----------
    volume_cents
        Purchases of the network in a year at list prices.
    platform
        Maximum, and the volume of half of it.
    """
    million = volume_cents / CENTS_MEUR
    return platform.discount_max_share * million / (million + platform.discount_half_meur)
