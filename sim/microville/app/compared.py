"""What a comparison says: sentences, tables and shapes, in both languages, as plain data."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from microville.app.edits import apply_edits
from microville.app.told import cost_sentences, function_sentences
from microville.app.words import app_words
from microville.figures.evaluation import impacts_block
from microville.figures.gains import gain_sentences
from microville.figures.maps import change_map
from microville.figures.results import Results
from microville.figures.say import (
    elsewhere_sentences,
    opened,
    people_sentences,
    site_sentences,
)
from microville.figures.site_facts import cooperative_rows, site_rows
from microville.figures.style import png_bytes
from microville.figures.who import group_tables
from microville.figures.words import LANGUAGES, words_of
from microville.runs import compare
from microville.scenario import Text, load_scenario, plan_scale
from microville.territory import load_territory
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.app.comparing import Order
    from microville.runs import Comparison
    from microville.scenario import Scenario
    from microville.territory import Territory

CHANGED = "changed"
"""Name of the live page's scenario in a comparison."""


def results(order: Order, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Compare and return what the page shows.

    Parameters
    ----------
    order
        What is compared.
    progress
        Called with (months done, months in all).

    Raises
    ------
    InputError
        If a scenario cannot be used.
    """
    comparison = run_order(order, progress)
    found = Results(comparison)
    return {
        "months": order.months,
        "seeds": order.seeds,
        "titles": [(s.name, s.title.fr, s.title.en) for s in comparison.scenarios],
        "radar": {s.name: _radar(found, s.name) for s in comparison.scenarios},
        "said": {lang: [_said(found, s, lang) for s in found.others] for lang in LANGUAGES},
    }


def run_order(order: Order, progress: Callable[[int, int], None]) -> Comparison:
    """Run what an order names; parameters and errors as in :func:`results`."""
    territory = load_territory(order.map_name)
    scenarios = [load_scenario(name) for name in order.scenarios]
    if order.changed is not None:
        scenarios.append(_changed(*order.changed, territory))
    return compare(
        scenarios,
        seeds=order.seeds,
        map_name=order.map_name,
        months=order.months,
        fraction=order.fraction,
        workers=1,
        progress=progress,
    )


def _changed(name: str, edits: Any, territory: Territory) -> Scenario:
    parcels = territory.layers["parcels"]
    usable = (parcels["area_ha"] - parcels["sealed_ha"]) / plan_scale(territory)
    base = load_scenario(name)
    usable_ha = dict(zip(parcels["parcel_id"], usable.round(6).tolist(), strict=True))
    title = Text(fr=f"{base.title.fr}, modifié", en=f"{base.title.en}, changed")
    edited = apply_edits(base, edits, usable_ha)
    return edited.model_copy(update={"name": CHANGED, "title": title})


def _radar(found: Results, name: str) -> dict[str, float | None]:
    """Return what share of the week's needs is met nearby, by function, for the focus area."""
    spreads = {f: found.at(name, f"served_nearby_{f}", "focus") for f in FUNCTIONS}
    return {f: None if s is None else round(s.mean, 4) for f, s in spreads.items()}


def _said(found: Results, scenario: Scenario, lang: str) -> dict[str, Any]:
    place = words_of(found.comparison.territory, lang).place
    words = replace(app_words(lang), place=place)
    return {
        "scenario": scenario.name,
        "parts": [
            ("residents", people_sentences(found, scenario, words)),
            ("gains", gain_sentences(found, scenario, words)),
            ("functions", function_sentences(found, scenario, words)),
            ("site", [*opened(found, scenario, words), *site_sentences(found, scenario, words)]),
            ("cost", cost_sentences(found, scenario, words)),
            ("elsewhere", elsewhere_sentences(found, scenario, words)),
        ],
        "groups": [asdict(table) for table in group_tables(found, scenario, words)],
        "site": site_rows(found, scenario, words),
        "ledger": cooperative_rows(found, scenario, words),
        "impacts": impacts_block(found, scenario, words),
        "map": _map(found, scenario, lang),
        "map_text": words("alt.map_change"),
    }


def _map(found: Results, scenario: Scenario, lang: str) -> str:
    """Return the map of gain and loss as a picture that a page can hold."""
    figure = change_map(
        found.comparison.territory,
        found.homes(found.baseline.name),
        found.homes(scenario.name),
        lang=lang,
        options=scenario.options,
    )
    return "data:image/png;base64," + b64encode(png_bytes(figure)).decode("ascii")
