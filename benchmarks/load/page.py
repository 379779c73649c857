"""One tab alone: first page, a month from click to screen, script a frame with 20,000 people.

    python -m benchmarks.load.page

Times are taken in the page itself (its own clock): from the click to the paint that shows the next
month; the script of a frame is what places and draws 20,000 people who are all on their way, on
the app's own code. Drawing by the processor (SwiftShader) slows everything: see the note printed.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.load.__main__ import FLAGS, STEP, _server

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 24
PEOPLE = 20_000
SHOWN = """(step) => new Promise((done) => {
  const month = document.querySelector(".mv-month"), before = month.innerText;
  const began = performance.now();
  const watcher = new MutationObserver(() => {
    if (document.querySelector(".mv-month").innerText === before) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  });
  watcher.observe(document.querySelector(".mv-transport"),
    { subtree: true, childList: true, characterData: true });
  document.querySelector(step).click();
})"""
FRAMES = """async ([count, frames]) => {
  const { People } = await import("/carte/static/people.js");
  const corners = 12, n = count, sine = Math.sin(49.32 * Math.PI / 180);
  // All of them stand around the middle of the map, so that each is drawn.
  const origin = [4.0 / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  const part = { n, origin: new Float64Array(origin), longest: 7200,
    depart: new Float32Array(n).map((_, i) => 3600 * i / n),
    seconds: new Float32Array(n).fill(7200),
    start: new Uint32Array(n + 1).map((_, i) => corners * i),
    xy: new Float32Array(2 * n * corners).map((_, i) => Math.sin(i * 12.9898) * 5e-5),
    along: new Float32Array(n * corners).map((_, i) => i % corners),
    kind: new Uint8Array(n).map((_, i) => i % 6), mode: new Uint8Array(n) };
  const people = new People();
  people.load([part]);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [860, 674];
  const context = canvas.getContext("2d");
  const map = { getZoom: () => 12.5, getCenter: () => ({ lng: 4.0, lat: 49.32 }) };
  const colours = ["#CC79A7", "#0072B2", "#E69F00", "#D55E00", "#009E73", "#56B4E9"];
  const times = [];
  for (let frame = 0; frame < frames; frame++) {
    const began = performance.now();
    context.clearRect(0, 0, 860, 674);
    const moving = people.draw(context, map, 3600 + frame, colours, false, 860, 674);
    times.push(performance.now() - began);
    if (moving !== n) throw new Error(`${moving} of ${n} are on their way`);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""


def main() -> int:
    """Measure and print; asserts nothing."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with _server(4) as (_, address), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        for visit in ("first visit", "second visit"):
            page = context.new_page()
            text, map_ready, use = _opened(page, address)
            print(f"{visit}: text {text:.1f} s, map {map_ready:.1f} s, usable {use:.1f} s")
        months = []
        for _ in range(MONTHS):
            page.wait_for_selector(STEP)
            months.append(page.evaluate(SHOWN, STEP))
        print(f"a month from click to screen (ms): {_spread(months)}")
        frames = page.evaluate(FRAMES, [PEOPLE, 60])
        print(f"script a frame, {PEOPLE:,} people on their way (ms): {_spread(frames[10:])}")
        print("drawn by the processor (SwiftShader); a graphics card takes that off it")
        browser.close()
    return 0


def _opened(page: Any, address: str) -> tuple[float, float, float]:
    """Return seconds until a page shows text, its map, and can be used."""
    page.set_default_timeout(120_000)
    page.goto(address)
    since = "performance.now() / 1000"
    page.wait_for_selector(".mv-month")
    text = page.evaluate(since)
    page.wait_for_selector(".mv-map[data-ready]")
    ready = page.evaluate(since)
    page.wait_for_selector(STEP)
    return text, ready, page.evaluate(since)


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    late = ordered[int(0.95 * (len(ordered) - 1))]
    return f"median {statistics.median(ordered):.1f}, 95 % within {late:.1f}"


if __name__ == "__main__":
    sys.exit(main())
