"""``microville ui``: the web app."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from microville.cli.options import MapName
from microville.cli.progress import say
from microville.paths import user_scenarios_dir

LOOPBACK = ("127.0.0.1", "localhost", "::1")
WARNING = (
    "WARNING: {host} can be reached by other machines. Whoever reaches this address can use the "
    "app and the machine's processors; nothing is encrypted and nobody is asked for a password. "
    "Use it only in a network that you trust."
)


def ui_command(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others than loopback warn.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port.", min=1, max=65_535)] = 8765,
    scenario: Annotated[
        str, typer.Option("--scenario", help="Scenario that a new tab starts with.")
    ] = "balanced",
    lang: Annotated[str, typer.Option("--lang", help="First language: fr or en.")] = "fr",
    map_name: MapName = "courcy-reims",
    fraction: Annotated[
        float, typer.Option("--fraction", help="Share of households outside the focus area.")
    ] = 0.02,
    tabs: Annotated[
        int,
        typer.Option(
            "--tabs", help="Simulations at once: 1.3 GB, and 0.1-0.4 GB each.", min=1, max=100
        ),
    ] = 20,
    share: Annotated[
        bool, typer.Option("--share", help="Let phones on the same network read and vote.")
    ] = False,
    share_address: Annotated[
        str, typer.Option("--share-address", help="Where phones are answered; found if not given.")
    ] = "",
    share_port: Annotated[
        int, typer.Option("--share-port", help="Port for phones.", min=1, max=65_535)
    ] = 8766,
    per_device: Annotated[
        int, typer.Option("--phones-per-address", help="More behind one router.", min=1, max=500)
    ] = 3,
    ahead: Annotated[
        bool,
        typer.Option(
            "--ahead/--no-ahead", help="Work out in advance what the scenario changes (minutes)."
        ),
    ] = True,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", help="A name under which others reach this machine. Repeatable."),
    ] = None,
) -> None:
    """Open the app in a browser: play, change a building's use, compare."""
    from microville.app import server
    from microville.app.guard import allowed_hosts
    from microville.app.titles import faulty_scenarios
    from microville.app.words import check_language
    from microville.cli.ui_share import phones_served

    server.check_installed()
    check_language(lang)
    if host not in LOOPBACK:
        say(WARNING.format(host=host))
    say(f"Preparing the map {map_name} (about half a minute the first time) ...")
    shared = server.prepare(map_name, scenario, lang, fraction, tabs)
    shared.private = host in LOOPBACK
    say(f"Your own scenarios (.toml) in {user_scenarios_dir()} stand in the menu too.")
    for fault in faulty_scenarios().values():
        say(f"Left out of the menu: {fault}")
    try:
        import uvicorn

        with ExitStack() as also:
            if share:
                served = phones_served(shared, share_address, share_port, per_device, names or ())
                also.enter_context(served)
            app = server.make_app(shared, allowed_hosts(host, port, names or ()))
            if ahead:
                server.answer_ahead(shared)
            shown = f"[{host}]" if ":" in host else host
            say(f"Microville: open http://{shown}:{port} in a browser. Ctrl-C ends the app.")
            # Messages are small and do not leave the machine or the house: packing them costs more.
            packed = {"ws_per_message_deflate": False}
            uvicorn.run(
                app, host=host, port=port, log_level="warning", server_header=False, **packed
            )
    finally:
        shared.pool.close()
