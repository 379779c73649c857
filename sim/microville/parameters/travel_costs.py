"""What moving costs: euros, carbon, and what it gives in health."""

from __future__ import annotations

from microville.parameters.metadata import Group, param
from microville.parameters.sources import BENEFRICHES, EQASIM_COST


class TravelCosts(Group):
    """Euros, carbon and active minutes of moving."""

    car_cost_eur_km: float = param(
        0.12,
        unit="EUR/km",
        description="Running cost of a car.",
        source=f"{BENEFRICHES}; range: Mobility (AREP) 0.10, {EQASIM_COST} 0.15",
        low=0.10,
        high=0.15,
        ge=0.0,
        le=2.0,
        label_fr="Coût d'usage de la voiture",
    )
    car_co2_2015_g_km: float = param(
        157.2,
        unit="g/km",
        description="CO2 from the exhaust of a mean car in 2015.",
        source=f"{BENEFRICHES}; high: Mobility (AREP) 218",
        year=2015,
        low=157.2,
        high=218.0,
        ge=0.0,
        le=500.0,
        label_fr="CO2 de la voiture en 2015",
    )
    car_co2_2030_g_km: float = param(
        120.9,
        unit="g/km",
        description="CO2 from the exhaust of a mean car in 2030; years between are interpolated.",
        source=f"{BENEFRICHES}; range: no progress since 2015, and the value of 2050",
        low=87.2,
        high=157.2,
        ge=0.0,
        le=500.0,
        label_fr="CO2 de la voiture en 2030",
    )
    car_co2_2050_g_km: float = param(
        87.2,
        unit="g/km",
        description="CO2 from the exhaust of a mean car in 2050; years between are interpolated.",
        source=f"{BENEFRICHES}; range: only electric cars, and the value of 2030",
        low=0.0,
        high=120.9,
        ge=0.0,
        le=500.0,
        label_fr="CO2 de la voiture en 2050",
    )
    people_per_car: float = param(
        1.45,
        unit="persons/car",
        description="People in a car; its costs and emissions are shared among them.",
        source=f"{BENEFRICHES}; range: all alone, and 2 people",
        low=1.0,
        high=2.0,
        ge=1.0,
        le=5.0,
        label_fr="Personnes par voiture",
    )
    transit_co2_g_km: float = param(
        50.0,
        unit="g/km",
        description="CO2 of a passenger's kilometre by public transport, trams and buses together.",
        source="range: an electric tram, and a thermal bus with few passengers",
        low=5.0,
        high=130.0,
        ge=0.0,
        le=500.0,
        kind="assumption",
        label_fr="CO2 d'un kilomètre en transport collectif",
    )
    ebike_wh_km: float = param(
        8.0,
        unit="Wh/km",
        description="Electricity that an assisted bicycle takes from the grid.",
        low=4.0,
        high=15.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Électricité du vélo électrique",
    )
    active_minutes_week: float = param(
        150.0,
        unit="min/week",
        description="Least moderate activity recommended to adults.",
        source="WHO guidelines on physical activity and sedentary behaviour (2020): 150 to 300",
        year=2020,
        low=150.0,
        high=300.0,
        ge=0.0,
        le=5000.0,
        label_fr="Activité physique recommandée aux adultes",
    )
