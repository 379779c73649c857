"""Install Microville beside this file if that was not done yet, then open the app.

Python alone is needed; nothing is asked of a network. Words after the command go to
``microville ui``: ``--lang en``, ``--share``, ``--port 9000``, ``--map NAME``. Further ones of this
file: ``--no-browser`` opens no browser, ``--install-only`` installs and ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "venv"
DONE = INSTALLED / "installed"
WARM_S = 1800
BROWSER_S = 300


def say(french: str, english: str) -> None:
    """Say something in both languages."""
    print(f"{french}\n{english}\n", flush=True)


def fail(french: str, english: str) -> None:
    """Say what is wrong, and end."""
    say(french, english)
    raise SystemExit(2)


def check_python(about: dict[str, str]) -> None:
    """End if this Python cannot use the wheels that are here."""
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    wanted = about["python"]
    if found != wanted or sys.maxsize < 2**32:
        fail(
            f"Il faut Python {wanted} (64 bits) ; celui-ci est {found}.",
            f"Python {wanted} (64 bits) is needed; this one is {found}.",
        )
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, "?")
    if not about["platform"].startswith(system):
        fail(
            f"Cette archive est pour {about['platform']}, pas pour ce système.",
            f"This archive is for {about['platform']}, not for this system.",
        )


def check_files() -> None:
    """End if a file is missing or damaged (a stick pulled out too early)."""
    lines = (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in lines:
        expected, name = line.split("  ", 1)
        path = HERE / name
        if not name.startswith(("wheels/", "cache/")):
            continue  # a README may be changed
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            fail(
                f"Le fichier {name} manque ou est abîmé. Décompressez l'archive à nouveau.",
                f"The file {name} is missing or damaged. Unpack the archive again.",
            )


def python() -> str:
    """Return the interpreter of the installation."""
    return str(INSTALLED / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def environment() -> dict[str, str]:
    """Return the environment without settings of pip or Python, with our own cache."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    own = {"PIP_CONFIG_FILE": os.devnull, "MICROVILLE_CACHE": str(HERE / "cache")}
    return {**kept, **own}


def install() -> None:
    """Make ``venv`` from ``wheels``, and compile and prepare what the first start needs."""
    say("Vérification des fichiers …", "Checking files …")
    check_files()
    shutil.rmtree(INSTALLED, ignore_errors=True)
    say(
        "Installation, une fois (quelques minutes) …",
        "Installing, this once (some minutes) …",
    )
    try:
        venv.create(INSTALLED, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        fail(
            f"Le dossier venv ne peut pas être créé ({error}). Sous Debian et Ubuntu, il faut le "
            "paquet python3-venv.",
            f"The folder venv cannot be made ({error}). On Debian and Ubuntu the package "
            "python3-venv is needed.",
        )
    wheels = sorted(str(path) for path in (HERE / "wheels").glob("*.whl"))
    pip = [python(), "-m", "pip", "install", "--isolated", "--no-index", "--no-deps", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-warn-script-location"]
    run([*pip, "--find-links", str(HERE / "wheels"), *wheels])
    run([python(), "-m", "pip", "--disable-pip-version-check", "check"])
    say(
        "Préparation de la carte et des calculs, une fois …",
        "Preparing the map and the calculations, this once …",
    )
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "balanced", "--months", "1", "--fraction", "0.02"]
        run([python(), "-m", "microville.cli.main", *words, "--out", str(Path(folder) / "run")])
    DONE.write_text("installed\n", encoding="utf-8")


def run(command: list[str]) -> None:
    """Run a part of the installation, or end with what it said."""
    done = subprocess.run(
        command,
        check=False,
        env=environment(),
        timeout=WARM_S,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout)
        fail("L'installation a échoué (voir ci-dessus).", "Installing failed (see above).")


def open_browser(port: str) -> None:
    """Open a browser once the app answers."""
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + BROWSER_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                webbrowser.open(address)
                return
        except OSError:
            time.sleep(0.5)


def main(words: list[str]) -> int:
    """Install if need be, then run the app until it is ended."""
    about = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    check_python(about)
    if not DONE.is_file():
        install()
    own = {"--no-browser", "--install-only"}
    passed = [word for word in words if word not in own]
    if "--install-only" in words:
        return 0
    if "--no-browser" not in words:
        port = passed[passed.index("--port") + 1] if "--port" in passed[:-1] else "8765"
        threading.Thread(target=open_browser, args=(port,), daemon=True).start()
    command = [python(), "-m", "microville.cli.main", "ui", *passed]
    app = subprocess.Popen(command, env=environment())
    while True:
        try:
            return app.wait()
        except KeyboardInterrupt:
            continue  # the app was told too, and ends by itself


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
