"""What is odd about a territory: small checks, each with a count, none of which changes anything.

``microville map check`` prints what :func:`check_territory` returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.territory.categories import categories
from microville.territory.check_notes import check_notes
from microville.territory.check_reach import check_reach
from microville.territory.check_streets import (
    check_duplicate_edges,
    check_elevation,
    check_lengths,
    check_rules,
)
from microville.territory.check_values import check_line_ends, check_positions, check_values
from microville.territory.findings import Finding, Level, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.territory.territory import Territory

__all__ = ["Finding", "check_territory"]


def check_territory(territory: Territory) -> list[Finding]:
    """Return everything that the checks find, errors first.

    Parameters
    ----------
    territory
        What to check.
    """
    findings = [finding for check in CHECKS for finding in check(territory)]
    rank = {"error": 0, "warning": 1, "info": 2}
    return sorted(findings, key=lambda finding: rank[finding.level])


def check_categories(territory: Territory) -> list[Finding]:
    """Find categories of services of which nothing is known."""
    services = territory.layers["services"]
    known = set(services.loc[services["status"] != "unknown", "category"])
    asked = categories()
    unknown = [name for name in asked if name not in known]
    essential = [name for name in unknown if asked[name].essential]
    strange = sorted(set(services["category"]) - set(asked))
    text = "Categories without any service: unknown, not zero. They are left out of every score."
    more = "Essential categories without any service. Add them to OpenStreetMap, or read with care."
    wrong = "Categories that maps/services.csv does not hold. Correct the layer of services."
    return [
        *found("info", "unknown_categories", _named(text, unknown), unknown),
        *found("warning", "unknown_essential_categories", _named(more, essential), essential),
        *found("error", "strange_categories", _named(wrong, strange), strange),
    ]


def check_housing(territory: Territory) -> list[Finding]:
    """Find zones with fewer dwellings than households, and places whose zone is not known."""
    zones, buildings = territory.layers["zones"], territory.layers["buildings"]
    homes = buildings.groupby("zone")["dwellings"].sum()
    dwellings = zones["zone"].map(homes).fillna(0).to_numpy()
    short = zones[dwellings < zones["households"].to_numpy()]
    names = ", ".join(
        zone_name or zone for zone_name, zone in zip(short["name"], short["zone"], strict=True)
    )
    known = set(zones["zone"])
    services = territory.layers["services"]
    lost = [
        *buildings["building_id"][~buildings["zone"].isin(known)],
        *services["service_id"][~services["zone"].isin(known)],
    ]
    text = f"Fewer dwellings than households: {names}. Add buildings, or lower the population."
    nowhere = "Buildings or services in no known zone. Build the map again with whole communes."
    return [
        *found("error", "too_few_dwellings", text, short["zone"].tolist()),
        *found("error", "place_without_zone", nowhere, lost),
    ]


def check_population(territory: Territory) -> list[Finding]:
    """Find zones whose people do not add up; say how many people there are."""
    zones, cells = territory.layers["zones"], territory.layers["cells"]
    people = zones["population"].to_numpy()
    wrong = (
        (zones["households"].to_numpy() > people)
        | (zones["aged_15_64"].to_numpy() > people)
        | (zones["active_15_64"].to_numpy() > zones["aged_15_64"].to_numpy())
        | ((people > 0) & (zones["households"].to_numpy() == 0))
    )
    persons = cells.groupby("zone")["persons"].sum()
    gridded = zones["zone"].map(persons)
    apart = gridded.notna() & ((gridded - people).abs() > 0.05 * np.maximum(people, 1))
    total = int(people.sum())
    level: Level = "info" if total else "warning"
    advice = "" if total else " Give --population when building."
    sums = "Zones whose people do not add up (households, ages). Correct the census facts."
    grid = "Zones whose grid cells hold over 5 % more or fewer people than the zone. Compare years."
    return [
        Finding(level, "population", f"{total} inhabitants in {len(zones)} zones.{advice}", total),
        *found("error", "population_sums", sums, zones["zone"][wrong].tolist()),
        *found("warning", "cells_and_zones", grid, zones["zone"][apart.to_numpy()].tolist()),
    ]


def _named(text: str, names: list[str]) -> str:
    return f"{text} ({', '.join(names)})"


CHECKS: tuple[Callable[[Territory], list[Finding]], ...] = (
    check_reach,
    check_positions,
    check_lengths,
    check_line_ends,
    check_values,
    check_duplicate_edges,
    check_rules,
    check_elevation,
    check_notes,
    check_categories,
    check_housing,
    check_population,
)
"""Every check, in the order of the layers."""
