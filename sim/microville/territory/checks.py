"""What is odd about a territory: small checks, each with a count, none of which changes anything.

``microville map check`` prints what :func:`check_territory` returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from microville.territory.categories import categories
from microville.territory.territory import BIKE, CAR, WALK

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from microville.territory.territory import Territory

Level = Literal["info", "warning", "error"]

PROFILES = {"walk": WALK, "bike": BIKE, "car": CAR}
FAR_M = 500.0
"""Farther than this from any street, a place is probably misplaced or its street missing."""
LONGEST_EDGE_M = 10_000.0
SHORTER_SHARE = 0.01
"""Projections stretch lengths by less than this in one UTM zone or in metropolitan France."""
CONNECTED_SHARE = 0.9
"""Below this share of nodes in the largest piece, many trips have no way."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes
    ----------
    level
        ``"info"``, ``"warning"`` or ``"error"``; an error makes results wrong.
    code
        Identifier of the check, for programs.
    message
        What people read.
    count
        How many objects it concerns.
    """

    level: Level
    code: str
    message: str
    count: int


def check_territory(territory: Territory) -> list[Finding]:
    """Return everything that the checks find, errors first.

    Parameters
    ----------
    territory
        What to check.
    """
    found = [finding for check in CHECKS for finding in check(territory)]
    rank = {"error": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda finding: rank[finding.level])


def check_components(territory: Territory) -> list[Finding]:
    """Find, for each profile, how many pieces its streets fall into."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = territory.layers["edges"]
    size = len(territory.layers["nodes"])
    allowed = _bits(territory)
    found = []
    for name, bit in PROFILES.items():
        part = edges[(allowed & bit) > 0]
        u, v = part["u"].to_numpy(), part["v"].to_numpy()
        if not len(part):
            found.append(Finding("warning", f"no_{name}", f"No street is open to {name}.", 0))
            continue
        graph = coo_array((np.ones(len(u)), (u, v)), shape=(size, size))
        _, label = connected_components(graph, directed=False)
        sizes = np.bincount(label[np.unique(np.concatenate([u, v]))])
        pieces, share = int((sizes > 0).sum()), sizes.max() / sizes.sum()
        level: Level = "info" if share >= CONNECTED_SHARE else "warning"
        text = (
            f"Streets for {name}: {pieces} connected pieces, {share:.1%} of nodes in the largest."
        )
        found.append(Finding(level, f"components_{name}", text, pieces))
    return found


def check_far_places(territory: Territory) -> list[Finding]:
    """Find services and homes farther than 500 m from any street that can be walked."""
    import shapely

    edges = territory.layers["edges"]
    lines = edges.geometry.to_numpy()[(_bits(territory) & WALK) > 0]
    if not len(lines):
        return []
    tree = shapely.STRtree(lines)
    homes = territory.layers["buildings"]
    homes = homes[homes["dwellings"] > 0]
    found = []
    for name, frame in (("services", territory.layers["services"]), ("homes", homes)):
        shapes = frame.geometry.to_numpy()
        near = np.unique(tree.query_nearest(shapes, max_distance=FAR_M)[0])
        text = f"{name.capitalize()} farther than {FAR_M:.0f} m from any street that can be walked."
        found += _some("warning", f"far_{name}", text, len(shapes) - len(near))
    return found


def check_lengths(territory: Territory) -> list[Finding]:
    """Find edges of no length, of huge length, or shorter than the straight line."""
    import shapely

    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    length = edges["length_m"].to_numpy()
    places = nodes.geometry.to_numpy()
    straight = shapely.distance(places[edges["u"].to_numpy()], places[edges["v"].to_numpy()])
    short = length < straight * (1 - SHORTER_SHARE) - 0.1
    return [
        *_some("error", "edge_length_zero", "Edges without length.", int((~(length > 0)).sum())),
        *_some(
            "warning",
            "edge_length_huge",
            f"Edges longer than {LONGEST_EDGE_M / 1000:.0f} km.",
            int((length > LONGEST_EDGE_M).sum()),
        ),
        *_some(
            "error",
            "edge_shorter_than_straight",
            "Edges more than 1 % shorter than the straight line between their ends.",
            int(short.sum()),
        ),
    ]


def check_duplicate_edges(territory: Territory) -> list[Finding]:
    """Find edges that are the same line between the same nodes with the same permissions."""
    import shapely

    edges = territory.layers["edges"]
    line = shapely.to_wkb(shapely.normalize(shapely.set_precision(edges.geometry.to_numpy(), 0.01)))
    low = np.minimum(edges["u"], edges["v"]).tolist()
    high = np.maximum(edges["u"], edges["v"]).tolist()
    keys = list(zip(low, high, _bits(territory).tolist(), list(line), strict=True))
    text = "Edges that repeat another edge."
    return _some("warning", "duplicate_edges", text, len(keys) - len(set(keys)))


def check_permissions_and_speeds(territory: Territory) -> list[Finding]:
    """Find edges that nobody may use, and edges for cars without a speed."""
    edges = territory.layers["edges"]
    bits = _bits(territory)
    speed = edges["speed_kmh"].to_numpy()
    missing = ((bits & CAR) > 0) & ~(speed > 0)
    return [
        *_some("warning", "edge_closed", "Edges that nobody may use.", int((bits == 0).sum())),
        *_some("error", "edge_without_speed", "Edges for cars without speed.", int(missing.sum())),
    ]


def check_categories(territory: Territory) -> list[Finding]:
    """Find categories of services of which nothing is known."""
    services = territory.layers["services"]
    known = set(services.loc[services["status"] != "unknown", "category"])
    asked = categories()
    unknown = [name for name in asked if name not in known]
    essential = [name for name in unknown if asked[name].essential]
    strange = sorted(set(services["category"]) - set(asked))
    text = f"Categories without any service (unknown, not zero): {', '.join(unknown)}."
    more = f"Essential categories among them: {', '.join(essential)}."
    wrong = f"Categories that maps/services.csv does not hold: {', '.join(strange)}."
    return [
        *_some("info", "unknown_categories", text, len(unknown)),
        *_some("warning", "unknown_essential_categories", more, len(essential)),
        *_some("error", "strange_categories", wrong, len(strange)),
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
    lost = int((~buildings["zone"].isin(known)).sum() + (~services["zone"].isin(known)).sum())
    return [
        *_some(
            "error", "too_few_dwellings", f"Fewer dwellings than households: {names}.", len(short)
        ),
        *_some("error", "place_without_zone", "Buildings or services in no known zone.", lost),
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
    apart = (gridded.notna() & ((gridded - people).abs() > 0.05 * np.maximum(people, 1))).sum()
    total = int(people.sum())
    level: Level = "info" if total else "warning"
    return [
        Finding(level, "population", f"{total} inhabitants in {len(zones)} zones.", total),
        *_some("error", "population_sums", "Zones whose people do not add up.", int(wrong.sum())),
        *_some(
            "warning",
            "cells_and_zones",
            "Zones whose grid cells hold over 5 % more or fewer people than the zone.",
            int(apart),
        ),
    ]


CHECKS: tuple[Callable[[Territory], list[Finding]], ...] = (
    check_components,
    check_far_places,
    check_lengths,
    check_duplicate_edges,
    check_permissions_and_speeds,
    check_categories,
    check_housing,
    check_population,
)
"""Every check, in the order of the layers."""


def _bits(territory: Territory) -> NDArray[np.uint8]:
    """Return who may use each edge in either direction."""
    edges = territory.layers["edges"]
    bits: NDArray[np.uint8] = edges["forward"].to_numpy() | edges["backward"].to_numpy()
    return bits


def _some(level: Level, code: str, message: str, count: int) -> list[Finding]:
    return [Finding(level, code, message, count)] if count else []
