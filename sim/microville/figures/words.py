"""The words of figures and reports: one table a language, numbers written as its readers do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from microville.territory import Territory, TerritoryInfo

LANGUAGES = ("fr", "en")
START_YEAR = 2025
THIN = "\u202f"
"""Narrow no-break space: French puts it between thousands and before ``%``, ``;``, ``!``, ``?``."""
NO_BREAK = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Words:
    """Every string of one language, and how it writes numbers.

    Attributes
    ----------
    lang
        ``"fr"`` or ``"en"``.
    table
        Sentences by dotted key; placeholders as in :meth:`str.format`.
    place
        Name of the focus area, which fills the placeholder ``{place}``.
    """

    lang: str
    table: Mapping[str, str]
    place: str = ""

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of a key with its placeholders filled."""
        text = self.table[key]
        if "{place}" in text:
            values = {"place": self.place} | values
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Return whether the language has a sentence for a key."""
        return key in self.table

    def about(self, info: TerritoryInfo, what: str) -> str:
        """Return a map's ``source``, ``licence`` or ``attribution``, translated where known."""
        key = f"about.{info.name}.{what}"
        return self(key) if self.has(key) else str(getattr(info, what))

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with separated thousands: ``1 234,5`` in French, ``1,234.5``."""
        # Rounding first keeps a small negative number from being written "-0".
        rounded = round(float(value), decimals) + 0.0
        text = f"{abs(rounded):,.{decimals}f}"
        if self.lang == "fr":
            text = text.replace(",", THIN).replace(".", ",")
        return f"{MINUS}{text}" if rounded < 0 else text

    def signed(self, value: float, decimals: int = 0) -> str:
        """Return a number with its sign, ``+12``, minus as U+2212; zero has none."""
        text = self.number(value, decimals)
        return f"+{text}" if round(float(value), decimals) > 0 else text

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return a share of 0-1 in percent."""
        space = THIN if self.lang == "fr" else ""
        return f"{self.number(share * 100, decimals)}{space}%"

    def points(self, difference: float, decimals: int = 0) -> str:
        """Return a difference of shares in signed percentage points."""
        return f"{self.signed(difference * 100, decimals)}{NO_BREAK}{self('unit.points')}"

    def euros(self, value: float, *, signed: bool = False) -> str:
        """Return an amount: millions from 100,000 euros on, thousands from 10,000 on."""
        write = self.signed if signed else self.number
        if abs(value) >= 99_500:
            return f"{write(value / 1e6, 2)}{NO_BREAK}{self('unit.million_eur')}"
        if abs(value) >= 9_500:
            return f"{write(round(value, -3))}{NO_BREAK}{self('unit.eur')}"
        return f"{write(value)}{NO_BREAK}{self('unit.eur')}"

    def month(self, index: int) -> str:
        """Return a month in words: 0 is January 2025."""
        name = self(f"month.{index % 12 + 1}")
        return f"{name}{NO_BREAK}{START_YEAR + index // 12}"

    def listing(self, items: list[str]) -> str:
        """Return ``a, b et c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('and')} {items[-1]}"

    def pick(self, french: str, english: str) -> str:
        """Return the text of the language, the other one where it is missing."""
        return typeset(french or english) if self.lang == "fr" else (english or french)


def typeset(french: str) -> str:
    """Return a French text with the spaces that keep signs with their words."""
    for before, after in (
        (" :", f"{NO_BREAK}:"),
        (" ;", f"{THIN};"),
        (" ?", f"{THIN}?"),
        (" !", f"{THIN}!"),
        (" %", f"{THIN}%"),
        ("« ", f"«{NO_BREAK}"),
        (" »", f"{NO_BREAK}»"),
    ):
        french = french.replace(before, after)
    return french


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)


@lru_cache(maxsize=len(LANGUAGES))
def load_words(lang: str = "fr") -> Words:
    """Return the words of a language.

    Raises
    ------
    InputError
        If there is no such language.
    """
    if lang not in LANGUAGES:
        raise InputError(
            f"There is no language {lang!r}.", hint=f"Choose one of {', '.join(LANGUAGES)}."
        )
    text = (files("microville.figures") / "locale" / f"{lang}.toml").read_text(encoding="utf-8")
    table = dict(_flat(tomllib.loads(text)))
    if lang == "fr":
        table = {key: typeset(sentence) for key, sentence in table.items()}
    return Words(lang, table)


def words_of(territory: Territory, lang: str = "fr") -> Words:
    """Return the words of a language with the place they speak of: the focus communes."""
    words = load_words(lang)
    zones = territory.layers["zones"]
    names = [str(name) for name in zones[zones["focus"]]["name"]]
    info = territory.info
    place = words.listing(names) or words.pick(info.title_fr, info.title_en)
    return replace(words, place=place)
