"""How often people go where, and how many stay away."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import BAKERY, DREES_APL, GRAND_REIMS


class Activity(Group):
    """Weekly visits per person by category, and presence on a typical day."""

    bakery_visits_week: float = param(
        1.25,
        unit="visits/week",
        description="Visits a week and person: bakery, 65 a year.",
        source=BAKERY,
        year=2023,
        low=1.0,
        high=1.6,
        ge=0.0,
        le=21.0,
        label_fr="Visites par semaine : boulangerie",
    )
    grocery_visits_week: float = param(
        0.9,
        unit="visits/week",
        description="Visits a week and person: grocery.",
        low=0.4,
        high=1.5,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : épicerie, supérette",
    )
    supermarket_visits_week: float = param(
        1.0,
        unit="visits/week",
        description="Visits a week and person: supermarket.",
        low=0.6,
        high=1.5,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : supermarché",
    )
    pharmacy_visits_week: float = param(
        0.15,
        unit="visits/week",
        description="Visits a week and person: pharmacy.",
        low=0.08,
        high=0.3,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : pharmacie",
    )
    general_practitioner_visits_week: float = param(
        0.063,
        unit="visits/week",
        description="Visits a week and person: general practitioner, 3.3 to 3.8 a year.",
        source=DREES_APL,
        year=2022,
        low=0.063,
        high=0.073,
        ge=0.0,
        le=21.0,
        label_fr="Visites par semaine : médecin généraliste",
    )
    nurse_visits_week: float = param(
        0.05,
        unit="visits/week",
        description="Visits a week and person: nurse.",
        low=0.02,
        high=0.1,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : infirmier",
    )
    post_office_visits_week: float = param(
        0.15,
        unit="visits/week",
        description="Visits a week and person: post office.",
        low=0.05,
        high=0.3,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : bureau de poste",
    )
    community_place_visits_week: float = param(
        0.2,
        unit="visits/week",
        description="Visits a week and person: community place.",
        low=0.1,
        high=0.5,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : lieu associatif, salle",
    )
    green_space_visits_week: float = param(
        1.0,
        unit="visits/week",
        description="Visits a week and person: green space.",
        low=0.5,
        high=2.5,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : espace vert",
    )
    library_visits_week: float = param(
        0.15,
        unit="visits/week",
        description="Visits a week and person: library.",
        low=0.05,
        high=0.3,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : bibliothèque",
    )
    restaurant_cafe_visits_week: float = param(
        0.8,
        unit="visits/week",
        description="Visits a week and person: restaurant or café.",
        low=0.4,
        high=1.5,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : restaurant, café",
    )
    sports_ground_visits_week: float = param(
        0.7,
        unit="visits/week",
        description="Visits a week and person: sports ground.",
        low=0.3,
        high=1.2,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : terrain de sport",
    )
    playground_visits_week: float = param(
        0.6,
        unit="visits/week",
        description="Visits a week and person: playground, children only.",
        low=0.2,
        high=2.0,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : aire de jeux (enfants)",
    )
    hairdresser_visits_week: float = param(
        0.12,
        unit="visits/week",
        description="Visits a week and person: hairdresser.",
        low=0.08,
        high=0.2,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : coiffeur",
    )
    bank_visits_week: float = param(
        0.1,
        unit="visits/week",
        description="Visits a week and person: bank.",
        low=0.03,
        high=0.2,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : banque",
    )
    dentist_visits_week: float = param(
        0.03,
        unit="visits/week",
        description="Visits a week and person: dentist.",
        low=0.02,
        high=0.05,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : dentiste",
    )
    butcher_visits_week: float = param(
        0.3,
        unit="visits/week",
        description="Visits a week and person: butcher.",
        low=0.1,
        high=0.6,
        ge=0.0,
        le=21.0,
        kind="assumption",
        label_fr="Visites par semaine : boucherie",
    )
    saturday_factor: float = param(
        1.5,
        unit="ratio",
        description="Shopping and leisure visits of a Saturday over those of a weekday.",
        low=1.0,
        high=2.2,
        ge=0.0,
        le=5.0,
        kind="assumption",
        label_fr="Samedi rapporté à un jour de semaine",
    )
    absent_share_weekday: float = share(
        0.12,
        description="Share of workers away from work on a weekday: leave, illness, part time.",
        low=0.06,
        high=0.2,
        label_fr="Actifs absents un jour de semaine",
    )
    home_working_share: float = share(
        0.04,
        description="Share of workers who do not commute.",
        source=GRAND_REIMS,
        year=2021,
        low=0.04,
        high=0.12,
        kind="fact",
        label_fr="Actifs travaillant à domicile",
    )
    outside_work_share: float = share(
        0.15,
        description="Share of workers whose job is beyond the map.",
        low=0.05,
        high=0.3,
        label_fr="Actifs travaillant hors de la carte",
    )
    stop_on_way_home_share: float = share(
        0.3,
        description="Share of errands of people who work or study that day which they do on the "
        "way home, where the place is open then.",
        low=0.15,
        high=0.45,
        label_fr="Achats et démarches sur le trajet du retour",
    )
    chained_errand_share: float = share(
        0.3,
        description="Share of errands that follow another one within three hours without a return "
        "home.",
        low=0.1,
        high=0.5,
        label_fr="Achats et démarches enchaînés",
    )
    closing_shift_min: float = param(
        0.0,
        unit="min",
        description="Shift of all closing hours of maps/opening_hours.csv (open longer: above 0).",
        low=-60.0,
        high=60.0,
        ge=-240.0,
        le=240.0,
        kind="assumption",
        label_fr="Décalage de l'heure de fermeture",
    )
