"""Open tabs, step months in all of them, close them, report: ``python -m benchmarks.load``."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.load.mixing import last_states, mixed
from benchmarks.load.processes import memory_mb, tabs_mb

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
READY_S = 240
GIVEN_BACK_S = 30
STEP = ".mv-do-step:not([disabled])"
MONTH = "m => document.querySelector('.mv-month')?.innerText !== m"


def main(words: list[str] | None = None) -> int:
    """Run the load; 0 unless a tab showed another's simulation."""
    parser = argparse.ArgumentParser(prog="load", description=__doc__)
    parser.add_argument("--tabs", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two months")
    parser.add_argument("--maps", action="store_true", help="draw the map in every tab")
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MICROVILLE_SESSIONS"] = folder
        with _server(chosen.tabs) as (process, address):
            empty = memory_mb(process.pid)
            times, opened, busy, alone = _play(process.pid, address, chosen)
            until = time.monotonic() + GIVEN_BACK_S
            left = memory_mb(process.pid)
            while left > 1.2 * empty and time.monotonic() < until:
                time.sleep(1.0)
                left = memory_mb(process.pid)
        states = last_states()
    steps = sorted(seconds for tab in times for seconds in tab)
    print(f"tabs {chosen.tabs}, {chosen.seconds:g} s, processors {os.cpu_count()}")
    print(f"first page that can be used (s): {', '.join(f'{value:.1f}' for value in opened)}")
    print(f"months played by tab: {', '.join(str(len(tab)) for tab in times)}")
    for share in (50, 95, 100):
        print(f"a month, percentile {share}: {_percentile(steps, share):.2f} s")
    print(f"memory (MB): {empty:.0f} before, {busy:.0f} with the tabs, {left:.0f} after closing")
    print(f"a tab's own memory (MB): {', '.join(f'{value:.0f}' for value in alone)}")
    print("what each tab showed last, played again alone:")
    wrong = mixed(states)
    return 1 if wrong or len(states) != chosen.tabs else 0


def _percentile(values: list[float], share: int) -> float:
    return values[max(0, -(-share * len(values) // 100) - 1)] if values else float("nan")


def _play(
    pid: int, address: str, chosen: argparse.Namespace
) -> tuple[list[list[float]], list[float], float, list[float]]:
    """Return seconds of each month by tab, seconds to the first map, memory at the end (MB).

    Memory is that of all, and what each tab's process holds alone. Visitors draw on machines of
    their own: people stand still in these browsers, and no map is drawn unless asked for.
    """
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        flags = FLAGS if chosen.maps else ["--no-sandbox", "--disable-gpu"]
        browser = driver.chromium.launch(executable_path=chromium, args=flags)
        pages, opened = [], []
        for number in range(chosen.tabs):
            page = browser.new_context(
                viewport={"width": 1280, "height": 720}, reduced_motion="reduce"
            ).new_page()
            page.set_default_timeout(120_000)
            began = time.monotonic()
            page.goto(address)
            if chosen.maps:
                page.wait_for_selector(".mv-map[data-ready]")
            page.wait_for_selector(STEP)
            opened.append(time.monotonic() - began)
            if number:  # the first tab stays with the scenario it starts with
                _choose(page, number)
            pages.append(page)
        times = _step(pages, chosen.seconds, chosen.pause)
        busy, alone = memory_mb(pid), tabs_mb(pid)
        for page in pages:
            page.goto("about:blank")  # as somebody who leaves
        browser.close()
    return times, opened, busy, alone


def _choose(page: Any, number: int) -> None:
    page.locator(".mv-choice-scenario").last.click()
    items = page.locator(".menuable__content__active .v-list-item")
    items.nth(number % items.count()).click()
    page.wait_for_timeout(300)
    page.wait_for_selector(STEP)


def _step(pages: list[Any], seconds: float, pause: float) -> list[list[float]]:
    """Ask every tab for its next month as soon as it shows the last one; all at the same time."""
    times: list[list[float]] = [[] for _ in pages]
    asked: list[tuple[float, str] | None] = [None] * len(pages)
    rests = [0.0] * len(pages)
    until = time.monotonic() + seconds
    while True:
        now = time.monotonic()
        if now > until and not any(asked):
            return times
        for number, page in enumerate(pages):
            waiting = asked[number]
            if waiting is None:
                if now < until and now >= rests[number] and page.query_selector(STEP):
                    shown = page.inner_text(".mv-month")
                    asked[number] = (time.monotonic(), shown)
                    page.click(STEP)
            elif page.evaluate(MONTH, waiting[1]):
                times[number].append(time.monotonic() - waiting[0])
                asked[number], rests[number] = None, time.monotonic() + pause
        time.sleep(0.005)


@contextmanager
def _server(tabs: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "microville.cli.main", "ui", "--no-ahead", "--port", str(port)]
    process = subprocess.Popen([*command, "--tabs", str(tabs)])
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + READY_S
        while not _ready(address):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The server did not start.")
            time.sleep(0.3)
        time.sleep(15.0)  # the spare process has loaded the map
        yield process, address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310  (loopback)
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
