"""The script of docs/workshop.md, row by row, as a room would play it; years are months here.

It takes two to five minutes: a comparison of three scenarios and a report are computed.
"""

from __future__ import annotations

import re

import pytest

from .acts import choose, give_a_shop, ready, still, tab, take_report, wait_month
from .test_workshop import share

pytestmark = [pytest.mark.slow, pytest.mark.rehearsal]

NOTE = "La ferme du camp manque"


def _year(page, month):
    page.click(".mv-do-year:not([disabled])")
    wait_month(page, month)
    still(page)


def test_the_script_of_the_workshop(visit, running):
    """From the welcome to the report in one's hands."""
    page = visit()
    ready(page)
    page.keyboard.press("p")
    page.locator(".mv-projector .mv-month").wait_for()
    page.keyboard.press("p")
    page.wait_for_selector(".mv-app:not(.mv-projector)")
    _welcome(page)
    _the_place_today(page)
    _one_programme(page)
    _change_it(page)
    _vote(page, visit, running)
    _compare(page)
    _close(page)


def _welcome(page):
    assert page.locator(".mv-mark", has_text="carte schématique").is_visible()
    tab(page, "Sources")
    page.get_by_text("lu dans une source").first.wait_for()
    tab(page, "En direct")


def _the_place_today(page):
    choose(page, "scenario", "Au fil de l'eau")
    wait_month(page, "Janvier 2025")
    still(page)
    _year(page, "Janvier 2026")
    tab(page, "Accès")
    page.get_by_text("Part des services essentiels à portée, moyenne des habitants").wait_for()
    tab(page, "Coopérative")
    page.get_by_text("Compte de résultat").first.wait_for()
    tab(page, "Atelier")
    page.locator(".mv-write-note input").fill(NOTE)
    page.click(".mv-do-note:not([disabled])")
    page.get_by_text(f"Note : {NOTE}").wait_for()


def _one_programme(page):
    tab(page, "En direct")
    choose(page, "scenario", re.compile("^Équilibré"))
    wait_month(page, "Janvier 2025")
    still(page)
    choose(page, "speed", "rapide")
    page.click(".mv-do-play")
    page.wait_for_function("() => /2026/.test(document.querySelector('.mv-month').innerText)")
    page.click(".mv-do-play")
    still(page)
    page.get_by_text("Les mois d'avant").first.click()
    page.locator(".mv-panel details li").nth(3).wait_for()  # the part is made when it is opened
    # The answer for ten years takes minutes: what is planned is told until it is there.
    page.click(".mv-do-ask")
    page.locator(".mv-planned li", has_text="Maison de santé").wait_for()
    page.click(".mv-do-cancel")
    page.get_by_text("Ce qui était fini est gardé").wait_for()
    tab(page, "En direct")


def _change_it(page):
    give_a_shop(page)
    start = page.locator(".mv-month").inner_text()
    page.click(".mv-do-step:not([disabled])")
    page.wait_for_function("m => document.querySelector('.mv-month').innerText !== m", arg=start)
    page.get_by_text(re.compile("sans vos changements")).first.wait_for()
    # What if: the bakeries close for half a year; it is undone.
    page.get_by_text(re.compile("^Imprévus")).click()
    choose(page, "shock-close_category", "boulangerie")
    page.click(".mv-do-shock:not([disabled])")
    page.locator(".mv-changes li").nth(1).wait_for()
    still(page)
    page.click(".mv-do-undo")
    page.locator(".mv-changes li").nth(1).wait_for(state="detached")
    still(page)
    page.get_by_text("Nombres du modèle").click()
    page.locator(".mv-slider .v-slider__thumb-container").focus()
    page.keyboard.press("ArrowLeft")
    page.click(".mv-do-lever:not([disabled])")
    page.locator(".mv-changes li").nth(1).wait_for()
    still(page)


def _vote(page, visit, running):
    tab(page, "Atelier")
    link = share(page, running)
    phone = visit(390, 844, link)
    phone.get_by_text("Rien n'est mis aux voix").wait_for()
    page.get_by_text("Téléphones entrés : 1").wait_for()
    page.get_by_role("button", name="Fermer l'entrée").click()
    page.get_by_role("button", name="Rouvrir l'entrée").wait_for()
    page.click(".mv-do-vote-put")
    phone.get_by_text(re.compile("Faut-il faire ce changement")).wait_for()
    phone.locator("input[name=college][value=inhabitants]").check()
    phone.locator("input[name=choice][value=for]").check()
    phone.get_by_role("button", name="Voter").click()
    phone.get_by_text("Votre voix est comptée").wait_for()
    page.click(".mv-vote-companies-against")
    page.locator(".mv-ballot .mv-came", has_text=": 2").wait_for()
    page.keyboard.press("p")
    page.locator(".mv-projector .mv-on-screen").wait_for()
    page.keyboard.press("p")
    page.wait_for_selector(".mv-app:not(.mv-projector)")
    tab(page, "Atelier")
    page.click(".mv-do-vote-close")
    page.locator(".mv-result-of-vote .mv-outcome").wait_for()
    page.click(".mv-do-phones-stop")
    phone.get_by_text("Le partage de cette séance est terminé").wait_for()


def _compare(page):
    tab(page, "Comparer")
    choose(page, "years", "1 an")
    choose(page, "seeds", "1")
    page.click(".mv-do-compare:not([disabled])")
    page.locator(".mv-result").first.wait_for(timeout=240_000)
    titles = page.locator(".mv-result .mv-big").all_inner_texts()
    assert len(titles) == 2  # the programme and one's own, each against the status quo
    assert "Courcy" in " ".join(page.locator(".mv-sentences").all_inner_texts())


def _close(page):
    tab(page, "Atelier")
    kept = {n.removeprefix("microville/"): b for n, b in take_report(page).items()}
    html, scenario = kept["report.html"].decode(), kept["scenario.toml"].decode()
    html = html.replace("\u00a0", " ")
    for told in (NOTE, "commerce dès", "Vote : Faut-il", "carte schématique"):
        assert told in html, told
    assert "bakery" in scenario
    assert kept["map.gpkg"].startswith(b"SQLite format 3")
    # Opened as somebody would: a page that says something, with nothing fetched from anywhere.
    page.set_content(html)
    assert page.locator("h1").first.is_visible()
    assert not page.evaluate("[...document.images].filter((i) => !i.complete || !i.naturalWidth)")
