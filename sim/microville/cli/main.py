"""``microville``: the commands together, and what happens to errors."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import traceback
from typing import Any

import typer

from microville import __version__
from microville.cli import (
    access,
    calibrate,
    compare,
    demo,
    evaluate,
    ledger,
    maps,
    network,
    parameters,
    population,
    programme,
    run,
    shocks,
    sweep,
    ui,
    validate,
)
from microville.errors import MicrovilleError

app = typer.Typer(
    name="microville",
    help="Microville 112: compare reuse programmes of a former air base, on foot and by bike.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("run")(run.run_command)
app.command("compare")(compare.compare_command)
app.command("access")(access.access_command)
app.command("parameters")(parameters.parameters_command)
app.command("validate")(validate.validate_command)
app.command("calibrate")(calibrate.calibrate_command)
app.command("population")(population.population_command)
app.command("evaluate")(evaluate.evaluate_command)
app.command("ledger")(ledger.ledger_command)
app.command("network")(network.network_command)
app.command("programme")(programme.programme_command)
app.command("shocks")(shocks.shocks_command)
app.command("ui")(ui.ui_command)
maps.app.command("enrich")(population.enrich_command)
app.add_typer(maps.app, name="map")
app.add_typer(sweep.app, name="sweep")

DEBUG_FLAG = "--debug"
INTERRUPTED = 130
STOPPED = (
    "Interrupted. Nothing half-written is left; give the same command again to go on: runs of a "
    "comparison that were finished are kept."
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"microville {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
    debug: bool = typer.Option(False, DEBUG_FLAG, help="Show the traceback of an error."),
) -> None:
    """Compare reuse programmes of Microville 112."""
    del version, debug


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit.

    Exit codes: 0 done, 1 a run failed, 2 the input was wrong (one message, no traceback), 130
    interrupted with everything finished so far kept.
    """
    words = sys.argv[1:] if arguments is None else arguments
    sys.unraisablehook = _hear_again
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    debug = DEBUG_FLAG in words
    # The flag may stand anywhere; Typer knows it before the command only.
    words = [word for word in words if word != DEBUG_FLAG]
    try:
        result = app(args=words, standalone_mode=False)
        if result == INTERRUPTED:  # Typer turns the interruption into a number
            return _stopped()
    except MicrovilleError as error:
        return _fail(str(error), error.exit_code, debug=debug)
    except (KeyboardInterrupt, typer.Abort):
        return _stopped()
    except Exception as error:  # noqa: BLE001  (the last door: one message, no traceback)
        return _unexpected(error, debug=debug)
    return int(result) if isinstance(result, int) else 0


def _unexpected(error: Exception, *, debug: bool) -> int:
    if hasattr(error, "format_message"):  # a usage error: Typer carries a click of its own
        return _usage(error, debug=debug)
    if isinstance(error, BrokenPipeError):  # whoever reads has seen enough
        return 0
    text = f"Something failed inside Microville: {type(error).__name__}: {error}."
    return _fail(f"{text} Run again with {DEBUG_FLAG} and report it.", 1, debug=debug)


def _usage(error: Any, *, debug: bool) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        return 0
    hint = f" See '{context.command_path} --help'." if context is not None else ""
    return _fail(error.format_message() + hint, 2, debug=debug)


def _hear_again(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt a moment later where a library's callback swallowed the keys that were pressed."""
    if lost.exc_type is None or not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    again = threading.Timer(0.05, _interrupt)
    again.daemon = True
    again.start()


def _interrupt() -> None:
    """Interrupt the main thread, also where it waits for the system."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _stopped() -> int:
    """Say that the command was interrupted, once: people press the keys again and again."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Python's end would take it for a kill
    return _fail(STOPPED, INTERRUPTED)


def _fail(message: str, code: int, *, debug: bool = False) -> int:
    if debug:
        traceback.print_exc()
    typer.echo(f"microville: {message}", err=True)
    return code


if __name__ == "__main__":
    main()
