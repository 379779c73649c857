"""Maps of access: how much is near home, before and after, and who gains or loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.map_panels import Area, Panel, map_figure
from microville.figures.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from microville.territory import Territory


def access_map(
    territory: Territory,
    homes: pd.DataFrame,
    column: str = "end_walk_15",
    *,
    area: Area = "near",
    lang: str = "fr",
    title: str = "",
    subtitle: str = "",
    options: Mapping[str, bool] | None = None,
) -> Figure:
    """Return a map of homes coloured by the share of essential services near them.

    Parameters
    ----------
    territory
        The map.
    homes
        ``RunResult.homes``.
    column
        One of its place scores, ``start_walk_15`` … ``end_bike_30``.
    area
        ``"near"``: the focus commune and the site; ``"whole"``: everything.
    lang
        ``"fr"`` or ``"en"``.
    title, subtitle
        What stands above; the subtitle names scenario and month.
    options
        Gates and links that a scenario switches.
    """
    words = words_of(territory, lang)
    panel = Panel(homes, homes[column], subtitle, area)
    heading = title or words(f"map.access.{column.split('_', 1)[1]}")
    return map_figure(territory, [panel], words, heading, change=False, options=options or {})


def access_before_after(
    territory: Territory,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    mode: str = "walk",
    minutes: int = 15,
    since_start: bool = False,
    area: Area = "near",
    titles: tuple[str, str],
    subtitle: str = "",
    lang: str = "fr",
    options: Mapping[str, bool] | None = None,
    lost_shops: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Figure:
    """Return two maps side by side: without and with a programme.

    Parameters
    ----------
    territory
        The map.
    before, after
        ``RunResult.homes`` of the two runs (the same twice with ``since_start``).
    mode, minutes
        Which place score.
    since_start
        The left map shows the start of the run instead of its end.
    area
        ``"near"`` or ``"whole"``.
    titles, subtitle
        What stands above each map (scenario and month), and above both.
    lang
        ``"fr"`` or ``"en"``.
    options
        Gates and links that a scenario switches.
    lost_shops
        For each map, communes to mark that have lost their last food shop.
    """
    words = words_of(territory, lang)
    name = f"{mode}_{minutes}"
    first = before[f"{'start' if since_start else 'end'}_{name}"]
    panels = [
        Panel(before, first, titles[0], area, tuple(lost_shops[0])),
        Panel(after, after[f"end_{name}"], titles[1], area, tuple(lost_shops[1])),
    ]
    heading = words(f"map.access.{name}")
    return map_figure(
        territory, panels, words, heading, change=False, options=options or {}, subtitle=subtitle
    )


def change_map(
    territory: Territory,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    shown: Sequence[tuple[str, int, Area]] = (("walk", 15, "near"), ("bike", 15, "near")),
    title: str = "",
    subtitle: str = "",
    lang: str = "fr",
    options: Mapping[str, bool] | None = None,
    lost_shops: Sequence[str] = (),
) -> Figure:
    """Return maps of gain and loss, each with how many inhabitants gain, lose or see no change.

    Parameters
    ----------
    territory
        The map.
    before, after
        ``RunResult.homes`` of the baseline and of a scenario; the ends are compared.
    shown
        For each map: mode, minutes and area.
    title, subtitle
        What stands above; the subtitle names scenarios and month.
    lang
        ``"fr"`` or ``"en"``.
    options
        Gates and links that a scenario switches.
    lost_shops
        Communes to mark that have lost their last food shop.
    """
    words = words_of(territory, lang)
    panels = []
    for mode, minutes, area in shown:
        name = f"end_{mode}_{minutes}"
        base = before.set_index("building_id")[name].reindex(after["building_id"]).to_numpy()
        change = (after[name] - base).round(6)
        what = words(f"map.short.{mode}_{minutes}")
        panels.append(Panel(after, change, what, area, tuple(lost_shops)))
    heading = title or words("map.change")
    return map_figure(
        territory, panels, words, heading, change=True, options=options or {}, subtitle=subtitle
    )
