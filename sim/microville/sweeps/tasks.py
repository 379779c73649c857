"""One run as a worker does it: what it is given, what it gives back."""

from __future__ import annotations

import json
import math
import threading
import time
import traceback
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from microville.errors import InputError, RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from microville.focus import Replay
    from microville.scenario import Scenario
    from microville.sweeps.experiment import Outcome, Value
    from microville.territory import Territory

SIMULATE = "microville.sweeps.tasks:simulate"
"""The task of every sweep of the command line."""
MOST_TRACEBACK = 20_000
"""Characters of a traceback that are kept, from its end."""

_TERRITORIES: dict[tuple[str, str], Territory] = {}
_REPLAYS: dict[tuple[str, str, int], Replay] = {}
_LOADING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Context:
    """What all runs of a sweep share; given to a worker once, never with a run.

    Attributes
    ----------
    task
        ``"module:function"`` of a function of (context, order) that returns outcomes by label.
    scenarios
        By name, before a point changes them.
    outcomes
        What is looked at.
    map_name, map_hash
        From where a worker loads the map, and which map it must be.
    focus
        Whether the focus area alone is simulated, around recordings of the scenarios.
    """

    task: str
    scenarios: dict[str, Scenario]
    outcomes: tuple[Outcome, ...]
    map_name: str
    map_hash: str
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One run to do: its id, a scenario, what the point changes, a seed."""

    run_id: str
    scenario: str
    changes: dict[str, Value]
    seed: int


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one run.

    Attributes
    ----------
    run_id
        Which one.
    seconds
        Time it took, outside every hash.
    outcomes
        By label; None of a run that failed.
    error, message, traceback
        Of a run that failed: kind of error, what it says, where it came from; else empty.
    """

    run_id: str
    seconds: float
    outcomes: dict[str, float | None] | None
    error: str = ""
    message: str = ""
    traceback: str = ""

    def to_json(self) -> str:
        """Return the record as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=True, allow_nan=False)

    @staticmethod
    def from_json(text: str) -> Record:
        """Return the record that :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            If the text is none.
        """
        try:
            return Record(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"this is no record of a run: {error}") from error


def perform(context: Context, order: Order) -> Record:
    """Do one run. An error becomes a record too, so that it does not stop the others."""
    started = time.perf_counter()
    try:
        found = _function(context.task)(context, order)
        values = {label: _finite(value) for label, value in found.items()}
    except Exception as error:  # noqa: BLE001  (whatever fails in a run is kept with its traceback)
        text = "".join(traceback.format_exception(error))[-MOST_TRACEBACK:]
        seconds = round(time.perf_counter() - started, 3)
        return Record(order.run_id, seconds, None, type(error).__name__, _said(error), text)
    return Record(order.run_id, round(time.perf_counter() - started, 3), values)


def simulate(context: Context, order: Order) -> Mapping[str, float | None]:
    """Simulate one run of the model.

    Raises
    ------
    MicrovilleError
        If the point's values contradict each other, or do not go with the map.
    """
    from microville.sweeps.outcomes import observe

    base = context.scenarios[order.scenario]
    scenario, place = base.update(order.changes), territory(context)
    if not context.focus:
        return observe(scenario, place, order.seed, context.outcomes)
    from microville.focus import FocusModel

    replay = _replay(context, order.scenario, order.seed)
    return observe(
        scenario, place, order.seed, context.outcomes, FocusModel(scenario, place, replay)
    )


def _replay(context: Context, name: str, seed: int) -> Replay:
    """Return the recording of a scenario before points change it; the last one stays at hand."""
    from microville.runs.replays import recording

    key = (context.map_hash, name, seed)
    if key not in _REPLAYS:
        replay = recording(context.scenarios[name], territory(context), seed=seed)
        _REPLAYS.clear()
        _REPLAYS[key] = replay
    return _REPLAYS[key]


def prepare(context: Context) -> None:
    """Load what every run needs, so that the first one does not wait and a wrong map stops all.

    Raises
    ------
    InputError
        If the map is missing here, or is another one.
    """
    _function(context.task)
    if context.map_name:
        territory(context)


def territory(context: Context) -> Territory:
    """Return the map, loaded once in each process.

    Raises
    ------
    InputError
        If the map of this name is another one than where the sweep was started.
    """
    from microville.territory import content_hash, load_territory

    key = (context.map_name, context.map_hash)
    with _LOADING:
        if key not in _TERRITORIES:
            loaded = load_territory(context.map_name)
            if content_hash(loaded) != context.map_hash:
                raise InputError(
                    f"The map {context.map_name!r} here is not the one of the sweep.",
                    hint="Copy the map's folder ('microville map path'), or start a new sweep.",
                )
            _TERRITORIES[key] = loaded
        return _TERRITORIES[key]


@lru_cache(maxsize=8)
def _function(task: str) -> Callable[[Context, Order], Mapping[str, float | None]]:
    module, _, name = task.partition(":")
    found: Callable[[Context, Order], Mapping[str, float | None]]
    found = getattr(import_module(module), name)
    return found


def _finite(value: Any) -> float | None:
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        raise RunError(f"An outcome is {number}, no finite number.")
    return number


def _said(error: Exception) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (an error whose text fails is still an error)
        return ""
