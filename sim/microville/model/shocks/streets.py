"""Streets and bridges that a shock closes: networks stay, labels and times follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access import matrix
from microville.access.sweeps import FAR
from microville.model.access_state import FARTHEST_MS
from microville.population.columns import PUPIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access import Network
    from microville.model.model import Microville
    from microville.scenario import Shock
    from microville.territory import Territory

NEAREST_M = 500.0
"""A street is closed at a point if one passes within half a kilometre."""


def edges_of(territory: Territory, shock: Shock) -> NDArray[np.int64]:
    """Return the rows of ``territory.edges`` that a shock closes; none if none is near."""
    import shapely
    from pyproj import Transformer

    edges = territory.layers["edges"]
    if shock.option is not None:
        return np.flatnonzero((edges["option"] == shock.option).to_numpy())
    to_map = Transformer.from_crs(4326, territory.info.crs, always_xy=True)
    point = shapely.Point(*to_map.transform(shock.lon, shock.lat))
    far = edges.geometry.distance(point).to_numpy()
    if not len(far) or far.min() > NEAREST_M:
        return np.empty(0, np.int64)
    if shock.radius_m is not None:
        return np.flatnonzero(far <= shock.radius_m)
    # Both directions of a street may be edges of their own, drawn on one line.
    return np.flatnonzero(far <= far.min() + 0.01)


def set_closed(model: Microville, closed: set[int]) -> None:
    """Close exactly these edges of the map, and open those that were closed before.

    Labels are repaired where they change; times to work are computed again, and those to school
    looked up again; all is as before once nothing is closed.
    """
    shaken, access = model.shaken, model.access
    before = shaken.edges
    if closed == before:
        return
    for labels, network in zip(access.labels, access.networks, strict=True):
        shut = network.arcs_of(np.array(sorted(closed - before), dtype=np.int64))
        freed = network.arcs_of(np.array(sorted(before - closed), dtype=np.int64))
        for one in labels:
            if len(freed):
                one.reopen_arcs(freed)
            if len(shut):
                one.close_arcs(shut)
    shaken.edges = closed
    access.shut_arcs = [n.arcs_of(np.array(sorted(closed), np.int64)) for n in access.networks]
    for mode in range(len(access.networks)):
        for category in range(access.home_ms.shape[1]):
            access.see(mode, category)
    networks = _cut_networks(model)
    _work_times(model, networks)
    _school_times(model, networks)


def _cut_networks(model: Microville) -> list[Network]:
    found = []
    for network, arcs in zip(model.access.networks, model.access.shut_arcs, strict=True):
        weight = network.weight_ms.copy()
        weight[arcs] = FAR
        found.append(network.reweighted(weight) if len(arcs) else network)
    return found


def _work_times(model: Microville, networks: list[Network]) -> None:
    access, shaken = model.access, model.shaken
    if shaken.work_ms is None:
        shaken.work_ms = access.work_ms
    if not shaken.edges:
        access.work_ms, shaken.work_ms = shaken.work_ms, None
        return
    homes = np.arange(access.places.service_start, dtype=np.int32)
    access.work_ms = np.stack(
        [matrix(n, homes, access.work_points, limit_ms=FARTHEST_MS) for n in networks]
    )


def _school_times(model: Microville, networks: list[Network]) -> None:
    """Look up the way to school of every pupil again; who had it before has it back at the end."""
    people, shaken = model.population.people, model.shaken
    pupils = np.flatnonzero(people.alive & (people.status == PUPIL) & (people.school >= 0))
    if shaken.school is None:
        shaken.school = (people.key.copy(), people.school.copy(), model.school_ms.copy())
    homes = model.population.households.home[people.household[pupils]]
    points = model.facilities.point[people.school[pupils]]
    from_home, origin = np.unique(homes, return_inverse=True)
    to_school, target = np.unique(points, return_inverse=True)
    for mode, network in enumerate(networks):
        times = matrix(
            network, from_home.astype(np.int32), to_school.astype(np.int32), limit_ms=FARTHEST_MS
        )
        model.school_ms[pupils, mode] = times[origin, target]
    if not shaken.edges:
        keys, school, ms = shaken.school
        count = len(keys)
        same = np.flatnonzero((people.key[:count] == keys) & (people.school[:count] == school))
        model.school_ms[same] = ms[same]
        shaken.school = None
