"""Speeds, costs and mode choice."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import BENEFRICHES, EQASIM, EQASIM_COST

CALIBRATED = "microville calibrate, 2026-11-23, docs/calibration.md"


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
    car_leg_speed_kmh: float = param(
        30.0,
        unit="km/h",
        description="Speed by car along streets between two stops of a chain.",
        low=20.0,
        high=45.0,
        ge=5.0,
        le=130.0,
        kind="assumption",
        label_fr="Vitesse en voiture entre deux arrêts",
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
        -0.128,
        unit="utility",
        description="Constant of walking in mode choice; the constant of the car is the reference.",
        source=f"fitted to EMP 2019: {CALIBRATED}; start: {EQASIM}",
        low=-0.8,
        high=1.43,
        ge=-20.0,
        le=20.0,
        kind="assumption",
        label_fr="Constante de la marche",
    )
    constant_bike: float = param(
        -3.112,
        unit="utility",
        description="Constant of the bicycle in mode choice.",
        source=f"fitted to EMP 2019: {CALIBRATED}; start: {EQASIM}",
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
        description="Constant of the car in mode choice: the others are fitted beside it.",
        source=f"{EQASIM}: car.alpha",
        low=0.35,
        high=2.35,
        ge=-20.0,
        le=20.0,
        label_fr="Constante de la voiture",
    )
    ebike_share_of_bikes: float = share(
        0.10,
        description="Share of owners of a bicycle, from 14 years, whose bicycle has electric "
        "assistance.",
        source="compare EMC2 2021-23 (Cerema): a tenth of bicycle trips are by electric bicycle",
        low=0.05,
        high=0.25,
        label_fr="Part des vélos à assistance électrique",
    )
    constant_ebike: float = param(
        -3.286,
        unit="utility",
        description="Constant of the electric bicycle in mode choice.",
        source=f"fitted to EMP 2019: {CALIBRATED}; start: {EQASIM}",
        low=-3.6,
        high=-1.5,
        ge=-20.0,
        le=20.0,
        kind="assumption",
        label_fr="Constante du vélo électrique",
    )
    constant_transit: float = param(
        -1.706,
        unit="utility",
        description="Constant of public transport in mode choice.",
        source=f"fitted to EMP 2019: {CALIBRATED}; start: {EQASIM}",
        low=-2.5,
        high=0.0,
        ge=-20.0,
        le=20.0,
        kind="assumption",
        label_fr="Constante des transports en commun",
    )
    beta_transit_in_vehicle_per_min: float = param(
        -0.017,
        unit="utility/min",
        description="Utility of a minute in public transport.",
        source=f"{EQASIM}: pt.betaInVehicleTime",
        low=-0.05,
        high=-0.01,
        ge=-2.0,
        le=0.0,
        label_fr="Utilité d'une minute en transports en commun",
    )
    beta_transit_wait_per_min: float = param(
        -0.0484,
        unit="utility/min",
        description="Utility of a minute of waiting for public transport.",
        source=f"{EQASIM}: pt.betaWaitingTime",
        low=-0.1,
        high=-0.02,
        ge=-2.0,
        le=0.0,
        label_fr="Utilité d'une minute d'attente",
    )
    beta_transit_access_per_min: float = param(
        -0.0804,
        unit="utility/min",
        description="Utility of a minute of walking to and from public transport.",
        source=f"{EQASIM}: pt.betaAccessEgressTime",
        low=-0.15,
        high=-0.04,
        ge=-2.0,
        le=0.0,
        label_fr="Utilité d'une minute de marche vers l'arrêt",
    )
    transit_speed_kmh: float = param(
        18.0,
        unit="km/h",
        description="Speed of public transport with its stops, along streets; no timetable is "
        "read: times are exogenous.",
        low=14.0,
        high=25.0,
        ge=5.0,
        le=80.0,
        kind="assumption",
        label_fr="Vitesse commerciale des transports en commun",
    )
    transit_access_egress_min: float = param(
        10.0,
        unit="min",
        description="Walking to the stop and from it, for a whole trip.",
        low=6.0,
        high=14.0,
        ge=0.0,
        le=60.0,
        kind="assumption",
        label_fr="Marche vers et depuis l'arrêt",
    )
    transit_wait_urban_min: float = param(
        6.0,
        unit="min",
        description="Waiting for public transport within and between towns.",
        low=3.0,
        high=10.0,
        ge=0.0,
        le=60.0,
        kind="assumption",
        label_fr="Attente d'un transport en commun, en ville",
    )
    transit_wait_rural_min: float = param(
        20.0,
        unit="min",
        description="Waiting for public transport between a village and a town, schedules "
        "included; between villages there is none.",
        low=10.0,
        high=40.0,
        ge=0.0,
        le=120.0,
        kind="assumption",
        label_fr="Attente d'un transport en commun, villages",
    )
    destination_logsum: float = param(
        0.7,
        unit="ratio",
        description="Weight of the logsum of modes in the choice of a destination (1: modes and "
        "destinations are one logit; below, modes to one place are closer substitutes).",
        low=0.3,
        high=1.0,
        ge=0.05,
        le=1.0,
        kind="assumption",
        label_fr="Poids du logsum des modes dans le choix du lieu",
    )
    street_detour: float = param(
        1.3,
        unit="ratio",
        description="Metres along streets over straight metres, for kilometres travelled and for "
        "legs between two stops.",
        source="the streets of the default map and of the OSM extracts of the tests: 1.2 to 1.4",
        low=1.2,
        high=1.4,
        ge=1.0,
        le=3.0,
        kind="assumption",
        label_fr="Détour par les rues",
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
