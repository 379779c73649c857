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
    policy
        Content policy that browsers are told.
    referrer
        What browsers tell other pages of this one. With ``"no-referrer"`` they hide the origin of
        a form that is sent, too.
    origin_for
        Methods that must name their origin, as browsers do.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: frozenset[str],
        *,
        policy: str = POLICY,
        referrer: str = "no-referrer",
        origin_for: Collection[str] = (),
    ) -> None:
        self.app, self.hosts = app, hosts
        self.origin_for = frozenset(origin_for)
        self.headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", referrer.encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        # Browsers always name the origin of a websocket.
        needed = scope["type"] == "websocket" or scope["method"] in self.origin_for
        if self._fits(Headers(scope=scope), origin_needed=needed):
            await self.app(scope, receive, self._protected(send))
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            text = "This server only answers to its own address.\n"
            await PlainTextResponse(text, 403)(scope, receive, send)

    def _fits(self, headers: Headers, *, origin_needed: bool) -> bool:
        if headers.get("host", "").lower() not in self.hosts:
            return False
        origin = headers.get("origin")
        if origin is None:
            return not origin_needed
        return urlsplit(origin).netloc.lower() in self.hosts

    def _protected(self, send: Send) -> Send:
        async def with_headers(message: object) -> None:
            if isinstance(message, dict) and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)  # type: ignore[arg-type]

        return with_headers
