"""How people choose a destination and a mode."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import EQASIM

CALIBRATED = "microville calibrate, 2026-11-23, docs/calibration.md"


class ModeChoice(Group):
    """Constants and coefficients of the nested logit."""

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
