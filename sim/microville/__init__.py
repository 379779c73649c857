"""Microville: reuse programmes of a former air base, access on foot and by bike, a cooperative.

The names below are loaded when first used, so that ``import microville`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_LAZY = {
    "Microville": "microville.model",
    "access": "microville",
    "compare": "microville.runs",
    "focus_model": "microville.runs.replays",
    "indicators": "microville",
    "load_scenario": "microville.scenario",
    "load_territory": "microville.territory",
    "run": "microville.runs",
    "travel_time": "microville.access",
}

__all__ = [
    "Microville",
    "access",
    "compare",
    "focus_model",
    "indicators",
    "load_scenario",
    "load_territory",
    "run",
    "travel_time",
]

if TYPE_CHECKING:
    from microville import access, indicators
    from microville.access.travel_time import travel_time
    from microville.model import Microville
    from microville.runs import compare, run
    from microville.runs.replays import focus_model
    from microville.scenario import load_scenario
    from microville.territory import load_territory


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'microville' has no attribute {name!r}")
    if _LAZY[name] == "microville":
        return import_module(f"microville.{name}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
