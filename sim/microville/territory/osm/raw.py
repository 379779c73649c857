"""What a reader of OpenStreetMap data hands to the builders: plain arrays and tags, no objects.

:class:`RawOsm` is the seam between readers and builders. The reader of files fills it in a child
process; a reader of Overpass answers can fill it from its own ways and nodes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import TerritoryError
from microville.territory.categories import categories

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

Tags = dict[str, str]

STREET_KEYS = frozenset(
    [
        "highway",
        "area",
        "access",
        "foot",
        "bicycle",
        "vehicle",
        "motor_vehicle",
        "motorcar",
        "motorroad",
        "oneway",
        "oneway:bicycle",
        "oneway:foot",
        "oneway:motor_vehicle",
        "bicycle:backward",
        "junction",
        "cycleway",
        "cycleway:left",
        "cycleway:right",
        "cycleway:both",
        "maxspeed",
        "maxspeed:forward",
        "maxspeed:backward",
        "wheelchair",
        "smoothness",
        "surface",
        "tracktype",
        "sac_scale",
        "incline",
        "ramp:bicycle",
        "ramp:wheelchair",
        "cycleway:left:oneway",
        "cycleway:right:oneway",
        "cycleway:both:oneway",
        "bicycle_road",
        "cyclestreet",
        "lanes",
        "lane_markings",
        "parking:left",
        "parking:right",
        "parking:both",
        "parking:lane:left",
        "parking:lane:right",
        "parking:lane:both",
        # of nodes
        "barrier",
        "kerb",
        "crossing",
        "crossing:signals",
        "traffic_signals:direction",
    ]
)
CONDITIONAL = ":conditional"
"""Keys that end so hold at some hours or for some people: kept to be counted, never applied."""
PLACE_KEYS = frozenset(
    [
        "type",
        "name",
        "ref:INSEE",
        "admin_level",
        "boundary",
        "building",
        "building:levels",
        "start_date",
        "landuse",
        "natural",
        "leisure",
        "waterway",
        "railway",
        "amenity",
        "shop",
        "office",
        "craft",
        "tourism",
        "healthcare",
        "social_facility",
        "abandoned",
        "disused",
        "tunnel",
    ]
)
LONGEST_VALUE = 255
"""Length of an OSM tag value (limit of the OSM API); longer ones are cut."""


def kept_keys() -> frozenset[str]:
    """Return the tag keys that are read; all others (addresses, phones, editors) are left."""
    asked = {
        key
        for category in categories().values()
        for terms in category.osm_tags
        for key, _, _ in terms
    }
    return STREET_KEYS | PLACE_KEYS | asked


@dataclass(frozen=True, slots=True)
class RawOsm:
    """OSM objects that matter here, in longitude and latitude (WGS 84, degrees).

    Attributes
    ----------
    timestamp
        Date of the data as the file's header says it, or empty.
    counts
        What was read: nodes, ways, relations, and what was wrong with them.
    node_id, node_lon, node_lat, node_tags
        Nodes that have tags.
    way_id, way_tags, way_start
        Ways that have tags; the nodes of way ``i`` stand at ``way_start[i]:way_start[i + 1]`` of
        the three ``ref`` arrays.
    ref_id, ref_lon, ref_lat
        Nodes of ways in order; NaN where the extract does not hold the node.
    relation_id, relation_tags, relation_lon, relation_lat
        Relations that have tags, with the mean position of the members that the extract holds
        (NaN where it holds none).
    relation_wkb
        Assembled multipolygon of each relation as WKB, empty where there is none.
    """

    timestamp: str
    counts: dict[str, int]
    node_id: NDArray[np.int64]
    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    node_tags: list[Tags]
    way_id: NDArray[np.int64]
    way_tags: list[Tags]
    way_start: NDArray[np.int64]
    ref_id: NDArray[np.int64]
    ref_lon: NDArray[np.float64]
    ref_lat: NDArray[np.float64]
    relation_id: NDArray[np.int64]
    relation_tags: list[Tags]
    relation_lon: NDArray[np.float64]
    relation_lat: NDArray[np.float64]
    relation_wkb: list[bytes] = field(default_factory=list)


_ARRAYS = {
    "node_id": "int64",
    "node_lon": "float64",
    "node_lat": "float64",
    "way_id": "int64",
    "way_start": "int64",
    "ref_id": "int64",
    "ref_lon": "float64",
    "ref_lat": "float64",
    "relation_id": "int64",
    "relation_lon": "float64",
    "relation_lat": "float64",
}


def save_raw(raw: RawOsm, folder: Path) -> None:
    """Write raw data as ``arrays.npz`` and ``raw.json``."""
    arrays: dict[str, Any] = {name: getattr(raw, name) for name in _ARRAYS}
    sizes = [len(wkb) for wkb in raw.relation_wkb]
    arrays["wkb_start"] = np.concatenate([[0], np.cumsum(sizes, dtype="int64")]).astype("int64")
    arrays["wkb"] = np.frombuffer(b"".join(raw.relation_wkb), dtype="uint8")
    np.savez(folder / "arrays.npz", **arrays)
    text = {
        "timestamp": raw.timestamp,
        "counts": raw.counts,
        "node_tags": raw.node_tags,
        "way_tags": raw.way_tags,
        "relation_tags": raw.relation_tags,
    }
    (folder / "raw.json").write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")


def load_raw(folder: Path) -> RawOsm:
    """Read what :func:`save_raw` wrote; no pickle is ever read.

    Raises
    ------
    TerritoryError
        If files are missing or do not fit together.
    """
    try:
        with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(dtype) for name, dtype in _ARRAYS.items()}
            start, wkb = stored["wkb_start"].astype("int64"), stored["wkb"].tobytes()
        text = json.loads((folder / "raw.json").read_text(encoding="utf-8"))
        pieces = [wkb[a:b] for a, b in pairwise(start.tolist())]
        raw = RawOsm(**text, **arrays, relation_wkb=pieces)
        _check_sizes(raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TerritoryError(
            "The OSM reader stopped before it had handed over its data.",
            hint="Try again; if it happens again, report it with the file's origin.",
        ) from error
    return raw


def _check_sizes(raw: RawOsm) -> None:
    same = (
        len(raw.node_id) == len(raw.node_tags) == len(raw.node_lon) == len(raw.node_lat)
        and len(raw.way_id) == len(raw.way_tags) == len(raw.way_start) - 1
        and len(raw.ref_id) == len(raw.ref_lon) == len(raw.ref_lat) == raw.way_start[-1]
        and len(raw.relation_id) == len(raw.relation_tags) == len(raw.relation_wkb)
    )
    if not same:
        raise ValueError("sizes of arrays and tags differ")
