"""What people eat, by group of food."""

from __future__ import annotations

from microville.parameters.metadata import Group, param


class Diet(Group):
    """Weights of the groups of food: only their proportions count."""

    cereals: float = param(
        0.2,
        unit="kg/person/day",
        description="Bread, pasta, flour, rice.",
        low=0.15,
        high=0.26,
        ge=0.0,
        le=10.0,
        kind="assumption",
        label_fr="Céréales",
    )
    vegetables: float = param(
        0.3,
        unit="kg/person/day",
        description="Vegetables and potatoes, fresh or kept.",
        source="low: 44 kg of vegetables a year (justpaste.it/zz2t)",
        low=0.12,
        high=0.38,
        ge=0.0,
        le=10.0,
        kind="assumption",
        label_fr="Légumes et pommes de terre",
    )
    fruit: float = param(
        0.2,
        unit="kg/person/day",
        description="Fruit, fresh or kept.",
        source="low: fresh fruit bought for home, 85.1 kg a household and year (agra.fr, "
        "2017), at 2.2 persons",
        low=0.106,
        high=0.26,
        ge=0.0,
        le=10.0,
        kind="assumption",
        label_fr="Fruits",
    )
    animal: float = param(
        0.5,
        unit="kg/person/day",
        description="Meat, fish, milk, cheese, eggs.",
        source="compare: meat, 90 kg of carcass a person and year (lafranceagricole.fr, 2012)",
        low=0.4,
        high=0.65,
        ge=0.0,
        le=10.0,
        kind="assumption",
        label_fr="Produits animaux",
    )
    other: float = param(
        0.2,
        unit="kg/person/day",
        description="Oil, sugar, drinks and the rest.",
        low=0.1,
        high=0.35,
        ge=0.0,
        le=10.0,
        kind="assumption",
        label_fr="Autres aliments",
    )
