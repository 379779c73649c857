"""Merge streets at nodes where nothing happens, as osmnx does, but for all profiles at once.

A node stays where streets meet or end, or where the class, the speed, the surface, the cycling
stress or any permission changes (Boeing, 2025, Transactions in GIS 29(3), says why other nodes are
no junctions). Geometry, parallel edges and loops stay; isolated rings stay too, with one node.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Chain:
    """A street from one node to another with the same rules all along.

    Attributes
    ----------
    refs
        Identities of its nodes in order.
    forward, backward
        Permission bits along ``refs`` and against it.
    road_class
        OSM class.
    speed_kmh
        Speed of cars (km/h).
    stress
        Cycling level of traffic stress, 0 to 4.
    surface
        Kind of surface, or empty.
    """

    refs: tuple[int, ...]
    forward: int
    backward: int
    road_class: str
    speed_kmh: float
    stress: int = 0
    surface: str = ""

    def reverse(self) -> Chain:
        """Return the same street seen from its other end."""
        return replace(self, refs=self.refs[::-1], forward=self.backward, backward=self.forward)

    def rules(self) -> tuple[int, int, str, float, int, str]:
        """Return what must be equal for two streets to be merged."""
        own = (self.forward, self.backward, self.road_class, self.speed_kmh)
        return (*own, self.stress, self.surface)


def kept_nodes(chains: Iterable[Chain]) -> set[int]:
    """Return nodes that are no mere bends: not exactly two segments to two different nodes."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for chain in chains:
        for u, v in zip(chain.refs[:-1], chain.refs[1:], strict=True):
            neighbours[u].append(v)
            neighbours[v].append(u)
    return {n for n, near in neighbours.items() if len(near) != 2 or near[0] == near[1]}


def split(chains: Iterable[Chain], kept: set[int]) -> list[Chain]:
    """Cut chains at the nodes to keep."""
    pieces = []
    for chain in chains:
        begin = 0
        last = len(chain.refs) - 1
        for i in range(1, last + 1):
            if i == last or chain.refs[i] in kept:
                pieces.append(replace(chain, refs=chain.refs[begin : i + 1]))
                begin = i
    return pieces


def simplify(chains: list[Chain]) -> list[Chain]:
    """Return the streets between the nodes that matter.

    Parameters
    ----------
    chains
        Streets as read, each with two nodes or more and no node twice in a row.

    Returns
    -------
    list of Chain
        Streets that meet at their ends only. Lengths between kept nodes are unchanged.
    """
    kept = kept_nodes(chains)
    pieces = split(chains, kept)
    ends: dict[int, list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        for node in (piece.refs[0], piece.refs[-1]):
            if node not in kept:
                ends[node].append(index)
    done: set[int] = set()
    merged = []
    for index, piece in enumerate(pieces):
        if index in done:
            continue
        done.add(index)
        # grow at the end, turn round, grow at the other end, turn back
        grown = _grow(piece, pieces, ends, done).reverse()
        merged.append(_grow(grown, pieces, ends, done).reverse())
    return merged


def _grow(chain: Chain, pieces: list[Chain], ends: dict[int, list[int]], done: set[int]) -> Chain:
    """Append pieces to the end of a chain while the rules stay the same."""
    refs = list(chain.refs)
    while True:
        node = refs[-1]
        following = next((i for i in ends.get(node, ()) if i not in done), None)
        if following is None:
            break
        piece = pieces[following]
        if piece.refs[0] != node:
            piece = piece.reverse()
        if piece.rules() != chain.rules():
            break
        done.add(following)
        refs.extend(piece.refs[1:])
    return replace(chain, refs=tuple(refs))
