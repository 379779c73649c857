"""The report's pictures: maps and charts, saved and made ready to embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures import charts, maps
from microville.figures.gains_chart import gains_chart
from microville.figures.gains_map import gains_map
from microville.figures.goals_wheel import goals_wheel
from microville.figures.shop_marks import lost_in_most_seeds
from microville.figures.style import save_png
from microville.figures.timeline_chart import names_of_buildings, timeline_chart
from microville.runs.timeline import timeline

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from microville.figures.map_panels import Area
    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.goals import GoalResult
    from microville.scenario import Scenario


def map_pictures(
    results: Results, scenario: Scenario, words: Words, pictures: Path
) -> list[dict[str, str]]:
    """Return the maps of a scenario: access without and with, gain and loss near and everywhere."""
    territory, lang = results.comparison.territory, words.lang
    before, after = results.homes(results.baseline.name), results.homes(scenario.name)
    end = words.month(results.months - 1)
    pair = (results.baseline, scenario)
    titles_plain = [words.pick(s.title.fr, s.title.en) for s in pair]
    titles = [words("map.panel", scenario=title, month=end) for title in titles_plain]
    compared = words("map.compared", month=end, base=titles_plain[0], scenario=titles_plain[1])
    lost = [lost_in_most_seeds(results, s.name) for s in pair]
    near: list[tuple[str, int, Area]] = [("walk", 15, "near"), ("bike", 15, "near")]
    made: list[tuple[str, Figure]] = [
        (
            "access_walk_15",
            maps.access_before_after(
                territory,
                before,
                after,
                titles=(titles[0], titles[1]),
                lost_shops=(lost[0], lost[1]),
                lang=lang,
                subtitle=compared,
                options=scenario.options,
            ),
        ),
        (
            "change",
            maps.change_map(
                territory,
                before,
                after,
                shown=near,
                lost_shops=lost[1],
                lang=lang,
                subtitle=compared,
                options=scenario.options,
            ),
        ),
        (
            "whole",
            maps.change_map(
                territory,
                before,
                after,
                lang=lang,
                options=scenario.options,
                shown=(("walk", 15, "whole"), ("bike", 15, "whole")),
                title=words("map.change_whole"),
                lost_shops=lost[1],
                subtitle=compared,
            ),
        ),
    ]
    return [
        _picture(name, figure, pictures, words, f"_{scenario.name}", f"alt.map_{name}")
        for name, figure in made
    ]


def gain_pictures(
    results: Results, scenario: Scenario, words: Words, pictures: Path
) -> list[dict[str, str]]:
    """Return the chart of gains and losses by group, and their map."""
    made: list[tuple[str, Figure, str]] = [
        ("gains", gains_chart(results, scenario.name, words.lang), "alt.chart_gains"),
        ("gains_map", gains_map(results, scenario, lang=words.lang), "alt.map_gains_map"),
    ]
    return [
        _picture(name, figure, pictures, words, f"_{scenario.name}", alt)
        for name, figure, alt in made
    ]


def chart_pictures(results: Results, words: Words, pictures: Path) -> list[dict[str, str]]:
    """Return the charts of a comparison."""
    lang = words.lang
    made: list[tuple[str, Figure, str]] = [
        ("people", charts.people_chart(results, lang), ""),
        ("site", charts.site_chart(results, lang), ""),
        ("cooperative", charts.cooperative_chart(results, lang), ""),
    ]
    for scenario in results.others:
        made += [
            ("served", charts.served_chart(results, scenario.name, lang), f"_{scenario.name}"),
            ("food", charts.food_chart(results, scenario.name, lang), f"_{scenario.name}"),
        ]
        comparison = results.comparison
        events = comparison.results[scenario.name, comparison.seeds[0]].events
        table = timeline(scenario, comparison.territory, events)
        if len(table):
            chart = timeline_chart(
                table,
                words,
                months=scenario.months,
                names=names_of_buildings(comparison.territory),
                note=words("gantt.happened"),
            )
            made.append(("timeline", chart, f"_{scenario.name}"))
    made.append(("energy", charts.energy_chart(results, lang), ""))
    return [
        _picture(name, figure, pictures, words, suffix, f"alt.chart_{name}")
        for name, figure, suffix in made
    ]


def goal_pictures(
    found: tuple[GoalResult, ...],
    results: Results,
    scenario: Scenario,
    words: Words,
    pictures: Path,
) -> list[dict[str, str]]:
    """Return the wheel of the 17 goals."""
    names = [words.pick(s.title.fr, s.title.en) for s in (scenario, results.baseline)]
    end = words.month(results.months - 1)
    note = words("goals.note", base=names[1], end=end)
    wheel = goals_wheel(found, lang=words.lang, title=names[0], note=note)
    return [_picture("goals", wheel, pictures, words, f"_{scenario.name}", "alt.chart_goals")]


def _picture(
    name: str, figure: Figure, pictures: Path, words: Words, suffix: str, alt: str
) -> dict[str, str]:
    # A scenario's name is a user's: only letters, digits and a few signs reach the file system.
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in f"{name}{suffix}")
    return {
        "data": save_png(figure, pictures / f"{safe}.png"),
        "alt": words(alt),
        "title": words(f"caption.{name}"),
    }
