"""Barriers that stand on streets: whom each lets through, and how it closes the street to others.

Sources: the OSM wiki, "Key:barrier" and the pages of its values; where they leave room, what the
profiles of OSRM do: unknown kinds stop cars only; ``yes``, walls and fences stop everyone.

A street has permissions, a point has none. So a barrier closes, for a mode that it stops, the
streets around its node up to the next node, all but the longest of them: nobody gets past the
barrier, and everything but those short stretches stays as reachable as it was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microville.territory.osm.tags import WHEELCHAIR_YES, allowed
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.territory.osm.raw import RawOsm, Tags
    from microville.territory.osm.simplify import Chain

_ALL = WALK | BIKE | CAR | WHEELCHAIR
_PASS = {
    _ALL: "gate lift_gate swing_gate sliding_gate hampshire_gate bump_gate wicket_gate entrance "
    "toll_booth border_control cattle_grid height_restrictor sally_port coupure kerb spikes no",
    WALK | BIKE | WHEELCHAIR: "bollard block jersey_barrier planter chain rope bus_trap "
    "sump_buster",
    WALK | BIKE: "cycle_barrier motorcycle_barrier debris log",
    WALK: "stile kissing_gate turnstile full-height_turnstile horse_stile",
    0: "yes wall fence hedge city_wall retaining_wall guard_rail ditch",
}
KINDS = {kind: bits for bits, kinds in _PASS.items() for kind in kinds.split()}
"""Who passes each kind of barrier where its own access tags do not say otherwise."""
OTHER = WALK | BIKE | WHEELCHAIR
"""Who passes a barrier of any other kind: not cars."""
MODES = {"walk": WALK, "bike": BIKE, "car": CAR, "wheelchair": WHEELCHAIR}


def passing(tags: Tags) -> int:
    """Return the bits of those whom a barrier lets through.

    Parameters
    ----------
    tags
        Tags of a node with ``barrier``: the kind, and ``access``, ``foot``, ``bicycle``,
        ``vehicle``, ``motor_vehicle``, ``motorcar``, ``wheelchair``, ``kerb``.
    """
    default = KINDS.get(tags["barrier"], OTHER)
    bits = sum(mode for mode in (WALK, BIKE, CAR) if allowed(tags, mode, bool(default & mode)))
    rolls = bool(default & WHEELCHAIR) and tags.get("kerb") != "raised"
    own = tags.get("wheelchair")
    if bits & WALK and own != "no" and (rolls or own in WHEELCHAIR_YES):
        bits |= WHEELCHAIR
    return bits


def read_barriers(raw: RawOsm) -> tuple[dict[int, int], dict[int, str]]:
    """Return, of nodes that are barriers, the bits that they stop, and the kinds."""
    stopped: dict[int, int] = {}
    kinds: dict[int, str] = {}
    for ref, tags in zip(raw.node_id.tolist(), raw.node_tags, strict=True):
        if "barrier" in tags:
            stopped[ref] = _ALL & ~passing(tags)
            kinds[ref] = tags["barrier"]
    return stopped, kinds


def close_at_barriers(
    chains: list[Chain], stopped: dict[int, int], length: Callable[[int, int], float]
) -> tuple[list[Chain], dict[str, int]]:
    """Close streets at barriers, see the module's text for how.

    Parameters
    ----------
    chains
        Streets as read.
    stopped
        Bits of those whom the barrier at a node stops.
    length
        Length between two adjacent nodes; any unit, only compared.

    Returns
    -------
    tuple
        Streets, cut where permissions change; and for each mode the number of stretches closed.
    """
    around: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, chain in enumerate(chains):
        for at, ref in enumerate(chain.refs):
            if stopped.get(ref):
                around[ref] += [(index, s) for s in (at - 1, at) if 0 <= s < len(chain.refs) - 1]
    lost: dict[tuple[int, int], int] = defaultdict(int)
    closed = dict.fromkeys(MODES, 0)
    for ref in sorted(around):
        near = sorted(around[ref], key=lambda s: (-length(*_ends(chains, s)), s))
        for mode, bit in MODES.items():
            if not stopped[ref] & bit:
                continue
            open_ = [s for s in near if _bits(chains, s) & ~lost[s] & bit]
            for stretch in open_[1:]:
                lost[stretch] |= bit | (WHEELCHAIR if bit == WALK else 0)
                closed[mode] += 1
    cut = {index for (index, _), bits in lost.items() if bits}
    done = []
    for index, chain in enumerate(chains):
        done += _cut(chain, index, lost) if index in cut else [chain]
    return done, closed


def _ends(chains: list[Chain], stretch: tuple[int, int]) -> tuple[int, int]:
    index, at = stretch
    return chains[index].refs[at], chains[index].refs[at + 1]


def _bits(chains: list[Chain], stretch: tuple[int, int]) -> int:
    chain = chains[stretch[0]]
    return chain.forward | chain.backward


def _cut(chain: Chain, index: int, lost: dict[tuple[int, int], int]) -> list[Chain]:
    """Return the parts of a street with the permissions that are left, without what is closed."""
    parts = []
    begin = 0
    last = len(chain.refs) - 1
    for at in range(1, last + 1):
        here = lost.get((index, begin), 0)
        if at == last or lost.get((index, at), 0) != here:
            forward, backward = chain.forward & ~here, chain.backward & ~here
            if forward | backward:
                refs = chain.refs[begin : at + 1]
                parts.append(replace(chain, refs=refs, forward=forward, backward=backward))
            begin = at
    return parts


def barrier_notes(
    chains: list[Chain], kinds: dict[int, str], closed: dict[str, int]
) -> dict[str, Any]:
    """Return what is told of barriers: kinds that stand on streets, stretches closed, the unknown.

    Parameters
    ----------
    chains
        Streets as read.
    kinds
        Kind of each barrier.
    closed
        Stretches closed for each mode.
    """
    refs = {ref for chain in chains for ref in chain.refs}
    found = Counter(kind for ref, kind in kinds.items() if ref in refs)
    return {
        "barriers_on_streets": dict(sorted(found.items())),
        "barriers_of_unknown_kind": sum(n for kind, n in found.items() if kind not in KINDS),
        "stretches_closed_at_barriers": closed,
    }
