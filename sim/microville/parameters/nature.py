"""What grassland, woodland and shade are worth a year: values of Bénéfriches (ADEME)."""

from __future__ import annotations

from microville.parameters.impacts import published
from microville.parameters.metadata import Group


class Nature(Group):
    """Services of soils and of public green spaces."""

    grassland_leisure_eur_m2: float = published(
        0.0071, "EUR/m2/year", "Leisure and well-being, grassland.", "Agrément, prairie"
    )
    woodland_leisure_eur_m2: float = published(
        0.0315, "EUR/m2/year", "Leisure and well-being, woodland.", "Agrément, bois"
    )
    water_cycle_permanent_eur_m2: float = published(
        0.1356,
        "EUR/m2/year",
        "Water cycle, soil with permanent vegetation.",
        "Cycle de l'eau, végétation permanente",
    )
    water_cycle_other_eur_m2: float = published(
        0.0254,
        "EUR/m2/year",
        "Water cycle, other permeable soil.",
        "Cycle de l'eau, autre sol perméable",
    )
    water_regulation_eur_m2: float = published(
        0.01184,
        "EUR/m2/year",
        "Water regulation, grassland and woodland.",
        "Régulation de l'eau, prairie et bois",
    )
    pollination_eur_m2: float = published(
        0.0092, "EUR/m2/year", "Pollination, where nature grows.", "Pollinisation"
    )
    wood_eur_m2: float = published(
        0.0157, "EUR/m2/year", "Wood, where woodland grows.", "Produits de la forêt"
    )
    nitrogen_eur_m2: float = published(
        0.0069, "EUR/m2/year", "Nitrogen cycle, where grassland grows.", "Cycle de l'azote"
    )
    erosion_eur_m2: float = published(
        0.025, "EUR/m2/year", "Erosion avoided, where nature grows.", "Érosion évitée"
    )
    invasive_species_eur_m2: float = published(
        0.0034,
        "EUR/m2/year",
        "Invasive species kept away, where nature grows.",
        "Espèces invasives contenues",
    )
    cooling_eur_household: float = published(
        4.2,
        "EUR/household/year",
        "Air conditioning a household saves near a large green space.",
        "Climatisation évitée par ménage",
    )
    cooling_eur_business_m2: float = published(
        0.07,
        "EUR/m2/year",
        "Air conditioning firms save near a large green space.",
        "Climatisation évitée, entreprises",
    )
    cooling_g_housing_m2: float = published(
        15.0,
        "g/m2/year",
        "CO2 of air conditioning avoided, housing.",
        "CO2 de climatisation évité, logements",
    )
    cooling_g_business_m2: float = published(
        26.4,
        "g/m2/year",
        "CO2 of air conditioning avoided, firms.",
        "CO2 de climatisation évité, entreprises",
    )
