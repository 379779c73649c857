"""What points see of labels, kept up to date in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.repair import OWNER
from microville.access.searches import NEVER
from microville.access.sweeps import EMPTY
from microville.access.threads import chunks, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.labels import Labels


def look(
    labels: Labels, ms: NDArray[np.int32], owner: NDArray[np.int32], moved: NDArray[np.bool_]
) -> None:
    """Bring what the first points of a network see up to date with its labels.

    The same as :meth:`~microville.access.labels.Labels.at_points`, but points whose node was not
    touched since the last look are passed by, and only what differs is written: processes that
    share these pages keep sharing the others. One look keeps up with one pair of arrays.

    Parameters
    ----------
    labels
        The closest facilities of nodes.
    ms, owner
        int32, shape (points, k), changed in place: times with legs, and owners; both
        :data:`~microville.access.searches.NEVER` before the first look.
    moved
        Shape (points,): becomes true where something changed, and stays as it is elsewhere.
    """
    network, touched = labels.network, labels.take_touched()

    def part(points: range) -> None:
        _look(
            labels.packed,
            touched,
            network.point_node,
            network.point_leg_ms,
            network.profile.fixed_ms,
            points.start,
            points.stop,
            ms,
            owner,
            moved,
        )

    share(part, chunks(len(ms)))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _look(
    packed: NDArray[np.int64],
    touched: NDArray[np.bool_],
    point_node: NDArray[np.int32],
    leg_ms: NDArray[np.int32],
    fixed_ms: int,
    first: int,
    after: int,
    ms: NDArray[np.int32],
    owner: NDArray[np.int32],
    moved: NDArray[np.bool_],
) -> None:
    k = packed.shape[1]
    for point in range(first, after):
        node, own = point_node[point], np.int64(leg_ms[point]) + fixed_ms
        if node >= 0 and not touched[node]:
            continue
        differs = np.int64(0)
        for rank in range(k):
            label = packed[node, rank] if node >= 0 else EMPTY
            way = np.int64(ms[point, rank]) - (0 if ms[point, rank] == NEVER else own)
            # Where nothing is known time and owner are both NEVER, which is EMPTY when packed.
            differs |= label ^ ((way << 32) | np.int64(owner[point, rank]))
        if differs == 0:
            continue
        moved[point] = True
        for rank in range(k):
            label = packed[node, rank] if node >= 0 else EMPTY
            lost = label == EMPTY
            ms[point, rank] = NEVER if lost else (label >> 32) + own
            owner[point, rank] = NEVER if lost else label & OWNER
