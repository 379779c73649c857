"""Put scattered premises on a map, once its communes are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microville.errors import TerritoryError
from microville.territory.osm.premises import Premises, draw_premises, put_premises
from microville.territory.osm.zones import zone_of
from microville.territory.territory import SITE_TYPES

if TYPE_CHECKING:
    import geopandas as gpd


def check_site(
    site: tuple[float, float] | None, site_type: str, premises: list[Premises] | None
) -> None:
    """Check that a site's type, place and premises go together.

    Raises
    ------
    TerritoryError
        If not.
    """
    if site_type not in SITE_TYPES:
        raise TerritoryError(
            f"{site_type!r} is no type of site.", hint=f"Allowed: {', '.join(SITE_TYPES)}."
        )
    if premises is not None and site_type != "scattered":
        raise TerritoryError(
            f"A {site_type} site has no list of premises.", hint="Add --site-type scattered."
        )
    if site is None and premises is None and site_type != "military":
        raise TerritoryError(
            f"Where is the {site_type} site?",
            hint="Give --site LON,LAT (for scattered premises --premises FILE.csv will do).",
        )


@dataclass(frozen=True, slots=True)
class Scattered:
    """What is known of scattered premises before communes are.

    Attributes
    ----------
    premises
        Their list, or None to draw them.
    project
        Transformer from longitude and latitude to the map's system.
    center
        The town's centre (metres), or None.
    """

    premises: list[Premises] | None
    project: Any
    center: tuple[float, float] | None

    def put(
        self,
        buildings: gpd.GeoDataFrame,
        services: gpd.GeoDataFrame,
        zones: gpd.GeoDataFrame,
        crs: str,
    ) -> tuple[gpd.GeoDataFrame, str | None, dict[str, Any]]:
        """Return the buildings with premises, the commune of the focus area, and notes.

        The focus is the commune of the centre, else the one with most floor of premises.
        """
        import shapely

        from microville.parameters import Parameters

        focus = None
        if self.center is not None:
            focus = str(zone_of(zones, [shapely.Point(self.center)])[0])
        if self.premises is None and self.center is not None:
            wanted = Parameters().site_types.floor_scattered_m2
            found, notes = draw_premises(buildings, services, self.center, str(focus), wanted)
            return found, focus, notes
        found, notes = put_premises(buildings, self.premises or [], self.project, crs)
        found["zone"] = zone_of(zones, found.geometry)
        if focus is None:
            floor = found[found["site"]].groupby("zone")["floor_area_m2"].sum()
            focus = str(floor.idxmax())
        return found, focus, notes
