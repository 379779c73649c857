"""A limit on how often one device may ask; addresses are hashed, held in memory, forgotten."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

BURST = 60.0
PER_SECOND = 5.0
MOST_DEVICES = 4096


class Limiter:
    """ASGI middleware: a bucket of requests for each device, refilled as time goes.

    Parameters
    ----------
    app
        What is limited.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._salt = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say that it is too often with 429."""
        if scope["type"] == "http" and not self._allowed(scope):
            headers = {"retry-after": "5"}
            await PlainTextResponse("Too often.\n", 429, headers)(scope, receive, send)
        elif scope["type"] in ("http", "lifespan"):
            await self.app(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        client = scope.get("client") or ("", 0)
        text = str(client[0]).encode()
        mark = hashlib.blake2b(text, key=self._salt, digest_size=16).digest()
        now = time.monotonic()
        if mark not in self._buckets and len(self._buckets) >= MOST_DEVICES:
            full = BURST / PER_SECOND
            self._buckets = {m: b for m, b in self._buckets.items() if now - b[1] < full}
            if len(self._buckets) >= MOST_DEVICES:
                return False
        left, last = self._buckets.get(mark, (BURST, now))
        left = min(BURST, left + (now - last) * PER_SECOND)
        self._buckets[mark] = (max(left - 1.0, 0.0), now)
        return left >= 1.0
