"""Checks of single values: positions, directions of lines, statuses, heights and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.territory.categories import STATUSES
from microville.territory.findings import Finding, found, rows_where

if TYPE_CHECKING:
    from microville.territory.territory import Territory

NEAR_M = 1.0
"""A line ends at its node if it ends this near (metres)."""
HIGHEST_M, LOWEST_M = 9_000.0, -500.0
OUTSIDE_M = 20_000.0
"""A place farther than this from every node of the streets is misplaced."""


def check_positions(territory: Territory) -> list[Finding]:
    """Find places without position or far outside the map, and nodes without one."""
    import shapely

    nodes = territory.layers["nodes"].geometry.to_numpy()
    box = shapely.box(*shapely.total_bounds(nodes)) if len(nodes) else None
    none, away = [], []
    for layer, key in (("services", "service_id"), ("buildings", "building_id")):
        frame = territory.layers[layer]
        middle = shapely.centroid(frame.geometry.to_numpy())
        empty = shapely.is_missing(middle) | shapely.is_empty(middle)
        ids = frame[key].to_numpy()
        none += ids[empty].tolist()
        if box is not None:
            away += ids[~empty & (shapely.distance(middle, box) > OUTSIDE_M)].tolist()
    lost = "Places without a position. Access cannot be computed: remove or place them."
    far = (
        f"Places more than {OUTSIDE_M / 1000:.0f} km outside the streets. Correct their positions."
    )
    return [
        *found("error", "place_without_position", lost, none),
        *found("error", "place_outside", far, away),
    ]


def check_line_ends(territory: Territory) -> list[Finding]:
    """Find edges whose line does not run from node u to node v."""
    import shapely

    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    lines, places = edges.geometry.to_numpy(), nodes.geometry.to_numpy()
    if not len(lines):
        return []
    start = shapely.distance(shapely.get_point(lines, 0), places[edges["u"].to_numpy()])
    end = shapely.distance(shapely.get_point(lines, -1), places[edges["v"].to_numpy()])
    text = (
        "Edges whose line does not run from node u to node v: places would enter at the wrong end. "
        "Turn the lines, or build the map again."
    )
    wrong = ~((start <= NEAR_M) & (end <= NEAR_M))
    return found("error", "edge_line_ends", text, rows_where(wrong))


def check_values(territory: Territory) -> list[Finding]:
    """Find statuses that do not exist, stops below zero and heights that cannot be."""
    services, edges = territory.layers["services"], territory.layers["edges"]
    height = territory.layers["nodes"]["elevation_m"].to_numpy()
    strange = ~services["status"].isin([*STATUSES, "closed"]).to_numpy()
    stops = np.zeros(len(edges), dtype=bool)
    for column in ("signals", "crossings"):
        values = edges[column].to_numpy()
        stops |= ~(np.isfinite(values) & (values >= 0))
    known = ~np.isnan(height)
    absurd = known & ~((height >= LOWEST_M) & (height <= HIGHEST_M))
    return [
        *found(
            "error",
            "service_status",
            f"Services whose status does not exist: use {', '.join(STATUSES)} or closed.",
            services["service_id"][strange].tolist(),
        ),
        *found(
            "error", "edge_stops", "Edges with signals or crossings below 0.", rows_where(stops)
        ),
        *found(
            "error",
            "node_height",
            f"Nodes with heights outside {LOWEST_M:.0f} to {HIGHEST_M:.0f} m: NaN means unknown.",
            rows_where(absurd),
        ),
    ]
