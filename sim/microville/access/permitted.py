"""Which edges a profile may travel, and where one can enter without being lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import TerritoryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.access.profiles import Profile
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class Permitted:
    """What one profile may travel, one value an edge.

    Attributes
    ----------
    forward, backward
        Whether the edge may be travelled along it and against it.
    enter
        Whether points attach to it: it lies in the largest strongly connected part.
    """

    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    enter: NDArray[np.bool_]


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
    forward = usable & ((edges["forward"].to_numpy() & profile.bit) > 0)
    backward = usable & ((edges["backward"].to_numpy() & profile.bit) > 0)
    if not (forward | backward).any():
        raise TerritoryError(
            f"No street of {territory.info.name!r} can be travelled by {profile.name!r}.",
            hint="Check the map with 'microville map check'.",
        )
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    main = _largest_component(len(territory.layers["nodes"]), u, v, forward, backward)
    return Permitted(forward, backward, (forward | backward) & main[u] & main[v])


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
