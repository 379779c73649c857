"""Euros of parameters as whole cents and basis points."""

from __future__ import annotations


def cents(euros: float) -> int:
    """Return whole cents of an amount in euros."""
    return round(euros * 100)


def basis_points(share: float) -> int:
    """Return whole basis points of a share (0-1)."""
    return round(share * 10_000)
