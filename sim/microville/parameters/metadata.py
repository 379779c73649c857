"""How a parameter says what it is: value, unit, range, description, source, year."""

from __future__ import annotations

import math
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["fact", "assumption"]
"""A fact was read in its source; an assumption is a defensible first value with a range."""


class Group(BaseModel):
    """Base of a group of parameters: frozen, finite numbers only, no unknown names."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )


def param(
    default: float,
    *,
    unit: str,
    description: str,
    source: str = "",
    year: int | None = None,
    low: float | None = None,
    high: float | None = None,
    ge: float | None = None,
    le: float | None = None,
    kind: Kind = "fact",
    label_fr: str = "",
) -> Any:
    """Declare one parameter of a group.

    Parameters
    ----------
    default
        The value used unless a scenario changes it.
    unit
        Unit of the value, ``"share"`` for a number between 0 and 1.
    description
        What it is, in English.
    source
        Where it was read; needed for a fact. For an assumption, what bounds its range.
    year
        Year that the value describes, if known.
    low, high
        Range of uncertainty, used by sensitivity studies.
    ge, le
        Hard bounds: a value outside is refused.
    kind
        ``"fact"`` or ``"assumption"``.
    label_fr
        Short French label.

    Returns
    -------
    Any
        A pydantic field.

    Raises
    ------
    ValueError
        If the declaration contradicts itself: a fact without source, an assumption without range,
        or numbers out of order.
    """
    _check_declaration(
        default, low=low, high=high, ge=ge, le=le, fact_without_source=kind == "fact" and not source
    )
    if kind == "assumption" and (low is None or high is None):
        raise ValueError(f"The assumption {description!r} needs low and high.")
    extra: dict[str, Any] = {
        "unit": unit,
        "low": low,
        "high": high,
        "source": source,
        "year": year,
        "kind": kind,
        "label_fr": label_fr,
    }
    return Field(default=default, ge=ge, le=le, description=description, json_schema_extra=extra)


def _check_declaration(
    default: float,
    *,
    low: float | None,
    high: float | None,
    ge: float | None,
    le: float | None,
    fact_without_source: bool,
) -> None:
    if fact_without_source:
        raise ValueError("A fact needs a source.")
    floor = -math.inf if ge is None else ge
    ceiling = math.inf if le is None else le
    smallest = default if low is None else low
    largest = default if high is None else high
    if not floor <= smallest <= default <= largest <= ceiling:
        raise ValueError(f"Out of order: {floor} {smallest} {default} {largest} {ceiling}.")


def share(
    default: float,
    *,
    description: str,
    low: float | None = None,
    high: float | None = None,
    source: str = "",
    year: int | None = None,
    kind: Kind = "assumption",
    label_fr: str = "",
) -> Any:
    """Declare a parameter between 0 and 1; see :func:`param`.

    Raises
    ------
    ValueError
        As :func:`param`.
    """
    return param(
        default,
        unit="share",
        description=description,
        source=source,
        year=year,
        low=low,
        high=high,
        ge=0.0,
        le=1.0,
        kind=kind,
        label_fr=label_fr,
    )
