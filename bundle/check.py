"""Install an archive in an empty folder and start it, with the network refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

from bundle.closure import BundleError

READY_S = 1200
CLOSED = "http://127.0.0.1:9"
"""The discard port: nobody answers there."""


def check_archive(archive: Path, *, inside: Path | None = None) -> None:
    """Unpack, install and start an archive for this computer, and ask whether it is ready.

    Where the system allows it everything runs in a network namespace of its own, with loopback
    alone; elsewhere proxies point at a port where nobody answers.

    Parameters
    ----------
    archive
        What ``make bundle`` made.
    inside
        Folder to use, once inside the namespace.

    Raises
    ------
    BundleError
        If something is missing, fails, or asks for a network.
    """
    if not archive.is_file():
        raise BundleError(f"There is no {archive}. Run 'make bundle' first.")
    if inside is not None:
        _loopback_up()
        _check(archive.resolve(), inside, refused=_offline())
        return
    with tempfile.TemporaryDirectory(prefix="microville-empty-") as folder:
        alone = shutil.which("unshare")
        command = [alone or "unshare", "--map-root-user", "--net"]
        if alone and not subprocess.run([*command, "true"], check=False).returncode:
            command += [sys.executable, "-m", "bundle", "check", str(archive), "--inside", folder]
            if subprocess.run(command, check=False).returncode:
                raise BundleError(f"{archive.name} does not work without a network: see above.")
            return
        print("No network namespace here: proxies to a closed port instead.", flush=True)
        _check(archive.resolve(), Path(folder), refused=False)


def _check(archive: Path, folder: Path, *, refused: bool) -> None:
    began = time.monotonic()
    home = _unpack(archive, folder)
    about = json.loads((home / "bundle.json").read_text(encoding="utf-8"))
    print(f"Unpacked {about['platform']} in {time.monotonic() - began:.0f} s.", flush=True)
    program = ["cmd", "/c", "start.bat"] if os.name == "nt" else ["./start.sh"]
    environment = _environment(folder)
    began = time.monotonic()
    done = subprocess.run(
        [*program, "--install-only"], cwd=home, env=environment, check=False, timeout=READY_S
    )
    if done.returncode:
        raise BundleError("Installing failed: see above.")
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)
    before = _files(home / "cache")
    seconds = _start(program, home, environment)
    made = {path for path in _files(home / "cache") - before if not path.endswith("secret")}
    if made:
        raise BundleError(f"The start made what should be there already: {sorted(made)[:5]}.")
    how = "no network at all" if refused else "proxies to a closed port"
    print(f"Ready in {seconds:.0f} s, {_size(home) / 1e6:.0f} MB on the disk, with {how}.")


def _unpack(archive: Path, folder: Path) -> Path:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)  # noqa: S202  (made by us)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if (path / "bundle.json").is_file())


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment as that of somebody who has never used it."""
    kept = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, "HOME": str(folder / "home")}
    if os.name == "nt":
        kept |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        kept |= {"USERPROFILE": kept["HOME"], "LOCALAPPDATA": kept["HOME"]}
    (folder / "home").mkdir(exist_ok=True)
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), CLOSED)
    return kept | proxies | {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


def _start(program: list[str], home: Path, environment: dict[str, str]) -> float:
    """Start the app, wait until it is ready, end it, and return the seconds it took."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    command = [*program, "--port", str(port), "--no-browser"]
    app = subprocess.Popen(command, cwd=home, env=environment, start_new_session=True)
    try:
        while time.monotonic() < began + READY_S:
            if app.poll() is not None:
                raise BundleError(f"The app ended with {app.returncode}: see above.")
            if _answers(f"http://127.0.0.1:{port}/readyz"):
                seconds = time.monotonic() - began
                if not _answers(f"http://127.0.0.1:{port}/"):
                    raise BundleError("The app is ready, but its first page is not there.")
                return seconds
            time.sleep(0.3)
        raise BundleError(f"The app was not ready in {READY_S} s.")
    finally:
        _interrupt(app)
        try:
            app.wait(30)
        except subprocess.TimeoutExpired:
            app.kill()
            app.wait()


def _interrupt(app: subprocess.Popen[bytes]) -> None:
    """Press Ctrl-C: everything that was started is told."""
    if os.name == "nt":
        app.terminate()
    elif app.poll() is None:
        os.killpg(app.pid, signal.SIGINT)


def _answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _loopback_up() -> None:
    """Turn loopback on in a new network namespace, where it starts as off (Linux)."""
    import fcntl
    import struct

    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    with socket.socket() as asked:
        request = fcntl.ioctl(asked, get_flags, struct.pack("16sH14x", b"lo", 0))
        flags = struct.unpack_from("H", request, 16)[0]
        fcntl.ioctl(asked, set_flags, struct.pack("16sH14x", b"lo", flags | up))


def _offline() -> bool:
    """Check that there is no interface but loopback.

    Raises
    ------
    BundleError
        If there is: the check would prove nothing.
    """
    names = [name for _, name in socket.if_nameindex()]
    if names != ["lo"]:
        raise BundleError(f"There are other network interfaces: {', '.join(names)}.")
    return True


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
