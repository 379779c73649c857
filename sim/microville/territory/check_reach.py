"""Checks of who gets where: pieces of the network, and places that a profile cannot reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.territory.findings import Finding, Level, bits, found
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.territory.territory import Territory

PROFILES = {"walk": WALK, "wheelchair": WHEELCHAIR, "bike": BIKE, "car": CAR}
FAR_M = 500.0
"""Farther than this from any street, a place is probably misplaced or its street missing."""
CONNECTED_SHARE = 0.9
"""Below this share of nodes in the main part, many trips have no way."""
MANY_SHARE = 0.05
"""More places than this out of reach are worth a warning for any profile [assumption]."""


def check_reach(territory: Territory) -> list[Finding]:
    """Find, for each profile, the pieces of its streets, and services and homes out of reach.

    Switches of the network stand as they do by default. The main part of a profile is the largest
    in which every node reaches every other one, one-way streets obeyed.
    """
    edges = territory.layers["edges"]
    defaults = territory.option_defaults()
    on = np.array([defaults.get(name, True) for name in edges["option"]], dtype=bool)
    places = _places(territory)
    findings = []
    for name, bit in PROFILES.items():
        rows = np.flatnonzero(on & ((bits(territory) & bit) > 0))
        if not len(rows):
            text = f"No street is open to {name}. Check the permissions of the source."
            findings.append(Finding("warning", f"no_{name}", text, 0))
            continue
        pieces, main, share = _parts(territory, rows, bit)
        findings.append(_pieces(name, pieces, share))
        lines = edges.geometry.to_numpy()[rows]
        for kind, (ids, points) in places.items():
            findings += _unreachable(name, kind, ids, _nearest(lines, points), main)
    return findings


def _places(territory: Territory) -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
    """Return identities and points of services and homes."""
    import shapely

    services, buildings = territory.layers["services"], territory.layers["buildings"]
    homes = buildings[buildings["dwellings"].to_numpy() > 0]
    return {
        "services": (services["service_id"].to_numpy(), services.geometry.to_numpy()),
        "homes": (homes["building_id"].to_numpy(), shapely.centroid(homes.geometry.to_numpy())),
    }


def _parts(
    territory: Territory, rows: NDArray[np.int64], bit: int
) -> tuple[int, NDArray[np.bool_], float]:
    """Return the number of pieces, which edges are in the main part, and its share of the nodes."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = territory.layers["edges"]
    u, v = edges["u"].to_numpy()[rows], edges["v"].to_numpy()[rows]
    ahead = (edges["forward"].to_numpy()[rows] & bit) > 0
    back = (edges["backward"].to_numpy()[rows] & bit) > 0
    tail, head = np.concatenate([u[ahead], v[back]]), np.concatenate([v[ahead], u[back]])
    size = len(territory.layers["nodes"])
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(size, size)).tocsr()
    touched = np.unique(np.concatenate([u, v]))
    _, weak = connected_components(graph, directed=True, connection="weak")
    _, strong = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(strong[touched])
    main = strong == sizes.argmax()
    share = float(sizes.max() / sizes.sum())
    return len(np.unique(weak[touched])), main[u] & main[v], share


def _pieces(name: str, pieces: int, share: float) -> Finding:
    level: Level = "info" if share >= CONNECTED_SHARE else "warning"
    text = f"Streets for {name}: {pieces} pieces, {share:.1%} of nodes in the main part. "
    text += (
        "Trips stay within a piece; this is usual."
        if level == "info"
        else "Many trips have no way: take a larger extract, or look for gates, missing links and "
        "one-way streets that end nowhere."
    )
    return Finding(level, f"components_{name}", text, pieces)


def _nearest(lines: NDArray[Any], points: NDArray[Any]) -> NDArray[np.int64]:
    """Return the nearest line within 500 m of each point, -1 where there is none."""
    import shapely

    nearest = np.full(len(points), -1, dtype=np.int64)
    if len(points):
        tree = shapely.STRtree(lines)
        at, line = tree.query_nearest(points, max_distance=FAR_M, all_matches=False)
        nearest[at] = line
    return nearest


def _unreachable(
    name: str,
    kind: str,
    ids: NDArray[Any],
    nearest: NDArray[np.int64],
    main: NDArray[np.bool_],
) -> list[Finding]:
    far = nearest < 0
    cut = ~far & ~main[nearest]
    lost = far | cut
    many = lost.sum() > MANY_SHARE * max(len(ids), 1)
    text = (
        f"{kind.capitalize()} out of reach of {name}: {int(far.sum())} farther than {FAR_M:.0f} m "
        f"from any street for it, {int(cut.sum())} beside streets outside the main part. "
        "Look at the first ones on a map: a link, a gate or a permission may be missing."
    )
    level: Level = "warning" if many or name == "walk" else "info"
    return found(level, f"unreachable_{kind}_{name}", text, ids[lost].tolist())
