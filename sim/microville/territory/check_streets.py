"""Checks of edges and nodes: lengths, twins, permissions, speeds, stress, surfaces, heights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.territory.findings import Finding, Level, bits, found, rows_where
from microville.territory.territory import BIKE, CAR, SURFACES

if TYPE_CHECKING:
    from microville.territory.territory import Territory

LONGEST_EDGE_M = 10_000.0
SHORTER_SHARE = 0.01
"""Projections stretch lengths by less than this in one UTM zone or in metropolitan France."""
UNLIKE_SHARE = 0.05
"""A length that differs more than this from its line was given, not measured."""
REBUILD = "Build the map again; if it stays, report it."


def check_lengths(territory: Territory) -> list[Finding]:
    """Find edges of no length, of huge length, or of another length than their line."""
    import shapely

    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    length = edges["length_m"].to_numpy()
    places = nodes.geometry.to_numpy()
    straight = shapely.distance(places[edges["u"].to_numpy()], places[edges["v"].to_numpy()])
    short = length < straight * (1 - SHORTER_SHARE) - 0.1
    drawn = shapely.length(edges.geometry.to_numpy())
    unlike = np.abs(length - drawn) > UNLIKE_SHARE * drawn + 1.0
    huge = f"Edges longer than {LONGEST_EDGE_M / 1000:.0f} km. A misplaced node does this: look."
    return [
        *found(
            "error",
            "edge_length_zero",
            f"Edges without length. {REBUILD}",
            rows_where(~(length > 0)),
        ),
        *found("warning", "edge_length_huge", huge, rows_where(length > LONGEST_EDGE_M)),
        *found(
            "error",
            "edge_shorter_than_straight",
            f"Edges over 1 % shorter than the straight line between their ends. {REBUILD}",
            rows_where(short),
        ),
        *found(
            "warning",
            "edge_length_unlike_line",
            "Edges whose length differs by over 5 % from their line. Check how it was measured.",
            rows_where(unlike),
        ),
    ]


def check_duplicate_edges(territory: Territory) -> list[Finding]:
    """Find edges that are the same line between the same nodes with the same permissions."""
    import shapely

    edges = territory.layers["edges"]
    line = shapely.to_wkb(shapely.normalize(shapely.set_precision(edges.geometry.to_numpy(), 0.01)))
    low = np.minimum(edges["u"], edges["v"]).tolist()
    high = np.maximum(edges["u"], edges["v"]).tolist()
    seen: set[tuple[object, ...]] = set()
    again = []
    for row, key in enumerate(zip(low, high, bits(territory).tolist(), list(line), strict=True)):
        if key in seen:
            again.append(row)
        seen.add(key)
    text = "Edges that repeat another edge: harmless for times; delete one where it was drawn."
    return found("warning", "duplicate_edges", text, again)


def check_rules(territory: Territory) -> list[Finding]:
    """Find edges that nobody may use, without a speed, or with a strange stress or surface."""
    edges = territory.layers["edges"]
    allowed = bits(territory)
    speed, stress = edges["speed_kmh"].to_numpy(), edges["stress"].to_numpy()
    slow = ((allowed & CAR) > 0) & ~(speed > 0)
    bike = (allowed & BIKE) > 0
    wrong = (bike & ~((stress >= 1) & (stress <= 4))) | (~bike & (stress != 0))
    kinds = ", ".join(repr(kind) for kind in SURFACES)
    return [
        *found(
            "warning",
            "edge_closed",
            "Edges that nobody may use. They can be left out.",
            rows_where(allowed == 0),
        ),
        *found(
            "error",
            "edge_without_speed",
            f"Edges for cars without speed. {REBUILD}",
            rows_where(slow),
        ),
        *found(
            "error",
            "stress_and_permission",
            f"Edges with cycling but no stress of 1 to 4, or the reverse. {REBUILD}",
            rows_where(wrong),
        ),
        *found(
            "error",
            "strange_surface",
            f"Edges whose surface is none of {kinds}. {REBUILD}",
            rows_where(~edges["surface"].isin(SURFACES).to_numpy()),
        ),
    ]


def check_elevation(territory: Territory) -> list[Finding]:
    """Find nodes without a height, and heights of exactly zero among others."""
    height = territory.layers["nodes"]["elevation_m"].to_numpy()
    missing, zero = np.isnan(height), height == 0
    if missing.all():
        text = "No heights: hills slow nobody down. Give a raster with --elevation FILE.tif."
        return [Finding("info", "elevation_unknown", text, len(height))] if len(height) else []
    partly = "Nodes without a height. Give a raster that covers the whole map."
    level: Level = "warning" if missing.mean() > 0.01 else "info"
    sea = "Nodes at exactly 0 m among others: probably cells without data. Give the raster's nodata"
    odd = rows_where(zero) if not zero.all() else []
    flat = "All nodes lie at 0 m. Check the raster."
    return [
        *found(level, "elevation_missing", partly, rows_where(missing)),
        *found("warning", "elevation_zero", f"{sea} value.", odd),
        *found("warning", "elevation_flat", flat, rows_where(zero) if zero.all() else []),
    ]
