"""The ``outcomes`` of an experiment file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from microville.indicators import all_indicators
from microville.indicators.groups import AGE_LABELS, THIRDS
from microville.model.food.groups import GROUPS as FOODS
from microville.scenario import month_index
from microville.scenario.nearest import did_you_mean
from microville.scenario.schema import COLLEGES
from microville.sweeps.experiment import Outcome
from microville.sweeps.keys import short

if TYPE_CHECKING:
    from microville.scenario.positions import Path
    from microville.sweeps.reading import Reader

WHEN = ("end", "mean_last_12", "min", "max")
GROUPS = (
    *("all", "focus", "present", "arrival", "newcomer", "on_site_worker"),
    *(f"age:{label}" for label in AGE_LABELS),
    *(f"income:{label}" for label in THIRDS),
    *(f"college:{name}" for name in COLLEGES),
    *("partner", "neighbour"),
    *(f"food:{name}" for name in FOODS),
)
_KEYS = ("indicator", "group", "groups", "when", "better", "at_least", "at_most")
_COMMUNE = re.compile(r"commune:\S{1,20}")


def read_outcomes(reader: Reader, value: Any, months: int | None) -> list[Outcome]:
    """Return what is looked at.

    Parameters
    ----------
    reader, value
        The file, and its ``outcomes``.
    months
        Length of the shortest run, None where it is not known.
    """
    found: list[Outcome] = []
    for path, item in reader.items(("outcomes",), value):
        table = reader.table(path, item, _KEYS, needed=("indicator",))
        if "indicator" not in table:
            continue
        name = _known_indicator(reader, (*path, "indicator"), table["indicator"])
        when = _known_time(reader, (*path, "when"), table.get("when", "end"), months)
        more = (_better(reader, path, table), *_limits(reader, path, table))
        for group in _groups(reader, path, table):
            outcome = Outcome(name, group, when, *more)
            if outcome.label in {other.label for other in found}:
                reader.tell(path, f"{outcome.label} is there twice.")
            found.append(outcome)
    if isinstance(value, list) and not value:
        reader.tell(("outcomes",), "name at least one outcome.")
    return found


def _groups(reader: Reader, path: Path, table: dict[str, Any]) -> list[str]:
    """Return whom a table speaks of: its ``group``, or each of its ``groups``."""
    if "groups" not in table:
        return [_known_group(reader, (*path, "group"), table.get("group", "all"))]
    if "group" in table:
        reader.tell((*path, "group"), "give either 'group' or 'groups'.")
    found = [
        _known_group(reader, at, item)
        for at, item in reader.items((*path, "groups"), table["groups"])
    ]
    if table["groups"] == []:
        reader.tell((*path, "groups"), "name at least one group.")
    return found


def _better(reader: Reader, path: Path, table: dict[str, Any]) -> str:
    if "better" not in table:
        return ""
    return reader.one_of((*path, "better"), table["better"], ("high", "low"))


def _limits(reader: Reader, path: Path, table: dict[str, Any]) -> tuple[float | None, float | None]:
    low, high = (
        reader.number((*path, key), table[key]) if key in table else None
        for key in ("at_least", "at_most")
    )
    if low is not None and high is not None and low > high:
        reader.tell((*path, "at_least"), f"at_least {low:g} is above at_most {high:g}.")
    return low, high


def _known_indicator(reader: Reader, path: Path, value: Any) -> str:
    name = reader.text(path, value)
    if name and name not in all_indicators():
        near = did_you_mean(name, all_indicators(), list_all=False)
        where = near or ". See docs/indicators.md"
        reader.tell(path, f"there is no indicator {short(name)}{where}")
    return name


def _known_group(reader: Reader, path: Path, value: Any) -> str:
    name = reader.text(path, value)
    if name and name not in GROUPS and not _COMMUNE.fullmatch(name):
        known = f"{', '.join(GROUPS)}, commune:CODE"
        near = did_you_mean(name, GROUPS, list_all=False)
        reader.tell(path, f"there is no group {short(name)}{near or '.'} Known: {known}.")
    return name


def _known_time(reader: Reader, path: Path, value: Any, months: int | None) -> str:
    name = reader.text(path, value)
    if not name or name in WHEN:
        return name
    try:
        month = month_index(name)
    except ValueError:
        near = did_you_mean(name, WHEN, list_all=False)
        words = ", ".join(WHEN)
        text = f'{short(name)} is not allowed{near or "."} Allowed: {words}, "2030-12".'
        reader.tell(path, text)
        return name
    if months is not None and month >= months:
        reader.tell(path, f"{name} is after the last of the {months} months that are simulated.")
    return name
