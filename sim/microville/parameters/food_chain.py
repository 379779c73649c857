"""Processing, stores and fields."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class FoodChain(Group):
    """The site's food hub, cupboards, and fields of the map."""

    hub_store_kg_m2: float = param(
        300.0,
        unit="kg/m2",
        description="Food that a square metre of the food hub can store.",
        low=150.0,
        high=600.0,
        ge=0.0,
        le=5000.0,
        kind="assumption",
        label_fr="Stockage du pôle alimentaire",
    )
    hub_intake_kg_m2_month: float = param(
        20.0,
        unit="kg/m2/month",
        description="Harvest that a square metre of the food hub can mill, can or cool in a month.",
        low=8.0,
        high=50.0,
        ge=0.0,
        le=5000.0,
        kind="assumption",
        label_fr="Transformation du pôle alimentaire",
    )
    hub_loss_share_month: float = share(
        0.01,
        description="Share of the food hub's stock that is lost in a month.",
        low=0.0,
        high=0.03,
        label_fr="Pertes du stock par mois",
    )
    home_spread_days: float = param(
        1.75,
        unit="days",
        description="Cupboards hold the mean number of days, less to more by this much.",
        source="Apur, food resilience of Paris, quoted by boursorama.com: 1.5 to 5 days",
        year=2024,
        low=0.5,
        high=2.5,
        ge=0.0,
        le=365.0,
        label_fr="Écart des réserves des foyers",
    )
    farm_food_share: float = share(
        0.3,
        description="Share of the focus area's fields that grows food eaten as such, where a map"
        " draws fields: champagne, beet and fodder are none.",
        low=0.1,
        high=0.6,
        label_fr="Part des champs en cultures alimentaires",
    )
