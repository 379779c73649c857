"""9. Water of the site: rain and grey water stand in for mains water where it need not be drunk.

Litres are whole numbers, and every litre goes somewhere: what is collected is used, kept in the
cistern, or runs over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.model.cooperative import cents
from microville.model.cooperative.vat import reduced_rate_bps
from microville.model.observables import site_jobs, site_residents
from microville.model.utilities.infrastructure import installed

if TYPE_CHECKING:
    from microville.model.model import Microville

RAIN = (8, 7, 8, 8, 9, 9, 9, 9, 7, 9, 8, 9)
"""Share of a year's rain by month (%), January first (assumption: nearly even)."""
WATERING = (0, 0, 0, 6, 14, 22, 26, 22, 10, 0, 0, 0)
"""Share of a year's watering by month (%), January first (assumption)."""
USES = ("homes", "work", "gardens")
DAYS, WEEKDAYS = 365.25 / 12, 21.75


@dataclass(slots=True)
class WaterMonth:
    """Water of the site in one month, litres.

    Attributes
    ----------
    need_l
        By use: homes, work, gardens.
    grey_l, rain_l
        Grey and rain water used instead of mains water, by use.
    caught_l, over_l
        Rain caught, and rain that ran over a full cistern.
    stock_l
        Rain in the cistern at the end of the month.
    sold_cents, running_cents
        What tenants paid for it and what it cost to run, before tax.
    """

    need_l: dict[str, int] = field(default_factory=lambda: dict.fromkeys(USES, 0))
    grey_l: dict[str, int] = field(default_factory=lambda: dict.fromkeys(USES, 0))
    rain_l: dict[str, int] = field(default_factory=lambda: dict.fromkeys(USES, 0))
    caught_l: int = 0
    over_l: int = 0
    stock_l: int = 0
    sold_cents: int = 0
    running_cents: int = 0

    @property
    def saved_l(self) -> int:
        """Mains water saved."""
        return sum(self.grey_l.values()) + sum(self.rain_l.values())

    @property
    def mains_l(self) -> int:
        """Mains water used."""
        return sum(self.need_l.values()) - self.saved_l


def water(model: Microville) -> None:
    """Share out the month's grey and rain water, and post what it costs and brings."""
    rates, before = model.parameters.water, model.water_month
    month = WaterMonth(need_l=_needs(model))
    room = {
        "homes": round(month.need_l["homes"] * rates.home_non_potable_share),
        "work": round(month.need_l["work"] * rates.work_non_potable_share),
        "gardens": month.need_l["gardens"],
    }
    made = round(month.need_l["homes"] * rates.grey_share)
    most = round(installed(model, "grey_water") * 1000)
    month.grey_l = share_out(min(made, most), room)
    room = {use: room[use] - month.grey_l[use] for use in USES}
    size = round(installed(model, "rain_water") * 1000)
    if size:
        mm = rates.rain_mm_year * RAIN[model.month % 12] / 100
        month.caught_l = min(round(roofs_m2(model) * mm * rates.runoff_share), size)
    there = before.stock_l + month.caught_l
    month.rain_l = share_out(there, room)
    left = there - sum(month.rain_l.values())
    month.stock_l = min(left, round(size * rates.cistern_months))
    month.over_l = left - month.stock_l
    _post(model, month)
    model.water_month = month


def _needs(model: Microville) -> dict[str, int]:
    """Return what the site needs this month by use (litres)."""
    rates, site = model.parameters.water, model.site
    yearly = site.cover_ha("market_garden") * rates.market_garden_m3_ha_year
    yearly += site.cover_ha("orchard") * rates.orchard_m3_ha_year
    return {
        "homes": round(site_residents(model) * rates.home_l_person_day * DAYS),
        "work": round(site_jobs(model) * rates.work_l_job_day * WEEKDAYS),
        "gardens": round(yearly * WATERING[model.month % 12] / 100 * 1000),
    }


def share_out(litres: int, room: dict[str, int]) -> dict[str, int]:
    """Return litres given to uses in their order: homes, then work, then gardens."""
    given = {}
    for use in USES:
        given[use] = min(litres, room[use])
        litres -= given[use]
    return given


def roofs_m2(model: Microville) -> float:
    """Return the footprint of the site's buildings at the start (m²)."""
    buildings = model.territory.layers["buildings"]
    return float(buildings.loc[buildings["site"], "footprint_m2"].sum())


def _post(model: Microville, month: WaterMonth) -> None:
    """Sell the water at a part of the price of mains water and pay its running, tax within both."""
    rates, cooperative = model.parameters.water, model.cooperative
    price = cents(month.saved_l / 1000 * rates.mains_eur_m3 * rates.own_price_share)
    running = sum(month.rain_l.values()) * rates.rain_running_eur_m3
    running += sum(month.grey_l.values()) * rates.grey_running_eur_m3
    cost = cents(running / 1000)
    if not price and not cost:
        return
    month.sold_cents = cooperative.sale(
        "rain and grey water sold",
        accounts.CHARGES_RECOVERED,
        price,
        rate_bps=reduced_rate_bps(cooperative),
        within=True,
    )
    memo = "running of rain and grey water"
    deducted = cooperative.purchase(memo, accounts.UTILITIES, cost, resold=True)
    month.running_cents = cost - deducted
