"""What changes for whom: three groups apart, and communes where anything changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.figures.charts import GROUPS
from microville.figures.map_legend import NO_CHANGE

if TYPE_CHECKING:
    from microville.figures.results import Results, Spread
    from microville.figures.words import Words
    from microville.scenario import Scenario

MEASURES = (
    "place_score_walk_15",
    "place_score_walk_30",
    "place_score_bike_15",
    "place_score_bike_30",
    "person_served_nearby_share",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a table: what, without, with, and the change in words.

    Attributes
    ----------
    label, before, after, change
        Texts.
    kind
        ``"same"``, ``"gain"``, ``"loss"``, ``"open"`` (seeds disagree on the sign), ``"other"``
        (not the same people), ``"none"``.
    """

    label: str
    before: str
    after: str
    change: str
    kind: str


@dataclass(frozen=True, slots=True)
class GroupTable:
    """What changes for one group of people; not compared where nobody is there without it."""

    title: str
    count: str
    lines: tuple[Change, ...]
    note: str
    nothing: bool
    compared: bool


def group_tables(results: Results, scenario: Scenario, words: Words) -> list[GroupTable]:
    """Return a table for each group of people that exists with the scenario."""
    return [_group(results, scenario, group, words) for group in GROUPS]


def _group(results: Results, scenario: Scenario, group: str, words: Words) -> GroupTable:
    base = results.baseline.name
    lines = tuple(
        _line(
            words(f"measure.{name}"),
            results.at(base, name, group),
            results.at(scenario.name, name, group),
            results.difference(scenario.name, name, group),
            words,
            same_people=group != "on_site_worker",
        )
        for name in MEASURES
    )
    before, after = (results.at(name, "population", group) for name in (base, scenario.name))
    count = words(
        f"who.count.{group}",
        before=words.number(before.mean if before else 0),
        after=words.number(after.mean if after else 0),
    )
    compared = before is not None and before.mean > 0
    note = words(f"who.note.{group}")
    if group == "on_site_worker" and scenario.fraction < 1:
        note += " " + words("who.note.sampled", share=words.percent(scenario.fraction))
    nothing = bool(lines) and all(line.kind == "same" for line in lines)
    return GroupTable(words(f"group.{group}"), count, lines, note, nothing, compared)


def _line(
    label: str,
    before: Spread | None,
    after: Spread | None,
    change: Spread | None,
    words: Words,
    *,
    same_people: bool,
) -> Change:
    first, second = (words.percent(s.mean) if s else words("none") for s in (before, after))
    if change is None:
        return Change(label, first, second, words("who.no_comparison"), "none")
    kind = kind_of(change)
    if kind == "same" and before and after:
        if first != second:
            # Two rounded numbers that differ would contradict "no change".
            first, second = (words.percent(s.mean, 1) for s in (before, after))
        return Change(label, first, second, words("no_change"), kind)
    text = words.points(change.mean)
    if kind == "open":
        text = words(
            "who.open", low=words.signed(change.low * 100), high=words.signed(change.high * 100)
        )
    if not same_people and kind != "open":
        kind = "other"
    return Change(label, first, second, text, kind)


def kind_of(change: Spread) -> str:
    """Return whether a difference of shares is a gain, a loss, none, or open between seeds."""
    if abs(change.mean) < NO_CHANGE:
        return "same"
    if change.low < 0 < change.high:
        return "open"
    return "gain" if change.mean > 0 else "loss"


def arrivals(results: Results, scenario: Scenario, words: Words) -> str:
    """Return who else lives in the focus area: people who came to old dwellings."""
    names = (results.baseline.name, scenario.name)
    before, after = (results.at(name, "population", "arrival") for name in names)
    return words(
        "who.arrivals",
        before=words.number(before.mean if before else 0),
        after=words.number(after.mean if after else 0),
    )


def commune_rows(results: Results, scenario: Scenario, words: Words) -> list[dict[str, object]]:
    """Return communes outside the focus where a measure changes by more than the threshold."""
    zones = results.comparison.territory.layers["zones"]
    rows: list[dict[str, object]] = []
    for zone in zones[~zones["focus"]].sort_values("name").itertuples():
        cells = []
        for name in MEASURES:
            change = results.difference(scenario.name, name, f"commune:{zone.zone}")
            moved = change is not None and kind_of(change) in {"gain", "loss"}
            text = words.points(change.mean) if change and moved else words("no_change_short")
            cells.append((text, kind_of(change) if change and moved else "same"))
        if any(kind != "same" for _, kind in cells):
            rows.append(
                {"name": zone.name, "people": words.number(zone.population), "cells": cells}
            )
    return rows
