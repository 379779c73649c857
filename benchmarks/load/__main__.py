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
PLAY = """([step, pause]) => {
  const times = [], shown = () => document.querySelector(".mv-month").textContent;
  window.load = { times, on: true, done: false };
  const next = () => {
    if (!window.load.on) { window.load.done = true; return; }
    const button = document.querySelector(step);
    if (!button) { setTimeout(next, 20); return; }
    const before = shown(), began = performance.now();
    const watcher = new MutationObserver(() => {
      if (shown() === before) return;
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        times.push((performance.now() - began) / 1000);
        setTimeout(next, 1000 * pause);
      }));
    });
    watcher.observe(document.querySelector(".mv-transport"),
      { subtree: true, childList: true, characterData: true });
    button.click();
  };
  next();
}"""
"""Each page plays by itself and takes its own times, from the click to the paint: a driver that
looks into twenty pages all the time would take the processors from the server."""


def main(words: list[str] | None = None) -> int:
    """Run the load; 0 unless a tab showed another's simulation."""
    parser = argparse.ArgumentParser(prog="load", description=__doc__)
    parser.add_argument("--tabs", type=int, nargs="+", default=[10, 20], help="one run for each")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two months")
    parser.add_argument("--maps", action="store_true", help="draw the map in every tab")
    chosen = parser.parse_args(words)
    return max(_run(tabs, chosen) for tabs in chosen.tabs)


def _run(tabs: int, chosen: argparse.Namespace) -> int:
    """Run the load with so many tabs and report; 1 if a tab showed another's simulation."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MICROVILLE_SESSIONS"] = folder
        with _server(tabs) as (process, address):
            empty = memory_mb(process.pid)
            times, opened, began, busy, alone = _play(process.pid, address, tabs, chosen)
            until = time.monotonic() + GIVEN_BACK_S
            left = memory_mb(process.pid)
            while left > 1.2 * empty and time.monotonic() < until:
                time.sleep(1.0)
                left = memory_mb(process.pid)
        states = last_states()
    steps = sorted(seconds for tab in times for seconds in tab)
    load = os.getloadavg()[0]
    print(f"tabs {tabs}, {chosen.seconds:g} s, processors {os.cpu_count()}, load {load:.1f}")
    print(f"first page that can be used (s): {', '.join(f'{value:.1f}' for value in opened)}")
    print(f"months played by tab: {', '.join(str(len(tab)) for tab in times)}")
    for share in (50, 95, 100):
        print(f"a month, percentile {share}: {_percentile(steps, share):.2f} s")
    print(f"memory (MB): {empty:.0f} before, {busy:.0f} with the tabs, {left:.0f} after closing")
    print(f"a tab's own memory at the start (MB): {', '.join(f'{value:.0f}' for value in began)}")
    print(f"a tab's own memory after play (MB): {', '.join(f'{value:.0f}' for value in alone)}")
    print("what each tab showed last, played again alone:")
    wrong = mixed(states)
    return 1 if wrong or len(states) != tabs else 0


def _percentile(values: list[float], share: int) -> float:
    return values[max(0, -(-share * len(values) // 100) - 1)] if values else float("nan")


def _play(
    pid: int, address: str, tabs: int, chosen: argparse.Namespace
) -> tuple[list[list[float]], list[float], list[float], float, list[float]]:
    """Return seconds of each month by tab, seconds to the first map, memory (MB).

    Memory is what each tab's process holds alone at first, that of all at the end, and again what
    each holds. Visitors draw on machines of
    their own: people stand still in these browsers, and no map is drawn unless asked for.
    """
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        flags = FLAGS if chosen.maps else ["--no-sandbox", "--disable-gpu"]
        browser = driver.chromium.launch(executable_path=chromium, args=flags)
        pages, opened = [], []
        for _ in range(tabs):
            page = browser.new_context(
                viewport={"width": 1280, "height": 720}, reduced_motion="reduce"
            ).new_page()
            page.set_default_timeout(120_000)
            asked = time.monotonic()
            page.goto(address)
            if chosen.maps:
                page.wait_for_selector(".mv-map[data-ready]")
            page.wait_for_selector(STEP)
            opened.append(time.monotonic() - asked)
            pages.append(page)
        began = tabs_mb(pid)
        for number, page in enumerate(pages):
            if number:  # the first tab stays with the scenario it starts with
                _choose(page, number)
        times = _step(pages, chosen.seconds, chosen.pause)
        busy, alone = memory_mb(pid), tabs_mb(pid)
        for page in pages:
            page.goto("about:blank")  # as somebody who leaves
        browser.close()
    return times, opened, began, busy, alone


def _choose(page: Any, number: int) -> None:
    page.locator(".mv-choice-scenario").last.click()
    items = page.locator(".menuable__content__active .v-list-item")
    items.nth(number % items.count()).click()
    page.wait_for_timeout(300)
    page.wait_for_selector(STEP)


def _step(pages: list[Any], seconds: float, pause: float) -> list[list[float]]:
    """Let every tab ask for its next month as soon as it shows the last one; return seconds."""
    for page in pages:
        page.evaluate(PLAY, [STEP, pause])
    time.sleep(seconds)
    for page in pages:
        page.evaluate("window.load.on = false")
    for page in pages:
        page.wait_for_function("window.load.done")
    return [page.evaluate("window.load.times") for page in pages]


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
