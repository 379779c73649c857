"""The six social functions and their categories of services, read from ``maps/services.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from microville.errors import TerritoryError
from microville.paths import data_dir

FUNCTIONS = ("living", "working", "supplying", "caring", "learning", "enjoying")
"""The six social functions of the fifteen-minute city (Moreno et al., 2021, Smart Cities 4(1))."""

STATUSES = ("observed", "by_law", "proxy", "assumed", "unknown")
"""How we know of a service. Unknown is not zero: it leaves numerator and denominator."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category of services.

    Attributes
    ----------
    name
        Identifier, for example ``"bakery"``.
    function
        One of :data:`FUNCTIONS`.
    essential
        Whether a function is complete only with this category.
    default_status
        Its status on the default map, one of :data:`STATUSES`.
    osm_tags
        Alternatives of OSM tags: each is a tuple of terms ``(key, value, wanted)`` that must all
        hold; ``value`` is ``"*"`` for any value, ``wanted`` is False for a negated term.
    bpe_labels
        Labels of INSEE's Base permanente des équipements that count as this category.
    """

    name: str
    function: str
    essential: bool
    default_status: str
    osm_tags: tuple[tuple[tuple[str, str, bool], ...], ...]
    bpe_labels: tuple[str, ...]


def _parse_tags(text: str) -> tuple[tuple[tuple[str, str, bool], ...], ...]:
    """Parse ``a=b+c=!d|e=*`` into alternatives of terms."""
    alternatives = []
    for alternative in filter(None, text.split("|")):
        terms = []
        for term in alternative.split("+"):
            key, _, value = term.partition("=")
            terms.append((key, value.removeprefix("!"), not value.startswith("!")))
        alternatives.append(tuple(terms))
    return tuple(alternatives)


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """Return every category by name, in the order of ``maps/services.csv``.

    Raises
    ------
    TerritoryError
        If the table names an unknown function or status.
    """
    table: dict[str, Category] = {}
    with (data_dir("maps") / "services.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["function"] not in FUNCTIONS or row["status_on_default_map"] not in STATUSES:
                raise TerritoryError(
                    f"maps/services.csv: category {row['category']!r} has an unknown function "
                    f"{row['function']!r} or status {row['status_on_default_map']!r}.",
                    hint=f"Use one of {', '.join(FUNCTIONS)}; one of {', '.join(STATUSES)}.",
                )
            table[row["category"]] = Category(
                name=row["category"],
                function=row["function"],
                essential=row["essential"] == "1",
                default_status=row["status_on_default_map"],
                osm_tags=_parse_tags(row["osm_tags"]),
                bpe_labels=tuple(filter(None, row["bpe_labels"].split("|"))),
            )
    return table
