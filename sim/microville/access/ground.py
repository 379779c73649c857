"""A map as isochrones need it: streets with their times, and what lies where; prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from microville.access.network import Network, build_network
from microville.access.permitted import NO_STOP, Permitted, permitted
from microville.access.residents import residents
from microville.access.service_area import ServiceAreas
from microville.access.supply import known_services
from microville.territory.categories import FUNCTIONS
from microville.territory.categories import categories as all_categories

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.access.profiles import Profile
    from microville.territory import Territory

MEMO = 8
"""Profiles and switchings kept in memory for each map."""


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What lies where: persons of homes, and functions of services that count as supply.

    Attributes
    ----------
    home_xy, service_xy
        Coordinates in metres, shape (n, 2).
    persons
        Inhabitants of each home, NaN where the commune's population is unknown.
    function
        Social function of each service.
    """

    home_xy: NDArray[np.float64]
    persons: NDArray[np.float64]
    service_xy: NDArray[np.float64]
    function: NDArray[np.str_]

    def inside(self, area: Any) -> dict[str, int | None]:
        """Return the inhabitants, and the services by function, that lie in an area."""
        import shapely

        shapely.prepare(area)
        homes = shapely.contains_xy(area, self.home_xy)
        functions = self.function[shapely.contains_xy(area, self.service_xy)]
        persons = float(self.persons[homes].sum())
        counts: dict[str, int | None] = {
            "inhabitants": None if np.isnan(persons) else round(persons),
            "services": len(functions),
        }
        return counts | {name: int((functions == name).sum()) for name in FUNCTIONS}


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Edges, ascending, and a search tree of their lines."""

    edges: NDArray[np.int64]
    tree: Any

    def nearest(self, point: Any, lines: NDArray[Any]) -> tuple[int, float]:
        """Return the edge nearest to a point and its distance (metres), -1 if there is none."""
        near = self.tree.query_nearest(point, all_matches=True) if len(self.edges) else []
        if not len(near):
            return -1, np.inf
        # Of streets equally near (a junction), the lowest, as where points are attached.
        edge = int(self.edges[min(near)])
        return edge, float(lines[edge].distance(point))


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A map as one profile finds it; all that does not depend on where a trip starts.

    Attributes
    ----------
    network
        The streets without any attached point.
    map_node
        The network's node of each node of the map.
    lines
        LineString of each edge.
    u, v, length_m
        Ends and length of each edge.
    ahead_ms, back_ms
        Time along each edge and against it, infinite where that is not allowed.
    allowed
        What the profile may travel and enter.
    doors, front
        Edges that may be entered, see :func:`~microville.access.attach.enter_streets`.
    areas
        The ground that each street serves.
    contents
        What lies where.
    to_map
        Turns longitude and latitude into the map's coordinates.
    """

    network: Network
    map_node: NDArray[np.int32]
    lines: NDArray[Any]
    u: NDArray[np.int32]
    v: NDArray[np.int32]
    length_m: NDArray[np.float64]
    ahead_ms: NDArray[np.float64]
    back_ms: NDArray[np.float64]
    allowed: Permitted
    doors: Doors
    front: Doors
    areas: ServiceAreas
    contents: Contents
    to_map: Any


_MEMO: WeakKeyDictionary[Territory, dict[object, Ground]] = WeakKeyDictionary()
_CONTENTS: WeakKeyDictionary[Territory, Contents] = WeakKeyDictionary()


def ground_of(territory: Territory, who: Profile, options: Mapping[str, bool]) -> Ground:
    """Return a map as a profile finds it, from memory where it was asked for before.

    Raises
    ------
    TerritoryError
        If an option is unknown or no edge can be travelled by the profile.
    """
    key = who, tuple(sorted(options.items()))
    known = _MEMO.setdefault(territory, {})
    if key not in known:
        while len(known) >= MEMO:
            del known[next(iter(known))]
        known[key] = _prepare(territory, who, options)
    return known[key]


def _prepare(territory: Territory, who: Profile, options: Mapping[str, bool]) -> Ground:
    from pyproj import Transformer

    network = build_network(territory, who, np.empty((0, 2)), options=options)
    streets = network.streets
    assert streets is not None
    edges = territory.layers["edges"]
    lines = edges.geometry.to_numpy()
    along = streets.arc_to_m > streets.arc_from_m
    times = np.full((2, len(edges)), np.inf)
    times[0, streets.arc_edge[along]] = network.weight_ms[along]
    times[1, streets.arc_edge[~along]] = network.weight_ms[~along]
    used = np.isfinite(times).any(axis=0)
    served = used & ~edges["road_class"].isin(NO_STOP).to_numpy()
    allowed = permitted(territory, who, options)
    if territory not in _CONTENTS:
        _CONTENTS[territory] = _contents(territory)
    return Ground(
        network=network,
        map_node=streets.map_node,
        lines=lines,
        u=edges["u"].to_numpy(),
        v=edges["v"].to_numpy(),
        length_m=edges["length_m"].to_numpy(),
        ahead_ms=times[0],
        back_ms=times[1],
        allowed=allowed,
        doors=_doors(lines, allowed.enter),
        front=_doors(lines, allowed.front),
        areas=ServiceAreas(territory, ~used, np.flatnonzero(served)),
        contents=_CONTENTS[territory],
        to_map=Transformer.from_crs(4326, territory.info.crs, always_xy=True),
    )


def _doors(lines: NDArray[Any], mask: NDArray[np.bool_] | None) -> Doors:
    """Return the edges of a mask with a search tree."""
    import shapely

    edges = np.flatnonzero(mask) if mask is not None else np.zeros(0, dtype=np.int64)
    return Doors(edges, shapely.STRtree(lines[edges]))


def _contents(territory: Territory) -> Contents:
    import shapely

    buildings, services = territory.layers["buildings"], territory.layers["services"]
    homes = np.flatnonzero(buildings["dwellings"].to_numpy() > 0)
    table, known = all_categories(), known_services(territory)
    rows = np.concatenate([np.zeros(0, np.int64), *known.values()])
    function = [table[name].function for name, mine in known.items() for _ in mine]
    middle = shapely.centroid(buildings.geometry.to_numpy()[homes])
    return Contents(
        home_xy=shapely.get_coordinates(middle),
        persons=residents(territory, homes),
        service_xy=shapely.get_coordinates(services.geometry.to_numpy()[rows]),
        function=np.array(function, dtype=np.str_),
    )
