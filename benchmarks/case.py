"""One street network with weights and facilities, the same arrays for every implementation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

NEVER = np.int32(2**31 - 1)
"""Time of what cannot be reached, in every answer that is compared."""
LIMIT_MS = 900_000
"""Fifteen minutes: isochrones and opportunities."""
FAR_MS = 1_800_000
"""Thirty minutes: travel times between many places."""
K = 5
"""How many closest facilities the query ``five`` asks for."""
REACH = 12
"""Facilities that a node knows on average when peers without a query for the K closest bound their
searches: if too many nodes know fewer than K, the bound grows by a half and they search again."""
LONGEST_MS = 40_000_000
"""Bounds beyond this are none."""


@dataclass(frozen=True)
class Case:
    """A directed network and six categories of facilities.

    Attributes
    ----------
    name, title, note
        Key, what people read, what there is to know.
    tails, heads, weight_ms
        Arcs from tail to head, sorted by (head, tail): one for each pair (the quickest of parallel
        ones), no loops, at least one millisecond.
    node_count
        Number of nodes.
    xy
        Coordinates in metres, shape (nodes, 2).
    categories
        Name of each category and the nodes of its facilities; a node may hold several.
    """

    name: str
    title: str
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    weight_ms: NDArray[np.int32]
    node_count: int
    xy: NDArray[np.float64]
    categories: Mapping[str, NDArray[np.int32]]
    note: str = ""

    @property
    def facilities(self) -> list[NDArray[np.int32]]:
        """Nodes of the facilities of each category."""
        return list(self.categories.values())

    @property
    def one_way(self) -> float:
        """Share of streets (pairs of nodes) that have one direction only."""
        pair = self.tails.astype(np.int64) * self.node_count + self.heads
        back = self.heads.astype(np.int64) * self.node_count + self.tails
        single = int((~np.isin(back, pair)).sum())
        return single / (single + (len(pair) - single) / 2)

    def describe(self) -> str:
        """Return one line of facts."""
        sizes = ", ".join(f"{name} {len(nodes)}" for name, nodes in self.categories.items())
        text = (
            f"{self.node_count:,} nodes, {len(self.tails):,} arcs, {self.one_way:.1%} of "
            f"streets one-way; facilities: {sizes}."
        )
        return f"{text} {self.note}".strip()


def make_case(
    name: str,
    title: str,
    arcs: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    xy: NDArray[np.float64],
    categories: Mapping[str, NDArray[Any]],
    note: str = "",
) -> Case:
    """Sort arcs, drop loops, keep the quickest of parallel arcs (libraries differ on those)."""
    tails, heads, weight = (np.asarray(part, dtype=np.int64) for part in arcs)
    order = np.lexsort((weight, tails, heads))
    tails, heads, weight = tails[order], heads[order], weight[order]
    keep = tails != heads
    keep[1:] &= (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    return Case(
        name=name,
        title=title,
        tails=tails[keep].astype(np.int32),
        heads=heads[keep].astype(np.int32),
        weight_ms=np.maximum(weight[keep], 1).astype(np.int32),
        node_count=len(xy),
        xy=np.ascontiguousarray(xy, dtype=np.float64),
        categories={key: np.asarray(nodes, np.int32) for key, nodes in categories.items()},
        note=note,
    )


@dataclass(frozen=True)
class Sizes:
    """How much each query asks."""

    isochrones: int = 1_000
    origins: int = 2_000
    targets: int = 20_000
    events: int = 240
    street_events: int = 120


QUICK = Sizes(isochrones=50, origins=100, targets=1_000, events=24, street_events=12)


@dataclass
class Bench:
    """A case, how much is asked of it, and objects that implementations share on it."""

    case: Case
    sizes: Sizes = field(default_factory=Sizes)
    _shelf: dict[str, Any] = field(default_factory=dict)

    def shared(self, key: str, make: Callable[[], Any]) -> Any:
        """Return an object that several queries use, made once, outside any timing."""
        if key not in self._shelf:
            self._shelf[key] = make()
        return self._shelf[key]

    def chosen(self, stream: int, count: int) -> NDArray[np.int32]:
        """Return seeded nodes, all different."""
        rng = np.random.default_rng([112, stream, self.case.node_count])
        count = min(count, self.case.node_count)
        return rng.choice(self.case.node_count, count, replace=False).astype(np.int32)

    @property
    def starts(self) -> NDArray[np.int32]:
        """Origins of the isochrones."""
        return self.chosen(1, self.sizes.isochrones)

    @property
    def origins(self) -> NDArray[np.int32]:
        """Rows of the travel-time matrix."""
        return self.chosen(2, self.sizes.origins)

    @property
    def targets(self) -> NDArray[np.int32]:
        """Columns of the travel-time matrix."""
        return self.chosen(3, self.sizes.targets)

    @property
    def other_weights(self) -> NDArray[np.int32]:
        """Weights at another speed: a third more time on every arc."""
        slower = np.rint(self.case.weight_ms.astype(np.float64) * 4 / 3)
        return np.maximum(slower, 1).astype(np.int32)

    def facility_events(self) -> list[tuple[int, int]]:
        """Return (category, facility) pairs that close and open again: any facility, as likely."""
        sizes = [len(points) for points in self.case.facilities]
        rng = np.random.default_rng([112, 4, self.case.node_count])
        drawn = rng.integers(sum(sizes), size=self.sizes.events // 2)
        start = np.cumsum([0, *sizes])
        lane = np.searchsorted(start, drawn, side="right") - 1
        return list(zip(lane.tolist(), (drawn - start[lane]).tolist(), strict=True))

    def street_events(self) -> list[tuple[int, NDArray[np.int64]]]:
        """Return (category, arcs of one street) that close and open again, categories in turn."""
        arcs = len(self.case.tails)
        lanes = len(self.case.categories)
        events = self._events(5, self.sizes.street_events, [arcs] * lanes)
        return [(lane, self.street(arc)) for lane, arc in events]

    def street(self, arc: int) -> NDArray[np.int64]:
        """Return an arc and the arc back, if there is one."""
        tail, head = self.case.tails[arc], self.case.heads[arc]
        back = (self.case.tails == head) & (self.case.heads == tail)
        return np.append(np.flatnonzero(back), arc).astype(np.int64)

    def _events(self, stream: int, count: int, sizes: list[int]) -> list[tuple[int, int]]:
        rng = np.random.default_rng([112, stream, self.case.node_count])
        lanes = [i % len(sizes) for i in range(count // 2)]
        return [(lane, int(rng.integers(sizes[lane]))) for lane in lanes]
