"""What energy is used for, and what the tertiary decree asks."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class EnergyUse(Group):
    """End uses of energy in buildings; thresholds of the tertiary decree."""

    heating_share: float = share(
        0.66,
        description="Share of a building's final energy that heats it.",
        low=0.55,
        high=0.75,
        label_fr="Part du chauffage",
    )
    hot_water_share: float = share(
        0.12,
        description="Share of a building's final energy that makes hot water; the rest is "
        "electricity for light, ventilation and machines.",
        low=0.05,
        high=0.15,
        label_fr="Part de l'eau chaude",
    )
    weekend_share: float = share(
        0.4,
        description="Electricity of workplaces on a day of the weekend over that on a weekday.",
        low=0.2,
        high=0.8,
        label_fr="Électricité du week-end dans les lieux de travail",
    )
    tertiary_floor_m2: float = param(
        1000.0,
        unit="m2",
        description="Tertiary floor of a building from which the decree applies; 0 reads the site "
        "as one property.",
        source="tertiary decree of 23 July 2019, as told by novabuild.fr and atome77.com",
        year=2019,
        low=0.0,
        high=1000.0,
        ge=0.0,
        le=100000.0,
        label_fr="Seuil de surface du décret tertiaire",
    )
    tertiary_office_kwh_m2_year: float = param(
        107.0,
        unit="kWh/m2/year",
        description="Final energy of offices in 2030 at most, by the decree's absolute method.",
        source="o-immobilierdurable.fr, 2030 targets of offices (100 to 118, middle)",
        year=2022,
        low=100.0,
        high=118.0,
        ge=0.0,
        le=1000.0,
        label_fr="Seuil 2030 du décret tertiaire, bureaux",
    )
    tertiary_other_kwh_m2_year: float = param(
        100.0,
        unit="kWh/m2/year",
        description="Final energy of training, care, shops, kitchens, culture and sport in 2030 at "
        "most, by the decree's absolute method: many categories, here one.",
        low=60.0,
        high=180.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Seuil 2030 du décret tertiaire, autres usages",
    )
