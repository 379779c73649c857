"""Solar power and the hours in which the site can use it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters

SUN = (3, 5, 8, 11, 13, 13, 13, 12, 9, 7, 4, 2)
"""Share of a year's solar yield by month (%), January first (assumption for northern France)."""
SUNRISE_SUNSET = (
    (8, 17),
    (8, 18),
    (7, 19),
    (7, 20),
    (6, 21),
    (6, 22),
    (6, 22),
    (6, 21),
    (7, 20),
    (8, 19),
    (8, 17),
    (8, 17),
)
"""First and last whole hour of sun by month, legal time near 49° N (rounded)."""
WORK_HOURS = (2, 2, 2, 2, 2, 2, 2, 4, 6, 7, 7, 7, 6, 7, 7, 7, 7, 6, 4, 3, 2, 2, 2, 2)
"""Electricity of workplaces by hour of the day (%), midnight first (assumption)."""
HOME_HOURS = (3, 2, 2, 2, 2, 3, 4, 5, 5, 4, 4, 4, 5, 5, 4, 4, 4, 5, 6, 7, 7, 6, 4, 3)
"""Electricity of homes by hour of the day (%), midnight first (assumption)."""
WEEKDAYS, WEEKENDS = 21.75, 365.25 / 12 - 21.75
"""Days of a mean month."""


def sun_hours(month: int) -> NDArray[np.float64]:
    """Return the share of a day's yield by hour: 24 values that sum to 1.

    A parabola over the hours of sun, lowest at both ends (assumption).
    """
    first, last = SUNRISE_SUNSET[month % 12]
    hour = np.arange(24) + 0.5
    height = np.clip((hour - first) * (last - hour), 0.0, None)
    shares: NDArray[np.float64] = height / height.sum()
    return shares


def self_use(
    parameters: Parameters, month: int, *, solar_kwh: float, work_kwh: float, home_kwh: float
) -> float:
    """Return what the site uses of its solar power in a month (kWh).

    Hour by hour of a mean weekday and of a mean day of the weekend, what sun and demand have in
    common; bright and dull days leave a share of it.

    Parameters
    ----------
    parameters
        Shares.
    month
        Months since January 2025.
    solar_kwh
        Yield of the month.
    work_kwh, home_kwh
        Electricity of the month, of workplaces and of homes of the site.
    """
    weekend = parameters.energy_use.weekend_share
    sun = solar_kwh / (WEEKDAYS + WEEKENDS) * sun_hours(month)
    a_weekday = work_kwh / (WEEKDAYS + weekend * WEEKENDS)
    home = home_kwh / (WEEKDAYS + WEEKENDS) * np.array(HOME_HOURS) / sum(HOME_HOURS)
    work = np.array(WORK_HOURS) / sum(WORK_HOURS)
    common = 0.0
    for days, level in ((WEEKDAYS, a_weekday), (WEEKENDS, a_weekday * weekend)):
        common += days * float(np.minimum(sun, home + level * work).sum())
    return common * float(parameters.energy.pv_match_share)
