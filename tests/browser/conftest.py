"""A server on the default map and a browser on it; skipped where there is no browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
START_S = 240
"""The map is made and kernels are compiled when a fresh machine starts for the first time."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """``microville ui`` as somebody would start it, with phones answered on loopback."""

    def __init__(self, folder):
        if CHROMIUM is None:
            pytest.skip("no chromium on this machine: apt-get install chromium")
        self.folder, self.log = folder, folder / "log.txt"
        self.port, self.phones = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        command = [
            sys.executable,
            "-m",
            "microville.cli.main",
            "ui",
            "--no-ahead",
            "--port",
            str(self.port),
        ]
        command += ["--share", "--share-address", "127.0.0.1", "--share-port", str(self.phones)]
        kept = {"MICROVILLE_SESSIONS": str(self.folder / "sessions")}
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env={**os.environ, **kept}
            )
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                pytest.fail(f"the server ended:\n{self.log.read_text()[-3000:]}")
            try:
                with urllib.request.urlopen(f"{self.address}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.3)
        pytest.fail(f"the server did not start in {START_S} s:\n{self.log.read_text()[-3000:]}")

    @property
    def pin(self):
        """The facilitator's PIN, where the facilitator reads it."""
        return re.search(r"PIN of the facilitator: (\d+)", self.log.read_text()).group(1)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cut_off(self):
        """End it as a power cut does: nothing is told to anybody."""
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """Return the server that most tests share."""
    found = Server(tmp_path_factory.mktemp("server"))
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def server(running):
    """Return its address."""
    return running.address


@pytest.fixture(scope="session")
def browser():
    """Return headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def visit(request, browser):
    """Return ``visit(width, height)``: a new visitor's page; faults of any page fail the test.

    A test that asks for ``own`` visits a server of its own, which may be cut off.
    """
    found = request.getfixturevalue("own" if "own" in request.fixturenames else "running")
    homes = tuple(
        f"{scheme}://127.0.0.1:{port}"
        for scheme in ("http", "ws")
        for port in (found.port, found.phones)
    )
    faults, contexts = [], []

    def told(message):
        if message.type == "error" and not found_gone():
            faults.append(f"console: {message.text}")

    def found_gone():
        return found.process.poll() is not None

    def asked(wanted):
        if not wanted.url.startswith((*homes, "blob:", "data:")):
            faults.append(f"left the machine: {wanted.url}")

    def answered(response):
        if response.status >= 400:
            faults.append(f"{response.status}: {response.url}")

    def open_page(width=1280, height=720, address=""):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("console", told)
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("request", asked)
        page.on("response", answered)
        page.goto(address or found.address)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")  # as somebody who leaves: a context is cut off without a word
        context.close()
    assert not faults


@pytest.fixture
def own(tmp_path):
    """Return a server of the test's own."""
    found = Server(tmp_path)
    found.start()
    yield found
    found.stop()
