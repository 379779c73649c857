"""The site for which programmes are written: its buildings and parcels, by name."""

from __future__ import annotations

import csv
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from microville.paths import data_dir

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=1)
def template_floors() -> Mapping[str, float]:
    """Return the floor area of each building of the template (m²), ``maps/site_buildings.csv``."""
    rows = _rows("site_buildings.csv")
    return MappingProxyType({row["building_id"]: float(row["floor_area_m2"]) for row in rows})


@lru_cache(maxsize=1)
def template_land() -> Mapping[str, tuple[float, float]]:
    """Return usable and sealed land of each parcel of the template (ha), ``site_parcels.csv``."""
    found = {}
    for row in _rows("site_parcels.csv"):
        whole, sealed = float(row["area_ha"]), float(row["sealed_ha"])
        found[row["parcel_id"]] = (whole - sealed, sealed)
    return MappingProxyType(found)


def template_floor_m2() -> float:
    """Return the floor area of the whole template (m²)."""
    return sum(template_floors().values())


def _rows(name: str) -> list[dict[str, str]]:
    with (data_dir("maps") / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
