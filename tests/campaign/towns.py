"""Small towns in which parameters act: what each is like, and who reads what there.

A town is one or more texts in the TOML of scenario files, each a circumstance of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from conftest import QUIET
from microville.model.facilities import ERRANDS, SCHOOLS

MONTHS = 38
"""Three winters, three assemblies and the elections of March 2026."""


def table(name, **values):
    """Return a table of a scenario file; lists of tables are named with double brackets."""
    lines = (f"{key} = {json.dumps(value)}" for key, value in values.items())
    return "\n".join((f"\n{name}", *lines, ""))


def values(group, **changes):
    """Return the text that sets parameters of a group."""
    return table(f"[parameters.{group}]", **changes)


def building(name, use, start, works="none", area=None, energy=None, **more):
    """Return an entry of the programme: a building, its use, its works."""
    known = {"floor_area_m2": area, "energy_class_after": energy}
    more |= {key: value for key, value in known.items() if value is not None}
    if use is not None:
        more["use"] = use
    return table("[[programme.buildings]]", building=name, works=works, start=start, **more)


def land(parcel, cover, start, area, **more):
    """Return an entry of the programme: a part of a parcel and its cover."""
    return table(
        "[[programme.parcels]]", parcel=parcel, cover=cover, start=start, area_ha=area, **more
    )


def installed(kind, start="2025-06", **size):
    """Return an entry of the programme: an installation."""
    return table("[[programme.infrastructure]]", kind=kind, start=start, **size)


def service(category, start="2025-07"):
    """Return an entry of the programme: a service on the meadow of the site."""
    return table("[[programme.services]]", category=category, parcel="P05", start=start)


DEEP, LIGHT = "deep_renovation", "light_transitional"
QUICK = {"deep_months": 4, "deep_renovation_months_per_1000m2": 0.0}

PROGRAMME = (
    table("[run]", months=MONTHS)
    + values(
        "works",
        deep_months=4,
        deep_renovation_months_per_1000m2=1.0,
        light_months=2,
        demolition_months=2,
    )
    + values("housing", site_fill_months=4)
    + values("business", letting_delay_months=2)
    + building("B04", "housing", "2025-03", DEEP, 1000, "B", dwellings=15)
    + building("B04", "housing", "2025-03", DEEP, 400, "B")
    + building("B04", "training", "2025-02", LIGHT, 1050, "C", categories=["training_centre"])
    + building("B12", "workshop", "2025-02", LIGHT, 500, categories=["grocery"])
    + building("B12", "food_hub", "2025-04", DEEP, 400, "C")
    + building("B12", "coworking", "2025-02", area=300, categories=["coworking"])
    + building(
        "B12", "culture_sport", "2025-02", area=200, categories=["community_place", "library"]
    )
    + building("B12", "storage", "2025-02", area=200, name_en="Reuse platform")
    + building("N01", "shop", "2025-06", "new_build", 300, "A", parcel="P05", categories=["bakery"])
    + land("P09", "market_garden", "2025-04", 1.5)
    + land("P09", "orchard", "2025-04", 1.0)
    + land("P09", "cereals", "2025-04", 1.0)
    + land("P05", "renatured", "2025-10", 1.0, unseal_ha=1.0)
    + installed("solar", kwp=50)
    + installed("heat_network", heated_m2=2000)
    + installed("rain_water", m3_month=50)
    + installed("grey_water", m3_month=20)
    + installed("fibre", subscribers=30)
    + service("playground", "2025-05")
    # One new place of each kind: those that were there have room for who comes.
    + "".join(service(name) for name in (*ERRANDS, *SCHOOLS) if name != "playground")
)
"""A bit of everything."""
OFFICES = (
    building("B01", "office", "2027-01", DEEP, energy="B")
    + table("[[shocks]]", kind="supplier", start="2026-02", days=8)
    + building("B19", "care", "2025-01", categories=["general_practitioner", "nurse", "pharmacy"])
)
RICH = values("finance", share_capital_cash_eur=3e6)
POOR = values("finance", share_capital_cash_eur=2e5) + building(
    "B19", None, "2025-02", "demolition"
)
LEASED = table("[cooperative]", tenure="leased", charter="2025-09") + table(
    "[cooperative.colleges]", local_authorities=30, inhabitants=40, companies=30
)
STAGED = table("[cooperative]", tenure="staged", charter="2026-02")
DEAR = (
    table("[cooperative]", co_construction=True, dialogue=True, shared_culture=True)
    + values("finance", share_capital_cash_eur=9e6)
    + values("works", deep_renovation_eur_m2=4000.0, deep_months=4)
    + building("B01", "office", "2026-03", DEEP)
    + building("B04", "housing", "2026-03", DEEP, dwellings=20, categories=["grocery"])
    + land("P09", "market_garden", "2026-04", 3.0)
    + installed("solar", "2026-05", kwp=100)
)
"""Works so dear that nothing they bring satisfies: each thing that they bring weighs in the vote."""
RENTED = (
    values("rent", transitional=30.0)
    + values("finance", animation_eur_year=0.0, operating_grant_eur_year=0.0)
    + values("accounting", share_interest_pct=4.0)
    + QUIET
)
"""A cooperative with a surplus, which pays tax and interest on shares."""
SOUGHT = (
    values("finance", share_capital_cash_eur=9e6)
    + values("works", **QUICK)
    + values("housing", site_interest_share=1.0, site_fill_months=8, rent_share_of_price_year=0.12)
    + building("B04", "housing", "2025-08", DEEP, energy="B", dwellings=40)
)
"""Homes are so dear elsewhere that households of every commune wait for those of the site."""
ON_FOOT = values("entry", catchment_car_min=0.0, smallest_floor_share=0.0)
"""Shops count on custom on foot alone, and take as little floor as that is worth."""
CHANGING = values(
    "public_service",
    practitioner_leaving_share_year=0.6,
    elementary_school_class_seats=5.0,
    lower_secondary_class_seats=5.0,
    class_opens_share=0.7,
)
"""Practitioners give up, and classes are so small that each year some open and close."""
LET = (
    values("works", **(QUICK | {"deep_months": 2}))
    + values("business", letting_delay_months=0)
    + building("B04", "training", "2025-02", DEEP, 500, "B")
    + building("B04", "coworking", "2025-02", DEEP, 300, "B")
    + building("B04", "culture_sport", "2025-02", DEEP, 300, "B")
    + building("B12", "workshop", "2025-02", DEEP, 500, "B")
    + building("B12", "storage", "2025-02", DEEP, 300, "B")
    + building("B12", "care", "2025-02", DEEP, 300, "B")
)
"""Floor renovated for good, let at the rent of its use."""
SPRAWL = values("finance", share_capital_cash_eur=3e4, operating_grant_eur_year=0.0) + table(
    "[[programme.greenfield]]",
    plot="F01",
    use="workshop",
    start="2025-01",
    land_ha=0.4,
    floor_area_m2=1400.0,
    east_m=-120.0,
    north_m=300.0,
)
"""A developer builds on a field and the site stays empty: its cooperative is soon overdrawn."""
SHUT = values("business", start_cash_months=0.0)
"""Shops start without cash. Some stood shut at the start, and people live where they stood."""
NURSERY = values("entry", incubator_places=9, capture_share=0.95, required_profit_share=0.0)
"""New shops are accompanied; since they hope for much they take more floor than they can pay."""
PARK = (
    table("[run]", months=MONTHS)
    + QUIET
    + land("P05", "woodland", "2025-02", 1.5, unseal_ha=1.5)
    + land("P05", "renatured", "2025-02", 0.4, unseal_ha=0.4)
)
"""What was sealed becomes woodland and meadow; no floor is put to use."""


@dataclass(frozen=True)
class Town:
    """A scenario and where it is played.

    Attributes
    ----------
    texts
        The scenario.
    site
        Type of the site.
    shut
        Whether some shops of the map are shut from the start.
    """

    texts: tuple[str, ...]
    site: str = "military"
    shut: bool = False


MIXED = (RICH, PROGRAMME, OFFICES)
TOWNS = {
    "mixed": Town(MIXED),
    "poor": Town((POOR, PROGRAMME)),
    "leased": Town((*MIXED, LEASED)),
    "staged": Town((*MIXED, STAGED)),
    "industrial": Town(MIXED, "industrial"),
    "scattered": Town(MIXED, "scattered"),
    "dear": Town((DEAR,)),
    "rented": Town((RENTED,)),
    "sought": Town((SOUGHT,)),
    "on foot": Town((RICH, PROGRAMME, ON_FOOT)),
    "changing": Town((RICH, PROGRAMME, CHANGING)),
    "let": Town((RICH, LET)),
    "sprawl": Town((SPRAWL,)),
    "shut": Town((SHUT,), shut=True),
    "shut on foot": Town((SHUT, ON_FOOT), shut=True),
    "nursery": Town((SHUT, NURSERY), shut=True),
}
FIRST = {
    "assembly.": "dear",
    "governance.": "dear",
    "accounting.share_interest": "rented",
    "capital.ground_rent": "leased",
    "capital.lent_share": "leased",
    "capital.staged": "staged",
    "finance.corporation_tax": "rented",
    "finance.overdraft": "sprawl",
    "housing.focus_reserved_share": "sought",
    "entry.": "shut",
    "entry.catchment_": "shut on foot",
    "entry.incubator_": "nursery",
    "public_service.": "changing",
    "works.demolition": "poor",
    "works.greenfield": "sprawl",
    "works.industrial": "industrial",
    "works.scattered": "scattered",
    "rent.": "let",
}
"""The town that is most likely to show an effect, by the longest start of a key; else the first."""


def order_of(key):
    """Return the names of towns in the order in which a parameter is tried there."""
    starts = [start for start in FIRST if key.startswith(start)]
    first = FIRST[max(starts, key=len)] if starts else "mixed"
    return [first, *(name for name in TOWNS if name != first)]
