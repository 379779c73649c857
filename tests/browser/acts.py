"""What people do on a page; each waits for what it did."""

from __future__ import annotations

import io
import zipfile


def ready(page):
    page.wait_for_selector(".mv-map[data-ready]")
    still(page)


def still(page):
    """Wait until nothing is under way."""
    page.wait_for_selector(".mv-do-step:not([disabled])", state="attached")


def month(page):
    return page.locator(".mv-month").inner_text()


def wait_month(page, text):
    page.wait_for_function(
        "t => document.querySelector('.mv-month')?.innerText.replace(/\\u00a0/g, ' ') === t",
        arg=text,
    )


def choose(page, name, text):
    page.locator(f".mv-choice-{name}").last.click()
    page.locator(".menuable__content__active").get_by_text(text, exact=True).click()


def tab(page, name):
    page.get_by_role("navigation").get_by_role("button", name=name, exact=True).click()


def give_a_shop(page):
    """Give a barracks to a bakery, without works, from the next month on."""
    choose(page, "place", "Bâtiment de troupe 5")
    page.locator(".mv-card h3").wait_for()
    choose(page, "use", "commerce")
    choose(page, "works", "sans travaux")
    choose(page, "service", "boulangerie")
    page.locator(".mv-do-apply:not([disabled])").click()
    page.locator(".mv-changes li").wait_for()
    still(page)


def take_report(page):
    """Have the report of one seed made, and take it home; return its files by name."""
    choose(page, "report-seeds", "1")
    page.click(".mv-do-report:not([disabled])")
    page.locator(".mv-do-keep-report button").wait_for(timeout=240_000)
    with page.expect_download() as download:
        page.locator(".mv-do-keep-report button").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}
