"""Charts over the years: people, the site, the cooperative, food, energy, services by function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.chart_parts import (
    Line,
    footnote,
    lines_over_time,
    target_line,
)
from microville.figures.style import (
    BASELINE,
    BLUE,
    GREEN,
    INK,
    ORANGE,
    SERIES,
    SOFT_INK,
    VERMILION,
    heading,
    new_figure,
    plain_axes,
)
from microville.figures.words import load_words
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.results import Results
    from microville.figures.words import Words

RESIDENTS, JOBS, BY_DAY = 300, 450, 1500
"""Targets of the programme: residents, jobs, people in daytime (univ-reims.fr, 2018)."""
GROUPS = ("present", "newcomer", "on_site_worker")
WIDTH = 10.4


def scenario_lines(
    results: Results, words: Words, indicator: str, group: str = "all", *, yearly: str = ""
) -> list[Line]:
    """Return a line for each scenario, the baseline grey; yearly is "", "sum" or "mean"."""
    lines = []
    for i, scenario in enumerate(results.comparison.scenarios):
        table = (
            results.yearly(scenario.name, indicator, group, how=yearly)
            if yearly
            else results.series(scenario.name, indicator, group)
        )
        if table.empty:
            continue
        years = table.index.to_numpy(float) + (0.5 if yearly else 0.0)
        colour = BASELINE if i == 0 else SERIES[(i - 1) % len(SERIES)]
        title = words.pick(scenario.title.fr, scenario.title.en).split(":")[0].strip()
        lines.append(Line(years if yearly else 2025 + years / 12, table, colour, title))
    return lines


def people_chart(results: Results, lang: str = "fr") -> Figure:
    """Return inhabitants over time: those of today and their children, and newcomers."""
    words = load_words(lang)
    figure = new_figure(WIDTH, 3.7)
    left, right = figure.subplots(1, 2)
    for axes, group in ((left, "present"), (right, "newcomer")):
        lines = scenario_lines(results, words, "population", group)
        lines_over_time(axes, lines, words, results.months)
        heading(axes, words(f"chart.people.{group}"), words("unit.inhabitants"))
    target_line(right, RESIDENTS, words("chart.target", value=words.number(RESIDENTS)))
    return _finish(figure, results, words)


def site_chart(results: Results, lang: str = "fr") -> Figure:
    """Return jobs, people by day and the share of floor in use on the site."""
    words = load_words(lang)
    figure = new_figure(WIDTH, 3.7)
    what = (("site_jobs", JOBS), ("site_presence_by_day", BY_DAY), ("site_floor_in_use_share", 0))
    for axes, (indicator, target) in zip(figure.subplots(1, 3), what, strict=True):
        lines = scenario_lines(results, words, indicator)
        share = not target
        lines_over_time(axes, lines, words, results.months, scale=100.0 if share else 1.0)
        heading(axes, words(f"chart.site.{indicator}"), words(f"chart.site.unit.{indicator}"))
        if target:
            target_line(axes, target, words("chart.target", value=words.number(target)))
        else:
            axes.set_ylim(0, 100)
    return _finish(figure, results, words)


def cooperative_chart(results: Results, lang: str = "fr") -> Figure:
    """Return cash, debt and animation of the cooperative."""
    words = load_words(lang)
    figure = new_figure(WIDTH, 3.7)
    cash, debt, animation = figure.subplots(1, 3)
    for axes, name in ((cash, "cooperative_cash_eur"), (debt, "cooperative_debt_eur")):
        lines = scenario_lines(results, words, name)
        lines_over_time(axes, lines, words, results.months, scale=1e-6, decimals=1)
        heading(axes, words(f"chart.cooperative.{name}"), words("unit.million_eur"))
    lines = scenario_lines(results, words, "animation_eur", yearly="sum")
    lines_over_time(animation, lines, words, results.months, scale=1e-3, marker="o")
    heading(animation, words("chart.cooperative.animation_eur"), words("unit.thousand_eur_year"))
    return _finish(figure, results, words)


def food_chart(results: Results, scenario: str, lang: str = "fr") -> Figure:
    """Return what the site grows beside what people eat, and people whom its land could feed."""
    words = load_words(lang)
    figure = new_figure(WIDTH, 3.7)
    tonnes, people = figure.subplots(1, 2)
    lines = []
    for name, colour in (("food_eaten_t", SOFT_INK), ("food_produced_t", ORANGE),
                         ("food_local_t", GREEN)):
        table = results.yearly(scenario, name)
        if not table.empty:
            years = table.index.to_numpy(float) + 0.5
            lines.append(Line(years, table, colour, words(f"chart.food.{name}")))
    lines_over_time(tonnes, lines, words, results.months, marker="o")
    heading(tonnes, words("chart.food.tonnes"), words("unit.t_year"))
    pair = []
    for name, group, colour in (("population", "focus", SOFT_INK),
                                ("food_land_people", "all", GREEN)):
        table = results.series(scenario, name, group)
        if not table.empty:
            years = 2025 + table.index.to_numpy(float) / 12
            pair.append(Line(years, table, colour, words(f"chart.food.{name}")))
    lines_over_time(people, pair, words, results.months)
    heading(people, words("chart.food.people"), words("unit.persons"))
    return _finish(figure, results, words)


def energy_chart(results: Results, lang: str = "fr") -> Figure:
    """Return energy of homes and of the site, solar power, and emissions, by year."""
    words = load_words(lang)
    figure = new_figure(WIDTH, 3.7)
    names = ("energy_homes_mwh", "energy_site_mwh", "solar_mwh", "energy_co2_t")
    for axes, name in zip(figure.subplots(1, 4), names, strict=True):
        lines = scenario_lines(results, words, name, yearly="sum")
        lines_over_time(axes, lines, words, results.months, marker="o")
        unit = "unit.t_co2_year" if name == "energy_co2_t" else "unit.mwh_year"
        heading(axes, words(f"chart.energy.{name}"), words(unit))
    return _finish(figure, results, words)


def served_chart(results: Results, scenario: str, lang: str = "fr") -> Figure:
    """Return the share of wishes served nearby by function, without and with a programme."""
    words = load_words(lang)
    figure = new_figure(WIDTH, 3.9)
    panels = figure.subplots(1, 3, sharey=True)
    for axes, group in zip(panels, GROUPS, strict=True):
        _dots(axes, results, scenario, group, words)
        heading(axes, words(f"group.{group}"), words("chart.served.unit"))
    panels[0].set_yticks(range(6), [words(f"function.{name}") for name in FUNCTIONS], fontsize=10,
                         color=INK)
    _finish(figure, results, words, note=words("chart.served.note"))
    return figure


def _dots(axes: Axes, results: Results, scenario: str, group: str, words: Words) -> None:
    plain_axes(axes)
    axes.grid(visible=False)
    axes.set_xlim(-4, 104)
    axes.set_ylim(5.6, -1.0)
    axes.set_xticks([0, 25, 50, 75, 100])
    for row, function in enumerate(FUNCTIONS):
        axes.axhline(row, color="#e6e8eb", lw=1.2, zorder=1)
        name = f"served_nearby_{function}"
        before = results.at(results.baseline.name, name, group)
        after = results.at(scenario, name, group)
        if before and after:
            axes.plot([before.mean * 100, after.mean * 100], [row, row], color=VERMILION, lw=2.2,
                      alpha=0.55, zorder=2)
        if before:
            axes.plot(before.mean * 100, row, "o", ms=9, mfc="#ffffff", mec=BASELINE, mew=2,
                      zorder=3)
        if after:
            axes.plot([after.low * 100, after.high * 100], [row, row], color=BLUE, lw=1, zorder=3.5)
            axes.plot(after.mean * 100, row, "o", ms=7, color=BLUE, zorder=4)
            right = after.mean < 0.85 and not (before and 0 < before.mean - after.mean < 0.2)
            axes.annotate(words.percent(after.mean), (after.mean * 100, row),
                          (9 if right else -9, 0), textcoords="offset points", fontsize=8.5,
                          color=BLUE, va="center", ha="left" if right else "right")
    axes.plot([0], [-0.72], "o", ms=8, mfc="#ffffff", mec=BASELINE, mew=2)
    axes.text(4, -0.72, words("chart.without"), fontsize=8.5, color=SOFT_INK, va="center")
    axes.plot([48], [-0.72], "o", ms=7, color=BLUE)
    axes.text(52, -0.72, words("chart.with"), fontsize=8.5, color=BLUE, va="center")
    if results.at(results.baseline.name, "served_nearby_living", group) is None:
        axes.text(100, 5.45, words("chart.served.nobody_before"), fontsize=8, color=SOFT_INK,
                  ha="right", va="bottom", style="italic")


def _finish(figure: Figure, results: Results, words: Words, note: str = "") -> Figure:
    figure.subplots_adjust(left=0.065 if not note else 0.135, right=0.985, top=0.8, bottom=0.165,
                           wspace=0.24 if not note else 0.1)
    seeds = len(results.comparison.seeds)
    text = words("chart.band", count=words.number(seeds)) if seeds > 1 else words("chart.one_seed")
    footnote(figure, f"{note} {text}".strip())
    return figure

