"""The report: self-contained, escaped, and plain about what does not change."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_figures import homes, texts

from microville.figures import Results, load_words, served_chart, style, write_report
from microville.figures.say import opened
from microville.runs import Comparison
from microville.runs.single import RunResult, make_manifest
from microville.sweeps import Outcome
from microville.territory.categories import FUNCTIONS

MONTHS = 12
HOSTILE = "<script>alert('x')</script>"
GROUPS = ("present", "newcomer", "on_site_worker", "focus", "all", "commune:W", "commune:E")
SHARES = (
    [f"place_score_{mode}_{minutes}" for mode in ("walk", "bike") for minutes in (15, 30)]
    + ["person_served_nearby_share"]
    + [f"served_nearby_{name}" for name in FUNCTIONS]
    + [f"trip_share_{mode}" for mode in ("walk", "bike", "car")]
)
SITE = {
    "site_jobs": 200.0,
    "site_floor_in_use_share": 0.25,
    "site_dwellings_occupied": 0.0,
    "site_presence_by_day": 220.0,
    "cooperative_cash_eur": 250_000.0,
    "cooperative_debt_eur": 0.0,
    "cooperative_rents_eur": 30_000.0,
    "animation_eur": 10_000.0,
    "food_produced_t": 1.0,
    "food_eaten_t": 5.0,
    "food_local_t": 0.5,
    "food_land_people": 12.0,
    "food_land_ha": 4.0,
    "energy_homes_mwh": 60.0,
    "energy_site_mwh": 20.0,
    "solar_mwh": 2.0,
    "energy_co2_t": 9.0,
}


def indicators(moved=0.0, newcomers=0.0, cash=None):
    rows = []
    for month in range(MONTHS):
        for group in GROUPS:
            if group == "newcomer" and not newcomers:
                continue
            for name in SHARES:
                bike = moved if name == "place_score_bike_15" else 0.0
                rows.append((month, name, group, 0.4 + bike, "share"))
        for name, value in SITE.items():
            rows.append((month, name, "all", value, ""))
        for group in GROUPS:
            count = {"newcomer": newcomers, "on_site_worker": 50.0}.get(group, 150.0)
            rows.append((month, "population", group, count, "persons"))
    table = pd.DataFrame(rows, columns=["month", "indicator", "group", "value", "unit"])
    if cash is not None:
        table.loc[table["indicator"] == "cooperative_cash_eur", "value"] = np.array(cash)
    return table


@pytest.fixture(autouse=True)
def _coarse_pictures(monkeypatch):
    """What is tested here is words: pictures may be small, which saves half of the time."""
    monkeypatch.setattr(style, "DPI", 50)


@pytest.fixture
def comparison(village, quiet, active):
    """Two runs of the village by hand, with two seeds; ``change`` is that of the second."""

    def make(
        *,
        title="Essai",
        change=0.0,
        newcomers=0.0,
        cash=None,
        place="village",
        seeds=(1, 2),
    ):
        land = replace(village, info=replace(village.info, name=place))
        base = quiet.model_copy(update={"name": "base", "months": MONTHS})
        text = base.title.model_copy(update={"fr": title, "en": title})
        other = active.model_copy(update={"name": "other", "months": MONTHS, "title": text})
        results = {}
        for seed in seeds:
            for scenario in (base, other):
                with_it = scenario is other
                manifest = make_manifest(scenario, village, seed) | {"canonical_hash": f"c{seed}"}
                results[scenario.name, seed] = RunResult(
                    manifest,
                    indicators(change, newcomers, cash) if with_it else indicators(),
                    pd.DataFrame(),
                    pd.DataFrame(columns=["month", "kind", "subject", "value"]),
                    homes(village, change if with_it else 0.0),
                )
        return Comparison(land, (base, other), seeds, results)

    return make


def text_of(path):
    """What a reader reads, every space an ordinary one."""
    page = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def sensitivity():
    rows = []
    for indicator, group in (("site_jobs", "all"), ("population", "newcomer")):
        for rank, key in enumerate(
            ("rent.housing", "rent.office", "works.deep_months", "mobility.bike_speed_kmh")
        ):
            swing = 40.0 - rank if indicator == "site_jobs" else 0.0
            rows.append((indicator, group, key, 1.0, 2.0, 200.0, 200 - swing, 200 + swing, swing))
    columns = ["indicator", "group", "parameter", "low_value", "high_value", "base", "low", "high"]
    return pd.DataFrame(rows, columns=[*columns, "swing"])


def reach():
    rows = [
        (variant, mode, minutes, persons, 20.0)
        for variant, persons in (
            ("default", 8.0),
            ("west_gate", 0.0),
            ("link", 555.0),
            ("all", 9.0),
        )
        for mode in ("walk", "bike")
        for minutes in (15, 30)
    ]
    return pd.DataFrame(rows, columns=["variant", "profile", "minutes", "persons", "mean_min"])


def test_a_comparison_in_which_nothing_changes_says_so(comparison, tmp_path):
    told = text_of(write_report(comparison(), tmp_path))
    for mode in ("à pied", "à vélo"):
        assert (
            f"Pour les 150 habitants de East (janvier 2025), rien ne change {mode}, ni en 15 ni en 30"
            in told
        )
    assert "Rien ne change pour aucun de ces groupes." in told
    assert "aucune mesure ne change de plus de 1 point : pas de changement" in told
    assert "points" not in told.split("Et pour le site")[0].split("Changement")[-1]
    assert "Deux tirages : une indication, pas un intervalle de confiance." in told
    assert "carte schématique" in told


def test_a_gain_by_bike_is_said_for_whom_and_no_change_on_foot_stays(comparison, tmp_path):
    cash = [1000.0 - 500 * month for month in range(MONTHS)]
    made = comparison(change=0.25, newcomers=290.0, cash=cash, place="courcy-reims")
    told = text_of(write_report(made, tmp_path))
    assert "Pour les 150 habitants de East (janvier 2025), rien ne change à pied" in told
    assert "à vélo : en 15 minutes, 150 y gagnent (rien ne change pour 0)" in told
    assert "+25 points" in told
    assert "97 % de l'objectif" in told
    assert "Rien ne change pour aucun" not in told
    # Workers with and without are other people: their gap is neither gain nor loss.
    assert "≠ +25 points" in told
    assert (
        "La coopérative manque d'argent : jusqu'à \u22124 500 € en caisse, en décembre 2025" in told
    )


def test_the_page_is_closed_to_networks_and_hostile_titles_and_names_its_evidence(
    comparison, tmp_path
):
    headlines = [Outcome("site_jobs", "all"), Outcome("population", "newcomer")]
    path = write_report(
        comparison(title=HOSTILE),
        tmp_path,
        sensitivity=sensitivity(),
        headlines=headlines,
        reach=reach(),
    )
    page, told = path.read_text(encoding="utf-8"), text_of(path)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    links = re.findall(r"""\b(?:src|href|url|action)\s*[=(]\s*["']?([^"')>]*)""", page)
    assert {link for link in links if not link.startswith("data:image/png;base64,")} == {
        "manifest.json"
    }
    assert "@import" not in page
    names = {picture.name for picture in (tmp_path / "figures").iterdir()}
    assert {"access_walk_15_other.png", "change_other.png", "people.png"} <= names
    cards = page.split('<div class="card">')[1:]
    # A heading row and three assumptions, though four move this headline; none moves the other.
    assert cards[0].count("<tr>") == 4
    assert "<tr>" not in cards[1].split("</div>")[0]
    assert "Aucune des hypothèses essayées ne déplace ce résultat." in told
    assert "4 hypothèses ont été essayées" in told
    # The range over gates and links stands in words, and each variant in the table.
    assert "en 30 minutes à pied de 0 à 555" in told
    assert "Porte : fermée" in told
    assert "Lien : aménagé" in told


def test_the_english_report_has_no_french_left(comparison, tmp_path):
    told = text_of(write_report(comparison(change=0.25), tmp_path, lang="en", reach=reach()))
    assert "For the 150 inhabitants of East (January 2025), nothing changes on foot" in told
    assert not re.search(r"\b(habitants|pas de changement|tirages|carte)\b", told)


def test_another_map_has_neither_the_name_nor_the_targets_of_courcy(comparison, tmp_path):
    for lang, target in (("fr", "objectif"), ("en", "target")):
        path = write_report(comparison(newcomers=20.0), tmp_path, lang=lang, reach=reach())
        page, told = path.read_text(encoding="utf-8"), text_of(path)
        assert "Courcy" not in page
        assert "{" not in told
        assert f"({target}" not in told
        assert "East" in told


def test_places_open_in_the_year_the_runs_opened_them(comparison, active):
    made, one = comparison(), active.programme.buildings[-1]
    entries = [
        one.model_copy(update={"building": building, "start": start, "name_fr": name})
        for building, start, name in (
            ("B90", "2025-02", "Maison"),
            ("B91", "2025-03", "Halle"),
            ("B92", "2029-03", "Plus tard"),
        )
    ]
    services = [active.programme.services[0].model_copy(update={"name_fr": "Four"})]
    programme = active.programme.model_copy(update={"buildings": entries, "services": services})
    scenario = made.scenarios[1].model_copy(update={"programme": programme})
    results = Results(made)
    results.months = 36
    for seed, month in ((1, 13), (2, 15)):
        happened = [
            (1, "works_start", f"B90/2025-02/{one.use}"),
            (month, "lease_start", f"B90/2025-02/{one.use}"),
            (30, "lease_start", f"B90/2025-02/{one.use}"),
            (5, "service_opens", "site/bakery/2025-05/P05"),
            (5, "works_start", f"B91/2025-03/{one.use}"),
        ]
        table = pd.DataFrame(happened, columns=["month", "kind", "subject"])
        made.results["other", seed] = replace(made.results["other", seed], events=table)
    plain = [re.sub(r"\s+", " ", s) for s in opened(results, scenario, load_words("fr"))]
    assert plain == [
        "Ont ouvert sur le site pendant la simulation : Four (2025) et Maison (2026).",
        "Encore en travaux ou en attente fin décembre 2027 : Halle.",
    ]


def test_one_seed_is_said_to_be_one(comparison):
    shown = " ".join(texts(served_chart(Results(comparison(seeds=(1,))), "other")))
    assert "Un seul tirage" in shown
    assert "trait fin" not in shown
