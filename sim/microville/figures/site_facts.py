"""The site in numbers: its targets, the cooperative's accounts, food, and who can reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.charts import BY_DAY, JOBS, RESIDENTS
from microville.figures.results import Spread
from microville.figures.words import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import Scenario
    from microville.territory import Option

Row = dict[str, object]
SITE = (
    ("site_jobs", "all", JOBS),
    ("population", "newcomer", RESIDENTS),
    ("site_dwellings_occupied", "all", None),
    ("site_floor_in_use_share", "all", None),
    ("site_presence_by_day", "all", BY_DAY),
)


def ranged(spread: Spread | None, write: Callable[[float], str], words: Words) -> str:
    """Return a number in words, with its range over seeds where they differ."""
    if spread is None:
        return words("none")
    text = write(spread.mean)
    if write(spread.low) != write(spread.high):
        text += words("range", low=write(spread.low), high=write(spread.high))
    return text


def site_rows(results: Results, scenario: Scenario, words: Words) -> list[Row]:
    """Return jobs, residents, dwellings, floor and people by day: without, with, target."""
    rows: list[Row] = []
    for name, group, wanted in SITE:
        write = words.percent if name.endswith("share") else words.number
        # A group without anybody has no row: nobody lives there, which is zero, not unknown.
        before = results.at(results.baseline.name, name, group)
        after = results.at(scenario.name, name, group)
        empty = write(0.0)
        target = wanted if results.has_targets else None
        row: Row = {
            "label": words(f"site.{name}"),
            "before": ranged(before, write, words) if before else empty,
            "after": ranged(after, write, words) if after else empty,
            "target": words.number(target) if target else words("none"),
            "verdict": "",
            "kind": "none",
        }
        if target:
            reached = (after.mean if after else 0.0) / target
            # Within two per cent of a round target is as good as reached.
            row["kind"] = "reached" if reached >= 0.98 else "short"
            row["verdict"] = (
                words("site.reached")
                if reached >= 0.98
                else words("site.share_of_target", share=words.percent(reached))
            )
        rows.append(row)
    return rows


def cooperative_rows(results: Results, scenario: Scenario, words: Words) -> list[Row]:
    """Return cash, lowest cash and when, debt and animation: without and with."""
    names = (results.baseline.name, scenario.name)
    rows: list[Row] = []

    def add(key: str, cells: list[str], kinds: tuple[str, str] = ("none", "none")) -> None:
        rows.append(
            {
                "label": words(f"cooperative.{key}"),
                "cells": [
                    {"text": text, "kind": kind} for text, kind in zip(cells, kinds, strict=True)
                ],
            }
        )

    cash = [results.at(name, "cooperative_cash_eur") for name in names]
    add("cash", [ranged(s, words.euros, words) for s in cash])
    lowest = [results.lowest(name, "cooperative_cash_eur") for name in names]
    add(
        "lowest",
        [
            words("cooperative.when", value=words.euros(low[0]), month=words.month(low[1]))
            if low
            else words("none")
            for low in lowest
        ],
        tuple("loss" if low and low[0] < 0 else "none" for low in lowest),  # type: ignore[arg-type]
    )
    debt = [results.at(name, "cooperative_debt_eur") for name in names]
    add("debt", [ranged(s, words.euros, words) for s in debt])
    add("net", [ranged(_net(results, name), words.euros, words) for name in names])
    rents = [results.last_year(name, "cooperative_rents_eur") for name in names]
    add("rents", [ranged(s, words.euros, words) for s in rents])
    animation = [results.last_year(name, "animation_eur") for name in names]
    add("animation", [ranged(s, words.euros, words) for s in animation])
    add("cut", [_cut(results, name, words) for name in names])
    return rows


def _net(results: Results, scenario: str) -> Spread | None:
    """Return cash less debt at the end, seed by seed."""
    cash, debt = (results.series(scenario, f"cooperative_{what}_eur") for what in ("cash", "debt"))
    if cash.empty or debt.empty:
        return None
    return Spread.of((cash - debt).iloc[-1].dropna())


def _cut(results: Results, scenario: str, words: Words) -> str:
    series = results.series(scenario, "animation_eur")
    if series.empty:
        return words("none")
    months = (series <= 0).sum(axis=0)
    low, high = int(months.min()), int(months.max())
    if high == 0:
        return words("cooperative.never_cut")
    text = words.number(high) if low == high else f"{low}{words('map.to')}{high}"
    return words("cooperative.months_cut", count=text, all=words.number(len(series)))


def food_facts(results: Results, scenario: Scenario, words: Words) -> dict[str, str]:
    """Return what the land could feed, what it grew, what is eaten, and what of it is local."""

    def tonnes(name: str) -> str:
        return ranged(
            results.last_year(scenario.name, name), lambda v: f"{words.number(v)}{NO_BREAK}t", words
        )

    eaten = results.last_year(scenario.name, "food_eaten_t")
    local = results.last_year(scenario.name, "food_local_t")
    share = local.mean / eaten.mean if local and eaten and eaten.mean > 0 else 0.0
    area = results.at(scenario.name, "food_land_ha")
    return {
        "land": f"{words.number(area.mean if area else 0.0)}{NO_BREAK}ha",
        "people": ranged(results.at(scenario.name, "food_land_people"), words.number, words),
        "focus": ranged(results.at(scenario.name, "population", "focus"), words.number, words),
        "produced": tonnes("food_produced_t"),
        "eaten": tonnes("food_eaten_t"),
        "local": tonnes("food_local_t"),
        "share": words.percent(share, 1 if share < 0.1 else 0),
    }


def reach_rows(
    reach: pd.DataFrame, results: Results, words: Words
) -> tuple[list[Row], dict[str, str]]:
    """Return who reaches the site for each variant of gates and links, and the ranges."""
    options = {option.name: option for option in results.comparison.territory.info.options}
    rows: list[Row] = []
    for variant in reach["variant"].drop_duplicates():
        mine = reach[reach["variant"] == variant].set_index(["profile", "minutes"])
        rows.append(
            {
                "label": _variant(str(variant), options, words),
                "first": variant == "default",
                "cells": [
                    words.number(mine.loc[key, "persons"])
                    for key in (("walk", 15), ("walk", 30), ("bike", 15), ("bike", 30))
                ],
                "mean": [
                    words.number(mine.loc[(mode, 15), "mean_min"]) for mode in ("walk", "bike")
                ],
            }
        )
    span = {}
    for mode in ("walk", "bike"):
        for minutes in (15, 30):
            chosen = reach[(reach["profile"] == mode) & (reach["minutes"] == minutes)]["persons"]
            low, high = words.number(chosen.min()), words.number(chosen.max())
            span[f"{mode}_{minutes}"] = (
                low if low == high else words("reach.span", low=low, high=high)
            )
    return rows, span


def _variant(name: str, options: dict[str, Option], words: Words) -> str:
    if name in {"default", "all"}:
        return words(f"reach.{name}")
    option = options.get(name)
    if option is None:
        return name
    label = words.pick(option.label_fr, option.label_en)
    kind = "off" if option.default else "on"
    key = f"reach.{option.kind}_{kind}"
    return words(key, label=label) if words.has(key) else label
