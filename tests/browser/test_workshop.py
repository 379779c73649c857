"""A workshop in real browsers: vote from a phone, cut the power, go on, take the report home."""

from __future__ import annotations

import re

import pytest

from .acts import give_a_shop, ready, still, tab, take_report, wait_month

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def share(page, running):
    page.locator(".mv-write-pin input").fill("12")
    page.click(".mv-do-phones-share")
    page.get_by_text("Ce n'est pas le code").wait_for()
    page.locator(".mv-write-pin input").fill(running.pin)
    page.click(".mv-do-phones-share:not([disabled])")
    return page.locator(".mv-link").inner_text()


def test_a_vote_from_a_second_browser(visit, running):
    """Put a change to the vote, vote on the screen and from a phone, see the weighted result."""
    page = visit()
    ready(page)
    give_a_shop(page)
    tab(page, "Atelier")
    link = share(page, running)
    assert page.locator(".mv-qr svg").count() == 1
    phone = visit(390, 844, link)
    phone.get_by_text("Rien n'est mis aux voix").wait_for()
    assert phone.locator("form").count() == 0
    page.get_by_text("Téléphones entrés : 1").wait_for()
    page.click(".mv-do-vote-put")
    # The phone learns of it by itself.
    phone.get_by_text(re.compile("Faut-il faire ce changement")).wait_for()
    page.click(".mv-vote-companies-against")
    page.locator(".mv-ballot .mv-came", has_text=": 1").wait_for()
    phone.locator("input[name=college][value=inhabitants]").check()
    phone.locator("input[name=choice][value=for]").check()
    phone.get_by_role("button", name="Voter").click()
    phone.get_by_text("Votre voix est comptée").wait_for()
    assert phone.locator("form").count() == 0
    page.locator(".mv-ballot .mv-came", has_text=": 2").wait_for()
    page.click(".mv-vote-associations-for")
    page.locator(".mv-ballot .mv-came", has_text=": 3").wait_for()
    # On the projector: the question and how many have voted, not how it goes.
    page.keyboard.press("p")
    page.locator(".mv-projector .mv-on-screen").wait_for()
    assert page.locator(".mv-votebar").count() == 0
    page.keyboard.press("p")
    page.wait_for_selector(".mv-app:not(.mv-projector)")
    tab(page, "Atelier")
    page.click(".mv-do-vote-close")
    result = page.locator(".mv-result-of-vote .mv-outcome")
    # 20 % of inhabitants and 15 % of associations for, 20 % of companies against: 35 of 55.
    assert "63,6" in result.inner_text()
    assert "Adopté" in result.inner_text()
    phone.get_by_text(re.compile("Adopté")).wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    page.click(".mv-do-phones-stop")
    page.locator(".mv-write-pin input").wait_for()


def test_a_power_cut_loses_at_most_the_last_action(visit, own):
    page = visit()
    ready(page)
    page.click(".mv-do-year")
    wait_month(page, "Janvier 2026")
    still(page)
    give_a_shop(page)
    tab(page, "Atelier")
    page.locator(".mv-write-note input").fill("Une boulangerie d'abord")
    page.click(".mv-do-note:not([disabled])")
    page.get_by_text("Note : Une boulangerie d'abord").wait_for()
    own.cut_off()
    page.goto("about:blank")
    own.start()
    page = visit()
    ready(page)
    page.click(".mv-do-reopen-last")
    wait_month(page, "Janvier 2026")
    still(page)
    assert "commerce" in page.locator(".mv-changes").inner_text()
    tab(page, "Atelier")
    page.get_by_text("Note : Une boulangerie d'abord").wait_for()
    page.get_by_text("Rejoué : exactement comme enregistré").wait_for()
    # An earlier state is seen again, and the present comes back.
    page.click(".mv-do-see-0:not([disabled])")
    page.get_by_text(re.compile("Vous revoyez l'étape 1")).wait_for()
    page.click(".mv-do-replay-present:not([disabled])")
    page.locator(".mv-do-replay-present").wait_for(state="detached")
    report(page)


def report(page):
    """Take the report home: a page with the minutes, tables, the scenario."""
    kept = take_report(page)
    html = kept["microville/report.html"].decode()
    assert {"microville/manifest.json", "microville/indicators.parquet"} <= set(kept)
    assert "Une boulangerie d&#x27;abord" in html
    assert "carte schématique" in html
    assert "bakery" in kept["microville/scenario.toml"].decode()


def test_a_session_is_deleted_for_good(visit, running):
    page = visit()
    ready(page)
    page.click(".mv-do-step")
    wait_month(page, "Février 2025")
    page.goto("about:blank")
    page = visit()
    ready(page)
    tab(page, "Atelier")
    kept = running.folder / "sessions"
    before = {path.name for path in kept.glob("*.jsonl")}
    page.locator(".mv-do-delete").first.click()
    page.locator(".mv-do-delete-sure").click()
    page.locator(".mv-do-delete-sure").wait_for(state="detached")
    assert len(before - {path.name for path in kept.glob("*.jsonl")}) == 1


def test_a_number_is_changed_and_experiments_are_listed(visit):
    page = visit()
    ready(page)
    page.get_by_text("Nombres du modèle").click()
    page.locator(".mv-write-lever input").fill("marche")
    page.locator(".mv-lever-value", has_text="4,8").wait_for()
    page.locator(".mv-slider .v-slider__thumb-container").focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    page.locator(".mv-lever-value", has_text="4,7").wait_for()
    page.click(".mv-do-lever:not([disabled])")
    page.locator(".mv-changes li", has_text="Vitesse de marche").wait_for()
    tab(page, "Expériences")
    page.locator(".mv-sheet .mv-h2", has_text="Expériences").wait_for()
