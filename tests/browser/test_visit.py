"""What people do in the app, in a real browser: no error, no request that leaves the machine."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest

from .acts import choose, month, ready, wait_month

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_visit(visit):
    """Start, step, give a building a new use, see the difference, undo, switch language."""
    page = visit()
    ready(page)
    wait_month(page, "Janvier 2025")
    assert page.get_by_text("carte schématique").count() == 1
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")
    page.click(".mv-do-year")
    wait_month(page, "Février 2026")
    assert page.locator(".mv-chart").count() == 4

    # People are on their way, and they move.
    page.wait_for_selector(".mv-day[data-trips]")
    clock = page.locator(".mv-clock").inner_text()
    page.wait_for_function("c => document.querySelector('.mv-clock').innerText !== c", arg=clock)

    choose(page, "place", "Bâtiment de troupe 5")
    page.locator(".mv-card").get_by_text(re.compile("Classe énergie F")).wait_for()
    choose(page, "use", "commerce")
    choose(page, "works", "sans travaux")
    choose(page, "service", "boulangerie")
    page.get_by_text(re.compile("Pas de travaux. Loyer attendu")).wait_for()
    page.click(".mv-do-apply")
    page.locator(".mv-changes li").wait_for()
    assert "commerce dès mars 2026" in page.locator(".mv-changes").inner_text().replace(
        "\u00a0", " "
    )
    page.wait_for_selector(".mv-do-year:not([disabled])")
    page.click(".mv-do-year")
    wait_month(page, "Février 2027")
    page.get_by_text(re.compile("sans vos changements")).first.wait_for()

    page.click(".mv-do-undo")
    page.get_by_text(re.compile("Aucun pour l'instant")).wait_for()
    assert page.get_by_text(re.compile("sans vos changements")).count() == 0
    assert month(page).replace("\u00a0", " ") == "Février 2027"

    page.click(".mv-language")
    wait_month(page, "February 2027")
    page.get_by_text("schematic map").wait_for()


def test_months_go_on_and_stop(visit):
    page = visit()
    ready(page)
    choose(page, "speed", "rapide")
    page.click(".mv-do-play")
    page.wait_for_function("() => /2026/.test(document.querySelector('.mv-month').innerText)")
    page.click(".mv-do-play")
    page.wait_for_selector(".mv-do-step:not([disabled])")
    page.wait_for_timeout(500)  # the button and the month come to the page one after the other
    stopped = month(page)
    page.wait_for_timeout(1500)
    assert month(page) == stopped


def test_a_click_on_the_map_says_what_is_there(visit):
    page = visit()
    ready(page)
    page.get_by_role("button", name="Le site", exact=True).click()
    page.wait_for_timeout(1500)
    box = page.locator(".mv-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".mv-card h3").wait_for()


def test_other_pages(visit):
    page = visit()
    ready(page)
    page.get_by_role("button", name="Accès", exact=True).click()
    page.get_by_text("Part des services essentiels à portée, moyenne des habitants").wait_for()
    page.locator(".mv-map[data-ready]").last.wait_for()
    box = page.locator(".mv-map").last.bounding_box()
    page.mouse.click(box["x"] + 250, box["y"] + 260)
    page.get_by_text("À portée de ce point").wait_for()
    page.get_by_role("button", name="Coopérative", exact=True).click()
    page.get_by_text("Le programme, bâtiment par bâtiment").first.wait_for()
    page.get_by_role("button", name="Sources", exact=True).click()
    page.get_by_text("lu dans une source").first.wait_for()


def test_compare_and_give_up(visit):
    page = visit()
    ready(page)
    # The first question has a button of its own; while it is worked out, what is planned is told.
    page.click(".mv-do-ask")
    page.locator(".mv-planned li", has_text="Maison de santé").wait_for()
    page.click(".mv-do-cancel")
    page.get_by_text("Ce qui était fini est gardé").wait_for()
    choose(page, "years", "20 ans")
    page.click(".mv-do-compare")
    page.click(".mv-do-cancel")
    page.get_by_text("Ce qui était fini est gardé").wait_for()
    choose(page, "years", "1 an")
    choose(page, "seeds", "1")
    page.click(".mv-do-compare")
    page.locator(".mv-sentences li").first.wait_for(timeout=240_000)
    text = " ".join(page.locator(".mv-sentences").all_inner_texts())
    assert "Courcy" in text
    assert "Les travaux coûtent" in text
    assert "un tirage" in page.locator(".mv-result").first.inner_text()
    assert page.locator(".mv-radar svg").count() > 0
    assert page.locator(".mv-schematic").is_visible()
    assert page.locator(".mv-picture").get_attribute("src").startswith("data:image/png")


def _stat(pid):
    """Return the fields of a process after its name: state, parent …, start at 19."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def _workers():
    """Return the process numbers of the server's tabs."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if _stat(path.name)[0] != "Z":
                parents[int(path.name)] = int(_stat(path.name)[1])
        except OSError:
            continue
    mine = {os.getpid()}
    for _ in range(5):
        mine |= {pid for pid, parent in parents.items() if parent in mine}
    return {pid for pid in mine if _name(pid) == "mv-tab"}


def _name(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _settled(count):
    """Return the workers once there are that many."""
    for _ in range(240):
        found = _workers()
        if len(found) == count:
            return found
        time.sleep(0.25)
    pytest.fail(f"{len(_workers())} workers, not {count}")


def test_a_killed_process_has_a_way_on_and_nobody_else_notices(visit):
    _settled(0)
    other = visit()
    ready(other)
    (others,) = _settled(1)
    page = visit()
    ready(page)
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")
    (victim,) = _settled(2) - {others}
    os.kill(victim, signal.SIGKILL)
    # The page may have seen it before, as it asks for people's trips: then the button is off.
    page.locator(".mv-do-step").dispatch_event("click")
    page.get_by_text("La simulation s'est arrêtée").wait_for()
    page.click(".mv-do-resume")
    ready(page)
    assert month(page).replace("\u00a0", " ") == "Février 2025"
    other.click(".mv-do-step")
    wait_month(other, "Février 2025")


def test_a_phone_can_use_it(visit):
    page = visit(390, 844)
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")


def test_closing_a_page_gives_its_memory_back(visit):
    _settled(0)
    page = visit()
    ready(page)
    _settled(1)
    page.goto("about:blank")
    _settled(0)
