"""A mark on maps for communes that have lost their last food shop."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from microville.figures.map_marks import HALO
from microville.figures.style import INK, VERMILION

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from microville.figures.basemap import Extent
    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.territory import Territory


def lost_shops(events: pd.DataFrame) -> list[str]:
    """Return the communes that have lost their last food shop and have none again at the end.

    Parameters
    ----------
    events
        ``RunResult.events``, in their order.
    """
    lost: dict[str, None] = {}
    for kind, commune in zip(events["kind"], events["subject"], strict=True):
        if kind == "last_shop_closes":
            lost[commune] = None
        elif kind == "first_shop_opens":
            lost.pop(commune, None)
    return list(lost)


def lost_in_most_seeds(results: Results, scenario: str) -> list[str]:
    """Return the communes that have lost their last food shop in more than half of the runs."""
    comparison = results.comparison
    count = Counter(
        commune
        for seed in comparison.seeds
        for commune in lost_shops(comparison.results[scenario, seed].events)
    )
    return [commune for commune, n in count.items() if 2 * n > len(comparison.seeds)]


def mark_lost_shops(
    axes: Axes, territory: Territory, communes: Sequence[str], extent: Extent, words: Words
) -> None:
    """Mark the communes within the extent, and say at the foot of the map what the mark means."""
    zones = territory.layers["zones"]
    spots = zones[zones["name"].isin(set(communes))].geometry.representative_point()
    seen = [
        (spot.x, spot.y)
        for spot in spots
        if extent.west < spot.x < extent.east and extent.south < spot.y < extent.north
    ]
    if not seen:
        return
    style: dict[str, Any] = {
        "marker": "X",
        "color": VERMILION,
        "markeredgecolor": "#ffffff",
        "linestyle": "none",
    }
    x, y = zip(*seen, strict=True)
    axes.plot(x, y, ms=11, zorder=11, **style)
    axes.plot(0.975, 0.03, ms=9, zorder=12, transform=axes.transAxes, **style)
    axes.text(
        0.95,
        0.03,
        words("map.lost_shop"),
        transform=axes.transAxes,
        ha="right",
        va="center",
        fontsize=8,
        color=INK,
        zorder=12,
        path_effects=HALO,
    )
