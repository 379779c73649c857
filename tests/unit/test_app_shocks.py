"""The unexpected in the app: every kind becomes an edit, a sentence, a file, and can be undone."""

from __future__ import annotations

import pytest

from microville.app.edits import SHARED, ShockEdit, apply_edits
from microville.app.pages.shocks import KINDS, LENGTHS, made, services_of
from microville.app.simulation import Simulation
from microville.app.telling import edit_sentence
from microville.app.words import app_words
from microville.app.written import from_plain, to_plain
from microville.errors import MicrovilleError
from microville.scenario import load_scenario, to_toml
from microville.territory import save_territory

INFO = {"buildings": {"B12": {"fr": "Halle", "en": "Hall"}}, "options": []}
SERVICES = {"s0": ("Boulangerie, Bourg", "bakery", "Bourg")}


def chosen(kind, *, clicked=(4.02, 49.31), month=8, **others):
    return made(kind, LENGTHS[1], "25", others, clicked, month, SERVICES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("long", ["15 days", "3 months"])
def test_every_kind_is_told_and_written(kind, long, active, tmp_path):
    edit = made(kind, long, "25", {}, (4.02, 49.31), 8, SERVICES)
    assert from_plain(to_plain(edit)) == edit
    said = {lang: edit_sentence(edit, INFO, app_words(lang)) for lang in ("fr", "en")}
    assert ("15 days" in said["en"]) == (long == "15 days")
    assert "septembre\xa02025" in said["fr"]
    assert "{" not in "".join(said.values())
    changed = apply_edits(active, [edit], {})
    shock = changed.shocks[-1]
    assert (shock.kind, shock.start_month) == (kind, 8)
    assert shock.length_months == pytest.approx(3.0 if long == "3 months" else 15 / 30.4375)
    assert shock.share == (0.25 if kind in SHARED else 1.0)
    assert ("25%" in said["en"]) == (kind in SHARED)
    path = tmp_path / "saved.toml"
    path.write_text(to_toml(changed), encoding="utf-8")
    assert load_scenario(path).shocks == changed.shocks


def test_what_is_chosen_is_what_is_hit(active):
    assert chosen("close_facility").target == "s0"
    assert chosen("close_facility", close_facility="gone") is None
    assert chosen("close_street", clicked=None) is None
    around = chosen("close_street", radius="300")
    option = chosen("close_street", close_street="link")
    tenant = chosen("tenant", tenant="B12")
    shocks = apply_edits(active, [around, option, tenant, chosen("tenant")], {}).shocks
    assert (shocks[-4].lon, shocks[-4].lat, shocks[-4].radius_m) == (4.02, 49.31, 300.0)
    assert (shocks[-3].option, shocks[-3].lon) == ("link", None)
    assert [shock.building for shock in shocks[-2:]] == ["B12", None]
    told = edit_sentence(tenant, INFO, app_words("en"))
    assert "Hall" in told
    assert "300" in edit_sentence(around, INFO, app_words("fr"))
    # A session that was stored before there was more than one kind.
    old = {"kind": "shock", "category": "bakery", "start": 5, "months": 6, "share": 0.5}
    assert from_plain(old) == ShockEdit("bakery", 5, 6, 0.5)


def test_services_of_one_kind_are_told_apart_and_the_clicked_one_comes_first():
    found = {"facilities": [("a", "bakery", "Bourg"), ("b", "bakery", "Bourg")]}
    seen = {"kind": "service", "name": "c", "category": "pharmacy", "commune": "X", "open": True}
    rows = services_of(seen, found, app_words("en"))
    assert list(rows) == ["c", "a", "b"]
    assert len({row[0] for row in rows.values()}) == 3
    assert list(services_of({**seen, "name": "b"}, found, app_words("en"))) == ["b", "a"]
    assert list(services_of({**seen, "open": False}, found, app_words("en"))) == ["a", "b"]


def test_shocks_strike_in_a_tab_and_are_undone(village, active, tmp_path, monkeypatch):
    monkeypatch.setattr("microville.app.simulation.known_scenarios", lambda: {"active": None})
    monkeypatch.setattr("microville.app.simulation.load_scenario", lambda _: active)
    folder = tmp_path / "village"
    save_territory(village, folder)
    tab = Simulation(str(folder))
    plain = tab.start("active", 1, 1.0, (), 8)
    found = tab.hittable()
    services = services_of({}, found, app_words("fr"))
    assert services
    assert set(services) <= set(village.layers["services"]["service_id"])
    jobs = [count for _, count in found["tenants"]]
    assert jobs == sorted(jobs, reverse=True)
    one = made("close_facility", "3 months", "100", {}, None, 8, services)
    hit = tab.edit((one,))
    assert hit["series"] == plain["series"]
    tab.step()
    row = tab.now.model.facilities.names.index(one.target)
    assert not tab.now.model.facilities.open[row]
    assert tab.before.model.facilities.open[row]
    assert one.target not in services_of({}, tab.hittable(), app_words("fr"))
    if jobs:
        left = tab.edit((made("tenant", "12 months", "100", {}, None, 8, {}),))
        assert left["series"]["site_jobs all"][-1] < left["before"]["site_jobs all"][-1]
    # Nothing is there, far away: refused, and the tab goes on as it was.
    with pytest.raises(MicrovilleError, match="no street within"):
        tab.edit((made("close_street", "15 days", "100", {}, (0.0, 0.0), 8, {}),))
    assert tab.edit(())["before"] is None
