"""Who may talk to the server: requests for its own names, from its own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
RULES = {
    "default-src": "'self'",
    # Solara's pages and widgets bring their own scripts and styles as text.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "connect-src": "'self' blob: data:",
    "frame-ancestors": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
POLICY = "; ".join(f"{name} {sources}" for name, sources in RULES.items())
"""The browser itself refuses whatever would leave this server."""


def allowed_hosts(host: str, port: int, names: Collection[str] = ()) -> frozenset[str]:
    """Return the values of the Host header that are answered, with the port.

    Parameters
    ----------
    host, port
        Where the server listens. Loopback names always count; an address that is none of them
        counts as itself.
    names
        Further names under which people reach it.
    """
    bare = {*LOOPBACK, *names}
    if host not in ("0.0.0.0", "::"):  # noqa: S104  (a comparison, nothing is bound)
        bare.add(f"[{host}]" if ":" in host else host)
    hosts = {f"{name}:{port}" for name in bare}
    return frozenset(hosts | bare if port in (80, 443) else hosts)


class Guard:
    """ASGI middleware: refuses other hosts and other origins, adds protective headers.

    A page on another site can make a browser call a local server: its Origin gives it away. A name
    that was pointed at this machine by somebody else (DNS rebinding) gives itself away by the Host.

    Parameters
    ----------
    app
        What is guarded.
    hosts
        See :func:`allowed_hosts`.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if self._fits(Headers(scope=scope), websocket=scope["type"] == "websocket"):
            await self.app(scope, receive, _protected(send))
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            text = "This server only answers to its own address.\n"
            await PlainTextResponse(text, 403)(scope, receive, send)

    def _fits(self, headers: Headers, *, websocket: bool) -> bool:
        if headers.get("host", "").lower() not in self.hosts:
            return False
        origin = headers.get("origin")
        if origin is None:
            # Browsers always name the origin of a websocket.
            return not websocket
        return urlsplit(origin).netloc.lower() in self.hosts


def _protected(send: Send) -> Send:
    async def with_headers(message: object) -> None:
        if isinstance(message, dict) and message["type"] == "http.response.start":
            message["headers"] = [
                *message.get("headers", []),
                (b"content-security-policy", POLICY.encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
            ]
        await send(message)  # type: ignore[arg-type]

    return with_headers
