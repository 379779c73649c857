"""``microville ui --share``: a second server, for phones on the same network."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from microville.cli.progress import say
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microville.app.settings import Settings

WARNING = (
    "SHARING: once you give the PIN in the app (page Atelier / Workshop), phones that reach "
    "{address} and have the join code on screen can read what is on screen and vote, nothing else. "
    "Nothing is encrypted. Use it only in a network that you trust.\n"
    "PIN of the facilitator: {pin}"
)


@contextmanager
def phones_served(
    shared: Settings, host: str, port: int, per_device: int, names: Collection[str]
) -> Iterator[None]:
    """Answer phones for as long as the app runs.

    Parameters
    ----------
    shared
        What the app was started with; gets what phones may join.
    host, port
        Where phones are answered; an empty host is this machine's address in its network.
    per_device
        How many may join from one network address.
    names
        Further names under which phones reach this machine.

    Raises
    ------
    InputError
        If the machine has no such address, or the port is taken.
    """
    import uvicorn

    from microville.app.guard import allowed_hosts
    from microville.app.phone import make_phone_app
    from microville.app.sharing import Sharing, lan_address

    host = host or lan_address()
    shown = f"[{host}]" if ":" in host else host
    listening = _bound(host, port)
    sharing = shared.sharing = Sharing(f"http://{shown}:{port}", per_device)
    app = make_phone_app(shared, sharing, allowed_hosts(host, port, names))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    say(WARNING.format(address=sharing.address, pin=sharing.pin))
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(3.0)
        listening.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        raise InputError(
            f"Phones cannot be answered at {host}:{port}: {error.strerror or error}.",
            hint="Give another --share-port, or this machine's address as --share-address.",
        ) from error
    return found
