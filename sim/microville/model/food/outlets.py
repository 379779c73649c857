"""Where the site sells what it grows, and how far that is from homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access import NEVER, closest_times
from microville.model.food.groups import RIPENING_YEARS
from microville.model.site import LET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

FARTHEST_MS = 30 * 60_000
"""Times beyond half an hour are not asked for."""
FRESH_COVERS = ("market_garden", "orchard")


def outlets(model: Microville) -> list[int]:
    """Return the places where the site sells fresh food this month (points, each once).

    Its food hubs, and gardens and orchards that bear (direct sale is assumed).
    """
    points = {
        unit.place for unit in model.site.own_units if unit.state == LET and unit.use == "food_hub"
    }
    for ground in model.site.grounds:
        cover = ground.entry.cover
        ripe = cover in FRESH_COVERS and ground.active
        if ripe and model.month >= ground.entry.start_month + 12 * RIPENING_YEARS[cover]:
            points.add(model.access.places.parcel_start + ground.row)
    return sorted(points)


def outlet_ms(model: Microville, mode: int) -> NDArray[np.int32]:
    """Return the time from each home to the nearest outlet by a mode (ms, ``NEVER`` beyond it).

    One sweep of the network; kept until other places sell, or a street closes.
    """
    homes = np.arange(model.access.places.service_start, dtype=np.int32)
    points = outlets(model)
    if not points:
        return np.full(len(homes), NEVER, dtype=np.int32)
    network = model.access.networks[mode]
    known = model.food_outlets.get(mode)
    if known is None or known[0] != points or known[1] is not network:
        target = np.array(points, dtype=np.int32)
        times = closest_times(network, [target], seen_from=homes, limit_ms=FARTHEST_MS)
        known = points, network, times[:, 0]
        model.food_outlets[mode] = known
    return known[2]
