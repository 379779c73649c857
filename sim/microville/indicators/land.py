"""Indicators of the site's land: sealed, and given back to nature."""

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
