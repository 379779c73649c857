"""Marginals to households and inhabitants in homes."""

from microville.population.columns import (
    HOUSEHOLD_KINDS,
    PRESENCES,
    STATUSES,
    Households,
    People,
)
from microville.population.crosstable import cross_table
from microville.population.synthesis import Population, sample_weight, synthetic_population

__all__ = [
    "HOUSEHOLD_KINDS",
    "PRESENCES",
    "STATUSES",
    "Households",
    "People",
    "Population",
    "cross_table",
    "sample_weight",
    "synthetic_population",
]
