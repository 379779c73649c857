"""What phones are answered: a page to read, a vote to give. No other route, no simulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
)
from starlette.routing import Route

from microville.app.guard import Guard
from microville.app.limiter import Limiter
from microville.app.phone_page import mark, page
from microville.app.words import app_words
from microville.errors import InputError
from microville.figures.words import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from microville.app.settings import Settings
    from microville.app.sharing import Sharing
    from microville.figures.words import Words

STATIC = Path(__file__).parent / "static"
COOKIE = "mv_voter"
HOURS_S = 12 * 3600
LONGEST_BODY = 1024
POLICY = (
    "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def make_phone_app(shared: Settings, sharing: Sharing, hosts: frozenset[str]) -> Starlette:
    """Return what listens in the local network.

    Parameters
    ----------
    shared
        What the server was started with.
    sharing
        Who may join.
    hosts
        Names that are answered, see :func:`microville.app.guard.allowed_hosts`.
    """

    async def read(request: Request) -> Response:
        return _read(request, shared, sharing)

    async def now(request: Request) -> Response:
        session = sharing.joined(request.path_params["join"])
        # A page that still asks once sharing has ended learns so, as any wrong code would.
        return _over() if session is None else JSONResponse({"mark": mark(session)})

    async def vote(request: Request) -> Response:
        return await _vote(request, shared, sharing)

    routes = [
        Route("/phone.css", endpoint=_style),
        Route("/phone.js", endpoint=_script),
        Route("/{join:str}", endpoint=read),
        Route("/{join:str}/now", endpoint=now),
        Route("/{join:str}/vote", endpoint=vote, methods=["POST"]),
    ]
    guard = Middleware(
        Guard, hosts=hosts, policy=POLICY, referrer="same-origin", origin_for=("POST",)
    )
    return Starlette(routes=routes, middleware=[guard, Middleware(Limiter)])


async def _style(request: Request) -> Response:
    del request
    return FileResponse(STATIC / "phone.css")


async def _script(request: Request) -> Response:
    del request
    return FileResponse(STATIC / "phone.js")


def _over() -> Response:
    return PlainTextResponse("", 204)


def _nothing() -> Response:
    return PlainTextResponse("Not found.\n", 404)


def _read(request: Request, shared: Settings, sharing: Sharing) -> Response:
    join = request.path_params["join"]
    session = sharing.joined(join)
    if session is None:
        return _nothing()
    voter = request.cookies.get(COOKIE, "")
    fault, new = "", ""
    if not sharing.knows(voter):
        try:
            voter = new = sharing.admit(request.client.host if request.client else "")
            session.show_phones()
        except InputError:
            voter, fault = "", "phone.no_entry"
    ballot = session.workshop.minutes.open_ballot
    voted = ballot is not None and sharing.has_voted(voter, ballot.number)
    text = page(session, _words(request, shared), join, voter=bool(voter), voted=voted, fault=fault)
    answer = HTMLResponse(text, headers={"cache-control": "no-store"})
    if new:
        answer.set_cookie(
            COOKIE, new, max_age=HOURS_S, path=f"/{join}", httponly=True, samesite="strict"
        )
    return answer


async def _vote(request: Request, shared: Settings, sharing: Sharing) -> Response:
    join = request.path_params["join"]
    session = sharing.joined(join)
    if session is None:
        return _nothing()
    form = await _form(request)
    lang = "en" if form.get("lang") == "en" else "fr"
    try:
        number = int(form.get("number", "0"))
        sharing.vote(
            join,
            request.cookies.get(COOKIE, ""),
            number,
            form.get("college", ""),
            form.get("choice", ""),
        )
    except (InputError, ValueError):
        words = app_words(lang, tuple(shared.info["place"]))
        text = page(session, words, join, voter=False, voted=False, fault="phone.not_counted")
        return HTMLResponse(text, 409, headers={"cache-control": "no-store"})
    return RedirectResponse(f"/{join}?lang={lang}", 303)


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a small form; empty for whatever is none."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return {}
    if kind != "application/x-www-form-urlencoded":
        return {}
    try:
        found: dict[str, Any] = parse_qs(body.decode("ascii"), max_num_fields=8)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def _words(request: Request, shared: Settings) -> Words:
    """Return the language that was chosen, else the browser's own, else the server's."""
    lang = request.query_params.get("lang", "")
    if lang not in LANGUAGES:
        wanted = request.headers.get("accept-language", "")[:2].lower()
        lang = wanted if wanted in LANGUAGES else shared.lang
    return app_words(lang, tuple(shared.info["place"]))
