"""Indicators of materials: needed, freed, reused, stored, sold, wasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator
from microville.model.materials.quantities import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md); rates: see parameters materials.*, reuse.*"


def _tonnes(kg: NDArray[np.int64]) -> dict[str, float]:
    """Return tonnes in all and by kind."""
    parts = {f"kind:{kind}": float(kg[i]) / 1000 for i, kind in enumerate(KINDS)}
    return {"all": float(kg.sum()) / 1000} | parts


def _flow(
    name: str, field: str, direction: int, label_en: str, label_fr: str, formula: str
) -> None:
    @indicator(
        f"materials_{name}_t",
        unit="t" if field == "stock" else "t/month",
        direction=direction,
        decimals=3,
        label_en=label_en,
        label_fr=label_fr,
        formula=formula,
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        del groups
        return _tonnes(getattr(model.materials_month, field))


_flow(
    "need",
    "need",
    -1,
    "Materials that works of the site need",
    "Matériaux nécessaires aux travaux du site",
    "floor in works times tonnes a square metre by works, spread over their months, by kind",
)
_flow(
    "freed",
    "freed",
    0,
    "Materials that works of the site free",
    "Matériaux libérés par les travaux du site",
    "floor in works and land unsealed times tonnes a square metre, by kind",
)
_flow(
    "reused",
    "reused",
    1,
    "Materials reused in works of the site",
    "Matériaux réemployés dans les travaux du site",
    "freed or stored materials that works of the month take, at most the accepted share",
)
_flow(
    "sold",
    "sold",
    1,
    "Reused materials sold to member businesses",
    "Matériaux de réemploi vendus aux entreprises membres",
    "what workshops of the site take from the reuse platform",
)
_flow(
    "waste",
    "waste",
    -1,
    "Materials that leave the site unused",
    "Matériaux évacués sans réemploi",
    "freed materials that are neither reused, sold nor stored; recycling elsewhere is not followed",
)
_flow(
    "stock",
    "stock",
    0,
    "Materials on the reuse platform",
    "Stock de la plateforme de réemploi",
    "what is kept at the end of the month",
)


@indicator(
    "materials_reused_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Share of works' materials that is reused",
    label_fr="Part de réemploi dans les matériaux des travaux",
    formula="materials reused on site since the start over what works needed since the start",
    source="compare: 1 % of building materials are reused in France (lemoniteur.fr, 2022)",
)
def share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share reused since the start."""
    del groups
    month = model.materials_month
    return {"all": month.reused_ever / month.need_ever if month.need_ever else 0.0}


@indicator(
    "materials_saved_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Saved on works and earned by reuse, less handling",
    label_fr="Économies et ventes du réemploi, moins la manutention",
    formula="price of new materials for what is reused, sales to members, less taking apart and "
    "storing",
    source=OURS,
)
def saved(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what reuse leaves."""
    del groups
    month = model.materials_month
    return {"all": (month.earned_cents - month.handling_cents) / 100}


@indicator(
    "materials_co2_avoided_t",
    unit="t/month",
    direction=1,
    decimals=3,
    label_en="CO2 avoided by reusing materials",
    label_fr="CO2 évité par le réemploi",
    formula="materials reused and sold times CO2 of new ones and of disposal",
    source=OURS,
)
def avoided(model: Microville, groups: Groups) -> dict[str, float]:
    """Return CO2 avoided."""
    del groups
    return {"all": model.materials_month.co2_kg / 1000}
