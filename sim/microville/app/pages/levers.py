"""Numbers of the model as sliders, made from what each parameter says of itself."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.edits import ParameterEdit
from microville.app.pages.parts import Action, Choice, Folded
from microville.app.telling import plain_number, unit_name
from microville.parameters import rows

if TYPE_CHECKING:
    from microville.app.session import Session
    from microville.figures.words import Words
    from microville.parameters.table import ParameterRow

CHOSEN = (
    "finance.grant_share_works",
    "finance.loan_rate_pct",
    "finance.animation_eur_year",
    "works.deep_renovation_eur_m2",
    "rent.workshop",
    "housing.social_share",
    "housing.focus_reserved_share",
    "business.local_hiring_share",
    "entry.incubator_places",
    "food.local_sales_share",
    "mobility.walk_speed_kmh",
    "public_service.practitioner_leaving_share_year",
)
"""What a room asks about most (assumption); any other is found by its name."""
STEPS = 20


@solara.component
def Levers(session: Session, words: Words) -> None:
    """Let the visitor change a number: one of those chosen, or any by its name."""
    if session.view.value.state:
        Folded(words("levers.title"), LeverChoice, (session, words), name="levers")


@solara.component
def LeverChoice(session: Session, words: Words) -> None:
    """Let the visitor choose a number, then change it."""
    key, set_key = solara.use_state(CHOSEN[0])
    text = solara.use_reactive("")
    every = solara.use_memo(lambda: {row.key: row for row in rows()}, [])
    wanted = text.value.strip().lower()
    found = [row for row in every.values() if wanted in searched(row)] if wanted else []
    shown = [row.key for row in found] if wanted else list(CHOSEN)
    chosen = key if key in shown or not shown else shown[0]
    with solara.Div(classes=["mv-fold"]):
        solara.HTML("div", escape(words("levers.note")), classes=["mv-small"])
        solara.InputText(
            words("levers.search"), value=text, continuous_update=True, classes=["mv-write-lever"]
        )
        if not shown:
            solara.HTML("div", escape(words("levers.none")), classes=["mv-small"])
            return
        options = [(name, words.pick(every[name].label_fr, name)) for name in shown]
        Choice(words("levers.which"), chosen, options, set_key, name="lever")
        Lever(session, words, every[chosen]).key(f"lever {chosen}")


@solara.component
def Lever(session: Session, words: Words, row: ParameterRow) -> None:
    """Show one number with its range, what it is and where it comes from."""
    view = session.view.value
    present = present_value(session, row)
    value, set_value = solara.use_state(present)
    low, high, step = scale(row, present)
    unit = unit_name(row.unit, words)
    ready = view.phase == "ready" and not session.busy.value and not view.playing

    def change() -> None:
        session.change(ParameterEdit(row.key, int(value) if row.integer else value))

    told = f"{plain_number(value, words)} {unit}".strip()
    solara.HTML("div", escape(told), classes=["mv-lever-value"])
    solara.v.Slider(
        min=low,
        max=high,
        step=step,
        v_model=value,
        on_v_model=lambda found: set_value(rounded(found, row, step)),
        hide_details=True,
        class_="mv-slider",
        attributes={"aria-label": words.pick(row.label_fr, row.description)},
    )
    with solara.Div(classes=["mv-row mv-ends"]):
        solara.HTML("span", escape(plain_number(low, words)), classes=["mv-small"])
        solara.HTML("span", escape(plain_number(high, words)), classes=["mv-small"])
    source = f"{row.source} ({row.year})" if row.year else row.source
    kind = words(f"sources.{row.kind}")
    default = words("levers.default", value=f"{plain_number(row.value, words)} {unit}".strip())
    about = "" if words.lang == "fr" else row.description  # the label says it in French
    lines = [default, about, f"{kind}: {source}" if source else kind]
    body = "".join(f"<div>{escape(line)}</div>" for line in lines if line)
    solara.HTML("div", body, classes=["mv-small"])
    Action(
        words("levers.apply"),
        change,
        name="lever",
        disabled=not ready or math.isclose(value, present),
        main=True,
    )


def searched(row: ParameterRow) -> str:
    """Return where a search looks: name and words in both languages."""
    return f"{row.key} {row.label_fr} {row.description}".lower()


def present_value(session: Session, row: ParameterRow) -> float:
    """Return a parameter's value as things are: in the scenario, after the changes."""
    return float(session.view.value.state.get("parameters", {}).get(row.key, row.value))


def scale(row: ParameterRow, present: float) -> tuple[float, float, float]:
    """Return the least and greatest value of a slider and its step.

    The range is that of sensitivity studies, wider where the present value lies outside; without
    one, from half to twice the value, within what is allowed at all.
    """
    low = row.value / 2 if row.low is None else row.low
    high = row.value * 2 if row.high is None else row.high
    low, high = min(low, high, present), max(low, high, present)
    if high <= low:  # a range of nothing: a fact that studies leave alone
        low, high = low - abs(low) / 2, high + (abs(high) / 2 or 1.0)
    low = low if row.ge is None else max(low, row.ge)
    high = high if row.le is None else min(high, row.le)
    if row.integer:
        return math.floor(low), math.ceil(high), 1
    step = 10.0 ** math.floor(math.log10((high - low) / STEPS))
    return low, high, step


def rounded(value: float, row: ParameterRow, step: float) -> float:
    """Return a slider's value without the digits that only floating point adds."""
    if row.integer:
        return round(value)
    digits = max(0, 1 - math.floor(math.log10(step)))
    return round(float(value), digits)
