"""Where people start and where they go: every point that networks attach, in one numbering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.territory.fields import GREENFIELD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class Places:
    """Points to attach: homes and site buildings first, then services, then site parcels.

    Attributes
    ----------
    xy
        Coordinates in metres, shape (points, 2).
    buildings
        Row in ``territory.buildings`` of each building that is a place (it has dwellings, stands
        on the site, or is a plot that a programme builds upon).
    service_start, parcel_start
        Number of the first service and of the first parcel.
    """

    xy: NDArray[np.float64]
    buildings: NDArray[np.int64]
    service_start: int
    parcel_start: int

    @property
    def services(self) -> NDArray[np.int32]:
        """Point of each row of ``territory.services``."""
        return np.arange(self.service_start, self.parcel_start, dtype=np.int32)


def find_places(territory: Territory) -> Places:
    """Return the points of a territory that networks attach."""
    buildings = territory.layers["buildings"]
    chosen = (buildings["dwellings"].to_numpy() > 0) | buildings["site"].to_numpy()
    chosen |= buildings["use"].to_numpy() == GREENFIELD
    rows = np.flatnonzero(chosen)
    # A representative point would cost a second on large maps; a centroid serves as well here.
    homes = buildings.geometry.iloc[rows].centroid
    services = territory.layers["services"].geometry
    parcels = territory.layers["parcels"].geometry.centroid
    xy = np.concatenate(
        [
            np.column_stack([part.x.to_numpy(), part.y.to_numpy()])
            for part in (homes, services, parcels)
        ]
    ).astype(np.float64)
    return Places(xy, rows, len(rows), len(rows) + len(services))
