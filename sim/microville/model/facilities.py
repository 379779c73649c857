"""Facilities as columns: every service on the map, and those that may open on the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access import known_services

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access import Places
    from microville.parameters import Parameters
    from microville.territory import Territory

ERRANDS = (
    "bakery",
    "grocery",
    "supermarket",
    "butcher",
    "hairdresser",
    "bank",
    "post_office",
    "community_place",
    "green_space",
    "pharmacy",
    "general_practitioner",
    "nurse",
    "dentist",
    "library",
    "restaurant_cafe",
    "sports_ground",
    "playground",
)
"""Categories that people visit by weekly rates; the others are counted for access only."""

SCHOOLS = ("nursery_school", "elementary_school", "lower_secondary", "upper_secondary")
"""Schools by age; places are lasting."""

TRADES = (
    "bakery",
    "grocery",
    "supermarket",
    "butcher",
    "hairdresser",
    "restaurant_cafe",
    "pharmacy",
)
"""Errands served by businesses that live on their visits; the rest are public or professional."""

MINOR = ("childcare", "higher_education", "workplace")
"""Followed for access only, beside errands and schools."""

FOLLOWED = (*ERRANDS, *SCHOOLS, *MINOR)
"""Categories whose closest facilities the model keeps up to date."""

NO_LIMIT = 2**31 - 1


@dataclass(slots=True)
class Facilities:
    """Columns of facilities. A row keeps its place for ever; closing only clears ``open``.

    Attributes
    ----------
    key
        uint64 identity.
    category
        int16, index in :data:`FOLLOWED`; -1 for categories that are not followed.
    point
        int32 place (see ``access.Places``).
    zone
        int16 row of the zone, -1 outside.
    open
        bool.
    capacity
        int32 visits a day, or seats.
    jobs
        int32.
    site_row
        int32 row of the site building that houses it, -1 elsewhere.
    visits, turned_away
        int64 of the current month, in visits.
    """

    key: NDArray[np.uint64]
    category: NDArray[np.int16]
    point: NDArray[np.int32]
    zone: NDArray[np.int16]
    open: NDArray[np.bool_]
    capacity: NDArray[np.int32]
    jobs: NDArray[np.int32]
    site_row: NDArray[np.int32]
    visits: NDArray[np.int64]
    turned_away: NDArray[np.int64]
    names: list[str]

    def __len__(self) -> int:
        return len(self.key)

    def of(self, category: str, *, open_only: bool = True) -> NDArray[np.int32]:
        """Return the rows of a category."""
        here = self.category == FOLLOWED.index(category)
        if open_only:
            here &= self.open
        return np.flatnonzero(here).astype(np.int32)

    def append(
        self, key: str, category: str, point: int, *, capacity: int, site_row: int, zone: int
    ) -> int:
        """Add a facility that is not open yet, and return its row."""
        row = len(self)
        self.key = np.append(self.key, rng.identity("facility", key))
        self.category = np.append(self.category, np.int16(FOLLOWED.index(category)))
        self.point = np.append(self.point, np.int32(point))
        self.zone = np.append(self.zone, np.int16(zone))
        self.open = np.append(self.open, False)
        self.capacity = np.append(self.capacity, np.int32(capacity))
        self.jobs = np.append(self.jobs, np.int32(0))
        self.site_row = np.append(self.site_row, np.int32(site_row))
        self.visits = np.append(self.visits, np.int64(0))
        self.turned_away = np.append(self.turned_away, np.int64(0))
        self.names.append(key)
        return row


def capacity_of(category: str, parameters: Parameters) -> int:
    """Return visits a day, or seats, of one facility of a category."""
    if category in ERRANDS:
        return round(float(getattr(parameters.capacity, f"{category}_per_day")))
    if category in SCHOOLS:
        return round(float(getattr(parameters.capacity, f"{category}_seats")))
    return NO_LIMIT


def facilities_of(territory: Territory, places: Places, parameters: Parameters) -> Facilities:
    """Return the facilities that a territory starts with, one a row of its services.

    Those that do not count as supply (``access.known_services``) start closed.
    """
    services = territory.layers["services"]
    index = {name: i for i, name in enumerate(FOLLOWED)}
    zone_row = {zone: i for i, zone in enumerate(territory.layers["zones"]["zone"])}
    names = services["category"].to_numpy()
    count = len(services)
    supply = np.zeros(count, dtype=bool)
    for rows in known_services(territory).values():
        supply[rows] = True
    return Facilities(
        key=np.array(
            [rng.identity("facility", key) for key in services["service_id"]], dtype=np.uint64
        ),
        category=np.array([index.get(name, -1) for name in names], dtype=np.int16),
        point=places.services.copy(),
        zone=np.array([zone_row.get(zone, -1) for zone in services["zone"]], dtype=np.int16),
        open=supply,
        capacity=np.array([capacity_of(name, parameters) for name in names], dtype=np.int32),
        jobs=services["jobs"].to_numpy().astype(np.int32),
        site_row=np.full(count, -1, dtype=np.int32),
        visits=np.zeros(count, dtype=np.int64),
        turned_away=np.zeros(count, dtype=np.int64),
        names=list(services["service_id"]),
    )
