"""What an evaluation knows of a site, its commune, its project and its neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from microville.parameters.impacts import Impacts

M2_KM2 = 1_000_000.0
GRASSLAND, WOODLAND, OTHER_GREEN, SEALED = "grassland", "woodland", "other_green", "sealed"


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune of a site.

    Attributes
    ----------
    population, area_m2
        People and land.
    price_eur_m2
        Price of dwellings, 0 where unknown.
    rural
        Whether it is listed as rural.
    zone_abc
        French zoning of housing: ``"A"``, ``"B1"``, ``"B2"``, ``"C"``; empty where unknown.
    """

    population: float
    area_m2: float
    price_eur_m2: float = 0.0
    rural: bool = False
    zone_abc: str = ""

    @property
    def people_per_km2(self) -> float:
        """Density of people."""
        return self.population / self.area_m2 * M2_KM2


@dataclass(frozen=True, slots=True)
class Floors:
    """Floor of a project by what Bénéfriches tells apart (m²).

    Attributes
    ----------
    housing, offices
        Dwellings; offices and coworking.
    other_activity
        Shops, workshops, food, storage.
    culture_sport
        Culture, sport, associations.
    public
        Training and care: no worker is counted there (their rule).
    """

    housing: float = 0.0
    offices: float = 0.0
    other_activity: float = 0.0
    culture_sport: float = 0.0
    public: float = 0.0

    @property
    def activity(self) -> float:
        """Floor of economic activity: offices and other (m²)."""
        return self.offices + self.other_activity


@dataclass(frozen=True, slots=True)
class Project:
    """A site and what a programme makes of it.

    Attributes
    ----------
    site_m2, buildings_m2
        Land and floor before.
    floors
        Floor in use once the programme is complete.
    covers_before, covers_after
        Land by cover (m²): grassland, woodland, other_green, sealed.
    public_green_m2
        Green space open to all.
    solar_mwh_year
        Power of the installed panels a year.
    reuses_site
        Whether anything becomes of the site itself: a programme elsewhere changes neither the
        worth of homes beside it nor its roads.
    """

    site_m2: float
    buildings_m2: float
    floors: Floors
    covers_before: dict[str, float] = field(default_factory=dict)
    covers_after: dict[str, float] = field(default_factory=dict)
    public_green_m2: float = 0.0
    solar_mwh_year: float = 0.0
    reuses_site: bool = True

    @property
    def renatured(self) -> bool:
        """Whether the site becomes nature: more grassland and woodland, and no floor put to use.

        Bénéfriches asks which kind of project it is; here the programme tells (assumption).
        """
        grown = sum(
            self.covers_after.get(cover, 0.0) - self.covers_before.get(cover, 0.0)
            for cover in (GRASSLAND, WOODLAND)
        )
        return grown > 0 and self.floors == Floors()


class Neighbours(Protocol):
    """Who lives around a site."""

    def within(self, radius_m: float) -> float:
        """Return the people within so many metres of the site's edge, not on it."""


@dataclass(frozen=True, slots=True)
class ByDensity:
    """Neighbours as Bénéfriches guesses them: the commune's mean density in a round ring.

    Parameters
    ----------
    commune
        Its population over its area is the density.
    site_m2
        Area of the site, taken for a disc.
    """

    commune: Commune
    site_m2: float

    def within(self, radius_m: float) -> float:
        """Return the people within so many metres of the site's edge, not on it."""
        return ring_m2(self.site_m2, radius_m) * self.commune.people_per_km2 / M2_KM2


@dataclass(frozen=True, slots=True)
class WhoExist:
    """Neighbours who exist: people at homes whose distance to the site is known.

    Parameters
    ----------
    distance_m, persons
        Shape (homes,): metres from the site's edge, and people there.
    """

    distance_m: NDArray[np.float64]
    persons: NDArray[np.float64]

    def within(self, radius_m: float) -> float:
        """Return the people within so many metres of the site's edge, not on it."""
        return float(self.persons[self.distance_m <= radius_m].sum()) if radius_m > 0 else 0.0


def ring_m2(site_m2: float, radius_m: float) -> float:
    """Return the area of a ring around a disc: the disc grown by the radius, less the disc (m²)."""
    return math.pi * (math.sqrt(site_m2 / math.pi) + radius_m) ** 2 - site_m2


def travel_radius_m(floors: Floors) -> float:
    """Return how far the site's activities spare trips (m), by Bénéfriches' steps."""
    if floors.culture_sport > 0 or floors.activity >= 300:
        return 500.0
    if floors.activity == 0:
        return 0.0
    return 100.0 if floors.activity < 151 else 200.0


def housing_m2(people: float, values: Impacts) -> float:
    """Return the housing floor of so many people (m²)."""
    return people * values.housing_per_person_m2
