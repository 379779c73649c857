"""Dwellings of the site and moves."""

from __future__ import annotations

from microville.parameters.metadata import Group, param
from microville.parameters.sources import BENEFRICHES

_MOVES = "calvados.scoop.it (developpement-terr), annual residential mobility, 8.8 to 11 %"


class Housing(Group):
    """How dwellings fill and how often people move."""

    size_m2_per_person: float = param(
        32.0,
        unit="m2/person",
        description="Housing floor per person.",
        source=BENEFRICHES,
        low=28.0,
        high=42.0,
        ge=5.0,
        le=200.0,
        label_fr="Surface de logement par personne",
    )
    site_household_size: float = param(
        2.1,
        unit="persons/household",
        description="Mean size of the households of the site's dwellings.",
        source="compare INSEE: arrondissement of Reims 2.07 (2019); Bénéfriches 2.2",
        low=1.8,
        high=2.4,
        ge=1.0,
        le=8.0,
        kind="assumption",
        label_fr="Taille des ménages du site",
    )
    site_fill_months: int = param(
        12,
        unit="months",
        description="Months until the site's new dwellings are all occupied.",
        low=6,
        high=24,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Durée de remplissage des logements neufs",
    )
