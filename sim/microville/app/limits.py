"""Limits that the server and a tab's process share."""

from __future__ import annotations

MOST_MONTHS = 360
"""Thirty years are the longest that a tab plays."""
