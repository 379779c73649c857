"""What the program refuses, in the reader's language.

Errors are raised in English, below the app. Their sentences stand in the locale files under
``refusal``: the English one is what is recognised, the other what is shown.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import TYPE_CHECKING

from microville.app.words import own_table

if TYPE_CHECKING:
    from microville.figures.words import Words

FAMILY = "refusal."
WHERE = re.compile(
    r"^\S*?:? ?(programme\.\w+|shocks|parameters|territory\.options\.\w+)( \(from [^)]*\))?: "
)
"""Where in a file a fault stands: in the app there is no file."""


def refusal(message: str, words: Words) -> str:
    """Return what was refused in the reader's language, line by line.

    What is not known is shown as it is, and said to be in English.
    """
    if words.lang == "en":
        return message
    return "\n".join(_line(line, words) for line in message.splitlines() if line.strip())


def _line(line: str, words: Words) -> str:
    rest = WHERE.sub("", line.strip())
    told = []
    while rest:
        found = _first(rest)
        if found is None:
            return words("refused.other", said=line.strip())
        key, values, rest = found
        told.append(words(f"{FAMILY}{key}", **values))
    return " ".join(told)


def _first(text: str) -> tuple[str, dict[str, str], str] | None:
    """Return the sentence that a text begins with: key, values, what follows."""
    for key, pattern in _patterns():
        match = pattern.match(text)
        if match is not None:
            values = {n: value.strip("'\"") for n, value in match.groupdict().items()}
            return key, values, text[match.end() :].lstrip()
    return None


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return the English sentences as patterns, those with most fixed letters first."""
    found = []
    for key, text in own_table("en").items():
        if not key.startswith(FAMILY):
            continue
        parts = list(string.Formatter().parse(text))
        pattern = "".join(
            re.escape(t) + (f"(?P<{name}>.+?)" if name else "") for t, name, _, _ in parts
        )
        fixed = sum(len(t) for t, _, _, _ in parts)
        whole = re.compile(pattern + r"(?=\s|$)", re.DOTALL)
        found.append((fixed, key.removeprefix(FAMILY), whole))
    return [(key, pattern) for _, key, pattern in sorted(found, key=lambda one: -one[0])]
