"""What people call keys, outcomes and limits, in both languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from microville.indicators import all_indicators
from microville.sweeps.keys import parameter_rows

if TYPE_CHECKING:
    from microville.sweeps.analysis.boxes import Part
    from microville.sweeps.analysis.wishes import Wish

LANGUAGES = ("en", "fr")
_OTHER_KEYS = {
    "cooperative.tenure": ("who owns the land", "qui possède le foncier"),
    "cooperative.charter": ("the charter", "la charte"),
    "run.fraction": ("share of households", "part des ménages"),
}
_TIMES = {
    "end": ("at the end", "à la fin"),
    "mean_last_12": ("mean of the last 12 months", "moyenne des 12 derniers mois"),
    "min": ("lowest month", "minimum"),
    "max": ("highest month", "maximum"),
}
_GROUPS = {"all": ("all", "tous"), "focus": ("focus area", "commune du site")}
_UNITS = (
    ("EUR", "€", "€"),
    ("m2", "m²", "m²"),
    ("/month", "/month", "/mois"),
    ("/year", "/year", "/an"),
    ("/day", "/day", "/jour"),
    ("/week", "/week", "/semaine"),
    ("months", "months", "mois"),
    ("years", "years", "ans"),
)
_VALUES = {True: ("yes", "oui"), False: ("no", "non")}


@lru_cache(maxsize=2)
def parameter_names(lang: str) -> dict[str, str]:
    """Return a short name of each parameter: its French label, or how its description begins."""
    found = {}
    for key, row in parameter_rows().items():
        begins = re.split(r"\. |\.$|[;(]|, ", row.description, maxsplit=1)[0].strip()
        found[key] = pick(lang, begins, row.label_fr)
    return found


def pick(lang: str, english: str, french: str) -> str:
    """Return one of two texts."""
    return french if lang == "fr" else english


def key_name(key: str, lang: str) -> str:
    """Return what people call a key that an experiment sets."""
    if key in _OTHER_KEYS:
        return pick(lang, *_OTHER_KEYS[key])
    if key.startswith("territory.options."):
        name = key.rpartition(".")[2]
        return pick(lang, f"switch {name}", f"option {name}")
    return parameter_names(lang).get(key, key)


def time_name(when: str, lang: str) -> str:
    """Return when an outcome is read, in words; a month as it is."""
    return pick(lang, *_TIMES.get(when, (when, when)))


def group_name(group: str, lang: str) -> str:
    """Return whom an outcome is of."""
    return pick(lang, *_GROUPS.get(group, (group, group)))


def outcome_name(label: str, lang: str) -> str:
    """Return an outcome in words from ``"indicator|group|when"``: name (group, time)."""
    name, group, when = label.split("|")
    known = all_indicators()[name]
    about = [] if group == "all" else [group_name(group, lang)]
    told = ", ".join([*about, time_name(when, lang)])
    return f"{pick(lang, known.label_en, known.label_fr)} ({told})"


def number(value: float, lang: str) -> str:
    """Return a number with the digits that matter, as a language writes it."""
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    if lang == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return text.replace("-", "\u2212")


def percent(share: float, lang: str) -> str:
    """Return a share in percent; never 100 or 0 of what is not all or nothing."""
    value = round(share * 100)
    if 0 < share < 1:
        value = min(max(value, 1), 99)
    return f"{value}\u202f%" if lang == "fr" else f"{value}%"


def unit_name(unit: str, lang: str) -> str:
    """Return a parameter's unit as it is read."""
    for plain, english, french in _UNITS:
        unit = unit.replace(plain, pick(lang, english, french))
    return unit


def wish_broken(wish: Wish, lang: str) -> str:
    """Return how a wish is broken: outcome below or above its limit."""
    side = pick(lang, "below", "sous") if wish.at_least else pick(lang, "above", "au-dessus de")
    return f"{outcome_name(wish.label, lang)} {side} {number(wish.limit, lang)}"


def part_text(part: Part, lang: str) -> str:
    """Return one limit of a box in words."""
    name = key_name(part.key, lang)
    if part.options:
        words = [pick(lang, *_VALUES[v]) if isinstance(v, bool) else str(v) for v in part.options]
        return f"{name} : {' ou '.join(words)}" if lang == "fr" else f"{name}: {' or '.join(words)}"
    row = parameter_rows().get(part.key)
    unit = "" if row is None or row.unit in ("", "1", "share") else f" {unit_name(row.unit, lang)}"
    low = None if part.low is None else number(part.low, lang)
    high = None if part.high is None else number(part.high, lang)
    if low is not None and high is not None:
        between = pick(lang, f"between {low} and {high}", f"entre {low} et {high}")
        return f"{name} {between}{unit}"
    if low is not None:
        return f"{name} {pick(lang, 'above', 'au-dessus de')} {low}{unit}"
    return f"{name} {pick(lang, 'below', 'sous')} {high}{unit}"
