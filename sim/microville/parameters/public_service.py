"""Schools by classes, and practitioners who come and go."""

from __future__ import annotations

from typing import Any

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import PUPILS_ELEMENTARY, PUPILS_NURSERY


def _class(default: float, low: float, high: float, name: str, french: str, **more: Any) -> Any:
    """Declare the seats of a class of a level."""
    return param(
        default,
        unit="seats/class",
        description=f"Seats of a class: {name}.",
        low=low,
        high=high,
        ge=1.0,
        le=100.0,
        kind="assumption",
        label_fr=f"Places par classe : {french}",
        **more,
    )


class PublicService(Group):
    """Classes that open and close, practitioners who give up and are replaced."""

    nursery_school_class_seats: float = _class(
        25.0,
        21.5,
        27.0,
        "nursery school",
        "école maternelle",
        source=f"compare: {PUPILS_NURSERY}: 21.5 to 21.7 present in 2024",
    )
    elementary_school_class_seats: float = _class(
        25.0,
        20.9,
        27.0,
        "elementary school",
        "école élémentaire",
        source=f"compare: {PUPILS_ELEMENTARY}: 20.9 to 21.3 present in 2024",
    )
    lower_secondary_class_seats: float = _class(28.0, 24.0, 30.0, "lower secondary", "collège")
    upper_secondary_class_seats: float = _class(32.0, 28.0, 35.0, "upper secondary", "lycée")
    class_filled_share: float = share(
        0.86,
        description="Share of the seats of a class that are taken where a school has the classes "
        "that its pupils need: gives the classes of 2025.",
        source=f"compare: 21.5 pupils a class ({PUPILS_NURSERY}) over 25 seats",
        low=0.8,
        high=1.0,
        label_fr="Taux de remplissage des classes",
    )
    class_opens_share: float = share(
        1.0,
        description="A class opens where the pupils who asked a year before exceed this share of "
        "the seats.",
        low=0.9,
        high=1.0,
        label_fr="Seuil d'ouverture de classe",
    )
    class_closes_share: float = share(
        0.84,
        description="A class closes where the pupils who asked a year before fill at most this "
        "share of the seats of the other classes.",
        low=0.7,
        high=0.95,
        label_fr="Seuil de fermeture de classe",
    )
    spare_classrooms: int = param(
        1,
        unit="rooms",
        description="Rooms that a school has beyond those of its classes of 2025: it cannot open "
        "more classes than it has rooms.",
        low=0,
        high=2,
        ge=0,
        le=50,
        kind="assumption",
        label_fr="Salles de classe disponibles",
    )
    practitioner_leaving_share_year: float = share(
        0.0,
        description="Share of general practitioners, nurses and dentists who give up in a year; "
        "none unless a scenario sets it.",
        low=0.0,
        high=0.05,
        label_fr="Départs annuels de soignants",
    )
    practitioner_replaced_share: float = share(
        0.7,
        description="Share of practitioners who give up that somebody replaces.",
        low=0.3,
        high=1.0,
        label_fr="Soignants remplacés",
    )
    practitioner_replacement_months: int = param(
        12,
        unit="months",
        description="Time until a practitioner who gave up is replaced.",
        low=1,
        high=36,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Délai de remplacement d'un soignant",
    )
