"""The process of one tab: it answers commands over a pipe until the pipe closes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

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
    # One thread a tab: tabs are many, and none may slow down another more than it must.
    os.environ["MICROVILLE_THREADS"] = "1"
    try:
        simulation = _load(map_name, warm)
        pipe.send(("ok", None))
        while True:
            command, keywords = pipe.recv()
            pipe.send(_answer(simulation, command, keywords))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except MicrovilleError as error:
        pipe.send(("refused", str(error)))


def _load(map_name: str, warm: tuple[str, float] | None) -> Any:
    from microville.app.simulation import Simulation

    simulation = Simulation(map_name)
    if warm is not None:
        scenario, fraction = warm
        simulation.start(scenario, 1, fraction, (), 1)
    return simulation


def _answer(simulation: Any, command: str, keywords: dict[str, Any]) -> tuple[str, Any]:
    if command not in COMMANDS:
        return "refused", f"There is no command {command!r}."
    try:
        return "ok", getattr(simulation, command)(**keywords)
    except MicrovilleError as error:
        return "refused", str(error)
    except Exception as error:  # noqa: BLE001  (a tab shows it; the process goes on)
        return "failed", f"{type(error).__name__}: {error}"
