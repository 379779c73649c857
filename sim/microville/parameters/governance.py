"""Assemblies and mobilisation."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Governance(Group):
    """How stakeholders mobilise and decide; mobilisation runs from 0 to 1."""

    quorum_share: float = share(
        0.2,
        description="Share of members who must take part for an assembly to decide.",
        source="Enercoop national (2022); low: cooperative supermarkets 10 % (2020)",
        year=2022,
        low=0.1,
        high=0.2,
        kind="fact",
        label_fr="Quorum de l'assemblée",
    )
    vote_threshold_share: float = share(
        0.5,
        description="Share of the weighted votes that a phase of works must exceed.",
        low=0.5,
        high=0.667,
        label_fr="Majorité requise pour une phase",
    )
    mobilisation_start: float = share(
        0.2,
        description="Mean mobilisation of stakeholders at the start, before any charter.",
        low=0.1,
        high=0.4,
        label_fr="Mobilisation de départ",
    )
    mobilisation_gain_per_result: float = share(
        0.03,
        description="Rise of mobilisation for each visible result, such as a building that opens.",
        low=0.01,
        high=0.08,
        label_fr="Gain par résultat visible",
    )
    mobilisation_decay_month: float = share(
        0.02,
        description="Share of mobilisation lost each month when nothing sustains it.",
        low=0.005,
        high=0.04,
        label_fr="Érosion mensuelle",
    )
    animation_effect_month: float = share(
        0.012,
        description="Monthly rise of mobilisation at the reference animation budget.",
        low=0.0,
        high=0.03,
        label_fr="Effet mensuel de l'animation",
    )
    animation_reference_eur_year: float = param(
        120000.0,
        unit="EUR/year",
        description="Animation budget at which the full effect of animation is felt.",
        low=50000.0,
        high=250000.0,
        ge=1.0,
        le=10000000.0,
        kind="assumption",
        label_fr="Budget d'animation de référence",
    )
    ties_effect_month: float = share(
        0.003,
        description="Monthly rise of mobilisation for each acquaintance, were it fully mobilised.",
        source="compare: imitation of 0.38 a year (Sultan, Farley, Lehmann 1990) over 6 ties",
        low=0.0,
        high=0.006,
        label_fr="Effet mensuel d'un lien",
    )
    ties_mean: float = param(
        6.0,
        unit="ties/stakeholder",
        description="Mean number of ties of a member at the start.",
        low=3.0,
        high=12.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Nombre moyen de liens",
    )
    homophily_share: float = share(
        0.7,
        description="Share of those ties that stay within a college.",
        source="compare: McPherson, Smith-Lovin, Cook (2001) on homophily, no number taken",
        low=0.4,
        high=0.9,
        label_fr="Part des liens au sein d'un collège",
    )
    dialogue_tie_share: float = share(
        0.15,
        description="Share of the pairs of an association and a company or investor whom the "
        "dialogue between social economy and ordinary companies makes known to each other.",
        low=0.05,
        high=0.4,
        label_fr="Liens noués par le dialogue",
    )
    culture_tie_share: float = share(
        0.03,
        description="Share of the pairs of members of different colleges whom a shared culture "
        "(visits, training, a common language) makes known to each other.",
        low=0.01,
        high=0.1,
        label_fr="Liens noués par la culture commune",
    )
    sponsorship_start: float = share(
        0.7,
        description="Strength of political sponsorship at the start.",
        low=0.3,
        high=1.0,
        label_fr="Portage politique de départ",
    )
    sponsorship_effect_month: float = share(
        0.006,
        description="Monthly rise of mobilisation under full political sponsorship.",
        low=0.0,
        high=0.02,
        label_fr="Effet mensuel du portage politique",
    )
    sponsorship_loss_election_probability: float = share(
        0.3,
        description="Probability that a municipal election weakens sponsorship.",
        low=0.1,
        high=0.5,
        label_fr="Risque électoral pour le portage",
    )
    delay_penalty_month: float = share(
        0.01,
        description="Fall of mobilisation for each month in which works that are due wait.",
        low=0.0,
        high=0.03,
        label_fr="Perte par mois de retard",
    )
    broken_promise_penalty: float = share(
        0.08,
        description="Fall of mobilisation when works that were agreed cannot start.",
        low=0.02,
        high=0.2,
        label_fr="Perte par promesse rompue",
    )
    charter_bonus: float = share(
        0.05,
        description="Rise of mobilisation when the charter is signed.",
        low=0.0,
        high=0.15,
        label_fr="Effet de la charte",
    )
