"""Elements of Overpass answers: checked, put together, and written as an extract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from microville.errors import TerritoryError
from microville.territory.osm.raw import LONGEST_VALUE

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = {"node": "n", "way": "w", "relation": "r"}
_LARGEST_ID = 2**62


class Elements:
    """Nodes, ways and relations of several answers, each once.

    Parameters
    ----------
    host
        The server, for messages.
    """

    def __init__(self, host: str) -> None:
        self.host = host
        self.timestamp = ""
        self._found: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in _KINDS}

    def __bool__(self) -> bool:
        return any(self._found.values())

    def add(self, answer: Any) -> None:
        """Take an answer.

        Parameters
        ----------
        answer
            The JSON of Overpass: ``elements``, and a ``remark`` where it was cut short.

        Raises
        ------
        TerritoryError
            If it is not complete or not what Overpass answers.
        """
        if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
            raise self._strange("it holds no elements")
        remark = str(answer.get("remark", ""))
        if "error" in remark.lower():
            raise TerritoryError(
                f"{self.host} could not finish the query: {remark[:200]}",
                hint="Take a smaller area, try again later, or use --pbf FILE.",
            )
        base = answer.get("osm3s")
        stamp = str(base.get("timestamp_osm_base", ""))[:40] if isinstance(base, dict) else ""
        self.timestamp = min(filter(None, (self.timestamp, stamp)), default="")
        for element in answer["elements"]:
            self._take(element)

    def _take(self, element: Any) -> None:
        kind = element.get("type") if isinstance(element, dict) else None
        if kind not in _KINDS:
            raise self._strange(f"an element of type {kind!r}")
        try:
            clean = _CLEAN[kind](element)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            text = json.dumps(element)[:120]
            raise self._strange(f"an element that is no {kind}: {text}") from error
        self._found[kind][clean["id"]] = clean

    def _strange(self, what: str) -> TerritoryError:
        return TerritoryError(
            f"The answer of {self.host} is not that of an Overpass server: {what}.",
            hint="Check its address (https://…/api).",
        )

    def write(self, path: Path) -> None:
        """Write everything as an extract, sorted as readers want it.

        Parameters
        ----------
        path
            File to write, ending in ``.osm.pbf``.
        """
        import osmium

        header = osmium.io.Header()
        if self.timestamp:
            header.set("osmosis_replication_timestamp", self.timestamp)
        made = osmium.osm.mutable
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for _, node in sorted(self._found["node"].items()):
                writer.add_node(made.Node(**node))
            for _, way in sorted(self._found["way"].items()):
                writer.add_way(made.Way(**way))
            for _, relation in sorted(self._found["relation"].items()):
                writer.add_relation(made.Relation(**relation))


def _identity(value: Any) -> int:
    if type(value) is not int or not -_LARGEST_ID < value < _LARGEST_ID:
        raise ValueError(value)
    return value


def _tags(element: dict[str, Any]) -> dict[str, str]:
    tags = element.get("tags", {}).items()
    return {str(key)[:LONGEST_VALUE]: str(value)[:LONGEST_VALUE] for key, value in tags}


def _node(element: dict[str, Any]) -> dict[str, Any]:
    lon, lat = float(element["lon"]), float(element["lat"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(lon, lat)
    return {"id": _identity(element["id"]), "location": (lon, lat), "tags": _tags(element)}


def _way(element: dict[str, Any]) -> dict[str, Any]:
    nodes = [_identity(ref) for ref in element.get("nodes", [])]
    return {"id": _identity(element["id"]), "nodes": nodes, "tags": _tags(element)}


def _relation(element: dict[str, Any]) -> dict[str, Any]:
    members = [
        (_KINDS[member["type"]], _identity(member["ref"]), str(member.get("role", ""))[:255])
        for member in element.get("members", [])
    ]
    return {"id": _identity(element["id"]), "members": members, "tags": _tags(element)}


_CLEAN = {"node": _node, "way": _way, "relation": _relation}
