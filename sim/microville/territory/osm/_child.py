"""The child process that reads an OSM file: ``python -m microville.territory.osm._child``.

It works under memory and time limits, so that a hostile file can end this process only. It hands
its result over as files in a folder: arrays, and JSON text; or ``error.json``.
"""

from __future__ import annotations

import json
import sys
from array import array
from pathlib import Path
from typing import Any

import numpy as np

from microville.territory.osm.raw import (
    CONDITIONAL,
    LONGEST_VALUE,
    STREET_KEYS,
    RawOsm,
    Tags,
    kept_keys,
    save_raw,
)

# How libraries say that they got no memory, or no thread, which is memory too.
OUT_OF_MEMORY = ("bad_alloc", "failed to map", "allocate", "Resource temporarily unavailable")


def set_limits(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit address space, processor time and the size of files written (Unix only)."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds there
        return
    for kind, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, memory_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, hard))


class Collector:
    """Collects nodes, ways and relations with wanted tags from a pyosmium stream."""

    def __init__(self, members: dict[str, set[int]]) -> None:
        self.keys = kept_keys()
        self.members = members
        self.places: dict[tuple[str, int], tuple[float, float]] = {}
        self.counts = dict.fromkeys(
            (
                "nodes_tagged",
                "nodes_bad_location",
                "ways",
                "ways_without_tags",
                "relations",
                "refs",
                "refs_missing",
                "areas_broken",
                "turn_restrictions",
                "ferries",
            ),
            0,
        )
        self.nodes = _columns()
        self.node_tags: list[Tags] = []
        self.ways: array[int] = array("q")
        self.way_tags: list[Tags] = []
        self.starts: array[int] = array("q", [0])
        self.refs = _columns()
        self.relations: list[tuple[int, Tags, list[tuple[str, int]]]] = []
        self.wkb: dict[int, bytes] = {}

    def tags(self, obj: Any) -> Tags:
        """Return the tags that are kept."""
        keys = self.keys
        return {t.k: t.v[:LONGEST_VALUE] for t in obj.tags if t.k in keys or _conditional(t.k)}

    def node(self, obj: Any) -> None:
        """Take a tagged node."""
        self.counts["nodes_tagged"] += 1
        if not obj.location.valid():
            self.counts["nodes_bad_location"] += 1
            return
        lon, lat = obj.location.lon, obj.location.lat
        if obj.id in self.members["n"]:
            self.places["n", obj.id] = (lon, lat)
        tags = self.tags(obj)
        if tags:
            for column, value in zip(self.nodes, (obj.id, lon, lat), strict=True):
                column.append(value)
            self.node_tags.append(tags)

    def way(self, obj: Any) -> None:
        """Take a way; nodes that the extract does not hold become NaN."""
        self.counts["ways"] += 1
        self.counts["ferries"] += obj.tags.get("route") == "ferry"
        tags = self.tags(obj)
        member = obj.id in self.members["w"]
        if not tags and not member:
            self.counts["ways_without_tags"] += 1
            return
        points = [
            (n.ref, n.lon, n.lat) if n.location.valid() else (n.ref, np.nan, np.nan)
            for n in obj.nodes
        ]
        if member:
            held = [(lon, lat) for _, lon, lat in points if lon == lon]  # noqa: PLR0124 - NaN
            if held:
                self.places["w", obj.id] = tuple(np.mean(held, axis=0).tolist())
        if not tags:
            self.counts["ways_without_tags"] += 1
            return
        for column, values in zip(self.refs, zip(*points, strict=True), strict=False):
            column.extend(values)
        self.counts["refs"] += len(points)
        self.counts["refs_missing"] += sum(lon != lon for _, lon, _ in points)  # noqa: PLR0124
        self.ways.append(obj.id)
        self.way_tags.append(tags)
        self.starts.append(len(self.refs[0]))

    def relation(self, obj: Any) -> None:
        """Take a relation's tags and the identity of its members."""
        self.counts["relations"] += 1
        self.counts["turn_restrictions"] += obj.tags.get("type") == "restriction"
        tags = self.tags(obj)
        if tags.keys() - {"type", "name"}:
            self.relations.append((obj.id, tags, [(m.type, m.ref) for m in obj.members]))

    def area(self, obj: Any, factory: Any) -> None:
        """Take the assembled polygon of a relation (closed ways are built by the parent)."""
        if obj.from_way():
            return
        try:
            self.wkb[obj.orig_id()] = bytes.fromhex(factory.create_multipolygon(obj))
        except RuntimeError:
            self.counts["areas_broken"] += 1

    def result(self, timestamp: str) -> RawOsm:
        """Return everything as arrays."""
        self.relations.sort(key=lambda item: item[0])
        where = []
        for _, _, members in self.relations:
            held = [self.places[m] for m in members if m in self.places]
            where.append(np.mean(held, axis=0) if held else np.array([np.nan, np.nan]))
        position = np.array(where, dtype="float64").reshape(-1, 2)
        return RawOsm(
            timestamp=timestamp[:40],
            counts=self.counts,
            node_id=np.array(self.nodes[0], dtype="int64"),
            node_lon=np.array(self.nodes[1], dtype="float64"),
            node_lat=np.array(self.nodes[2], dtype="float64"),
            node_tags=self.node_tags,
            way_id=np.array(self.ways, dtype="int64"),
            way_tags=self.way_tags,
            way_start=np.array(self.starts, dtype="int64"),
            ref_id=np.array(self.refs[0], dtype="int64"),
            ref_lon=np.array(self.refs[1], dtype="float64"),
            ref_lat=np.array(self.refs[2], dtype="float64"),
            relation_id=np.array([r[0] for r in self.relations], dtype="int64"),
            relation_tags=[r[1] for r in self.relations],
            relation_lon=position[:, 0],
            relation_lat=position[:, 1],
            relation_wkb=[self.wkb.get(r[0], b"") for r in self.relations],
        )


def _conditional(key: str) -> bool:
    """Return whether a key is a rule of streets that holds at some times only."""
    return key.endswith(CONDITIONAL) and key.removesuffix(CONDITIONAL) in STREET_KEYS


def _columns() -> tuple[array[Any], array[Any], array[Any]]:
    return array("q"), array("d"), array("d")


def _members(file: Any) -> dict[str, set[int]]:
    """Return the identities of the members of tagged relations."""
    import osmium

    found: dict[str, set[int]] = {"n": set(), "w": set(), "r": set()}
    keys = kept_keys() - {"type", "name"}
    for relation in osmium.FileProcessor(file, osmium.osm.RELATION):
        if any(tag.k in keys for tag in relation.tags):
            for member in relation.members:
                found[member.type].add(member.ref)
    return found


def parse(path: Path, kind: str) -> RawOsm:
    """Read an OSM file.

    Parameters
    ----------
    path
        The file.
    kind
        Format as libosmium names it: ``pbf``, ``osm``, ``osm.gz``, ``osm.bz2``.
    """
    import osmium

    file = osmium.io.File(str(path), kind)
    collector = Collector(_members(file))
    assembled = osmium.filter.TagFilter(("type", "multipolygon"), ("type", "boundary"))
    processor = (
        osmium.FileProcessor(file)
        .with_locations()
        .with_areas(assembled)
        .with_filter(osmium.filter.EmptyTagFilter().enable_for(osmium.osm.NODE))
    )
    header = processor.header
    timestamp = header.get("osmosis_replication_timestamp") or header.get("timestamp") or ""
    factory = osmium.geom.WKBFactory()
    for obj in processor:
        if obj.is_node():
            collector.node(obj)
        elif obj.is_way():
            collector.way(obj)
        elif obj.is_relation():
            collector.relation(obj)
        elif obj.is_area():
            collector.area(obj, factory)
    return collector.result(timestamp)


def main(arguments: list[str]) -> int:
    """Read ``path`` of format ``kind`` into ``folder`` under limits; return the exit code."""
    path, kind, folder, memory, seconds = arguments
    out = Path(folder)
    set_limits(int(memory), int(seconds))
    try:
        save_raw(parse(Path(path), kind), out)
    except MemoryError:
        problem = {"kind": "memory", "text": ""}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file does is told, not raised
        text = f"{error}".splitlines()[0] if f"{error}" else type(error).__name__
        memory_ended = any(sign in text for sign in OUT_OF_MEMORY)
        problem = {"kind": "memory" if memory_ended else "data", "text": text[:200]}
    else:
        return 0
    (out / "error.json").write_text(json.dumps(problem), encoding="utf-8")
    return 3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
