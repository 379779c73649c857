"""The territory: layers of what is there, in one projected coordinate system (metres)."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Any

from microville.errors import TerritoryError

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

WALK, BIKE, CAR, WHEELCHAIR = 1, 2, 4, 8
"""Bits of ``edges.forward`` and ``edges.backward``: who may travel an edge in that direction."""

SITE_TYPES = ("military", "industrial", "scattered")
"""A former base in one piece; a brownfield of few large halls; premises in the town's streets."""

LAYERS: dict[str, dict[str, str]] = {
    "nodes": {"node": "int32", "elevation_m": "float64"},
    "edges": {
        "u": "int32",
        "v": "int32",
        "length_m": "float64",
        "road_class": "str",
        "forward": "uint8",
        "backward": "uint8",
        "speed_kmh": "float64",
        "stress": "uint8",
        "surface": "str",
        "signals": "float32",
        "crossings": "float32",
        "option": "str",
        "source": "str",
    },
    "services": {
        "service_id": "str",
        "category": "str",
        "status": "str",
        "name": "str",
        "zone": "str",
        "jobs": "int32",
        "source": "str",
    },
    "buildings": {
        "building_id": "str",
        "use": "str",
        "dwellings": "int32",
        "floor_area_m2": "float64",
        "footprint_m2": "float64",
        "year": "int32",
        "energy_class": "str",
        "zone": "str",
        "cell": "str",
        "site": "bool",
        "status": "str",
        "source": "str",
    },
    "parcels": {
        "parcel_id": "str",
        "cover": "str",
        "area_ha": "float64",
        "sealed_ha": "float64",
        "source": "str",
    },
    "zones": {
        "zone": "str",
        "name": "str",
        "population": "int32",
        "population_2015": "int32",
        "households": "int32",
        "births": "int32",
        "deaths": "int32",
        "aged_15_64": "int32",
        "active_15_64": "int32",
        "unemployed_15_64": "int32",
        "price_eur_m2": "float64",
        "focus": "bool",
    },
    "cells": {"cell": "str", "zone": "str", "persons": "float64", "imputed": "bool"},
    "barriers": {"name": "str", "kind": "str", "status": "str", "half_width_m": "float64"},
    "landuse": {"kind": "str", "name": "str"},
}
"""Columns and dtypes of each layer, beside its geometry.

``nodes`` Point (``elevation_m`` is NaN where unknown); ``edges`` LineString from u to v, one row a
street segment with permission bits by direction, cycling level of traffic stress 1 to 4 (0 where
nobody may cycle; see :mod:`microville.territory.stress`), surface (one of :data:`SURFACES`), the
traffic signals and the other crossings met along it (those at its ends count one half each), and
``option``, the switch that must be on for the edge to exist, or empty;
``services`` Point (``jobs`` is 0 where unknown); ``buildings`` Point or Polygon (``site`` marks
those of the reuse site; ``status`` is occupied, vacant or transitional); ``parcels`` Polygon of the
site (``cover`` is that of the area that is not sealed); ``zones`` Polygon of communes
with census facts (0 where unknown); ``cells`` Polygon of the 200 m population grid (age columns
``age_0_3`` to ``age_80_plus`` may follow); ``barriers``
LineString; ``landuse`` Polygon for drawing (residential, industrial, park, water, forest, site …).
"""

SURFACES = ("", "paved", "compacted", "unpaved", "rough")
"""Values of ``edges.surface`` from smooth to rough; empty where nothing is known."""

ADDED: dict[str, tuple[str, ...]] = {
    "nodes": ("elevation_m",),
    "edges": ("stress", "surface", "signals", "crossings"),
}
"""Columns that older maps do not hold; :func:`complete` fills them in when a map is read."""

GEOMETRIES: dict[str, tuple[str, ...]] = {
    "nodes": ("Point",),
    "edges": ("LineString",),
    "services": ("Point",),
    "buildings": ("Point", "Polygon", "MultiPolygon"),
    "parcels": ("Polygon", "MultiPolygon"),
    "zones": ("Polygon", "MultiPolygon"),
    "cells": ("Polygon",),
    "barriers": ("LineString", "MultiLineString"),
    "landuse": ("Polygon", "MultiPolygon"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A switch of the street network: a gate, a link whose existence is uncertain.

    Attributes
    ----------
    name
        Identifier, as in ``edges.option``.
    default
        Whether its edges exist unless a scenario says otherwise.
    kind
        ``"gate"`` or ``"link"``.
    label_en, label_fr
        What people read.
    """

    name: str
    default: bool
    kind: str
    label_en: str
    label_fr: str


@dataclass(frozen=True, slots=True)
class TerritoryInfo:
    """What ``territory.json`` says of a territory.

    Attributes
    ----------
    name
        Identifier of the map.
    title_en, title_fr
        What people read.
    crs
        Projected coordinate system, for example ``"EPSG:2154"``; units are metres.
    schematic
        True where streets are generated: every view then says so.
    source, licence, attribution
        Where the data come from and what must be shown.
    options
        Switches of the network.
    notes
        What a reader should know: counts before and after de-duplication, what was not matched.
    """

    name: str
    title_en: str
    title_fr: str
    crs: str
    schematic: bool
    source: str
    licence: str
    attribution: str
    options: tuple[Option, ...] = ()
    notes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Territory:
    """A territory: layers with one coordinate system.

    Attributes
    ----------
    info
        Name, source, licence, options.
    layers
        A GeoDataFrame for each name of :data:`LAYERS`, with those columns in that order.
    """

    info: TerritoryInfo
    layers: dict[str, gpd.GeoDataFrame]

    def __post_init__(self) -> None:
        check_layers(self.layers, self.info.crs)

    def __getattr__(self, name: str) -> gpd.GeoDataFrame:
        if name in LAYERS:
            return self.layers[name]
        raise AttributeError(name)

    @property
    def has_site(self) -> bool:
        """Whether the territory has a reuse site."""
        return bool(self.layers["buildings"]["site"].any())

    @property
    def site_type(self) -> str:
        """Type of the site, one of :data:`SITE_TYPES`: a former base unless the notes say else."""
        return str(self.info.notes.get("site_type", SITE_TYPES[0]))

    @property
    def site_scale(self) -> float:
        """Size of the site over that of the template; 1 on the default map.

        Of areas on a former base; of floors on sites of another type.
        """
        scale = self.info.notes.get("site_scale", 1.0)
        return float(scale) if isinstance(scale, int | float) else 1.0

    def option_defaults(self) -> dict[str, bool]:
        """Return each network option and whether it is on by default."""
        return {option.name: option.default for option in self.info.options}


def check_layers(layers: dict[str, gpd.GeoDataFrame], crs: str) -> None:
    """Check that layers are those of the schema.

    Raises
    ------
    TerritoryError
        If a layer or column is missing, of another type, or in another coordinate system.
    """
    import pandas as pd

    for name, columns in LAYERS.items():
        if name not in layers:
            raise TerritoryError(f"The territory has no layer {name!r}.", hint="Build it again.")
        frame = layers[name]
        for column, dtype in columns.items():
            if column not in frame.columns:
                raise TerritoryError(f"Layer {name!r} has no column {column!r}.")
            found = frame[column].dtype
            ok = not pd.api.types.is_numeric_dtype(found) if dtype == "str" else str(found) == dtype
            if not ok:
                raise TerritoryError(f"{name}.{column} is {found}, it should be {dtype}.")
        if frame.crs is None or frame.crs.to_string() != crs:
            own = frame.crs.to_string()[:60] if frame.crs is not None else "no system at all"
            raise TerritoryError(f"Layer {name!r} is in {own}, it should be in {crs[:60]}.")
        wrong = set(frame.geom_type.unique()) - set(GEOMETRIES[name])
        if wrong:
            raise TerritoryError(f"Layer {name!r} holds {', '.join(map(str, wrong))}.")
    _check_graph(layers)


def _check_graph(layers: dict[str, gpd.GeoDataFrame]) -> None:
    nodes, edges = layers["nodes"], layers["edges"]
    count = len(nodes)
    if count and not (nodes["node"].to_numpy() == range(count)).all():
        raise TerritoryError("nodes.node must count 0, 1, 2 … in row order.")
    for end in ("u", "v"):
        column = edges[end]
        if len(edges) and (column.min() < 0 or column.max() >= count):
            raise TerritoryError(f"edges.{end} names a node that does not exist.")
    if len(edges) and not (edges["length_m"] > 0).all():
        raise TerritoryError("An edge has no positive length.")


def make_frame(
    layer: str, columns: dict[str, object], geometry: object, crs: str
) -> gpd.GeoDataFrame:
    """Return a GeoDataFrame of a layer with the schema's columns and dtypes.

    Columns of the schema that are not given are filled with 0, "" or False, but for the elevation
    (NaN: unknown) and the cycling stress of edges (by class, speed and permissions).
    """
    import geopandas as gpd
    import pandas as pd

    geoms = gpd.GeoSeries(list(geometry) if not hasattr(geometry, "crs") else geometry, crs=crs)  # type: ignore[call-overload]
    frame = pd.DataFrame(index=range(len(geoms)))
    given: dict[str, Any] = dict(columns)
    for column, dtype in LAYERS[layer].items():
        kind: Any = "object" if dtype == "str" else dtype
        blank: Any = nan if column == "elevation_m" else "" if dtype == "str" else 0
        values = given.get(column, blank)
        values = values.to_numpy() if isinstance(values, pd.Series) else values
        frame[column] = pd.Series(values, index=frame.index).astype(kind)
    if layer == "edges" and "stress" not in given:
        frame["stress"] = _stress(frame)
    for column, values in given.items():
        if column not in LAYERS[layer]:
            frame[column] = values.to_numpy() if isinstance(values, pd.Series) else values
    return gpd.GeoDataFrame(frame, geometry=geoms.reset_index(drop=True), crs=crs)


def complete(layer: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a layer with the columns of :data:`ADDED` that a map of an older version lacks.

    They get what :func:`make_frame` gives where nothing is known. Other missing columns stay
    missing: :func:`check_layers` says so.
    """
    missing = [column for column in ADDED.get(layer, ()) if column not in frame.columns]
    known = set(LAYERS[layer]) - set(missing)
    if not missing or not known <= set(frame.columns):
        return frame
    columns: dict[str, object] = {c: frame[c] for c in frame.columns if c != frame.geometry.name}
    return make_frame(layer, columns, frame.geometry, str(frame.crs.to_string()))


def _stress(edges: pd.DataFrame) -> NDArray[np.uint8]:
    from microville.territory.stress import stress_by_class

    bits = edges["forward"].to_numpy() | edges["backward"].to_numpy()
    return stress_by_class(
        edges["road_class"].to_numpy(dtype=object),
        edges["speed_kmh"].to_numpy(),
        bike=(bits & BIKE) > 0,
        car=(bits & CAR) > 0,
    )
