"""Maps of an access study: the place score of homes or communes, and isochrones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib import colormaps

from microville.figures.access_map_parts import (
    PROFILE_NAMES,
    STRIP,
    draw_area,
    finish,
    map_grid,
    reach_legend,
    score_colours,
    score_legend,
    tell,
)
from microville.figures.basemap import NEAR_WIDTH, Extent, draw_base, near_extent, whole_extent
from microville.figures.map_marks import attribution
from microville.figures.style import INK, VERMILION
from microville.figures.words import words_of
from microville.territory.categories import categories

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from microville.access.study import AccessStudy
    from microville.territory import Territory

NARROWEST = 1500.0
"""Metres that a map of isochrones shows at least."""


def study_map(
    territory: Territory,
    study: AccessStudy,
    *,
    by: Literal["home", "commune"] = "home",
    area: Literal["near", "whole"] = "whole",
    lang: str = "fr",
    options: Mapping[str, bool] | None = None,
) -> Figure:
    """Return maps of the place score, one for each profile and threshold of a study.

    Parameters
    ----------
    territory
        The map.
    study
        A study with the measure ``score``.
    by
        Colour homes, or communes by the mean of their inhabitants.
    area
        ``"near"``: the focus commune and the site; ``"whole"``: everything.
    lang
        ``"fr"`` or ``"en"``.
    options
        Gates and links that a scenario switches.
    """
    words = words_of(territory, lang)
    profiles = list(dict.fromkeys(study.homes["profile"]))
    extent = whole_extent(territory) if area == "whole" else near_extent(territory)
    extent = extent.shaped(1.0)
    heading = tell(words, "score" if by == "home" else "score_commune")
    figure, grid = map_grid(heading, "", len(profiles), len(study.minutes), foot=STRIP)
    shown = study.homes if by == "home" else study.communes
    for row, profile in zip(grid, profiles, strict=True):
        mine = shown[shown["profile"] == profile]
        for axes, minutes in zip(row, study.minutes, strict=True):
            draw_base(axes, territory, extent, options=options or {})
            title = tell(
                words, "panel", profile=PROFILE_NAMES[lang][profile], minutes=f"{minutes:g}"
            )
            axes.set_title(title, fontsize=10.5, color=INK, loc="left", pad=5)
            values = mine[f"place_score_{minutes:g}"].to_numpy(dtype=np.float64)
            draw = _homes if by == "home" else _communes
            draw(axes, mine, values, extent.width < NEAR_WIDTH)
            finish(axes, territory, extent, words, options or {})
    legend = tell(words, "legend")
    if _essential_unknown(study):
        legend += tell(words, "unknown", count=_essential_unknown(study))
    known = not np.isnan(shown[f"place_score_{study.minutes[0]:g}"]).any()
    score_legend(figure, words, legend, known=known)
    attribution(figure, territory, words)
    return figure


def isochrone_map(
    territory: Territory,
    areas: gpd.GeoDataFrame,
    lon: float,
    lat: float,
    *,
    lang: str = "fr",
    options: Mapping[str, bool] | None = None,
) -> Figure:
    """Return maps of isochrones, one for each profile, with what lies inside.

    Parameters
    ----------
    territory
        The map.
    areas
        What :func:`microville.access.isochrones` returned, of one profile or several.
    lon, lat
        Where they start, WGS 84 degrees.
    lang
        ``"fr"`` or ``"en"``.
    options
        Gates and links that a scenario switches.
    """
    import geopandas as gpd

    words = words_of(territory, lang)
    profiles = list(dict.fromkeys(areas["profile"]))
    thresholds = sorted(set(areas["minutes"]))
    start = gpd.GeoSeries.from_xy([lon], [lat], crs=4326).to_crs(territory.info.crs).iloc[0]
    extent = _around(areas)
    subtitle = tell(words, "from", lon=words.number(lon, 4), lat=words.number(lat, 4))
    room = 0.1 + 0.19 * len(thresholds)
    figure, grid = map_grid(tell(words, "reach"), subtitle, 1, len(profiles), foot=room)
    tones = [colormaps["cividis"](x) for x in np.linspace(0.12, 0.9, len(thresholds))]
    for axes, profile in zip(grid[0], profiles, strict=True):
        mine = areas[areas["profile"] == profile].sort_values("minutes", ascending=False)
        draw_base(axes, territory, extent, options=options or {})
        axes.set_title(PROFILE_NAMES[lang][profile], fontsize=10.5, color=INK, loc="left", pad=5)
        for row in mine.itertuples():
            tone = tones[thresholds.index(row.minutes)]
            within = mine[mine["minutes"] < row.minutes].geometry
            beyond = row.geometry.difference(within.iloc[0]) if len(within) else row.geometry
            draw_area(axes, [beyond], [tone], alpha=0.7, edge=INK)
        axes.plot(
            start.x, start.y, "*", ms=13, color=VERMILION, mec="#ffffff", zorder=10, clip_on=True
        )
        finish(axes, territory, extent, words, options or {})
        rows = mine.iloc[::-1].drop(columns="geometry").to_dict("records")
        inch = 1 / (axes.get_position().height * figure.get_size_inches()[1])
        reach_legend(axes, words, rows, tones, inch)
    attribution(figure, territory, words)
    return figure


def _essential_unknown(study: AccessStudy) -> int:
    """Return how many essential categories nothing is known of."""
    return sum(categories()[name].essential for name in study.unknown)


def _homes(axes: Axes, homes: gpd.GeoDataFrame, values: NDArray[np.float64], near: bool) -> None:
    lived = homes["dwellings"].to_numpy() > 0
    axes.scatter(
        homes.geometry.x.to_numpy()[lived],
        homes.geometry.y.to_numpy()[lived],
        c=score_colours(values[lived]),
        s=26 if near else 3.4,
        linewidths=0.4 if near else 0,
        edgecolors="#3a3f45",
        zorder=5,
        rasterized=True,
    )


def _communes(axes: Axes, rows: gpd.GeoDataFrame, values: NDArray[np.float64], near: bool) -> None:
    del near
    draw_area(axes, rows.geometry, score_colours(values), alpha=0.75, edge="#ffffff")


def _around(areas: gpd.GeoDataFrame) -> Extent:
    """Return a square that holds all areas, and some of what lies around them."""
    west, south, east, north = (float(value) for value in areas.total_bounds)
    side = max(1.12 * max(east - west, north - south), NARROWEST)
    x, y = (west + east) / 2, (south + north) / 2
    return Extent(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
