"""Named partners and neighbours: what the service of each changes; investors' choices."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Partners(Group):
    """What partners and neighbours bring while they are engaged, and when investors come or go.

    That these partners exist is the programme's own description; no size of an effect is published.
    """

    engaged_from_share: float = share(
        0.15,
        description="Mobilisation from which a partner or neighbour gives its service.",
        low=0.05,
        high=0.35,
        label_fr="Mobilisation qui engage un partenaire",
    )
    cerema_months_saved_share: float = share(
        0.08,
        description="CEREMA, engineering: works take less time by this share.",
        low=0.0,
        high=0.2,
        label_fr="Cerema : durée de travaux évitée",
    )
    smart_building_energy_saved_share: float = share(
        0.08,
        description="Smart Building Alliance, managed buildings: renovated and new floor needs "
        "less energy by this share.",
        low=0.0,
        high=0.2,
        label_fr="Smart Buildings Alliance : énergie évitée",
    )
    rameau_tie_share: float = share(
        0.1,
        description="Le Rameau, alliances: share of the pairs of an association and a company "
        "who know each other through it.",
        low=0.0,
        high=0.3,
        label_fr="Le Rameau : liens entre associations et entreprises",
    )
    clusters_letting_saved_share: float = share(
        0.15,
        description="France Clusters, companies: a tenant is found sooner by this share.",
        low=0.0,
        high=0.3,
        label_fr="France Clusters : délai de location évité",
    )
    region_animation_share: float = share(
        0.1,
        description="Grand Est region: share of the animation that it pays.",
        low=0.0,
        high=0.3,
        label_fr="Région Grand Est : part de l'animation",
    )
    terrasolis_outlet_share: float = share(
        0.1,
        description="Terrasolis, outlets: more of the site's harvest is sold locally by this.",
        low=0.0,
        high=0.3,
        label_fr="Terrasolis : débouchés locaux",
    )
    grand_reims_sponsorship_share: float = share(
        0.15,
        description="Grand Reims, sponsorship: added to that of the municipality.",
        low=0.0,
        high=0.3,
        label_fr="Grand Reims : portage politique ajouté",
    )
    brimont_sponsorship_share: float = share(
        0.05,
        description="Brimont, sponsorship: added to that of the municipality.",
        low=0.0,
        high=0.15,
        label_fr="Brimont : portage politique ajouté",
    )
    investor_ticket_eur: float = param(
        3000.0,
        unit="EUR/member",
        description="What an investor who trusts the cooperative subscribes in a year.",
        low=0.0,
        high=20000.0,
        ge=0.0,
        le=1e8,
        kind="assumption",
        label_fr="Souscription annuelle d'un investisseur",
    )
    investor_comes_share: float = share(
        0.65,
        description="Confidence (mean of cash, equity and statute, 0-1) from which an investor "
        "subscribes.",
        low=0.5,
        high=0.9,
        label_fr="Confiance qui fait souscrire",
    )
    investor_leaves_share: float = share(
        0.35,
        description="Confidence under which an investor asks its capital back.",
        low=0.1,
        high=0.5,
        label_fr="Confiance sous laquelle un investisseur part",
    )
