"""Indicators of land: sealed and given back to nature on the site, built upon outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

NATURAL = ("woodland", "renatured", "grass")


@indicator(
    "site_sealed_ha",
    unit="ha",
    direction=-1,
    decimals=2,
    label_en="Sealed land of the site",
    label_fr="Sols imperméabilisés du site",
    formula="sealed land at the start less what the programme has unsealed so far; the ground of "
    "demolished and new buildings is not followed",
    source="map: 12 ha of 65; the scenario's programme",
)
def sealed(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the sealed land of the site."""
    del groups
    start = float(model.territory.layers["parcels"]["sealed_ha"].sum())
    # What was unsealed stays so when its use ends.
    opened = sum(g.entry.unseal_ha for g in model.site.grounds if g.active or g.done)
    return {"all": start - opened}


@indicator(
    "site_natural_ha",
    unit="ha",
    direction=1,
    decimals=2,
    label_en="Woodland, grassland and renatured land of the site",
    label_fr="Bois, prairies et sols renaturés du site",
    formula="land under grass, woodland or renatured: at the start, less what the programme has "
    "put to other use, plus what it has added",
    source="map; the scenario's programme",
)
def natural(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the land of the site under permanent vegetation."""
    del groups
    parcels = model.territory.layers["parcels"]
    covers = dict(zip(parcels["parcel_id"], parcels["cover"], strict=True))
    green = (parcels["area_ha"] - parcels["sealed_ha"])[parcels["cover"].isin(NATURAL)]
    total = float(green.sum())
    for ground in model.site.grounds:
        if ground.active:
            entry = ground.entry
            if covers[entry.parcel] in NATURAL:
                total -= entry.area_ha - entry.unseal_ha
            if entry.cover in NATURAL:
                total += entry.area_ha
    return {"all": total}


@indicator(
    "greenfield_built_ha",
    unit="ha",
    direction=-1,
    decimals=2,
    label_en="Fields built upon outside the site",
    label_fr="Terres agricoles artificialisées hors du site",
    formula="land of the programme's plots outside the site on which works have begun: buildings, "
    "roads, parking, gardens",
    source="the scenario's programme",
)
def built_upon(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the fields that the programme has built upon."""
    del groups
    return {"all": model.site.built_land_ha}


@indicator(
    "greenfield_sealed_ha",
    unit="ha",
    direction=-1,
    decimals=2,
    label_en="Fields sealed outside the site",
    label_fr="Terres agricoles imperméabilisées hors du site",
    formula="fields built upon times the share of a plot that is sealed",
    source="the scenario's programme; the share is an assumption",
)
def fields_sealed(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the fields that buildings, roads and parking have sealed."""
    del groups
    return {"all": model.site.built_land_ha * model.parameters.works.greenfield_sealed_share}


@indicator(
    "greenfield_dwellings_occupied",
    unit="dwellings",
    direction=0,
    decimals=0,
    label_en="Dwellings on former fields lived in",
    label_fr="Logements occupés sur d'anciens champs",
    formula="households in dwellings that the programme builds on fields outside the site",
    source="the scenario's programme",
)
def field_dwellings(model: Microville, groups: Groups) -> dict[str, float]:
    """Return occupied dwellings on fields."""
    del groups
    return {"all": float(sum(len(u.households) for u in model.site.units if u.off_site))}


@indicator(
    "greenfield_jobs",
    unit="jobs",
    direction=0,
    decimals=0,
    label_en="Jobs on former fields",
    label_fr="Emplois sur d'anciens champs",
    formula="floor let on fields outside the site times the occupancy share over the floor of a "
    "job, by use",
    source="Bénéfriches (ADEME): offices 15 m² a job, shops 23, other 70",
)
def field_jobs(model: Microville, groups: Groups) -> dict[str, float]:
    """Return jobs on fields."""
    del groups
    return {"all": float(sum(unit.jobs for unit in model.site.units if unit.off_site))}
