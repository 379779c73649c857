"""What one facility can serve."""

from __future__ import annotations

from microville.parameters.metadata import Group, param
from microville.parameters.sources import BAKERY, GP_DAY


class Capacity(Group):
    """Visits a day, or seats, of one facility of each category."""

    bakery_per_day: float = param(
        305.0,
        unit="visits/day",
        description="Visits that one bakery can serve in a day.",
        source=BAKERY,
        year=2023,
        low=200.0,
        high=400.0,
        ge=0.0,
        le=100000.0,
        label_fr="Capacité par jour : boulangerie",
    )
    grocery_per_day: float = param(
        250.0,
        unit="visits/day",
        description="Visits that one grocery can serve in a day.",
        low=100.0,
        high=500.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : épicerie, supérette",
    )
    supermarket_per_day: float = param(
        1800.0,
        unit="visits/day",
        description="Visits that one supermarket can serve in a day.",
        low=900.0,
        high=3500.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : supermarché",
    )
    pharmacy_per_day: float = param(
        180.0,
        unit="visits/day",
        description="Visits that one pharmacy can serve in a day.",
        low=100.0,
        high=300.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : pharmacie",
    )
    general_practitioner_per_day: float = param(
        22.0,
        unit="visits/day",
        description="Visits that one general practitioner can serve in a day.",
        source=GP_DAY,
        year=2018,
        low=21.1,
        high=22.4,
        ge=0.0,
        le=100000.0,
        label_fr="Capacité par jour : médecin généraliste",
    )
    nurse_per_day: float = param(
        25.0,
        unit="visits/day",
        description="Visits that one nurse can serve in a day.",
        low=15.0,
        high=35.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : infirmier",
    )
    post_office_per_day: float = param(
        150.0,
        unit="visits/day",
        description="Visits that one post office can serve in a day.",
        low=60.0,
        high=300.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : bureau de poste",
    )
    community_place_per_day: float = param(
        120.0,
        unit="visits/day",
        description="Visits that one community place can serve in a day.",
        low=50.0,
        high=250.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : lieu associatif, salle",
    )
    green_space_per_day: float = param(
        5000.0,
        unit="visits/day",
        description="Visits that one green space can serve in a day.",
        low=1000.0,
        high=10000.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : espace vert",
    )
    library_per_day: float = param(
        200.0,
        unit="visits/day",
        description="Visits that one library can serve in a day.",
        low=80.0,
        high=500.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : bibliothèque",
    )
    restaurant_cafe_per_day: float = param(
        90.0,
        unit="visits/day",
        description="Visits that one restaurant or café can serve in a day.",
        low=40.0,
        high=160.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : restaurant, café",
    )
    sports_ground_per_day: float = param(
        150.0,
        unit="visits/day",
        description="Visits that one sports ground can serve in a day.",
        low=60.0,
        high=300.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : terrain de sport",
    )
    playground_per_day: float = param(
        200.0,
        unit="visits/day",
        description="Visits that one playground can serve in a day.",
        low=80.0,
        high=400.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : aire de jeux",
    )
    hairdresser_per_day: float = param(
        18.0,
        unit="visits/day",
        description="Visits that one hairdresser can serve in a day.",
        low=10.0,
        high=35.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : coiffeur",
    )
    bank_per_day: float = param(
        120.0,
        unit="visits/day",
        description="Visits that one bank branch can serve in a day.",
        low=50.0,
        high=200.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : banque",
    )
    dentist_per_day: float = param(
        12.0,
        unit="visits/day",
        description="Visits that one dentist can serve in a day.",
        low=8.0,
        high=18.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : dentiste",
    )
    butcher_per_day: float = param(
        120.0,
        unit="visits/day",
        description="Visits that one butcher can serve in a day.",
        low=60.0,
        high=200.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Capacité par jour : boucherie",
    )
    nursery_school_seats: int = param(
        75,
        unit="seats",
        description="Pupils that one nursery school can take.",
        source="compare: 21.5 pupils a class (2024)",
        low=40,
        high=150,
        ge=0,
        le=20000,
        kind="assumption",
        label_fr="Places : école maternelle",
    )
    elementary_school_seats: int = param(
        150,
        unit="seats",
        description="Pupils that one elementary school can take.",
        source="compare: 20.9 pupils a class (2024)",
        low=60,
        high=300,
        ge=0,
        le=20000,
        kind="assumption",
        label_fr="Places : école élémentaire",
    )
    lower_secondary_seats: int = param(
        480,
        unit="seats",
        description="Pupils that one lower secondary school can take.",
        low=300,
        high=700,
        ge=0,
        le=20000,
        kind="assumption",
        label_fr="Places : collège",
    )
    upper_secondary_seats: int = param(
        900,
        unit="seats",
        description="Pupils that one upper secondary school can take.",
        low=500,
        high=1500,
        ge=0,
        le=20000,
        kind="assumption",
        label_fr="Places : lycée",
    )
