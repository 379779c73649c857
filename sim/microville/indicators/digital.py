"""Indicators of digital services: subscribers, telework, coworking, margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md); rates: see parameters digital.*"


@indicator(
    "digital_subscribers",
    unit="subscribers",
    direction=1,
    decimals=0,
    label_en="Subscribers of the site's fibre and shared services",
    label_fr="Abonnés à la fibre et aux services partagés du site",
    formula="take-up of firms, then of households of the site, at most the lines installed",
    source=OURS,
)
def subscribers(model: Microville, groups: Groups) -> dict[str, float]:
    """Return subscribers: all, homes, firms."""
    del groups
    month = model.digital_month
    parts = {"who:homes": float(month.homes), "who:firms": float(month.firms)}
    return {"all": float(month.homes + month.firms)} | parts


@indicator(
    "telework_jobs",
    unit="jobs",
    direction=1,
    decimals=0,
    label_en="Jobs of the site that can be teleworked",
    label_fr="Emplois du site télétravaillables",
    formula="jobs in offices, coworking and training that need no presence, where the firm has a "
    "line of the site; their trips to work are not changed",
    source=OURS,
)
def telework(model: Microville, groups: Groups) -> dict[str, float]:
    """Return jobs that can be teleworked."""
    del groups
    return {"all": float(model.digital_month.telework_jobs)}


@indicator(
    "coworking_seats_taken",
    unit="seats",
    direction=1,
    decimals=0,
    label_en="Coworking seats of the site that are taken",
    label_fr="Postes de coworking occupés sur le site",
    formula="coworking floor let over the floor of a seat, at most the employed of the focus area "
    "who would take one; offered: all seats",
    source=OURS,
)
def seats(model: Microville, groups: Groups) -> dict[str, float]:
    """Return coworking seats taken, and offered."""
    del groups
    month = model.digital_month
    return {"all": float(month.seats_taken), "seats:offered": float(month.seats)}


@indicator(
    "digital_margin_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Digital fees less running costs",
    label_fr="Abonnements numériques moins exploitation",
    formula="fees of subscribers less what lines and services cost; the loan is left out",
    source="double-entry ledger",
)
def margin(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what digital services leave."""
    del groups
    month = model.digital_month
    return {"all": (month.paid_cents - month.running_cents) / 100}
