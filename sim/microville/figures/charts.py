"""Charts over the years: people, the site, the cooperative, food, energy, services by function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.chart_parts import (
    Line,
    footnote,
    lines_over_time,
    panels,
)
from microville.figures.style import (
    BASELINE,
    BLUE,
    GREEN,
    INK,
    ORANGE,
    SERIES,
    SOFT_INK,
    heading,
    plain_axes,
)
from microville.figures.words import words_of
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.results import Results
    from microville.figures.words import Words

RESIDENTS, JOBS, BY_DAY = 300, 450, 1500
"""Targets of the programme: residents, jobs, people in daytime (univ-reims.fr, 2018)."""
GROUPS = ("present", "newcomer", "on_site_worker")


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
        x = years if yearly else 2025 + years / 12
        lines.append(Line(x, table, colour, title, dashed=i == 0))
    return lines


def people_chart(results: Results, lang: str = "fr") -> Figure:
    """Return inhabitants over time: those of today and their children, and newcomers."""
    words = words_of(results.comparison.territory, lang)
    figure, (left, right) = panels(2, wspace=0.14)
    for axes, group in ((left, "present"), (right, "newcomer")):
        lines = scenario_lines(results, words, "population", group)
        target = RESIDENTS if group == "newcomer" and results.has_targets else None
        lines_over_time(axes, lines, words, results.months, target=target)
        heading(axes, words(f"chart.people.{group}"), words("unit.inhabitants"))
    return _finish(figure, results, words)


def site_chart(results: Results, lang: str = "fr") -> Figure:
    """Return jobs, people by day and the share of floor in use on the site."""
    words = words_of(results.comparison.territory, lang)
    figure, drawn = panels(3)
    what = (("site_jobs", JOBS), ("site_presence_by_day", BY_DAY), ("site_floor_in_use_share", 0))
    for axes, (indicator, target) in zip(drawn, what, strict=True):
        lines = scenario_lines(results, words, indicator)
        shown = target if target and results.has_targets else None
        scale = 1.0 if target else 100.0
        lines_over_time(axes, lines, words, results.months, scale=scale, target=shown)
        heading(axes, words(f"chart.site.{indicator}"), words(f"chart.site.unit.{indicator}"))
    return _finish(figure, results, words)


def cooperative_chart(results: Results, lang: str = "fr") -> Figure:
    """Return cash, debt and animation of the cooperative."""
    words = words_of(results.comparison.territory, lang)
    figure, (cash, debt, animation) = panels(3)
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
    words = words_of(results.comparison.territory, lang)
    figure, (tonnes, people) = panels(2, wspace=0.14)
    lines = []
    for name, colour in (
        ("food_eaten_t", SOFT_INK),
        ("food_produced_t", ORANGE),
        ("food_local_t", GREEN),
    ):
        table = results.yearly(scenario, name)
        if not table.empty:
            years = table.index.to_numpy(float) + 0.5
            lines.append(Line(years, table, colour, words(f"chart.food.{name}")))
    lines_over_time(tonnes, lines, words, results.months, marker="o")
    heading(tonnes, words("chart.food.tonnes"), words("unit.t_year"))
    pair = []
    for name, group, colour in (
        ("population", "focus", SOFT_INK),
        ("food_land_people", "all", GREEN),
    ):
        table = results.series(scenario, name, group)
        if not table.empty:
            years = 2025 + table.index.to_numpy(float) / 12
            pair.append(Line(years, table, colour, words(f"chart.food.{name}")))
    lines_over_time(people, pair, words, results.months)
    heading(people, words("chart.food.people"), words("unit.persons"))
    return _finish(figure, results, words)


def energy_chart(results: Results, lang: str = "fr") -> Figure:
    """Return energy of homes and of the site, solar power, and emissions, by year."""
    words = words_of(results.comparison.territory, lang)
    figure, drawn = panels(4, wspace=0.3)
    names = ("energy_homes_mwh", "energy_site_mwh", "solar_mwh", "energy_co2_t")
    for axes, name in zip(drawn, names, strict=True):
        lines = scenario_lines(results, words, name, yearly="sum")
        lines_over_time(axes, lines, words, results.months, marker="o")
        unit = "unit.t_co2_year" if name == "energy_co2_t" else "unit.mwh_year"
        heading(axes, words(f"chart.energy.{name}"), words(unit))
    return _finish(figure, results, words)


def served_chart(results: Results, scenario: str, lang: str = "fr") -> Figure:
    """Return the share of wishes served nearby by function, without and with a programme."""
    words = words_of(results.comparison.territory, lang)
    figure, drawn = panels(3, left=0.135, wspace=0.1, height=4.2)
    figure.subplots_adjust(top=0.755, bottom=0.13)
    sampled = min(s.fraction for s in results.comparison.scenarios) < 1
    for axes, group in zip(drawn, GROUPS, strict=True):
        _dots(axes, results, scenario, group, words)
        title = words(f"group.{group}")
        if sampled and group == "on_site_worker":
            title = words("chart.served.few", name=words("chart.served.on_site_worker"))
        heading(axes, title)
        axes.set_yticks(range(6), [""] * 6)
    names = [words(f"function.{name}") for name in FUNCTIONS]
    drawn[0].set_yticks(range(6), names, fontsize=10, color=INK)
    figure.text(0.012, 0.965, words("chart.served.title"), fontsize=9.5, color=SOFT_INK, va="top")
    _key(figure, words)
    note = words("chart.served.few_note") if sampled else ""
    seeds = len(results.comparison.seeds)
    count = words.number(seeds)
    key = "chart.served.range" if seeds > 1 else "chart.served.one_seed"
    footnote(figure, f"{words(key, count=count)} {note}".strip())
    return figure


def _key(figure: Figure, words: Words) -> None:
    axes = figure.add_axes((0.70, 0.92, 0.29, 0.06))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(-1, 1)
    axes.plot([0.05], [0], "o", ms=8, mfc="#ffffff", mec=BASELINE, mew=2)
    axes.text(0.1, 0, words("chart.without"), fontsize=9, color=SOFT_INK, va="center")
    axes.plot([0.68], [0], "o", ms=7, color=BLUE)
    axes.text(0.73, 0, words("chart.with"), fontsize=9, color=BLUE, va="center")


def _dots(axes: Axes, results: Results, scenario: str, group: str, words: Words) -> None:
    plain_axes(axes)
    axes.grid(visible=False)
    axes.set_xlim(-6, 106)
    axes.set_ylim(5.5, -0.95)
    axes.set_xticks([0, 25, 50, 75, 100])
    base, anybody = results.baseline.name, False
    for row, function in enumerate(FUNCTIONS):
        axes.axhline(row, color="#e6e8eb", lw=1.2, zorder=1)
        name = f"served_nearby_{function}"
        before, after = results.at(base, name, group), results.at(scenario, name, group)
        if before and after:
            axes.plot(
                [before.mean * 100, after.mean * 100],
                [row, row],
                color="#b9c0c8",
                lw=4,
                zorder=2,
                solid_capstyle="round",
            )
        if before:
            anybody = True
            axes.plot(
                before.mean * 100, row, "o", ms=10, mfc="#ffffff", mec=BASELINE, mew=2, zorder=3
            )
        if after:
            axes.plot([after.low * 100, after.high * 100], [row, row], color=BLUE, lw=1, zorder=3.5)
            axes.plot(after.mean * 100, row, "o", ms=6.5, color=BLUE, zorder=4)
            axes.annotate(
                words.percent(after.mean),
                (after.mean * 100, row),
                (0, 7),
                textcoords="offset points",
                fontsize=8.5,
                color=BLUE,
                va="bottom",
                ha="center",
            )
    if not anybody:
        axes.text(
            100,
            -0.8,
            words("chart.served.nobody_before"),
            fontsize=8.5,
            color=SOFT_INK,
            ha="right",
            va="center",
            style="italic",
        )


def _finish(figure: Figure, results: Results, words: Words) -> Figure:
    seeds = len(results.comparison.seeds)
    text = words("chart.band", count=words.number(seeds)) if seeds > 1 else words("chart.one_seed")
    footnote(figure, text)
    return figure
