"""2. Works, infrastructure: energy, water and digital installations come, and go when they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.model.cooperative import cents
from microville.scenario.programme import SIZE_OF_KIND

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.scenario.programme import InfrastructureEntry


def infrastructure(model: Microville) -> None:
    """Install what is due, once the assembly agrees and it can be funded.

    What has ended stays in the books and depreciates, but works no more.
    """
    for number, entry in enumerate(model.inputs.programme.infrastructure):
        if number in model.site.installed or not entry.start_month <= model.month < entry.end_month:
            continue
        cost = installation_cost_cents(model, entry)
        if cost:
            if not model.cooperative.may_start(cost, entry):
                continue
            model.cooperative.buy(cost, entry.kind, accounts.EQUIPMENT)
        model.site.installed.add(number)
        model.tell("infrastructure", entry.kind, cost / 100)
    model.site.solar_kwp = installed(model, "solar")


def installation_cost_cents(model: Microville, entry: InfrastructureEntry) -> int:
    """Return what an installation costs (cents, before tax): as told, else by its size."""
    if entry.cost_eur is not None:
        return cents(entry.cost_eur)
    rates = {
        "solar": model.parameters.works.solar_eur_kwp,
        "heat_network": model.parameters.heat_network.cost_eur_m2,
        "rain_water": model.parameters.water.rain_cost_eur_m3_month,
        "grey_water": model.parameters.water.grey_cost_eur_m3_month,
        "fibre": model.parameters.digital.cost_eur_line,
    }
    return cents(size(entry) * float(rates[entry.kind]))


def size(entry: InfrastructureEntry) -> float:
    """Return the size of an installation, in the unit of its kind."""
    return float(getattr(entry, SIZE_OF_KIND[entry.kind]) or 0.0)


def installed(model: Microville, kind: str) -> float:
    """Return how much of a kind works this month: kWp, m2 heated, m3 a month, subscribers."""
    listed = model.inputs.programme.infrastructure
    return sum(
        size(listed[number])
        for number in sorted(model.site.installed)
        if listed[number].kind == kind and model.month < listed[number].end_month
    )
