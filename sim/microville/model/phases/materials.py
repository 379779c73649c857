"""9. Materials: what works free is matched with what works need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.finance import accounts
from microville.model.cooperative import cents
from microville.model.materials.match import Rules, match
from microville.model.materials.month import MaterialsMonth, none
from microville.model.materials.quantities import KINDS, freed, needs, reusable
from microville.model.site import LET

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.site import Unit

PLATFORM = ("reuse", "réemploi", "ressourcerie")
"""Words in the name of a storage that make it a reuse platform."""


def materials(model: Microville) -> None:
    """Match offers and needs of the month, and post what is saved and sold."""
    before, asked, out = model.materials_month, needs(model), freed(model)
    if not asked and not out.any() and not before.stock.any():
        model.materials_month = MaterialsMonth(
            need_ever=before.need_ever, reused_ever=before.reused_ever
        )
        return
    offer = reusable(model, out)
    found = match(offer, before.stock, asked, _rules(model))
    need = sum(asked.values(), none())
    month = MaterialsMonth(
        need=need,
        freed=out,
        reused=found.reused,
        sold=found.sold,
        waste=found.waste + out - offer,
        stock=found.stock,
        need_ever=before.need_ever + int(need.sum()),
        reused_ever=before.reused_ever + int(found.reused.sum()),
    )
    _post(model, month)
    model.materials_month = month


def is_platform(unit: Unit) -> bool:
    """Return whether a unit is a reuse platform: a storage that is named so."""
    names = f"{unit.entry.name_en} {unit.entry.name_fr}".lower()
    return unit.use == "storage" and any(word in names for word in PLATFORM)


def _rules(model: Microville) -> Rules:
    rates, units = model.parameters.materials, model.site.own_units
    platforms = [unit for unit in units if unit.state == LET and is_platform(unit)]
    jobs = sum(unit.jobs for unit in units if unit.state == LET and unit.use == "workshop")
    return Rules(
        accepted_permille=round(1000 * rates.accepted_share),
        direct_permille=round(1000 * rates.direct_share),
        platform=bool(platforms),
        room_kg=round(sum(unit.area_m2 for unit in platforms) * rates.store_t_m2 * 1000),
        members_kg=round(jobs * rates.members_kg_job_month),
    )


def _post(model: Microville, month: MaterialsMonth) -> None:
    """Work out money and CO2; contractors give back what reused materials save (assumption).

    What they give back lowers their invoices before tax; what workshops buy is sold with tax.
    """
    rates = model.parameters.reuse
    price = np.array([cents(getattr(rates, f"{kind}_eur_t")) for kind in KINDS], dtype=np.int64)
    grams = [round(1000 * getattr(rates, f"{kind}_co2_kg_t")) for kind in KINDS]
    made = np.array(grams, dtype=np.int64) + round(1000 * rates.disposal_co2_kg_t)
    again = month.reused + month.sold
    sales = round(int((price * month.sold).sum()) * rates.member_price_share / 1000)
    saved = int((price * month.reused).sum()) // 1000
    month.earned_cents = saved + sales
    month.handling_cents = int(again.sum()) * cents(rates.handling_eur_t) // 1000
    month.co2_kg = int((made * again).sum()) / 1e6
    model.cooperative.sale("materials sold to workshops", accounts.OTHER_INCOME, sales)
    model.cooperative.post(
        "materials reused",
        {
            accounts.BANK: saved - month.handling_cents,
            accounts.OTHER_INCOME: -saved,
            accounts.STAFF_COSTS: month.handling_cents,
        },
    )
