"""Speeds, costs and mode choice."""

from __future__ import annotations

from microville.parameters.metadata import Group, param
from microville.parameters.sources import BENEFRICHES, EQASIM, EQASIM_COST


class Mobility(Group):
    """How people move and what it costs."""

    walk_speed_kmh: float = param(
        4.8,
        unit="km/h",
        description="Walking speed of an adult.",
        source="range: r5py 3.6, GOAT and URBREATH 5.0",
        low=3.6,
        high=5.0,
        ge=1.0,
        le=8.0,
        kind="assumption",
        label_fr="Vitesse de marche",
    )
    walk_slow_speed_kmh: float = param(
        3.6,
        unit="km/h",
        description="Walking speed of people aged 65 and over and of small children.",
        source="r5py default walking speed 3.6",
        low=2.5,
        high=4.2,
        ge=0.5,
        le=8.0,
        kind="assumption",
        label_fr="Vitesse de marche lente (aînés, petits enfants)",
    )
    wheelchair_speed_kmh: float = param(
        3.0,
        unit="km/h",
        description="Speed in a wheelchair, on ways without steps.",
        low=2.0,
        high=4.0,
        ge=0.5,
        le=8.0,
        kind="assumption",
        label_fr="Vitesse en fauteuil roulant",
    )
    bike_speed_kmh: float = param(
        15.0,
        unit="km/h",
        description="Cycling speed.",
        source="range: r5py 12, A/B Street 16 (maximum)",
        low=12.0,
        high=16.0,
        ge=5.0,
        le=30.0,
        kind="assumption",
        label_fr="Vitesse à vélo",
    )
    ebike_speed_kmh: float = param(
        20.0,
        unit="km/h",
        description="Speed on a bicycle with electric assistance.",
        low=17.0,
        high=23.0,
        ge=5.0,
        le=25.0,
        kind="assumption",
        label_fr="Vitesse à vélo électrique",
    )
    foot_signal_wait_s: float = param(
        12.0,
        unit="s",
        description="Waiting on foot at a crossing with signals, where a map knows them.",
        low=0.0,
        high=30.0,
        ge=0.0,
        le=180.0,
        kind="assumption",
        label_fr="Attente à pied à un feu",
    )
    foot_crossing_wait_s: float = param(
        3.0,
        unit="s",
        description="Waiting on foot at a crossing without signals, where a map knows them.",
        low=0.0,
        high=10.0,
        ge=0.0,
        le=180.0,
        kind="assumption",
        label_fr="Attente à pied à un passage sans feu",
    )
    vehicle_signal_wait_s: float = param(
        10.0,
        unit="s",
        description="Waiting at a signal by bike or car, where a map knows them.",
        low=0.0,
        high=25.0,
        ge=0.0,
        le=180.0,
        kind="assumption",
        label_fr="Attente à un feu à vélo ou en voiture",
    )
    bike_unpaved_factor: float = param(
        0.8,
        unit="ratio",
        description="Cycling speed on unpaved or rough ways over that on paved ones.",
        low=0.6,
        high=1.0,
        ge=0.2,
        le=1.0,
        kind="assumption",
        label_fr="Vitesse à vélo sur chemin non revêtu",
    )
    bike_uphill_kmh_per_percent: float = param(
        1.4,
        unit="km/h per % of grade",
        description="Slowing of cyclists on ascents, where a map has elevations.",
        source="Parkin & Rotheram (2010), Transport Policy 17: a linear model, ascents weigh more",
        low=0.8,
        high=2.0,
        ge=0.0,
        le=5.0,
        kind="assumption",
        label_fr="Ralentissement à vélo en montée",
    )
    bike_downhill_kmh_per_percent: float = param(
        1.0,
        unit="km/h per % of grade",
        description="Gain of cyclists on descents, where a map has elevations.",
        source="Parkin & Rotheram (2010), Transport Policy 17: 85th percentile 22 km/h on the "
        "flat, 25 km/h at 3 % downhill",
        low=0.5,
        high=1.2,
        ge=0.0,
        le=5.0,
        label_fr="Gain à vélo en descente",
    )
    ebike_uphill_share: float = param(
        0.3,
        unit="share",
        description="Share of the slowing on ascents that remains with electric assistance.",
        low=0.0,
        high=0.6,
        ge=0.0,
        le=1.0,
        kind="assumption",
        label_fr="Part du ralentissement en montée avec assistance électrique",
    )
    max_cycling_stress: int = param(
        4,
        unit="level 1-4",
        description="Highest level of traffic stress that cyclists accept; 4 accepts every way.",
        source="levels: Mekuria, Furth & Nixon (2012), MTI report 11-19",
        low=1,
        high=4,
        ge=1,
        le=4,
        kind="assumption",
        label_fr="Niveau de stress accepté à vélo",
    )
    car_access_egress_min: float = param(
        4.0,
        unit="min",
        description="Walking to and from the parked car, for a whole trip.",
        source=f"{EQASIM}: additionalAccessEgressWalkTime",
        low=2.0,
        high=6.0,
        ge=0.0,
        le=30.0,
        label_fr="Marche vers et depuis la voiture",
    )
    car_parking_min: float = param(
        4.0,
        unit="min",
        description="Looking for a parking place, for a trip.",
        source=f"{EQASIM}: constantParkingSearchPenalty",
        low=0.0,
        high=6.0,
        ge=0.0,
        le=30.0,
        label_fr="Recherche de stationnement",
    )
    car_speed_factor: float = param(
        0.75,
        unit="ratio",
        description="Speed by car over the free-flow speed: congestion and junctions.",
        low=0.6,
        high=0.9,
        ge=0.1,
        le=1.0,
        kind="assumption",
        label_fr="Vitesse en voiture rapportée à la vitesse à vide",
    )
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
    car_co2_g_km: float = param(
        132.0,
        unit="g/km",
        description="CO2 of a car in 2025, between 157.2 g/km in 2015 and 120.9 in 2030.",
        source=f"{BENEFRICHES}; high: Mobility (AREP) 218",
        year=2025,
        low=120.9,
        high=218.0,
        ge=0.0,
        le=500.0,
        label_fr="CO2 de la voiture",
    )
    beta_time_walk_per_min: float = param(
        -0.15,
        unit="utility/min",
        description="Utility of a minute on foot.",
        source=f"{EQASIM}: walk.betaTravelTime",
        low=-0.25,
        high=-0.08,
        ge=-2.0,
        le=0.0,
        label_fr="Utilité d'une minute à pied",
    )
    beta_time_bike_per_min: float = param(
        -0.05,
        unit="utility/min",
        description="Utility of a minute by bike.",
        source=f"{EQASIM}: bike.betaTravelTime",
        low=-0.12,
        high=-0.03,
        ge=-2.0,
        le=0.0,
        label_fr="Utilité d'une minute à vélo",
    )
    beta_time_car_per_min: float = param(
        -0.06,
        unit="utility/min",
        description="Utility of a minute by car.",
        source=f"{EQASIM}: car.betaTravelTime",
        low=-0.12,
        high=-0.03,
        ge=-2.0,
        le=0.0,
        label_fr="Utilité d'une minute en voiture",
    )
    constant_walk: float = param(
        0.2,
        unit="utility",
        description="Constant of walking in mode choice, set by hand towards EMP 2019 shares.",
        source=f"start: {EQASIM}: walk.alpha 1.43 (a region with much public transport)",
        low=-0.5,
        high=1.43,
        ge=-20.0,
        le=20.0,
        kind="assumption",
        label_fr="Constante de la marche",
    )
    constant_bike: float = param(
        -2.8,
        unit="utility",
        description="Constant of cycling in mode choice, set by hand towards EMP 2019 shares.",
        source=f"start: {EQASIM}: bike.alpha -2.0",
        low=-3.5,
        high=-2.0,
        ge=-20.0,
        le=20.0,
        kind="assumption",
        label_fr="Constante du vélo",
    )
    constant_car: float = param(
        1.35,
        unit="utility",
        description="Constant of the car in mode choice, before calibration here.",
        source=f"{EQASIM}: car.alpha",
        low=0.35,
        high=2.35,
        ge=-20.0,
        le=20.0,
        label_fr="Constante de la voiture",
    )
    max_walk_min: float = param(
        60.0,
        unit="min",
        description="Longest walk that anyone considers, one way.",
        source="Mobility (AREP): 5 km as the crow flies",
        low=45.0,
        high=75.0,
        ge=1.0,
        le=240.0,
        kind="assumption",
        label_fr="Plus longue marche envisagée",
    )
    max_bike_min: float = param(
        60.0,
        unit="min",
        description="Longest bike trip that anyone considers, one way.",
        low=30.0,
        high=75.0,
        ge=1.0,
        le=240.0,
        kind="assumption",
        label_fr="Plus long trajet à vélo envisagé",
    )
