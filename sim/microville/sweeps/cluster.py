"""Runs shared out to the workers of a dask cluster, by its scheduler."""

from __future__ import annotations

import hashlib
import logging
import os
from concurrent.futures import CancelledError
from ipaddress import ip_address
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from microville.errors import InputError, MicrovilleError, RunError
from microville.sweeps.tasks import Record, perform, prepare
from microville.sweeps.worker import ONE_THREAD

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from microville.sweeps.tasks import Context, Order

WAIT_SECONDS = 15
AHEAD = 3
"""Runs that each worker is given at a time: while one is done, the next is there already."""

_CONTEXTS: dict[str, Context] = {}


def safety_note(address: str) -> str:
    """Return a warning if others could read or give orders; empty for loopback and TLS."""
    parts = urlsplit(address)
    if parts.scheme == "tls" or _is_loopback(parts.hostname or ""):
        return ""
    return (
        f"Warning: {address} is neither on this machine nor encrypted. Who reaches this port can "
        "run programs on the workers; use tls:// or a closed network (docs/sweeps.md)."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run_on_cluster(context: Context, orders: Iterator[Order], address: str) -> Generator[Record]:
    """Do runs on a dask cluster, and yield what became of each as it ends.

    Parameters
    ----------
    context
        What all runs share: sent to each worker once, also to those that come later.
    orders
        The runs; a few a worker are with the scheduler at a time.
    address
        ``"tcp://host:port"`` or ``"tls://host:port"``.

    Raises
    ------
    InputError
        If distributed is not installed, nobody answers, or the workers' map is another one.
    RunError
        If the scheduler is lost.
    """
    distributed = _distributed()
    _hush()
    client = _connected(distributed, address)
    try:
        key = hashlib.sha256(repr(context).encode()).hexdigest()[:16]
        client.register_plugin(_plugin(distributed, key, context), name=f"microville-{key}")
        yield from _records(distributed, client, key, orders)
    except (OSError, CancelledError) as error:
        raise RunError(
            f"The scheduler at {address} is lost ({type(error).__name__}).",
            hint="What is done is kept. When it is there again: 'microville sweep resume'.",
        ) from error
    finally:
        client.close(timeout=WAIT_SECONDS)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise InputError(
            "--scheduler needs the library dask.distributed.",
            hint="Install it with: pip install 'microville[cluster]'",
        ) from error
    return distributed


def _hush() -> None:
    """Keep dask from telling a lost scheduler by tracebacks: it is told once, in our words."""
    own = ("distributed", "distributed.client", "distributed.core", "distributed.utils")
    for name in (*own, "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _connected(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=WAIT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"No dask scheduler answers at {address}.",
            hint="Start one with 'dask scheduler'; addresses look like tcp://127.0.0.1:8786.",
        ) from error


def _plugin(distributed: Any, key: str, context: Context) -> Any:
    """Return what dask runs on each worker, now and when one joins later."""

    class Shared(distributed.WorkerPlugin):  # type: ignore[misc]
        def setup(self, worker: object) -> None:
            del worker
            share(key, context)

    return Shared()


def share(key: str, context: Context) -> None:
    """Keep what all runs share in this worker's process."""
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    _CONTEXTS[key] = context


def perform_shared(key: str, order: Order) -> Record:
    """Do one run on a worker that was given the context before.

    Raises
    ------
    MicrovilleError
        If this worker cannot do any run of this sweep: its map is missing or another one.
    """
    prepare(_CONTEXTS[key])
    return perform(_CONTEXTS[key], order)


def _records(distributed: Any, client: Any, key: str, orders: Iterator[Order]) -> Iterator[Record]:
    threads = sum(client.nthreads().values()) or 1
    given: dict[str, Order] = {}

    def submitted(order: Order) -> Any:
        future = client.submit(perform_shared, key, order, pure=False)
        given[future.key] = order
        return future

    first = [submitted(order) for order in islice(orders, AHEAD * threads)]
    ended = distributed.as_completed(first, loop=client.loop)
    for future in ended:
        yield _record(distributed, future, given.pop(future.key))
        order = next(orders, None)
        if order is not None:
            ended.add(submitted(order))


def _record(distributed: Any, future: Any, order: Order) -> Record:
    """Return the record of a future; a run that killed its workers has failed."""
    try:
        record: Record = future.result()
    except distributed.KilledWorker as error:
        text = f"Workers died in this run: {error}"
        return Record(order.run_id, 0.0, None, "WorkerDied", text, "")
    except (MicrovilleError, OSError, CancelledError):
        raise
    except Exception as error:
        raise RunError(
            f"The workers of the cluster cannot do runs ({type(error).__name__}: {error}).",
            hint="Install there the same version of Microville as here.",
        ) from error
    return record
