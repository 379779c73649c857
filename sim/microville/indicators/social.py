"""Indicators of social life: generations, training, new companies, leisure, taking part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.registry import indicator

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md); rates: see parameters social.*"


@indicator(
    "generation_exchange_hours",
    unit="h/month",
    direction=1,
    decimals=1,
    label_en="Help exchanged between generations of one building",
    label_fr="Entraide entre générations d'un même immeuble",
    formula="elder households that exchange, paired with young households of their building, times "
    "hours of a pair; site: those in the programme's dwellings",
    source=OURS,
)
def exchange(model: Microville, groups: Groups) -> dict[str, float]:
    """Return hours exchanged in the focus area."""
    del groups
    hours, found = model.parameters.social.exchange_h_month, model.social_month.generations
    return {"all": found.pairs * hours, "place:site": found.site_pairs * hours}


@indicator(
    "dwellings_shared",
    unit="dwellings",
    direction=1,
    decimals=0,
    label_en="Dwellings of the site shared between generations",
    label_fr="Logements du site partagés entre générations",
    formula="dwellings in which a household has people under 30 and from 65 on, or in which an "
    "elder alone has a student as lodger (the student is not simulated)",
    source=OURS,
)
def shared(model: Microville, groups: Groups) -> dict[str, float]:
    """Return dwellings shared, by kind."""
    del groups
    found = model.social_month.generations
    both = {"kind:family": float(found.families), "kind:lodger": float(found.lodgers)}
    return {"all": sum(both.values())} | both


@indicator(
    "training_seats",
    unit="seats",
    direction=1,
    decimals=0,
    label_en="Training seats on the site",
    label_fr="Places de formation sur le site",
    formula="training floor let, laboratories left out, over the floor of a seat",
    source=OURS,
)
def training_seats(model: Microville, groups: Groups) -> dict[str, float]:
    """Return training seats."""
    del groups
    return {"all": float(model.social_month.seats)}


@indicator(
    "trainees",
    unit="persons",
    direction=1,
    decimals=0,
    label_en="People who train on the site",
    label_fr="Personnes en formation sur le site",
    formula="unemployed people and adult students within reach who enrolled in September and have "
    "a seat; what they do with it later is not modelled",
    source=OURS,
)
def trainees(model: Microville, groups: Groups) -> dict[str, float]:
    """Return trainees by group."""
    learns = np.zeros(len(groups.weight), dtype=bool)
    learns[model.social_month.trainees] = True
    return groups.total(learns)


@indicator(
    "spin_offs",
    unit="companies",
    direction=1,
    decimals=0,
    label_en="Companies from the site's research",
    label_fr="Entreprises issues de la recherche du site",
    formula="companies born on research floor that are alive; incubated: those still accompanied",
    source="survival: INSEE; incubation: see parameters entry.*, social.*",
)
def companies(model: Microville, groups: Groups) -> dict[str, float]:
    """Return spin-offs alive, and those still incubated."""
    del groups
    alive, months = model.social_month.spin_offs, model.parameters.entry.incubator_months
    now = model.month - 1
    incubated = sum(company.incubated(now, months) for company in alive)
    return {"all": float(len(alive)), "stage:incubated": float(incubated)}


@indicator(
    "spin_off_jobs",
    unit="jobs",
    direction=1,
    decimals=1,
    label_en="Jobs in companies from the site's research",
    label_fr="Emplois des entreprises issues de la recherche du site",
    formula="companies alive times jobs of a new company; nobody of the map is hired for them",
    source=OURS,
)
def jobs(model: Microville, groups: Groups) -> dict[str, float]:
    """Return jobs in spin-offs."""
    del groups
    each = model.parameters.social.spin_off_jobs
    return {"all": len(model.social_month.spin_offs) * each}


@indicator(
    "site_leisure_visits",
    unit="visits/month",
    direction=1,
    decimals=0,
    label_en="Visits to places of leisure on the site",
    label_fr="Visites aux lieux de loisirs du site",
    formula="visits to community places, parks, sports grounds, playgrounds and libraries of the "
    "site; halls and cinemas are not simulated",
    source="this model (docs/odd.md)",
)
def leisure(model: Microville, groups: Groups) -> dict[str, float]:
    """Return visits by category."""
    del groups
    found = model.social_month.visits
    parts = {f"category:{name}": float(number) for name, number in found.items()}
    return {"all": float(sum(found.values()))} | parts


@indicator(
    "participants",
    unit="persons",
    direction=1,
    decimals=0,
    label_en="Inhabitants who take part in the cooperative's activities",
    label_fr="Habitants qui participent aux activités de la coopérative",
    formula="volunteers of the focus area from 15 years, by animation, mobilisation of the "
    "inhabitants' college and minutes to the site on foot or by bike",
    source="volunteers: 23 % of people (lemediasocial.fr, 2023); see parameters social.*",
)
def participants(model: Microville, groups: Groups) -> dict[str, float]:
    """Return participants by group of people of the focus area."""
    joins = model.social_month.participants
    if not len(joins):
        joins = np.zeros(len(groups.weight), dtype=bool)
    found = groups.total(joins)
    return {label: number for label, number in found.items() if not label.startswith("commune:")}
