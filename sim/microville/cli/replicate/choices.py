"""Experiments that ask what a few choices give, one table and one figure each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microville.cli.replicate.page import Asked, picture, put_between
from microville.cli.replicate.sweeps import settings_text, sweep_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from microville.scenario import Scenario
    from microville.sweeps.analysis.levels import Level

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PAGE = "experiments.md"


@dataclass(frozen=True, slots=True)
class Shown:
    """How an experiment's choices are shown.

    Attributes
    ----------
    axis
        What the choices are.
    name_of
        What people call a choice, given the first scenario.
    note
        Of choices with long names, drawn as rows: what is shown. Empty: drawn as lines.
    """

    axis: str
    name_of: Callable[[Level, Scenario], str]
    note: str = ""


def _opened(level: Level, _: Scenario) -> str:
    names = {
        "link_courcy_direct": "direct way",
        "gate_north": "north gate",
        "gate_east": "east gate",
    }
    found = [name for key, name in names.items() if level[f"territory.options.{key}"]]
    return " + ".join(found) or "as assumed"


def _month(level: Level, _: Scenario) -> str:
    year, month = str(level["cooperative.charter"]).split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def _gardens_ha(level: Level, scenario: Scenario) -> str:
    parcels = {key.split(".")[1] for key, cover in level.items() if cover == "market_garden"}
    area = sum(e.area_ha for e in scenario.programme.parcels if e.parcel in parcels)
    return f"{area:g}"


CHOICES = {
    "gates": Shown(
        "opened",
        _opened,
        "One run each, with the same seed.",
    ),
    "animation": Shown(
        "animation budget, thousand euros a year",
        lambda level, _: f"{level['finance.animation_eur_year'] / 1000:.0f}",  # type: ignore[operator]
    ),
    "gardens": Shown("hectares of gardens, else cereals", _gardens_ha),
    "size": Shown("share of the programme", lambda level, _: f"{level['cooperative.size']:.0%}"),
    "charter": Shown("charter signed", _month),
}


def choices(name: str, asked: Asked) -> None:
    """Write the table and the figure of an experiment of choices."""
    from microville.figures.level_chart import level_chart
    from microville.figures.level_rows import level_rows
    from microville.figures.style import save_png
    from microville.runs import canonical_hash
    from microville.sweeps.analysis.levels import level_table, levels_of

    shown = CHOICES[name]
    sweep, results = sweep_of(name, asked)
    table = level_table(sweep, results)
    scenarios = list(sweep.context.scenarios.values())
    levels = [shown.name_of(level, scenarios[0]) for level in levels_of(sweep)[0]]
    titles = {scenario.name: scenario.title.en for scenario in scenarios}
    digest = canonical_hash([results.drop(columns="run_id")])
    text = f"{settings_text(sweep, digest)}\n{choices_text(table, levels, shown)}"
    text += picture(name, f"What each choice gives: {shown.axis}")
    put_between(asked.docs / PAGE, name, text)
    draw = (
        level_rows(table, levels, shown.note)
        if shown.note
        else level_chart(table, levels, shown.axis, titles)
    )
    save_png(draw, asked.docs / "images" / f"experiment_{name}.png")


def choices_text(table: pd.DataFrame, levels: Sequence[str], shown: Shown) -> str:
    """Return the table of a page: a row a choice, a column an outcome.

    A value is bold where it differs from that of the first choice: the 95 % interval of the
    difference, seed by seed, does not hold zero (told from three seeds on).
    """
    from microville.figures.level_chart import outcome_title

    outcomes = list(dict.fromkeys(table["outcome"]))
    scenarios = list(dict.fromkeys(table["scenario"]))
    several = len(scenarios) > 1
    head = [*(["scenario"] if several else []), shown.axis, *map(outcome_title, outcomes)]
    lines = [_line(head), _line(["---"] * len(head))]
    by_key: dict[Any, Any] = {(r.scenario, r.level, r.outcome): r for r in table.itertuples()}
    for scenario in scenarios:
        for number, name in enumerate(levels):
            rows = [by_key[scenario, number, outcome] for outcome in outcomes]
            first = [f"`{scenario}`"] if several else []
            lines.append(_line([*first, name, *map(_cell, rows)]))
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: Any) -> str:
    from microville.figures.value_text import value_text
    from microville.indicators import all_indicators
    from microville.runs.spread import ENOUGH

    if row.seeds == 0:
        return "nobody"
    text = value_text(row.mean, all_indicators()[row.outcome.partition("|")[0]].unit)
    differs = row.seeds >= ENOUGH and row.difference_low * row.difference_high > 0
    return f"**{text}**" if differs else text
