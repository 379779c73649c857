"""The words of the app: those of the figures and its own, French first."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microville.errors import InputError
from microville.figures.words import LANGUAGES, Words, load_words, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCALE = Path(__file__).parent / "locale"


def check_language(lang: str) -> None:
    """Check that the app speaks a language.

    Raises
    ------
    InputError
        If it does not.
    """
    if lang not in LANGUAGES:
        raise InputError(f"There is no language {lang!r}.", hint="Choose fr or en.")


@lru_cache(maxsize=len(LANGUAGES))
def app_words(lang: str, place: tuple[str, ...] = ()) -> Words:
    """Return the words of a language.

    Parameters
    ----------
    lang
        ``"fr"`` or ``"en"``.
    place
        Names of the focus area's communes.

    Raises
    ------
    InputError
        If the app does not speak the language.
    """
    check_language(lang)
    words = load_words(lang)
    own = own_table(lang)
    if lang == "fr":
        own = {key: typeset(text) for key, text in own.items()}
    words = replace(words, table={**words.table, **own})
    return replace(words, place=words.listing(list(place)))


def own_table(lang: str) -> dict[str, str]:
    """Return the app's own sentences by dotted key, as they stand in the file."""
    text = (LOCALE / f"{lang}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
