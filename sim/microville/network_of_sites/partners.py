"""Named partners of the platform, each with the service that it brings.

The partners are those that the programme names; which service each supports is our reading of
what it does (assumption), and how much of a team it saves is ``platform.partner_support_share``.
"""

from __future__ import annotations

from dataclasses import dataclass

SERVICES = {
    "real_estate": ("real-estate engineering", "ingénierie immobilière"),
    "finance": ("financial engineering", "ingénierie financière"),
    "digital": ("digital engineering", "ingénierie numérique"),
    "training": ("training", "formation"),
}
"""The platform's four shared services, in English and French."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner, the service that it supports, and what it brings."""

    name: str
    service: str
    brings_en: str
    brings_fr: str


PARTNERS = (
    Partner(
        "CEREMA",
        "real_estate",
        "public expertise on land and brownfields",
        "expertise publique sur le foncier et les friches",
    ),
    Partner(
        "Smart Building Alliance",
        "digital",
        "common rules for connected buildings",
        "référentiels communs du bâtiment connecté",
    ),
    Partner(
        "Le Rameau",
        "training",
        "method for alliances between associations, firms and authorities",
        "méthode d'alliances entre associations, entreprises et collectivités",
    ),
    Partner(
        "France Clusters",
        "finance",
        "networks of firms and calls for projects",
        "réseaux d'entreprises et appels à projets",
    ),
)


def team_share(service: str, support: float) -> float:
    """Return the part of a service's team that the platform pays itself (0-1).

    Parameters
    ----------
    service
        A key of :data:`SERVICES`.
    support
        Part of a team that one partner brings.
    """
    partners = sum(partner.service == service for partner in PARTNERS)
    return max(1.0 - support * partners, 0.0)
