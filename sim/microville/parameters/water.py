"""Water of the site: needs, rain and grey water, prices."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share

CIEAU = "Centre d'information sur l'eau (Cieau), uses of domestic water, as copied on pdfslide.fr"


class Water(Group):
    """Needs of homes, work and gardens; what is collected and what it costs."""

    home_l_person_day: float = param(
        150.0,
        unit="l/person/day",
        description="Water that an inhabitant uses at home.",
        source="SISPEA 2024, quoted by selectra.info; low: INSEE, 100 in Île-de-France",
        year=2022,
        low=100.0,
        high=165.0,
        ge=0.0,
        le=2000.0,
        label_fr="Eau d'un habitant chez lui",
    )
    work_l_job_day: float = param(
        25.0,
        unit="l/job/day",
        description="Water that a job uses on a weekday.",
        low=10.0,
        high=60.0,
        ge=0.0,
        le=5000.0,
        kind="assumption",
        label_fr="Eau d'un emploi",
    )
    market_garden_m3_ha_year: float = param(
        2500.0,
        unit="m3/ha/year",
        description="Watering of market gardens, April to September.",
        low=1500.0,
        high=4000.0,
        ge=0.0,
        le=50000.0,
        kind="assumption",
        label_fr="Arrosage du maraîchage",
    )
    orchard_m3_ha_year: float = param(
        1000.0,
        unit="m3/ha/year",
        description="Watering of orchards, April to September.",
        low=300.0,
        high=2000.0,
        ge=0.0,
        le=50000.0,
        kind="assumption",
        label_fr="Arrosage du verger",
    )
    home_non_potable_share: float = share(
        0.32,
        description="Share of water at home that need not be drinkable: toilets 20 %, laundry "
        "12 %.",
        source=CIEAU,
        low=0.2,
        high=0.44,
        kind="fact",
        label_fr="Part non potable à domicile",
    )
    work_non_potable_share: float = share(
        0.6,
        description="Share of water at work that need not be drinkable: mostly toilets.",
        low=0.4,
        high=0.8,
        label_fr="Part non potable au travail",
    )
    grey_share: float = share(
        0.39,
        description="Share of water at home that leaves as grey water fit to be treated: bath and "
        "shower.",
        source=CIEAU,
        low=0.35,
        high=0.5,
        kind="fact",
        label_fr="Part des eaux grises",
    )
    rain_mm_year: float = param(
        620.0,
        unit="mm/year",
        description="Rain of a year near Reims.",
        low=480.0,
        high=760.0,
        ge=0.0,
        le=10000.0,
        kind="assumption",
        label_fr="Pluie annuelle",
    )
    runoff_share: float = share(
        0.8,
        description="Share of the rain on roofs that reaches the cistern.",
        low=0.6,
        high=0.9,
        label_fr="Part de la pluie recueillie",
    )
    cistern_months: float = param(
        1.0,
        unit="months",
        description="Size of the cistern, in months of what the installation collects.",
        low=0.25,
        high=3.0,
        ge=0.0,
        le=60.0,
        kind="assumption",
        label_fr="Taille de la citerne",
    )
    mains_eur_m3: float = param(
        4.3,
        unit="EUR/m3",
        description="Price of mains water with its sewage, all taxes included.",
        source="mesdepanneurs.fr, mean price on 1 January 2023; low: SISPEA 2022, 4.14",
        year=2023,
        low=3.4,
        high=5.2,
        ge=0.0,
        le=100.0,
        label_fr="Prix de l'eau du réseau",
    )
    own_price_share: float = share(
        0.7,
        description="Price of the site's own water over that of mains water.",
        low=0.4,
        high=1.0,
        label_fr="Prix de l'eau du site sur celui du réseau",
    )
    rain_cost_eur_m3_month: float = param(
        500.0,
        unit="EUR/(m3/month)",
        description="Cistern, pumps and pipes for a cubic metre of rain a month.",
        low=250.0,
        high=1000.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Récupération de pluie : investissement",
    )
    grey_cost_eur_m3_month: float = param(
        900.0,
        unit="EUR/(m3/month)",
        description="Treatment and second pipes for a cubic metre of grey water a month.",
        low=400.0,
        high=2000.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Eaux grises : investissement",
    )
    rain_running_eur_m3: float = param(
        0.4,
        unit="EUR/m3",
        description="Pumping and upkeep of rain water, tax included.",
        low=0.1,
        high=1.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Eau de pluie : exploitation",
    )
    grey_running_eur_m3: float = param(
        1.8,
        unit="EUR/m3",
        description="Treatment, pumping and upkeep of grey water, tax included.",
        low=0.8,
        high=4.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Eaux grises : exploitation",
    )
