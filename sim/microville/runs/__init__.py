"""Runs, comparisons, their storage and identity.

The names below are loaded when first used: a worker of a sweep needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_LAZY = {
    "Comparison": "comparison",
    "RunResult": "single",
    "canonical_hash": "identity",
    "code_hash": "identity",
    "compare": "comparison",
    "default_workers": "workers",
    "run": "single",
    "run_id": "identity",
    "site_reach": "gates",
}

__all__ = [
    "Comparison",
    "RunResult",
    "canonical_hash",
    "code_hash",
    "compare",
    "default_workers",
    "run",
    "run_id",
    "site_reach",
]

if TYPE_CHECKING:
    from microville.runs.comparison import Comparison, compare
    from microville.runs.gates import site_reach
    from microville.runs.identity import canonical_hash, code_hash, run_id
    from microville.runs.single import RunResult, run
    from microville.runs.workers import default_workers


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'microville.runs' has no attribute {name!r}")
    return getattr(import_module(f"microville.runs.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
