"""What an idle site costs its owner: a range, shown apart from cash and from impacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.impacts.nearby import M2_HA, property_tax_eur

if TYPE_CHECKING:
    from microville.impacts.place import Commune, Project
    from microville.impacts.years import Years
    from microville.parameters import Parameters


@dataclass(frozen=True, slots=True)
class HoldingCost:
    """A cost of an idle site, between nothing and the published value.

    Attributes
    ----------
    key, label_en, label_fr
        Name and what people read.
    published_eur
        What Bénéfriches' rate gives (EUR/year); the range starts at 0.
    counted_eur
        What its own conditions count here (EUR/year).
    condition_en, condition_fr
        When it is counted.
    """

    key: str
    label_en: str
    label_fr: str
    published_eur: float
    counted_eur: float
    condition_en: str = "always"
    condition_fr: str = "toujours"

    def discounted_eur(self, years: Years) -> tuple[float, float]:
        """Return what the published and the counted cost come to over an evaluation (EUR)."""
        weight = float(years.discount.sum())
        return self.published_eur * weight, self.counted_eur * weight


def holding_costs(
    project: Project, commune: Commune, parameters: Parameters
) -> tuple[HoldingCost, ...]:
    """Return what an idle site costs a year, by Bénéfriches' default rates.

    Parameters
    ----------
    project
        Land and floor of the site before.
    commune
        Its people; security is not counted where it is listed as rural.
    parameters
        Group ``site_impacts``.
    """
    values = parameters.site_impacts
    tonnes = values.dumping_t_person_year * commune.population * values.dumping_share_on_site
    dumping = tonnes * values.dumping_eur_t
    security = project.site_m2 / M2_HA * values.security_eur_ha_year
    upkeep = project.buildings_m2 * values.upkeep_eur_m2_year
    tax = property_tax_eur(project.buildings_m2, values)
    return (
        HoldingCost("dumping", "Illegal dumping", "Dépôts sauvages", dumping, dumping),
        HoldingCost(
            "security",
            "Security of the site",
            "Gardiennage du site",
            security,
            0.0 if commune.rural else security,
            "not in communes listed as rural",
            "pas dans les communes classées rurales",
        ),
        HoldingCost("upkeep", "Upkeep of buildings", "Entretien des bâtiments", upkeep, upkeep),
        HoldingCost("tax", "Property tax of empty floor", "Taxe foncière du vacant", tax, tax),
    )
