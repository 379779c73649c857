"""The site's heat network: what it costs, burns and sells."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share

BATIWEB = "batiweb.com, heat networks in 2021"


class HeatNetwork(Group):
    """Boiler house and pipes of the cooperative."""

    cost_eur_m2: float = param(
        90.0,
        unit="EUR/m2",
        description="Boiler house, pipes and stations for a square metre of heated floor.",
        low=50.0,
        high=160.0,
        ge=0.0,
        le=5000.0,
        kind="assumption",
        label_fr="Réseau de chaleur : investissement",
    )
    upkeep_eur_m2_year: float = param(
        1.5,
        unit="EUR/m2/year",
        description="Running and upkeep of the network, for a square metre that it can heat, tax "
        "included.",
        low=0.8,
        high=3.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Réseau de chaleur : exploitation",
    )
    heat_eur_kwh: float = param(
        0.08,
        unit="EUR/kWh",
        description="Price of heat to those who are connected, before tax.",
        source=f"{BATIWEB}, mean price (75.2 to 80 EUR/MWh)",
        year=2021,
        low=0.0752,
        high=0.1,
        ge=0.0,
        le=2.0,
        label_fr="Prix de la chaleur",
    )
    loss_share: float = share(
        0.12,
        description="Share of the heat made that is lost in pipes.",
        low=0.05,
        high=0.2,
        label_fr="Pertes du réseau",
    )
    boiler_yield_share: float = share(
        0.85,
        description="Heat made over energy of the fuel.",
        low=0.75,
        high=0.92,
        label_fr="Rendement de la chaufferie",
    )
    wood_share: float = share(
        0.8,
        description="Share of the fuel that is wood chips; the rest is gas, for peaks.",
        low=0.6,
        high=0.95,
        label_fr="Part du bois",
    )
    wood_eur_kwh: float = param(
        0.0325,
        unit="EUR/kWh",
        description="Price of wood chips, taken as before tax.",
        source="batiactu.com quoting the trade body SFCB, 30 to 35 EUR/MWh (middle)",
        year=2023,
        low=0.03,
        high=0.04,
        ge=0.0,
        le=2.0,
        label_fr="Prix du bois déchiqueté",
    )
    wood_co2_g_kwh: float = param(
        25.0,
        unit="g/kWh",
        description="CO2 of wood chips: felling, chipping, transport; what the wood itself holds "
        "is taken as renewed.",
        low=15.0,
        high=40.0,
        ge=0.0,
        le=2000.0,
        kind="assumption",
        label_fr="CO2 du bois déchiqueté",
    )
