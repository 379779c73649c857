"""Months: 0 is January 2025."""

from __future__ import annotations

START_YEAR = 2025
WEEKDAYS_A_MONTH = 21.75
SATURDAYS_A_MONTH = 4.35
"""Days of each kind in a mean month (261 and 52.2 a year). Sundays are not simulated."""


def month_label(month: int) -> str:
    """Return ``"2025-01"`` for 0."""
    return f"{START_YEAR + month // 12}-{month % 12 + 1:02d}"


def is_december(month: int) -> bool:
    """Return whether a month ends a financial year."""
    return month % 12 == 11


def is_september(month: int) -> bool:
    """Return whether schools open in a month."""
    return month % 12 == 8
