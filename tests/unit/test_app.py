"""The app without a browser: words, changes, the simulation of a tab, what is sent and refused."""

from __future__ import annotations

import ast
import asyncio
import json
import re
import string
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import microville.app
from microville.app.charts import Line, chart, nice_bounds
from microville.app.day import pack_day, part_count, shown_trips
from microville.app.edits import BuildingEdit, OptionEdit, ParcelEdit, ShockEdit, apply_edits
from microville.app.guard import Guard, allowed_hosts
from microville.app.looking import ORDER, look
from microville.app.nursery import can_fork
from microville.app.pages.compare import MARKS
from microville.app.pages.main import TABS
from microville.app.pages.place import SERVICES, WORKS
from microville.app.pages.shocks import KINDS
from microville.app.radar import radar
from microville.app.refusals import refusal
from microville.app.session import SPEEDS
from microville.app.simulation import Simulation
from microville.app.story import DISTURBANCES
from microville.app.tally import CHOICES
from microville.app.telling import event_sentence, of
from microville.app.timeline import COLOURS
from microville.app.ways import Ways
from microville.app.words import app_words, own_table
from microville.app.worker import COMMANDS, _answer
from microville.errors import InputError, ScenarioError
from microville.figures.words import load_words
from microville.model import Microville
from microville.model.facilities import FOLLOWED
from microville.parameters import Parameters
from microville.scenario import validate_against_site
from microville.scenario.entry import Use
from microville.scenario.programme import Cover, InfrastructureKind
from microville.territory import categories, save_territory

ROOM = Path(microville.app.__file__).parent
NEEDS_FORK = pytest.mark.skipif(not can_fork(), reason="tabs are forked on Linux only")
USABLE = {"P05": 4.6, "P09": 4.675}
SITE = {"B01": 2400.0, "B04": 2450.0, "B12": 1600.0, "B19": 900.0}


# -- words ------------------------------------------------------------------------------------


def _placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same():
    french, english = own_table("fr"), own_table("en")
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert _placeholders(text) == _placeholders(english[key]), key
        assert text, key
    # The app's own words may not silently replace those of the figures.
    assert not (french.keys() & load_words("fr").table.keys()) - {"map.map"}


def _asked():
    """Return every key that the code asks for, and every family ``f"family.{…}"``."""
    keys, families = set(), set()
    for path in ROOM.rglob("*.py"):
        for key in re.findall(
            r"\b(?:words|name)\(\s*f?[\"']([a-z_.{}\[\]']+)[\"']", path.read_text()
        ):
            (families if "{" in key else keys).add(key)
    return keys, families


def _told_kinds():
    room = ROOM.parent / "model"
    text = "".join(path.read_text() for path in room.rglob("*.py"))
    return set(re.findall(r"\.tell\(\s*\"([a-z_]+)\"", text)) | {"assembly", "assembly_refuses"}


FAMILIES = {
    "use": {*get_args(Use), "demolition"},
    "works": set(WORKS) | {"new_build"},
    "cover": set(get_args(Cover)),
    "installation": set(get_args(InfrastructureKind)),
    "category": set(categories()),
    "the": set(FOLLOWED),
    "speed": set(SPEEDS),
    "timeline": set(COLOURS),
    "place": {"let", "ready", "waiting"},
    "group_of": set(Parameters.model_fields),
    "event": _told_kinds() | {"turned_away"},
    "compare": {"waiting", "running"},
    "compare.part": {"residents", "gains", "functions", "site", "cost", "elsewhere"},
    "vote": set(CHOICES),
    "disturbance": set(DISTURBANCES),
    "event.closing": {"cash", "decision", "programme"},
    "app.tab": set(TABS),
    "live.shock.kind": set(KINDS),
    "edit.shock": {*KINDS, "main_tenant", "close_option", "close_around"},
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_that_is_asked_for_exists(lang):
    table = app_words(lang).table
    keys, families = _asked()
    assert len(keys) > 100
    assert not {key for key in keys if key not in table}
    wanted = {f"{family}.{name}" for family, names in FAMILIES.items() for name in names}
    assert not {key for key in wanted if key not in table}
    known = set(FAMILIES) | {"function", "mode", "profile", "college", "access.row", "map"}
    known |= {"refusal", "units", "sources", "coop", "place.status", "{table}"}
    assert {family.partition(".{")[0] for family in families} <= known
    assert ORDER.keys() <= COLOURS.keys() | {"let"}
    assert MARKS.keys() == {"gain", "loss", "same", "open", "other", "none"}
    assert set(SERVICES) <= set(FOLLOWED)


def _raised():
    """Return every sentence with which the app's own code refuses, ``x`` for what is filled in."""
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if not named or not node.func.id.endswith("Error") or node.func.id == "ValueError":
                continue
            hints = [word.value for word in node.keywords if word.arg == "hint"]
            said = " ".join(_literal(part) for part in (*node.args[:1], *hints))
            if len(said) > 3:
                yield said


def _literal(node):
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = getattr(node, "values", ())
    return "".join(p.value if isinstance(p, ast.Constant) else "x" for p in parts) or "x"


ON_THE_CONSOLE = (
    "The app was not started",
    "The app needs",
    "There is no language",
    "This machine",
)
"""Refused before there is a page."""


def test_refusals_are_told_in_french(active):
    french, english = app_words("fr"), app_words("en")
    raised = [said for said in _raised() if not said.startswith(ON_THE_CONSOLE)]
    assert len(raised) > 30
    for said in raised:
        assert "en anglais" not in refusal(said, french), said
        assert refusal(said, english) == said
    # What the model refuses of a change, with its place in a file that a visitor does not have.
    twice = [BuildingEdit("B12", 3, "shop"), ParcelEdit("P05", 3, "orchard")]
    for edits, usable, expected in (
        (twice, {"P05": 99.0}, "P05 a 4.6 ha utilisables ; 99 ha serviraient en même temps"),
        ([BuildingEdit("B99", 3, "shop")], USABLE, "Il n'y a pas de bâtiment B99 sur ce site"),
    ):
        with pytest.raises(ScenarioError) as caught:
            validate_against_site(apply_edits(active, edits, usable), SITE, USABLE)
        told = refusal(str(caught.value), french).replace("\u00a0", " ").replace("\u202f", " ")
        assert expected in told
        assert "programme." not in told
    odd = refusal("Something nobody foresaw.", french)
    assert "en anglais" in odd
    assert "Something nobody foresaw." in odd


def test_french_elides():
    words = app_words("fr", ("Courcy",))
    found = [of(n, words) for n in ("Courcy", "Aubérive", "Hermonville", "Le Mesnil")]
    assert found == ["de Courcy", "d'Aubérive", "d'Hermonville", "du Mesnil"]
    assert of("Aubérive", app_words("en")) == "Aubérive"


def test_events_are_told_in_both_languages():
    info = {"buildings": {"B12": {"fr": "Atelier <1>", "en": "Workshop"}}}
    refused = {"kind": "turned_away", "value": 14.0, "category": "bakery", "place": "Courcy"}
    assert "14 visites refusées : la boulangerie de Courcy" in event_sentence(
        refused, info, app_words("fr")
    ).replace("\u00a0", " ")
    assert "the bakery of Courcy" in event_sentence(refused, info, app_words("en"))
    let = {"kind": "lease_start", "value": 21.0, "building": "B12", "use": "workshop"}
    assert event_sentence(let, info, app_words("en")) == (
        "Workshop finds a tenant (workshops): 21 jobs."
    )
    assert event_sentence({"kind": "unheard_of", "value": 1}, info, app_words("fr")) == ""


# -- changes ----------------------------------------------------------------------------------

MONTHS = st.integers(0, 40)
BUILDING_EDITS = st.builds(
    BuildingEdit,
    building=st.sampled_from(sorted(SITE)),
    start=MONTHS,
    use=st.sampled_from(get_args(Use)),
    works=st.sampled_from(["none", "light_transitional", "deep_renovation"]),
    energy_class=st.sampled_from(["", "B"]),
    service=st.sampled_from(["", "bakery"]),
)
PARCEL_EDITS = st.builds(
    ParcelEdit,
    parcel=st.sampled_from(sorted(USABLE)),
    start=MONTHS,
    cover=st.sampled_from(get_args(Cover)),
)
EDITS = st.lists(st.one_of(BUILDING_EDITS, PARCEL_EDITS), max_size=6)


@settings(max_examples=150, deadline=None)
@given(edits=EDITS)
def test_changed_programmes_fit_the_site_and_the_last_change_holds(active, edits):
    changed = apply_edits(active, edits, USABLE)
    validate_against_site(changed, SITE, USABLE)
    for edit in edits[-1:]:
        field = "building" if isinstance(edit, BuildingEdit) else "parcel"
        entries = changed.programme.buildings if field == "building" else changed.programme.parcels
        mine = [e for e in entries if getattr(e, field) == getattr(edit, field)]
        later = [e for e in mine if e.end_month > edit.start]
        assert len(later) == 1
        assert later[0].start_month == edit.start
        assert later[0].until is None
        others = [e for e in entries if e not in mine]
        before = apply_edits(active, edits[:-1], USABLE).programme
        kept = before.buildings if field == "building" else before.parcels
        assert others == [e for e in kept if getattr(e, field) != getattr(edit, field)]


def test_other_changes(active):
    shock = ShockEdit("bakery", 5, 6, 0.5)
    changed = apply_edits(active, [OptionEdit("link", on=True), shock], USABLE)
    assert changed.options == {"link": True}
    assert (changed.shocks[-1].start, changed.shocks[-1].share) == ("2025-06", 0.5)
    gone = BuildingEdit("B12", 3, "", works="demolition")
    with pytest.raises(InputError, match="demolished"):
        apply_edits(active, [gone, BuildingEdit("B12", 9, "shop")], USABLE)
    with pytest.raises(InputError, match="open land"):
        apply_edits(active, [ParcelEdit("P99", 3, "orchard")], USABLE)
    with pytest.raises(InputError, match="cannot be made"):
        apply_edits(active, [BuildingEdit("B12", 3, "casino")], USABLE)


# -- the simulation of a tab ------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(village, tmp_path_factory):
    place = tmp_path_factory.mktemp("maps") / "village"
    save_territory(village, place)
    return str(place)


@pytest.fixture
def tab(folder, active, monkeypatch):
    """A tab on the village, where ``active`` is the only scenario of the project."""
    monkeypatch.setattr("microville.app.simulation.known_scenarios", lambda: {"active": None})
    monkeypatch.setattr("microville.app.simulation.load_scenario", lambda _: active)
    simulation = Simulation(folder)
    simulation.start("active", 1, 1.0, (), 8)
    return simulation


SHOP = BuildingEdit("B12", 8, "shop", "light_transitional", service="bakery")


def test_a_change_leaves_the_past_alone_and_undo_takes_it_back(tab, folder, active):
    plain = tab.step(0)
    past = {key: list(values) for key, values in plain["series"].items()}
    changed = tab.edit((SHOP,))
    assert changed["series"] == past
    later = tab.step(8)
    assert later["before"] is not None
    assert later["series"]["site_jobs all"] != later["before"]["site_jobs all"]
    assert later["series"]["site_jobs all"][:8] == past["site_jobs all"]
    undone = tab.edit(())
    assert undone["before"] is None
    assert undone["edits"] == ()
    # As if it had never been: another tab that only played says the same.
    other = Simulation(folder)
    never = other.start("active", 1, 1.0, (), 16)
    assert undone["series"] == never["series"]
    assert undone["events"] == never["events"]


def test_a_lost_tab_comes_back_as_it_was(tab, folder):
    tab.edit((SHOP,))
    was = tab.step(3)
    again = Simulation(folder).start("active", 1, 1.0, (SHOP,), 11)
    assert {k: v for k, v in again.items()} == was


def test_what_a_place_says(tab):
    found = tab.look("building", "B12")
    assert (found["floor_area_m2"], found["former"], found["year"]) == (1600.0, "workshop", 1950)
    unit = found["units"][0]
    parameters = tab.now.model.parameters
    share = parameters.business.occupancy_target_share
    if unit["state"] == "let":
        rent = 1600.0 * share * parameters.rent.transitional
        assert unit["rent_eur_month"] == pytest.approx(rent)
    assert tab.look("parcel", "P09")["parts"][0]["cover"] == "market_garden"
    assert tab.look("service", "s0")["category"] == "bakery"
    home = tab.look("home", "0")
    assert home["dwellings"] == 13
    assert "income" not in json.dumps(home)
    for kind, name in (("building", "B99"), ("home", "x"), ("service", "../x"), ("secret", "0")):
        with pytest.raises(InputError, match="There is no"):
            tab.look(kind, name)


def test_a_quote_is_what_works_then_cost(tab):
    quote = tab.quote(SHOP)
    tab.edit((SHOP,))
    tab.step(10)
    unit = tab.look("building", "B12")["units"][-1]
    assert unit["use"] == "shop"
    assert unit["cost_eur"] == pytest.approx(quote["cost_eur"], abs=0.01)
    assert unit["grant_eur"] == pytest.approx(quote["grant_eur"], abs=0.01)
    if unit["state"] == "let":
        assert unit["jobs"] == quote["jobs"]


def test_site_states(tab):
    states = tab.state()["site"]
    assert states.keys() == {*SITE, "P05", "P09"}
    assert states["B19"]["state"] == "vacant"
    assert states["P09"] == {"state": "land", "use": "market_garden"}
    assert states["B04"]["use"] == "housing"


def test_only_scenarios_of_the_project_are_started(tab, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("[title]\nen = 'x'\nfr = 'x'\n")
    for name in (str(path), "../balanced", "balanced.toml", ""):
        with pytest.raises(InputError, match="There is no scenario"):
            tab.start(name, 1, 1.0, (), 1)


def test_saved_scenarios_load_again(tab, tmp_path):
    from microville.scenario import load_scenario

    tab.edit((SHOP,))
    path = tmp_path / "changed.toml"
    path.write_text(tab.toml("Essai", "Trial"), encoding="utf-8")
    loaded = load_scenario(path)
    assert loaded.title.fr == "Essai"
    assert loaded.resolved() == apply_edits(tab.base, (SHOP,), tab.usable_ha).resolved()


# -- what the browser draws -------------------------------------------------------------------


def _unpack(data):
    """Read a day as the browser does: a second reader of the same bytes."""
    at, parts = 0, []
    while at + 32 <= len(data):
        version, n, points, _ = np.frombuffer(data, "<u4", 4, at)
        assert version == 1
        origin = np.frombuffer(data, "<f8", 2, at + 16)
        at += 32
        columns = []
        for dtype, count in (
            ("<f4", n),
            ("<f4", n),
            ("<u4", n + 1),
            ("<f4", 2 * points),
            ("u1", n),
            ("u1", n),
        ):
            columns.append(np.frombuffer(data, dtype, count, at))
            at += columns[-1].nbytes
        at += -at % 8
        columns[3] = columns[3].reshape(-1, 2) + origin
        parts.append(columns)
    assert at == len(data)
    return parts


def test_a_day_starts_and_ends_at_doors(tab):
    from pyproj import Transformer

    model = tab.now.model
    trips = shown_trips(model)
    assert len(trips) > 100
    ways = Ways()
    data = b"".join(pack_day(model, trips, part, ways) for part in range(part_count(trips)))
    # Ways that are known are those that would be found anew.
    assert data == b"".join(pack_day(model, trips, p, ways) for p in range(part_count(trips)))
    parts = _unpack(data)
    assert sum(len(part[0]) for part in parts) == len(trips)
    back = Transformer.from_crs(3857, model.territory.info.crs, always_xy=True)
    places = model.access.places.xy
    world = 2 * np.pi * 6_378_137.0
    for number, (depart, seconds, start, xy, function, mode) in enumerate(parts):
        rows = np.arange(number, len(trips), part_count(trips))
        assert (np.diff(depart) >= 0).all()
        np.testing.assert_allclose(seconds, trips.ms[rows] / 1000, rtol=1e-6)
        assert (function == trips.function[rows]).all()
        assert (mode == trips.mode[rows]).all()
        for ends, wanted in ((start[:-1], trips.origin), (start[1:] - 1, trips.target)):
            web = xy[ends.astype(int)]
            x, y = back.transform((web[:, 0] - 0.5) * world, (0.5 - web[:, 1]) * world)
            away = np.hypot(*(np.column_stack([x, y]) - places[wanted[rows]]).T)
            assert away.max() < 0.5


def test_layers_hold_the_map(folder, village):
    import gzip

    from microville.app.layers import LAYERS, write_layers

    place = write_layers(folder)
    read = {n: json.loads(gzip.decompress((place / f"{n}.json.gz").read_bytes())) for n in LAYERS}
    assert len(read["buildings"]["features"]) == 4
    assert len(read["streets"]["features"]) == len(village.layers["edges"])
    assert len(read["homes"]["features"]) == 30
    info = json.loads((place / "info.json").read_text(encoding="utf-8"))
    assert info["place"] == ["East"]
    assert info["buildings"]["B12"]["fr"] == "Atelier de 1930, 1"
    west, south, east, north = info["bounds"]["near"]
    lon, lat = read["buildings"]["features"][0]["geometry"]["coordinates"][0][0]
    assert west < lon < east
    assert south < lat < north
    assert write_layers(folder) == place


def test_scores_are_one_byte_a_home(tab):
    found = tab.reached("all", "walk", 15)
    assert len(found["homes"]) == 30
    assert max(found["homes"]) <= 100
    from microville.indicators import collect

    table = collect(tab.now.model, names={"place_score_walk_15"})
    values = dict(zip(table["group"], table["value"], strict=True))
    focus, everyone = found["means"]["all"]
    assert focus == pytest.approx(values["focus"], abs=1e-4)
    assert everyone == pytest.approx(values["all"], abs=1e-4)
    for wrong in (("all", "fly", 15), ("casino", "walk", 15), ("all", "walk", 7)):
        with pytest.raises(InputError):
            tab.reached(*wrong)


def test_books_add_up(tab):
    tab.step(12)
    found = tab.books()
    cash = tab.now.model.cooperative.cash_cents / 100
    bank = [row["value"] for row in found["balance"]["assets"] if row["account"] == "512"]
    assert bank == [pytest.approx(cash)]
    sides = {
        s: sum(r["value"] for r in found["balance"][s]) for s in found["balance"] if s != "result"
    }
    right = sides["liabilities"] + sides["equity"] + found["balance"]["result"]
    assert sides["assets"] == pytest.approx(right, abs=0.01)
    assert sum(share for _, share, _ in found["colleges"]) == pytest.approx(1.0)
    # Works last from their start to their end, whatever became of the tenant since.
    works = {row["building"]: row for row in found["timeline"]}
    told = {(e.kind, e.subject.partition("/")[0]): e.month for e in tab.now.model.events}
    for name, row in works.items():
        assert (row["works_from"] >= 0) == (("works_start", name) in told)
        if ("works_end", name) in told:
            assert row["works_until"] == told["works_end", name] > row["works_from"]
    assert works["B01"]["works_from"] == -1


# -- charts -----------------------------------------------------------------------------------


@given(
    values=st.lists(st.floats(-1e7, 1e7, allow_nan=False), min_size=1, max_size=9),
    zero=st.booleans(),
)
def test_axes_hold_all_values(values, zero):
    low, high = nice_bounds(values, zero=zero)
    assert low < high
    room = (high - low) * 1e-9
    assert low - room <= min(values)
    assert max(values) <= high + room
    assert not zero or low <= 0 <= high


def test_charts_say_their_numbers_and_escape():
    words = app_words("fr", ("<b>",))
    text = chart(
        "Emplois <script>", [Line("ici", [1.0, 2.0], [1.0, 9.0])], words, lambda v: f"{v:.0f} €"
    )
    assert "<script>" not in text
    assert "2 €" in text
    assert "sans vos changements\u00a0: 9 €" in text
    assert text.count("<polyline") == 2
    assert chart("x", [Line("", [])], words, str) == ""
    drawn = radar([("A&B", {"living": 0.5, "caring": None})], words, "Titre")
    assert "A&amp;B" in drawn
    assert "50" in drawn


# -- who may ask ------------------------------------------------------------------------------


def _status(headers, kind="http"):
    sent = []

    async def inner(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.accept"})

    async def receive():
        return {"type": f"{kind}.connect"}

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}
    guard = Guard(inner, allowed_hosts("127.0.0.1", 8765))
    # In a thread of its own: the browser's tests may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(
            lambda: asyncio.run(guard({**scope, "method": "GET", "path": "/"}, receive, send))
        ).result()
    return sent


OURS = "127.0.0.1:8765"


@pytest.mark.parametrize(
    ("host", "origin", "kind", "allowed"),
    [
        (OURS, None, "http", True),
        (OURS, f"http://{OURS}", "http", True),
        ("localhost:8765", "http://localhost:8765", "websocket", True),
        (OURS, f"http://{OURS}", "websocket", True),
        (OURS, None, "websocket", False),
        (OURS, "http://evil.example", "websocket", False),
        (OURS, "http://evil.example", "http", False),
        (OURS, "null", "http", False),
        (OURS, "http://127.0.0.1:9999", "websocket", False),
        (OURS, f"http://{OURS}.evil.example", "http", False),
        ("evil.example:8765", None, "http", False),
        ("127.0.0.1", None, "http", False),
        ("", None, "http", False),
    ],
)
def test_the_guard_answers_only_its_own(host, origin, kind, allowed):
    headers = {"host": host} | ({"origin": origin} if origin else {})
    first = _status(headers, kind)[0]
    if kind == "websocket":
        assert (first["type"] == "websocket.accept") is allowed
    else:
        assert (first["status"] == 200) is allowed
        if allowed:
            named = dict(first["headers"])
            assert b"default-src 'self'" in named[b"content-security-policy"]


def test_a_worker_does_only_what_is_listed(tab):
    assert _answer(tab, "state", {})[0] == "ok"
    for command in ("_rebuilt", "__init__", "now", "", "eval"):
        assert _answer(tab, command, {})[0] == "refused"
    assert _answer(tab, "look", {"kind": "building", "name": "B99"})[0] == "refused"
    assert _answer(tab, "step", {"months": "x"})[0] == "failed"
    assert all(callable(getattr(Simulation, command)) for command in COMMANDS)


def test_unknown_scenarios_and_languages_are_refused(folder):
    from microville.app.server import prepare
    from microville.app.words import check_language

    with pytest.raises(InputError, match="There is no scenario"):
        prepare(folder, "../x", "fr", 1.0, 1)
    with pytest.raises(InputError, match="language"):
        check_language("de")


@pytest.mark.parametrize("fork", [False, pytest.param(True, marks=NEEDS_FORK)])
def test_a_killed_worker_is_seen_and_others_go_on(folder, fork):
    import os
    import signal

    from microville.app.client import Pool, WorkerLostError

    pool = Pool(folder, None, most=2, fork=fork)
    first, second = pool.take(), pool.take()
    try:
        with pytest.raises(InputError, match="Close a tab"):
            pool.take()
        with pytest.raises(InputError, match="There is no scenario"):
            first.call("start", scenario="/etc/passwd", seed=1, fraction=1.0, edits=(), months=1)
        os.kill(first.pid, signal.SIGKILL)
        with pytest.raises(WorkerLostError):
            first.call("state")
        with pytest.raises(InputError, match="Nothing was started"):
            second.call("state")
        third = pool.take()  # the dead one leaves its place
        pool.give_back(third)
        assert not third.alive
    finally:
        pool.close()
    assert not second.alive


def test_programmes_that_do_not_fit_are_refused_and_nothing_changes(tab, active):
    before = tab.state()
    wrong = ParcelEdit("P05", 8, "lawn")
    with pytest.raises((InputError, ScenarioError)):
        tab.edit((wrong,))
    assert tab.state() == before


def test_a_building_shows_the_class_of_its_works_once_they_are_done(scenario, village):
    works = "works = 'deep_renovation'\nenergy_class_after = 'B'\ndwellings = 5\n"
    part = "[[programme.buildings]]\nbuilding = 'B04'\nfloor_area_m2 = 300\nstart = '2025-01'\n"
    fast = "[parameters.works]\ndeep_months = 2\ndeep_renovation_months_per_1000m2 = 0.0\n"
    model = Microville(
        scenario(fast, f"{part}use = 'housing'\n{works}", f"{part}use = 'storage'\n"), village
    )
    seen = []
    for _ in range(6):
        model.step()
        seen.append(look(model, "building", "B04")["energy_class"])
    assert seen[0] == village.layers["buildings"].set_index("building_id").energy_class["B04"]
    assert seen[0] > "B"
    assert seen[-1] == "B"
    storage = next(unit for unit in model.site.units if unit.use == "storage")
    storage.works_until = model.month  # its tenant left
    assert look(model, "building", "B04")["energy_class"] == "B"
