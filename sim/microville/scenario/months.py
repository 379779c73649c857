"""Months as text (``"2027-03"``) and as numbers (0 is January 2025)."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 2025, 2060
FIRST_MONTH = f"{FIRST_YEAR}-01"
"""The month that every simulation starts with."""

_SHAPE = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month_index(month: str) -> int:
    """Return the number of months since January 2025.

    Raises
    ------
    ValueError
        If the text is no month between 2025-01 and 2060-12.
    """
    match = _SHAPE.fullmatch(month)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(f"{month!r} is not a month between {FIRST_MONTH} and {LAST_YEAR}-12")
    return (int(match[1]) - FIRST_YEAR) * 12 + int(match[2]) - 1


def month_text(index: int) -> str:
    """Return the month that many months after January 2025, ``month_text(26) == "2027-03"``."""
    return f"{FIRST_YEAR + index // 12:04d}-{index % 12 + 1:02d}"


def _checked(month: str) -> str:
    try:
        month_index(month)
    except ValueError as error:
        message = f'{error}: write it as "2027-03"'
        raise PydanticCustomError("microville", "{message}", {"message": message}) from error
    return month


Month = Annotated[
    str,
    AfterValidator(_checked),
    Field(json_schema_extra={"pattern": "^20[2-6][0-9]-(0[1-9]|1[0-2])$"}),
]
"""A month of a scenario file."""
