"""Indicators: read from a model, never known by it."""

from microville.indicators.catalogue import all_indicators
from microville.indicators.collect import collect, definitions
from microville.indicators.groups import Groups, make_groups
from microville.indicators.registry import Indicator, indicator

__all__ = [
    "Groups",
    "Indicator",
    "all_indicators",
    "collect",
    "definitions",
    "indicator",
    "make_groups",
]
