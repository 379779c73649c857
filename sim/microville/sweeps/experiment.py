"""What an experiment asks: scenarios, what varies, how points are chosen, what is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from microville.scenario import Scenario, Text

Value: TypeAlias = bool | int | float | str
"""What a key of a scenario can be set to."""

Kind = Literal["list", "grid", "one_at_a_time", "latin_hypercube", "sobol", "morris", "optimise"]
GIVEN: tuple[Kind, ...] = ("list",)
"""Designs whose points are written down, not made."""


@dataclass(frozen=True, slots=True)
class Lever:
    """A key that takes one of a few values: what somebody can decide."""

    key: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """A parameter that may have any value of a range: what nobody knows."""

    key: str
    low: float
    high: float
    integer: bool = False


Factor: TypeAlias = Lever | Uncertainty


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number that each run gives.

    Attributes
    ----------
    indicator, group
        What is read, and for whom.
    when
        ``"end"``, a month (``"2030-12"``), ``"mean_last_12"``, ``"min"`` or ``"max"`` over all
        months.
    better
        ``"high"`` or ``"low"``: which way is preferred; the indicator's own direction if empty.
    at_least, at_most
        What is wished for: a run succeeds where all its outcomes keep these limits.
    """

    indicator: str
    group: str = "all"
    when: str = "end"
    better: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def label(self) -> str:
        """Name of its column in the results, ``"site_jobs|all|end"``."""
        return f"{self.indicator}|{self.group}|{self.when}"


@dataclass(frozen=True, slots=True)
class Design:
    """How points are chosen.

    Attributes
    ----------
    kind
        ``list``: the points that the file (or its CSV) gives. ``grid``: every combination.
        ``one_at_a_time``: each factor to each of its ends, alone. ``latin_hypercube``, ``sobol``,
        ``morris``: samples. ``optimise``: points found generation by generation from the results
        of those before.
    samples
        Points of a hypercube; base samples of Sobol (a power of two); trajectories of Morris;
        states of the uncertainties in which each programme of an ``optimise`` is tried.
    population, generations
        Programmes of a generation, and generations, of an ``optimise``.
    levels
        Values of each uncertainty in a grid, levels of Morris (even).
    second_order
        Whether Sobol's design allows indices of pairs, at almost twice the points.
    seed
        Seed of the sampling, apart from those of the runs.
    """

    kind: Kind
    samples: int = 64
    population: int = 24
    generations: int = 10
    levels: int = 4
    second_order: bool = False
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Experiment:
    """A checked experiment.

    Attributes
    ----------
    name, question
        Short name, and what is asked, in both languages.
    scenarios
        With constants, months and fraction set.
    factors
        What varies, in the order of the file.
    design
        How points are chosen.
    given
        The points of a ``list`` design; each sets the same keys, those of ``factors``.
    outcomes
        What is looked at.
    seeds
        Each point of each scenario runs once with each.
    path
        The file.
    focus
        Whether only the focus area is simulated, around a recording of each scenario and seed
        (:mod:`microville.focus`).
    """

    name: str
    question: Text
    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    design: Design
    given: tuple[dict[str, Value], ...]
    outcomes: tuple[Outcome, ...]
    seeds: tuple[int, ...]
    path: Path | None = None
    focus: bool = False
