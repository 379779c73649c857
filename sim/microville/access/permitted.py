"""Which edges a profile may travel, and where one can enter without being lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import TerritoryError
from microville.territory.territory import WALK, WHEELCHAIR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.access.profiles import Profile
    from microville.territory import Territory


NO_STOP = ("motorway", "motorway_link")
"""Classes on which nobody stops: no place is entered from them."""


@dataclass(frozen=True, slots=True)
class Permitted:
    """What one profile may travel, one value an edge.

    Attributes
    ----------
    forward, backward
        Whether the edge may be travelled along it and against it.
    enter
        Whether points attach to it: it lies in the largest strongly connected part and is no
        motorway. In a wheelchair these are the edges of people on foot.
    front
        On foot and in a wheelchair: the edges by which wheels can enter; None for vehicles.
    wheels_only
        Whether only ``front`` can be entered (in a wheelchair).
    """

    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    enter: NDArray[np.bool_]
    front: NDArray[np.bool_] | None = None
    wheels_only: bool = False


def permitted(territory: Territory, profile: Profile, options: Mapping[str, bool]) -> Permitted:
    """Return what a profile may travel under the map's switches.

    Raises
    ------
    TerritoryError
        If an option is unknown or no edge can be travelled by the profile.
    """
    edges = territory.layers["edges"]
    usable = usable_edges(territory, options)
    if profile.max_stress < 4:
        usable &= edges["stress"].to_numpy() <= profile.max_stress
    forward, backward = _directions(territory, usable, profile.bit)
    if not (forward | backward).any():
        raise TerritoryError(
            f"No street of {territory.info.name!r} can be travelled by {profile.name!r}.",
            hint="Check the map with 'microville map check'.",
        )
    enter = _entrances(territory, forward, backward)
    if not enter.any():
        raise TerritoryError(
            f"No two places of {territory.info.name!r} can reach each other by {profile.name!r}.",
            hint="Its streets are one-way or motorways only: see 'microville map check'.",
        )
    if profile.bit not in (WALK, WHEELCHAIR):
        return Permitted(forward, backward, enter)
    other = WHEELCHAIR if profile.bit == WALK else WALK
    others = _entrances(territory, *_directions(territory, usable, other))
    if profile.bit == WALK:
        return Permitted(forward, backward, enter, others)
    return Permitted(forward, backward, others, enter, wheels_only=True)


def _directions(
    territory: Territory, usable: NDArray[np.bool_], bit: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which edges a permission bit opens along them and against them."""
    edges = territory.layers["edges"]
    forward = usable & ((edges["forward"].to_numpy() & bit) > 0)
    return forward, usable & ((edges["backward"].to_numpy() & bit) > 0)


def _entrances(
    territory: Territory, forward: NDArray[np.bool_], backward: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the edges of the largest strongly connected part on which one can start or stop."""
    edges = territory.layers["edges"]
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    main = _largest_component(len(territory.layers["nodes"]), u, v, forward, backward)
    stop = ~edges["road_class"].isin(NO_STOP).to_numpy(dtype=bool)
    enter: NDArray[np.bool_] = (forward | backward) & main[u] & main[v] & stop
    return enter


def usable_edges(territory: Territory, options: Mapping[str, bool]) -> NDArray[np.bool_]:
    """Return which edges exist under the map's switches.

    Raises
    ------
    TerritoryError
        If an option is unknown.
    """
    states = territory.option_defaults()
    for name in options:
        if name not in states:
            known = ", ".join(sorted(states)) or "none"
            raise TerritoryError(
                f"The map {territory.info.name!r} has no option {name!r}.",
                hint=f"Known options: {known}.",
            )
    states |= dict(options)
    off = [name for name, on in states.items() if not on]
    on: NDArray[np.bool_] = ~territory.layers["edges"]["option"].isin(off).to_numpy(dtype=bool)
    return on


def _largest_component(
    count: int,
    u: NDArray[np.int32],
    v: NDArray[np.int32],
    forward: NDArray[np.bool_],
    backward: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark the nodes of the largest strongly connected part."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = np.concatenate([u[forward], v[backward]])
    columns = np.concatenate([v[forward], u[backward]])
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))
    _, label = connected_components(graph.tocsr(), directed=True, connection="strong")
    largest = int(np.bincount(label).argmax())
    inside: NDArray[np.bool_] = np.equal(label, largest)
    return inside
