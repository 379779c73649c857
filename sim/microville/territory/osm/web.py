"""Ask a web server for JSON, patiently but not for ever, and say clearly what went wrong."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from microville import __version__
from microville.errors import InputError, TerritoryError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_BYTES = 2 * 1024**3
"""Longer answers are given up: a smaller area, or an extract, is the way then."""
BUSY = frozenset({429, 502, 503, 504})
"""Answers of a server that is too busy now: worth asking again."""
LONGEST_PAUSE_S = 120.0
WITHOUT_NETWORK = (
    "Check the network or give another server; without one, download an extract elsewhere and "
    "build with --pbf FILE (docs/maps.md says where)."
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer is waited for.

    Attributes
    ----------
    pauses_s
        Pauses before asking a busy server again (seconds); as many new attempts as pauses.
    connect_s, read_s
        Time for a connection, and for a silence while the answer is sent (seconds).
    sleep
        What waits; tests do not.
    """

    pauses_s: tuple[float, ...] = (10.0, 30.0, 60.0)
    connect_s: float = 20.0
    read_s: float = 240.0
    sleep: Callable[[float], None] = time.sleep


def endpoint(given: str | None, variable: str, setting: str) -> str:
    """Return the address of a server: as given, else of an environment variable, else of osmnx.

    Parameters
    ----------
    given
        What the user asked for, or None.
    variable
        Environment variable, for example ``MICROVILLE_OVERPASS_URL``.
    setting
        Name in ``osmnx.settings``: the public server, unless the user has set another one there.

    Raises
    ------
    InputError
        If it is no web address.
    """
    url = given or os.environ.get(variable) or str(getattr(_settings(), setting))
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"{url!r} is no web address.", hint="It begins with https://.")
    return url.rstrip("/")


def _settings() -> Any:
    return import_module("osmnx").settings


def ask_json(
    url: str,
    *,
    query: Mapping[str, str],
    post: bool,
    patience: Patience,
) -> Any:
    """Return what a server answers to a query.

    Parameters
    ----------
    url
        Address.
    query
        Fields of the query.
    post
        Whether they are posted (long queries) or stand in the address.
    patience
        How long to wait and how often to ask again.

    Raises
    ------
    TerritoryError
        If there is no connection, the server stays busy or refuses, or its answer is no JSON.
    """
    host = urlsplit(url).hostname
    for pause in (*patience.pauses_s, None):
        code, body, kind, wait = _ask_once(url, query, post, patience)
        if code not in BUSY:
            break
        if pause is not None:
            patience.sleep(min(max(wait, pause), LONGEST_PAUSE_S))
    if code in BUSY:
        raise TerritoryError(
            f"{host} is too busy (it answered {code} {len(patience.pauses_s) + 1} times).",
            hint="Try again later, take a smaller area, give another server, or use --pbf FILE.",
        )
    if code != 200:
        said = _first_line(body)
        raise TerritoryError(
            f"{host} refused the query ({code}{': ' + said if said else ''}).",
            hint="Check the server's address; or download an extract and use --pbf FILE.",
        )
    try:
        return json.loads(body)
    except ValueError as error:
        raise TerritoryError(
            f"{host} answered, but not with JSON ({kind or 'no type'}): {_first_line(body)}",
            hint="Check the server's address and whether the network asks for a login first.",
        ) from error


def _first_line(body: bytes) -> str:
    lines = body[:2000].decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), "")[:160]


def _ask_once(
    url: str, query: Mapping[str, str], post: bool, patience: Patience
) -> tuple[int, bytes, str, float]:
    """Return status, body, type of the content, and the pause that the server wants (s)."""
    requests: Any = import_module("requests")
    host = urlsplit(url).hostname
    sent = {"data": query} if post else {"params": query}
    options = dict(getattr(_settings(), "requests_kwargs", {}))
    options |= {"timeout": (patience.connect_s, patience.read_s), "stream": True}
    agent = {"User-Agent": f"Microville/{__version__} (agent-based urban model)"}
    try:
        with (
            requests.Session() as session,
            session.request(
                "POST" if post else "GET", url, headers=agent, **sent, **options
            ) as answer,
        ):
            body = _limited(answer, host)
            kind = answer.headers.get("Content-Type", "").split(";")[0]
            wait = answer.headers.get("Retry-After", "")
            return answer.status_code, body, kind, float(wait) if wait.isdigit() else 0.0
    except requests.exceptions.Timeout as error:
        raise TerritoryError(
            f"{host} did not answer in time.", hint="Try again, or take a smaller area."
        ) from error
    except requests.exceptions.RequestException as error:
        reason = type(error).__name__
        raise TerritoryError(f"Cannot reach {host} ({reason}).", hint=WITHOUT_NETWORK) from error


def _limited(answer: Any, host: str | None) -> bytes:
    parts, size = [], 0
    for part in answer.iter_content(1 << 20):
        size += len(part)
        if size > MOST_BYTES:
            raise TerritoryError(f"{host} sends too much.", hint="Take a smaller area or --pbf.")
        parts.append(part)
    return b"".join(parts)
