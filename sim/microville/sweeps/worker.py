"""The life of a worker process: get ready, do runs one by one, end with the parent."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from microville.errors import MicrovilleError, RunError
from microville.runs.workers import end_with_parent
from microville.sweeps.tasks import perform, prepare

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from microville.sweeps.tasks import Context, Order

READY = "ready"
SHELF_BYTES = 600_000_000
"""What a worker keeps of prepared streets: about six networks of the default map."""
ONE_THREAD = dict.fromkeys(
    (
        *("MICROVILLE_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS"),
        *("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
    ),
    "1",
)
"""A worker's environment: as many threads as processes, never more than the cores asked for."""


def work(pipe: Connection[object, Order | None], context: Context) -> None:
    """Answer ``READY`` (or the error that prevents it), then each order with its record."""
    # The parent handles Ctrl-C; a worker only ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        pipe.send(_prepared(context))
        while (order := pipe.recv()) is not None:
            pipe.send(perform(context, order))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent is gone


def _prepared(context: Context) -> object:
    try:
        if context.map_name:
            _hold_streets()
        prepare(context)
    except MicrovilleError as error:
        return error
    except Exception as error:  # noqa: BLE001  (told by the parent, once)
        return RunError(f"A worker cannot start: {type(error).__name__}: {error}.")
    return READY


def _hold_streets() -> None:
    """Prepare the streets of a way once: most points leave the speed of some ways as it was."""
    from microville.access.shelf import Shelf, use_shelf

    use_shelf(Shelf(SHELF_BYTES))
