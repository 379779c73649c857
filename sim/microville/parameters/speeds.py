"""Speeds and waits of each way of moving."""

from __future__ import annotations

from microville.parameters.metadata import Group, param
from microville.parameters.sources import EQASIM


class Speeds(Group):
    """How fast people move, and where they wait."""

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
