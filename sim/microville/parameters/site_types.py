"""Sites of the network by type: former bases, industrial brownfields, scattered premises."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.platform import assumed
from microville.parameters.sources import CHAUSSON, ST_LEONARD


class SiteTypes(Group):
    """Floors, rents and works of sites by type, and how a site unfolds."""

    reference_floor_m2: float = param(
        55000.0,
        unit="m2",
        description="Floor of the site whose budget for animation and capital is known.",
        label_fr="Surface du site de référence",
        source="programme description; high and low: lemoniteur.fr (2018)",
        low=55000.0,
        high=78000.0,
        ge=100.0,
        le=1e7,
    )
    fixed_animation_share: float = share(
        0.4,
        description="Part of the animation budget that a site of any size needs.",
        low=0.2,
        high=0.8,
        label_fr="Part fixe de l'animation",
    )
    transitional_years: int = param(
        3,
        unit="years",
        description="Years of transitional use before works.",
        label_fr="Années d'usage transitoire",
        source="programme description",
        low=0,
        high=5,
        ge=0,
        le=20,
    )
    transitional_floor_share: float = share(
        0.25,
        description="Part of the floor in transitional use.",
        source="programme description: a quarter in use in 2023",
        year=2023,
        low=0.1,
        high=0.4,
        kind="fact",
        label_fr="Part occupée en usage transitoire",
    )
    works_years: int = param(
        2,
        unit="years",
        description="Years of works, in which nothing is let.",
        label_fr="Années de travaux",
        low=1,
        high=4,
        ge=1,
        le=10,
        kind="assumption",
    )
    letting_years: int = param(
        4,
        unit="years",
        description="Years from the end of works to full letting.",
        label_fr="Années de commercialisation",
        low=2,
        high=8,
        ge=1,
        le=20,
        kind="assumption",
    )
    break_even_limit_years: int = param(
        15,
        unit="years",
        description="Years within which a site must break even to have the critical size.",
        label_fr="Délai pour l'équilibre",
        low=10,
        high=25,
        ge=1,
        le=40,
        kind="assumption",
    )
    rent_military_eur_m2_month: float = assumed(
        6.0,
        4.0,
        9.0,
        "EUR/m2/month",
        "Mean rent of a former base after works: housing, workshops, offices, training, halls.",
        "Loyer moyen, ancienne base",
        "between the rents by use (group rent)",
    )
    rent_industrial_eur_m2_month: float = param(
        6.25,
        unit="EUR/m2/month",
        description="Rent of cells on an industrial brownfield after works.",
        label_fr="Loyer, friche industrielle",
        source=f"{CHAUSSON} (75 EUR/m2/year); high: {ST_LEONARD} (100)",
        year=2019,
        low=3.5,
        high=8.33,
        ge=0.0,
        le=200.0,
    )
    rent_scattered_eur_m2_month: float = assumed(
        9.0,
        6.0,
        12.7,
        "EUR/m2/month",
        "Mean rent of premises in town centres after works: housing, shops, offices.",
        "Loyer moyen, locaux diffus",
        "high: listings of flats in Reims, 12.7 (moneyvox.fr, 2025)",
    )
    works_industrial_eur_m2: float = param(
        600.0,
        unit="EUR/m2",
        description="Works and purchase of an industrial brownfield.",
        label_fr="Travaux et achat, friche industrielle",
        source=CHAUSSON,
        year=2019,
        low=400.0,
        high=850.0,
        ge=0.0,
        le=100000.0,
    )
    purchase_scattered_eur_m2: float = assumed(
        500.0,
        100.0,
        1300.0,
        "EUR/m2",
        "Purchase of vacant premises in a town centre.",
        "Achat de locaux vacants",
        "below the mean price of dwellings in the Marne, 1914 EUR/m2 (Fnaim, 2024)",
    )
    floor_military_m2: float = param(
        55000.0,
        unit="m2",
        description="Floor of a former base: drawn between half and twice this.",
        label_fr="Surface d'une ancienne base",
        source="programme description; high: lemoniteur.fr (2018)",
        low=30000.0,
        high=78000.0,
        ge=100.0,
        le=1e6,
    )
    floor_industrial_m2: float = param(
        12000.0,
        unit="m2",
        description="Floor of an industrial brownfield: drawn between half and twice this.",
        label_fr="Surface d'une friche industrielle",
        source=f"{CHAUSSON}: 10000 m2 of cells",
        low=5000.0,
        high=25000.0,
        ge=100.0,
        le=1e6,
        kind="assumption",
    )
    floor_scattered_m2: float = param(
        4000.0,
        unit="m2",
        description="Floor of scattered premises of a town: drawn between half and twice this.",
        label_fr="Surface de locaux diffus",
        low=1000.0,
        high=12000.0,
        ge=100.0,
        le=1e6,
        kind="assumption",
    )
    military_share: float = share(
        0.1,
        description="Former bases among the sites of a drawn network.",
        low=0.02,
        high=0.3,
        label_fr="Part des anciennes bases",
    )
    industrial_share: float = share(
        0.4,
        description="Industrial brownfields among the sites of a drawn network.",
        low=0.2,
        high=0.6,
        label_fr="Part des friches industrielles",
    )
    start_years: int = param(
        10,
        unit="years",
        description="Years over which the sites of a drawn network start.",
        label_fr="Étalement des démarrages",
        low=5,
        high=20,
        ge=1,
        le=50,
        kind="assumption",
    )
