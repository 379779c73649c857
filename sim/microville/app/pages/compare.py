"""Comparer / Compare: two to five scenarios side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import solara

from microville.app.comparing import order_of
from microville.app.pages.parts import Action, Choice, Heading, Listing
from microville.app.radar import radar
from microville.app.refusals import refusal
from microville.app.tables import table
from microville.app.telling import building_name
from microville.app.titles import scenario_titles
from microville.scenario import load_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.comparing import Comparing, Order
    from microville.app.jobs import Progress
    from microville.app.session import Session
    from microville.figures.words import Words

YEARS = ("1", "2", "5", "10", "15", "20")
SEEDS = ("1", "2", "4", "8")
MARKS = {"gain": "▲", "loss": "▼", "same": "=", "open": "?", "other": "≠", "none": ""}


@solara.component
def Compare(session: Session, comparing: Comparing, words: Words) -> None:
    """Choose, follow, read."""
    progress = comparing.progress.value
    with solara.Div(classes=["mv-sheet"]):
        Heading(words("compare.title"))
        Chooser(session, comparing, words)
        Follow(comparing, words)
        if progress.phase in ("waiting", "running"):
            Meanwhile(session, words)
        if progress.phase == "done":
            Result(progress.result, words, schematic=session.shared.info["schematic"])


@solara.component
def Chooser(session: Session, comparing: Comparing, words: Words) -> None:
    """Let the visitor choose scenarios, years and draws."""
    titles = solara.use_memo(scenario_titles, [])
    first = ["status_quo"] if "status_quo" in titles else []
    other = [name for name in titles if name not in first][:1]
    chosen, set_chosen = solara.use_state([*first, *other])
    mine, set_mine = solara.use_state(True)
    years, set_years = solara.use_state("5")
    seeds, set_seeds = solara.use_state("2")
    view = session.view.value
    running = comparing.progress.value.phase in ("waiting", "running")

    def turn(name: str, on: bool) -> None:
        set_chosen([n for n in titles if (n in chosen and n != name) or (on and n == name)])

    base = sorted(chosen, key=lambda name: name != "status_quo")
    changed = (view.scenario, view.edits) if view.edits and mine else None
    order: Order | None = order_of(
        base,
        changed,
        months=12 * int(years),
        seeds=int(seeds),
        fraction=view.fraction,
        map_name=session.shared.map_name,
    )
    with solara.Div(classes=["mv-row"]):
        for name, both in titles.items():
            solara.Checkbox(
                label=words.pick(*both),
                value=name in chosen,
                on_value=lambda on, name=name: turn(name, on),
                disabled=running,
            )
        if view.edits:
            solara.Checkbox(label=words("compare.mine"), value=mine, on_value=set_mine)
    with solara.Div(classes=["mv-row mv-narrow"]):
        pairs = [(value, _years(int(value), words)) for value in YEARS]
        Choice(words("compare.years"), years, pairs, set_years, name="years")
        Choice(words("compare.seeds"), seeds, [(v, v) for v in SEEDS], set_seeds, name="seeds")
        Action(
            words("compare.start"),
            lambda: comparing.start(order) if order else None,
            name="compare",
            disabled=order is None or running,
            main=True,
        )
    if order is None:
        solara.HTML("div", escape(words("compare.two")), classes=["mv-small"])
    elif base and base[0] in titles:
        text = words("compare.base", name=words.pick(*titles[base[0]]))
        solara.HTML("div", escape(text), classes=["mv-small"])


@solara.component
def Follow(comparing: Comparing, words: Words) -> None:
    """Show how far the comparison is, and how to give it up."""
    progress: Progress = comparing.progress.value
    if progress.phase in ("waiting", "running"):
        told = words(f"compare.{progress.phase}", share=words.percent(progress.share))
        if progress.left_s is not None:
            told += f" {words('compare.left', seconds=words.number(max(progress.left_s, 1)))}"
        with solara.Div(attributes={"role": "status"}):
            solara.ProgressLinear(progress.share * 100 if progress.share else True)
            solara.HTML("div", escape(told), classes=["mv-small"])
            Action(words("compare.cancel"), comparing.cancel, name="cancel")
    elif progress.phase == "cancelled":
        solara.HTML("div", escape(words("compare.cancelled")), classes=["mv-small"])
    elif progress.phase == "failed":
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(refusal(progress.message, words) or words("compare.failed"))


@solara.component
def Meanwhile(session: Session, words: Words) -> None:
    """Show what the live page's programme plans: that is known before anything is simulated."""
    name = session.view.value.scenario
    planned = solara.use_memo(lambda: plans(name), [name])
    if not planned:
        return
    title = words.pick(*scenario_titles().get(name, (name, name)))
    told = [
        words(
            "compare.planned",
            name=words.pick(*names) or building_name(session.shared.info, building, words),
            use=words(f"use.{use}"),
            month=words.month(month),
        )
        for month, names, building, use in planned
    ]
    Heading(words("compare.meanwhile", name=title))
    Listing(told, name="planned")


def plans(scenario: str) -> list[tuple[int, tuple[str, str], str, str]]:
    """Return what a scenario plans, the earliest first: month, names, building, use."""
    programme = load_scenario(scenario).programme
    return sorted(
        (entry.start_month, (entry.name_fr, entry.name_en), entry.building, entry.use)
        for entry in programme.buildings
        if entry.use
    )


@solara.component
def Result(result: Mapping[str, Any], words: Words, *, schematic: bool) -> None:
    """Show what a comparison gave: sentences first, then numbers."""
    titles = {name: words.pick(fr, en) for name, fr, en in result["titles"]}
    base = next(iter(titles))
    if schematic:
        solara.HTML("span", escape(words("app.schematic")), classes=["mv-schematic"])
    for said in result["said"][words.lang]:
        with solara.Div(classes=["mv-result"]):
            name = titles[said["scenario"]]
            text = words("compare.against", name=name, base=titles[base])
            solara.HTML("h2", escape(text), classes=["mv-h2 mv-big"])
            solara.HTML("div", escape(_scope(result, words)), classes=["mv-small"])
            for part, sentences in said["parts"]:
                if sentences:
                    Heading(words(f"compare.part.{part}"))
                    Listing(sentences, name="sentences")
            picture = (
                f'<img class="mv-picture" src="{said["map"]}" alt="{escape(said["map_text"])}">'
            )
            solara.HTML("div", picture)
            solara.HTML("div", _tables(said, words, titles[base], name), classes=["mv-tables"])
            if said["impacts"]:
                Impacts(said["impacts"], words)
    series = [(titles[name], result["radar"][name]) for name in titles]
    solara.HTML("div", radar(series, words, words("compare.radar")), classes=["mv-result"])
    note = words("compare.seeds_one" if result["seeds"] == 1 else "compare.interval")
    solara.HTML("div", escape(note), classes=["mv-small"])


@solara.component
def Impacts(found: Mapping[str, Any], words: Words) -> None:
    """Show what a programme is worth in euros, for whom, and what no sum counts."""
    solara.HTML("h2", escape(words("impacts.title")), classes=["mv-h2"])
    solara.HTML("div", escape(f"{found['sentence']} {found['intro']}"), classes=["mv-small"])
    rows = [[block["title"], *block["totals"]] for block in found["blocks"]]
    rows.append([words("impacts.total"), *found["total"]])
    body = table(words("impacts.who"), found["heads"], rows)
    solara.HTML("div", body, classes=["mv-tables"])
    with solara.Details(words("impacts.left_out")):
        colon = words("impacts.colon")
        left = [f"{part['label']}{colon} {part['why']}" for part in found["left_out"]]
        Listing(left, name="left_out")


def _scope(result: Mapping[str, Any], words: Words) -> str:
    """Return how long and how often was simulated."""
    several = words("compare.draws_many", count=words.number(result["seeds"]))
    seeds = words("compare.draws") if result["seeds"] == 1 else several
    years = _years(result["months"] / 12, words)
    return words("compare.scope", years=years, draws=seeds)


def _years(count: float, words: Words) -> str:
    key = "compare.year_one" if count == 1 else "compare.years_count"
    return words(key, count=words.number(count))


def _tables(said: Mapping[str, Any], words: Words, base: str, name: str) -> str:
    parts = [_group(group, words) for group in said["groups"]]
    parts.append(
        table(
            words("compare.site"),
            [base, name, words("report.target")],
            [[r["label"], r["before"], r["after"], r["target"]] for r in said["site"]],
        )
    )
    rows = [[r["label"], *(cell["text"] for cell in r["cells"])] for r in said["ledger"]]
    parts.append(table(words("compare.ledger"), [base, name], rows))
    return "".join(parts)


def _group(group: Mapping[str, Any], words: Words) -> str:
    heads = [words("report.without"), words("report.with"), words("report.change")]
    rows = [
        [line["label"], line["before"], line["after"], f"{MARKS[line['kind']]} {line['change']}"]
        for line in group["lines"]
    ]
    return table(f"{group['title']} · {group['count']}", heads, rows, note=group["note"])
