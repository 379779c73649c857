"""The unexpected: what closes, fails or leaves, and for how long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import solara

from microville.app.edits import SHARED, ShockEdit
from microville.app.pages.asking import use_answer
from microville.app.pages.parts import Action, Choice, Folded
from microville.app.telling import building_name, length
from microville.scenario.shock import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from microville.app.session import Session
    from microville.figures.words import Words

KINDS = get_args(Kind)
CATEGORIES = (
    "bakery",
    "grocery",
    "supermarket",
    "general_practitioner",
    "pharmacy",
    "restaurant_cafe",
)
LENGTHS = ("7 days", "15 days", "45 days", "1 months", "3 months", "6 months", "12 months")
SHARES = ("10", "25", "50", "100")
RADII = ("0", "300", "1000")
CLICKED = "*"
MAIN = "*"
Options = list[tuple[str, str]]
Service = tuple[str, str, str]
"""What it is called, its category, its commune."""


@solara.component
def Shocks(session: Session, words: Words, clicked: tuple[float, float] | None) -> None:
    """Let the visitor try the unexpected from next month on."""
    if session.view.value.state:
        given = (session, words, clicked)
        Folded(words("live.shocks"), ShockForm, given, name="shocks")


@solara.component
def ShockForm(session: Session, words: Words, clicked: tuple[float, float] | None) -> None:
    """Let the visitor say what happens, to what, for how long."""
    view = session.view.value
    what, set_what = solara.use_state(KINDS[0])
    long, set_long = solara.use_state(LENGTHS[3])
    share, set_share = solara.use_state(SHARES[2])
    chosen, set_chosen = solara.use_state({})
    still = view.phase == "ready" and not session.busy.value and not view.playing
    asks = still and what in ("close_facility", "tenant")
    found, _ = use_answer(session, "hittable", when=asks, again=(view.month, view.edits))

    def choose(kind: str, value: str) -> None:
        set_chosen({**chosen, kind: value})

    services = services_of(view.seen, found, words)
    edit = made(what, long, share, chosen, clicked, view.month, services)
    with solara.Div(classes=["mv-fold"]):
        kinds = [(name, words(f"live.shock.kind.{name}")) for name in KINDS]
        Choice(words("live.shock.what"), what, kinds, set_what, name="shock-what")
        Target(session, words, what, chosen, choose, services, found.get("tenants", ()), clicked)
        with solara.Div(classes=["mv-row"]):
            lengths = [(name, _length(name, words)) for name in LENGTHS]
            Choice(words("live.shock.length"), long, lengths, set_long, name="shock-length")
            if what in SHARED:
                shares = [(value, value) for value in SHARES]
                Choice(words("live.shock.share"), share, shares, set_share, name="shock-share")
        Action(
            words("live.shock.apply"),
            lambda: session.change(edit) if edit else None,
            name="shock",
            disabled=session.busy.value or view.phase != "ready" or edit is None,
        )


@solara.component
def Target(
    session: Session,
    words: Words,
    what: str,
    chosen: Mapping[str, str],
    choose: Callable[[str, str], None],
    services: Mapping[str, Service],
    tenants: Sequence[tuple[str, int]],
    clicked: tuple[float, float] | None,
) -> None:
    """Let the visitor say which services, street or tenant."""
    info = session.shared.info

    def ask(label: str, options: Options) -> None:
        first = options[0][0] if options else ""
        value = chosen.get(what, first)
        Choice(label, value, options, lambda v: choose(what, v), name=f"shock-{what}")

    if what == "close_category":
        names = [(name, words(f"category.{name}")) for name in CATEGORIES]
        ask(words("live.shock.category"), names)
    elif what == "close_facility":
        ask(words("live.shock.one"), [(name, row[0]) for name, row in services.items()])
        solara.HTML("div", words("live.shock.one_hint"), classes=["mv-small"])
    elif what == "close_street":
        switches = [(o["name"], words.pick(o["fr"], o["en"])) for o in info["options"]]
        ask(words("live.shock.street"), [(CLICKED, words("live.shock.clicked")), *switches])
        if chosen.get(what, CLICKED) == CLICKED:
            radii = [(value, _radius(value, words)) for value in RADII]
            radius = chosen.get("radius", RADII[0])
            label = words("live.shock.around")
            Choice(label, radius, radii, lambda v: choose("radius", v), name="shock-radius")
            if clicked is None:
                solara.HTML("div", words("live.shock.click"), classes=["mv-small"])
    elif what == "tenant":
        those = [
            (name, words("live.shock.jobs", building=building_name(info, name, words), count=jobs))
            for name, jobs in tenants
        ]
        ask(words("live.shock.tenant"), [(MAIN, words("live.shock.main")), *those])
        if not tenants:
            solara.HTML("div", words("live.shock.no_tenant"), classes=["mv-small"])


def made(
    what: str,
    long: str,
    share: str,
    chosen: Mapping[str, str],
    clicked: tuple[float, float] | None,
    month: int,
    services: Mapping[str, Service],
) -> ShockEdit | None:
    """Return the change that is chosen, None while something is missing.

    Parameters
    ----------
    what
        Kind of disturbance.
    long
        One of :data:`LENGTHS`.
    share
        Percent.
    chosen
        What was chosen for each kind, and ``"radius"`` (m).
    clicked
        Last point clicked on the map: longitude, latitude (degrees).
    month
        From when.
    services
        Those that may close alone.
    """
    count, _, unit = long.partition(" ")
    days, months = (int(count), 1) if unit == "days" else (0, int(count))
    edit = ShockEdit("", month, months, 1.0, what, days=days)
    if what in SHARED:
        edit = replace(edit, share=int(share) / 100)
    if what == "close_category":
        return replace(edit, category=chosen.get(what, CATEGORIES[0]))
    if what == "close_facility":
        name = chosen.get(what, next(iter(services), ""))
        if name not in services:
            return None
        _, category, commune = services[name]
        return replace(edit, category=category, target=name, commune=commune)
    if what == "close_street" and chosen.get(what, CLICKED) == CLICKED:
        if clicked is None:
            return None
        # Six decimals of a degree are a tenth of a metre.
        lon, lat = (round(value, 6) for value in clicked)
        return replace(edit, lon=lon, lat=lat, radius_m=float(chosen.get("radius", RADII[0])))
    target = chosen.get(what, MAIN)
    return replace(edit, target="" if target == MAIN else target)


def services_of(
    seen: Mapping[str, Any], found: Mapping[str, Any], words: Words
) -> dict[str, Service]:
    """Return what may close alone by identifier: the clicked service first, then those nearby.

    Services of one kind in one commune are numbered, so that a list tells them apart.
    """
    rows = [tuple(row) for row in found.get("facilities", ())]
    if seen.get("kind") == "service" and seen.get("category") and seen.get("open"):
        clicked = (str(seen["name"]), str(seen["category"]), str(seen["commune"]))
        rows = [clicked, *(row for row in rows if row[0] != clicked[0])]
    services: dict[str, Service] = {}
    counts: dict[tuple[str, str], int] = {}
    for name, category, commune in rows:
        nth = counts[category, commune] = counts.get((category, commune), 0) + 1
        label = words(f"category.{category}") if words.has(f"category.{category}") else category
        label = f"{label[:1].upper()}{label[1:]}, {commune}" + (f" ({nth})" if nth > 1 else "")
        services[name] = (label, category, commune)
    return services


def _length(name: str, words: Words) -> str:
    count, _, unit = name.partition(" ")
    days = int(count) if unit == "days" else 0
    return length(ShockEdit("", 0, int(count), 1.0, days=days), words)


def _radius(value: str, words: Words) -> str:
    if value == RADII[0]:
        return words("live.shock.closest")
    return words("live.shock.within", count=words.number(float(value)))
