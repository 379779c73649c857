"""Experiments: many runs by design, on one machine or a cluster, safe to kill and go on.

The names below are loaded when first used: a worker starts without what its task does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_LAZY = {
    "Design": "experiment",
    "Experiment": "experiment",
    "Lever": "experiment",
    "Means": "session",
    "Outcome": "experiment",
    "Points": "design",
    "Results": "table",
    "Status": "progress",
    "Sweep": "folder",
    "SweepStoppedError": "session",
    "Uncertainty": "experiment",
    "is_experiment": "load",
    "list_experiments": "load",
    "load_experiment": "load",
    "make_points": "design",
    "read_sweep": "folder",
    "results": "table",
    "resume": "session",
    "start": "session",
    "status": "progress",
}

__all__ = [
    "Design",
    "Experiment",
    "Lever",
    "Means",
    "Outcome",
    "Points",
    "Results",
    "Status",
    "Sweep",
    "SweepStoppedError",
    "Uncertainty",
    "is_experiment",
    "list_experiments",
    "load_experiment",
    "make_points",
    "read_sweep",
    "results",
    "resume",
    "start",
    "status",
]

if TYPE_CHECKING:
    from microville.sweeps.design import Points, make_points
    from microville.sweeps.experiment import Design, Experiment, Lever, Outcome, Uncertainty
    from microville.sweeps.folder import Sweep, read_sweep
    from microville.sweeps.load import is_experiment, list_experiments, load_experiment
    from microville.sweeps.progress import Status, status
    from microville.sweeps.session import Means, SweepStoppedError, resume, start
    from microville.sweeps.table import Results, results


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'microville.sweeps' has no attribute {name!r}")
    return getattr(import_module(f"microville.sweeps.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
