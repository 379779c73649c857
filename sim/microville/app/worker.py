"""The process of one tab: it answers commands over a pipe until the pipe closes."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from microville.app.turns import Turns

COMMANDS = (
    "start",
    "step",
    "edit",
    "state",
    "quote",
    "look",
    "hittable",
    "day",
    "reached",
    "isochrone",
    "books",
    "toml",
)
"""What may be asked: names of methods of :class:`microville.app.simulation.Simulation`."""
BUILDING = ("start", "edit")
"""Commands that make another model."""
ONE = ("MICROVILLE_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread() -> None:
    """Use one thread in this process; to be called before numpy is imported.

    Tabs are many, and none may slow down another more than it must. A process that forks has none
    that could hold a lock at that moment.
    """
    os.environ.update(dict.fromkeys(ONE, "1"))


def main(pipe: Connection, map_name: str, warm: tuple[str, float] | None) -> None:
    """Load the map, then answer; end when whoever asks is gone.

    Parameters
    ----------
    pipe
        Receives ``(command, keywords)``, sends ``("ok", answer)``, ``("refused", message)`` for
        wrong input or ``("failed", message)``. The first answer says that the map is loaded.
    map_name
        Name or folder of the map.
    warm
        Scenario and fraction to run for a month in advance, so that the first answer is quick.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_thread()
    try:
        simulation = load(map_name, warm)
        pipe.send(("ok", None))
        answer_all(pipe, simulation)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except MicrovilleError as error:
        pipe.send(("refused", str(error)))


def load(map_name: str, warm: tuple[str, float] | None) -> Any:
    """Return a simulation on a map, where ``warm`` is given a month into a scenario."""
    from microville.app.simulation import Simulation

    simulation = Simulation(map_name)
    if warm is not None:
        scenario, fraction = warm
        simulation.start(scenario, 1, fraction, (), 1)
    return simulation


def answer_all(pipe: Connection, simulation: Any, turns: Turns | None = None) -> None:
    """Answer commands until the other end is closed; models are built in turns, if given."""
    try:
        while True:
            command, keywords = pipe.recv()
            building = command in BUILDING
            with turns.one() if building and turns is not None else nullcontext():
                answer = _answer(simulation, command, keywords)
                if building:
                    _give_memory_back()
            pipe.send(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _give_memory_back() -> None:
    """Return to the system what a model that is gone has left, where the C library can (glibc)."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def _answer(simulation: Any, command: str, keywords: dict[str, Any]) -> tuple[str, Any]:
    if command not in COMMANDS:
        return "refused", f"There is no command {command!r}."
    try:
        return "ok", getattr(simulation, command)(**keywords)
    except MicrovilleError as error:
        return "refused", str(error)
    except Exception as error:  # noqa: BLE001  (a tab shows it; the process goes on)
        return "failed", f"{type(error).__name__}: {error}"
