"""Who opens a shop: what they expect, what they need, how an incubator helps."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import NURSERY_RENT, NURSERY_SURVIVAL


class Entry(Group):
    """Openings of shops in vacant premises."""

    cost_spread: float = param(
        0.155,
        unit="share",
        description="Spread of a new shop's costs around those of its trade: scale of a logistic. "
        "Fitted, so that on a market where the mean shop breaks even survival after three and "
        "five years is as observed.",
        source="fitted to survival of 82 and 69 % after 3 and 5 years (INSEE), see docs/odd.md",
        low=0.1,
        high=0.2,
        ge=0.0,
        le=1.0,
        kind="assumption",
        label_fr="Dispersion des coûts des nouveaux commerces",
    )
    smallest_floor_share: float = share(
        0.3,
        description="Smallest floor of a new shop as a share of the usual one of its trade: who "
        "expects less custom takes less floor.",
        low=0.2,
        high=1.0,
        label_fr="Plus petite surface d'un nouveau commerce",
    )
    required_profit_share: float = share(
        0.1,
        description="By how much the custom that a new shop expects must exceed its costs.",
        low=0.0,
        high=0.3,
        label_fr="Bénéfice attendu pour ouvrir",
    )
    catchment_walk_min: float = param(
        15.0,
        unit="min",
        description="People within this walk count as custom of a new shop that is nearest.",
        low=10.0,
        high=20.0,
        ge=0.0,
        le=90.0,
        kind="assumption",
        label_fr="Zone de chalandise à pied",
    )
    catchment_car_min: float = param(
        15.0,
        unit="min",
        description="People within this drive, parking included, count as custom of a new shop "
        "that is nearest.",
        low=10.0,
        high=20.0,
        ge=0.0,
        le=90.0,
        kind="assumption",
        label_fr="Zone de chalandise en voiture",
    )
    capture_share: float = share(
        0.75,
        description="Share of the visits of those people that a new shop expects; the rest goes "
        "elsewhere.",
        source="compare: shops of this model serve 0.73 to 0.95 of the visits of the people to "
        "whom they are nearest, by trade (default map, communes under 5,000 inhabitants)",
        low=0.4,
        high=0.95,
        label_fr="Part de clientèle attendue",
    )
    opening_delay_months: int = param(
        6,
        unit="months",
        description="Mean time between a vacant premises that is worth it and its opening.",
        low=2,
        high=12,
        ge=0,
        le=120,
        kind="assumption",
        label_fr="Délai d'ouverture d'un commerce",
    )
    incubator_places: int = param(
        0,
        unit="businesses",
        description="New shops that an incubator can accompany at once: an option of the "
        "programme, none unless a scenario sets it.",
        low=0,
        high=10,
        ge=0,
        le=1000,
        kind="assumption",
        label_fr="Places en pépinière d'entreprises",
    )
    incubator_months: int = param(
        36,
        unit="months",
        description="How long the incubator accompanies a new shop.",
        low=24,
        high=48,
        ge=0,
        le=240,
        kind="assumption",
        label_fr="Durée d'accompagnement",
    )
    incubator_delay_months: int = param(
        3,
        unit="months",
        description="Mean time to an opening through the incubator.",
        low=1,
        high=6,
        ge=0,
        le=120,
        kind="assumption",
        label_fr="Délai d'ouverture avec la pépinière",
    )
    incubator_odds_ratio: float = param(
        1.2,
        unit="ratio",
        description="Odds of survival of accompanied shops over those of others.",
        source=NURSERY_SURVIVAL,
        year=2010,
        low=1.0,
        high=2.4,
        ge=1.0,
        le=10.0,
        label_fr="Rapport de chances de survie en pépinière",
    )
    incubator_rent_discount: float = share(
        0.2,
        description="Discount on the rent of accompanied shops.",
        source=NURSERY_RENT,
        low=0.1,
        high=0.25,
        kind="fact",
        label_fr="Remise de loyer en pépinière",
    )
