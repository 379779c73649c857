"""The server: what is prepared before the first page, and what it answers."""

from __future__ import annotations

import json
import os
import secrets
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from microville.app.settings import Settings, remember
from microville.errors import InputError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response


STATIC = Path(__file__).parent / "static"
LIBRARY = ("maplibre-gl.js", "maplibre-gl.css")
DAY_S = 86_400


def prepare(map_name: str, scenario: str, lang: str, fraction: float, most: int) -> Settings:
    """Write the map's files in a process of its own, and start the first worker.

    Raises
    ------
    InputError
        If the scenario or the map is unknown.
    """
    from microville.app.client import Pool
    from microville.scenario import known_scenarios

    if scenario not in known_scenarios():
        known = ", ".join(known_scenarios())
        raise InputError(f"There is no scenario {scenario!r}.", hint=f"Known: {known}.")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        folder, code = one.submit(_write_layers, map_name).result()
    info = json.loads((folder / "info.json").read_text(encoding="utf-8"))
    pool = Pool(map_name, (scenario, fraction), most=most)
    shared = Settings(map_name, scenario, lang, fraction, folder, info, pool, code)
    remember(shared)
    return shared


def answer_ahead(shared: Settings) -> None:
    """Work out what the first scenario changes, in a process that gives way to all others."""
    from microville.app.comparing import question
    from microville.app.jobs import join

    order = question(shared.scenario, fraction=shared.fraction, map_name=shared.map_name)
    if order is not None:
        join(order)


def _write_layers(map_name: str) -> tuple[Path, str]:
    # Imported in the process that writes: maps need libraries that the server does not.
    from microville.app.layers import write_layers
    from microville.runs.identity import code_hash

    return write_layers(map_name), code_hash()[:16]


def check_installed() -> None:
    """Check that what the app needs beside the model is installed.

    Raises
    ------
    InputError
        If something is missing.
    """
    needed = ("solara", "solara_assets", "anywidget", "maplibre", "uvicorn")
    missing = [name for name in needed if find_spec(name) is None]
    if missing and not _assets_present(missing):
        raise InputError(
            f"The app needs {', '.join(missing)}.", hint="Install 'microville[app]', or 'make ui'."
        )


def _assets_present(missing: list[str]) -> bool:
    # Older wheels of the assets hold files only, no module.
    folder = Path(sys.prefix) / "share" / "solara" / "cdn" / "@widgetti"
    return missing == ["solara_assets"] and folder.is_dir()


def set_up_solara() -> None:
    """Tell Solara, before it is imported, to call nobody and to let go of closed tabs."""
    os.environ.update(
        {
            # Parts of a page in which nothing changed are not walked through again: half the time.
            "REACTON_FAST": "1",
            "SOLARA_APP": "microville.app.entry",
            "SOLARA_MODE": "production",
            "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
            "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
            "SOLARA_THEME_SHOW_BANNER": "False",
            "SOLARA_THEME_TITLE": "Microville 112",
            "SOLARA_THEME_LOADER": "plain",
            "SOLARA_SESSION_SECRET_KEY": secrets.token_hex(32),
            "SOLARA_SESSION_HTTP_ONLY": "True",
            "SOLARA_SESSION_HTTPS_ONLY": "False",
            # A tab that closed without saying so (a crash, a phone out of reach) is kept so long.
            "SOLARA_KERNEL_CULL_TIMEOUT": "5m",
        }
    )


def make_app(shared: Settings, hosts: frozenset[str]) -> Starlette:
    """Return the whole app: the map's files, then Solara's pages, behind the guard.

    Parameters
    ----------
    shared
        What :func:`prepare` returned.
    hosts
        Names that are answered, see :func:`microville.app.guard.allowed_hosts`.
    """
    set_up_solara()
    # Its cookie only tells tabs apart; over plain HTTP "lax" is what is wanted.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    from solara.server import starlette as solara_server
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    from microville.app.guard import Guard

    async def layer(request: Request) -> Response:
        return _layer(shared.folder, request.path_params["name"])

    async def library(request: Request) -> Response:
        return _library(request.path_params["name"])

    routes = [
        Mount("/carte/static", app=StaticFiles(directory=STATIC)),
        Route("/carte/library/{name}", endpoint=library),
        Route(f"/carte/{shared.folder.name}/{{name}}.json", endpoint=layer),
        Route("/resourcez", endpoint=_nothing),
        *solara_server.routes,
    ]
    return Starlette(
        routes=routes,
        lifespan=solara_server.lifespan,
        middleware=[Middleware(Guard, hosts=hosts), *solara_server.middleware],
    )


async def _nothing(request: Request) -> Response:
    """Answer that there is nothing: Solara would tell how many sessions run."""
    from starlette.responses import PlainTextResponse

    del request
    return PlainTextResponse("Not found.\n", 404)


def _layer(folder: Path, name: str) -> Response:
    from starlette.responses import PlainTextResponse, Response

    if f"{name}.json.gz" not in {path.name for path in folder.glob("*.json.gz")}:
        return PlainTextResponse("Not found.\n", 404)
    headers = {"content-encoding": "gzip", "cache-control": f"max-age={DAY_S}, immutable"}
    data = (folder / f"{name}.json.gz").read_bytes()
    return Response(data, media_type="application/json", headers=headers)


def _library(name: str) -> Response:
    from starlette.responses import FileResponse, PlainTextResponse

    spec = find_spec("maplibre")
    if name not in LIBRARY or spec is None or spec.origin is None:
        return PlainTextResponse("Not found.\n", 404)
    path = Path(spec.origin).parent / "srcjs" / name
    return FileResponse(path, headers={"cache-control": f"max-age={DAY_S}"})
