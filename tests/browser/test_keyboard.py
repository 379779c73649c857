"""The app without a mouse, and for eyes that need contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .acts import choose, ready, still, tab, wait_month

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
FOCUS = """() => {
  const at = document.activeElement, shown = at.closest(".v-input__slot") ?? at;
  const label = document.querySelector(`label[for="${at.id}"]`);
  return [at.getAttribute("aria-label") || at.innerText || label?.innerText || "",
    [at, shown].some((e) => getComputedStyle(e).outlineStyle === "solid")];
}"""
PAGES = {
    "fr": ("Comparer", "Accès", "Coopérative", "Atelier", "Expériences", "Sources", "En direct"),
    "en": ("Compare", "Access", "Cooperative", "Workshop", "Experiments", "Sources", "Live"),
}


def _tab_to(page, wanted):
    """Press Tab until a control is reached; all on the way show where the focus is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(FOCUS)
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert name.strip(), "a control without a name"
        assert shown, f"{name} does not show that it has the focus"
        if re.search(wanted, name.replace("\u00a0", " ")):
            return
    pytest.fail(f"{wanted} is not reached with the Tab key")


def test_the_main_way_without_a_mouse(visit):
    """Step, pick a place on the map, come to what can be closed there: from the keyboard alone."""
    page = visit()
    ready(page)
    _tab_to(page, r"^\+ 1 mois")
    page.keyboard.press("Enter")
    wait_month(page, "Février 2025")
    still(page)
    _tab_to(page, "Entrée : choisir")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert page.locator(".mv-cross").is_visible()
    page.keyboard.press("Enter")
    _tab_to(page, "^Imprévus")
    page.keyboard.press("Enter")
    page.locator(".mv-choice-shock-what").wait_for()  # made once the part is opened
    _tab_to(page, "^Quel imprévu")


def test_every_text_stands_out(visit):
    """On each page, in both languages, at least 4.5 to 1."""
    page = visit()
    ready(page)
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")
    for lang, names in PAGES.items():
        for name in names:
            tab(page, name)
            page.wait_for_timeout(1500)
            seen, weak = page.evaluate(CONTRAST)
            assert seen > 10
            assert not weak, (lang, name, weak)
        page.click(".mv-language")


def test_a_shock_from_the_menu_and_its_effect(visit):
    """All bakeries of the map close for half a year: it is told, and access on foot falls."""
    page = visit()
    ready(page)
    page.get_by_text(re.compile("^Imprévus")).click()
    choose(page, "shock-close_category", "boulangerie")
    choose(page, "shock-share", "100")
    choose(page, "shock-length", "6 mois")
    page.click(".mv-do-shock:not([disabled])")
    page.locator(".mv-changes li", has_text="Fermés à 100 %").wait_for()
    still(page)
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")
    page.locator(".mv-events li", has_text="boulangerie").first.wait_for()
    walk = page.locator(".mv-chart .mv-now").first.locator("div").first.inner_text()
    now, without = (int(value) for value in re.findall(r"(\d+)\s?%", walk))
    assert now < without


def test_a_street_is_closed_without_a_mouse(visit):
    """Pick a point on the map with Enter, choose the street there, close it, see it told."""
    page = visit()
    ready(page)
    _tab_to(page, "Entrée : choisir")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    _tab_to(page, "^Imprévus")
    page.keyboard.press("Enter")
    page.locator(".mv-choice-shock-what").wait_for()  # made once the part is opened
    _tab_to(page, "^Quel imprévu")
    _pick(page, "une rue ou un pont")
    page.locator(".mv-choice-shock-close_street").wait_for()
    _tab_to(page, "^Appliquer dès")
    page.keyboard.press("Enter")
    page.locator(".mv-changes li", has_text="rue").wait_for()
    still(page)
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")


def _pick(page, text):
    """Choose an entry of the list that has the focus, as its keys do: open, arrows, Enter."""
    page.keyboard.press("Enter")
    page.locator(".menuable__content__active").wait_for()
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(100)
        at = page.locator(".menuable__content__active .v-list-item--highlighted")
        if at.count() and at.inner_text().startswith(text):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{text} is not reached with the arrows")
