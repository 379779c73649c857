"""Experiments: many runs by design, on one machine or a cluster, safe to kill and go on."""

from microville.sweeps.design import Points, make_points
from microville.sweeps.experiment import Design, Experiment, Lever, Outcome, Uncertainty
from microville.sweeps.folder import Sweep, read_sweep
from microville.sweeps.load import is_experiment, list_experiments, load_experiment
from microville.sweeps.progress import Status, status
from microville.sweeps.results import Results, results
from microville.sweeps.session import Means, SweepStoppedError, resume, start

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
