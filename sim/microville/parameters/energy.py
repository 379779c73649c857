"""Energy of buildings and solar power."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import DPE, SELECTRA, SPECIFICATION


class Energy(Group):
    """Energy by class, prices, emissions, solar power."""

    primary_kwh_m2_year_a: float = param(
        50.0,
        unit="kWh/m2/year",
        description="Primary energy of class A: at most 70; the middle is assumed.",
        source=f"{DPE}: at most 70; the middle is assumed",
        low=30.0,
        high=70.0,
        ge=0.0,
        le=2000.0,
        kind="assumption",
        label_fr="Énergie primaire, classe A",
    )
    primary_kwh_m2_year_b: float = param(
        90.0,
        unit="kWh/m2/year",
        description="Primary energy of class B: 70 to 110.",
        source=f"{DPE}, middle of the class",
        low=70.0,
        high=110.0,
        ge=0.0,
        le=2000.0,
        label_fr="Énergie primaire, classe B",
    )
    primary_kwh_m2_year_c: float = param(
        145.0,
        unit="kWh/m2/year",
        description="Primary energy of class C: 110 to 180.",
        source=f"{DPE}, middle of the class",
        low=110.0,
        high=180.0,
        ge=0.0,
        le=2000.0,
        label_fr="Énergie primaire, classe C",
    )
    primary_kwh_m2_year_d: float = param(
        215.0,
        unit="kWh/m2/year",
        description="Primary energy of class D: 180 to 250.",
        source=f"{DPE}, middle of the class",
        low=180.0,
        high=250.0,
        ge=0.0,
        le=2000.0,
        label_fr="Énergie primaire, classe D",
    )
    primary_kwh_m2_year_e: float = param(
        290.0,
        unit="kWh/m2/year",
        description="Primary energy of class E: 250 to 330.",
        source=f"{DPE}, middle of the class",
        low=250.0,
        high=330.0,
        ge=0.0,
        le=2000.0,
        label_fr="Énergie primaire, classe E",
    )
    primary_kwh_m2_year_f: float = param(
        375.0,
        unit="kWh/m2/year",
        description="Primary energy of class F: 330 to 420.",
        source=f"{DPE}, middle of the class",
        low=330.0,
        high=420.0,
        ge=0.0,
        le=2000.0,
        label_fr="Énergie primaire, classe F",
    )
    primary_kwh_m2_year_g: float = param(
        480.0,
        unit="kWh/m2/year",
        description="Primary energy of class G: 420 and more; the middle is assumed.",
        source=f"{DPE}: 420 and more; the middle is assumed",
        low=420.0,
        high=650.0,
        ge=0.0,
        le=2000.0,
        kind="assumption",
        label_fr="Énergie primaire, classe G",
    )
    electricity_factor_before_2026: float = param(
        2.3,
        unit="ratio",
        description="Primary over final energy of electricity in certificates made before 2026: "
        "those of the buildings that stand at the start.",
        source=f"{SPECIFICATION}, 5.11",
        year=2025,
        low=1.9,
        high=2.58,
        ge=1.0,
        le=5.0,
        label_fr="Énergie primaire de l'électricité avant 2026",
    )
    electricity_factor: float = param(
        1.9,
        unit="ratio",
        description="Primary over final energy of electricity in certificates since 2026: those "
        "of works that start then.",
        source=f"{SPECIFICATION}, 5.11",
        year=2026,
        low=1.9,
        high=2.3,
        ge=1.0,
        le=5.0,
        label_fr="Énergie primaire de l'électricité",
    )
    electricity_eur_kwh: float = param(
        0.1952,
        unit="EUR/kWh",
        description="Price of electricity, all taxes included.",
        source="soleio.fr, regulated tariff of August 2025",
        year=2025,
        low=0.1635,
        high=0.2516,
        ge=0.0,
        le=5.0,
        label_fr="Prix de l'électricité",
    )
    electricity_standing_eur_year: float = param(
        185.58,
        unit="EUR/dwelling/year",
        description="Standing charge of a dwelling's electricity, 6 kVA.",
        source="soleio.fr, regulated tariff of August 2025",
        year=2025,
        low=150.0,
        high=220.0,
        ge=0.0,
        le=2000.0,
        label_fr="Abonnement d'électricité d'un logement",
    )
    gas_eur_kwh: float = param(
        0.11,
        unit="EUR/kWh",
        description="Price of gas, all taxes included.",
        low=0.08,
        high=0.15,
        ge=0.0,
        le=5.0,
        kind="assumption",
        label_fr="Prix du gaz",
    )
    gas_co2_g_kwh: float = param(
        227.0,
        unit="g/kWh",
        description="CO2 of gas.",
        low=215.0,
        high=239.0,
        ge=0.0,
        le=2000.0,
        kind="assumption",
        label_fr="CO2 du gaz",
    )
    electricity_co2_g_kwh: float = param(
        55.0,
        unit="g/kWh",
        description="CO2 of electricity from the grid.",
        source="adimas.paris, production mix",
        year=2021,
        low=43.0,
        high=73.0,
        ge=0.0,
        le=2000.0,
        label_fr="CO2 de l'électricité",
    )
    electric_share: float = share(
        0.4,
        description="Share of final energy of buildings that is electricity.",
        low=0.25,
        high=0.7,
        label_fr="Part de l'électricité dans l'énergie finale",
    )
    pv_kwh_kwp_year: float = param(
        1000.0,
        unit="kWh/kWp/year",
        description="Yearly yield of solar panels.",
        source=f"range: {SELECTRA}, 900 (north) to 1400 (south)",
        low=900.0,
        high=1400.0,
        ge=100.0,
        le=3000.0,
        kind="assumption",
        label_fr="Production solaire annuelle",
    )
    pv_match_share: float = share(
        0.85,
        description="Share of what sun and demand of a mean day have in common, hour by hour, that "
        "bright and dull days leave.",
        low=0.6,
        high=1.0,
        label_fr="Autoconsommation réelle sur celle du jour moyen",
    )
    pv_feed_in_eur_kwh: float = param(
        0.0761,
        unit="EUR/kWh",
        description="Price of solar surplus sold, 9 to 100 kWp, before tax.",
        source="citen.fr, feed-in tariffs, second quarter of 2025",
        year=2025,
        low=0.04,
        high=0.095,
        ge=0.0,
        le=1.0,
        label_fr="Prix du surplus solaire",
    )
