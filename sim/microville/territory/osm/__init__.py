"""Territories from OpenStreetMap: extracts, or what an Overpass server answers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from microville.errors import TerritoryError

if TYPE_CHECKING:
    from microville.territory.osm.premises import Premises
    from microville.territory.osm.reading import Limits
    from microville.territory.territory import Territory

__all__ = ["build_from_osm"]


def build_from_osm(
    path: Path,
    *,
    name: str,
    site: tuple[float, float] | None = None,
    site_type: str = "military",
    premises: list[Premises] | None = None,
    population: int | None = None,
    limits: Limits | None = None,
) -> Territory:
    """Build a territory from an OpenStreetMap extract.

    The file is parsed in a child process with limits of memory and time; nothing is written.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.xml``, ``.osm.gz`` or ``.osm.bz2``.
    name
        Identifier of the map.
    site
        Longitude and latitude of the reuse site's centre (degrees), or None for no site.
    site_type, premises
        ``"military"``, ``"industrial"`` or ``"scattered"``; the premises of a scattered site, drawn
        among the map's own buildings if None (docs/maps.md).
    population
        Inhabitants of the whole extract; estimated from residential floor area if not given.
    limits
        What the child process may use; by default 4 GiB, 300 s of processor, 600 s of clock.

    Returns
    -------
    Territory
        Streets, services, buildings and zones in Lambert-93 (metropolitan France) or UTM.
        ``info.notes`` says what was read, ignored, merged and assumed.

    Raises
    ------
    TerritoryError
        If the file cannot be read, holds no streets, or the site lies outside it or cannot be.
    """
    from microville.territory.osm.build import territory_from_raw
    from microville.territory.osm.reading import read_osm

    path = Path(path)
    raw = read_osm(path, limits=limits)
    try:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise TerritoryError(f"Cannot read {path}: {error.strerror}.") from error
    dated = f", {raw.timestamp}" if raw.timestamp else ""
    source = f"OpenStreetMap, {path.name}{dated}, sha256 {digest}"
    return territory_from_raw(
        raw,
        name=name,
        source=source,
        site=site,
        site_type=site_type,
        premises=premises,
        population=population,
    )
