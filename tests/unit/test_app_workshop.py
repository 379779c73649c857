"""Sessions of the workshop: what is kept, what a crash costs, playing again, counting votes."""

from __future__ import annotations

import json
import re
import threading
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.app import diary
from microville.app.edits import (
    BuildingEdit,
    OptionEdit,
    ParameterEdit,
    ParcelEdit,
    ShockEdit,
    apply_edits,
)
from microville.app.minutes import Minutes, amount_to
from microville.app.protocol import bars, minutes_html, outcome, said
from microville.app.simulation import Simulation
from microville.app.tally import CHOICES, tally
from microville.app.titles import scenario_titles
from microville.app.words import app_words
from microville.app.workshop import Workshop
from microville.app.written import KINDS, from_plain, to_plain
from microville.errors import InputError
from microville.territory import save_territory

HEAD = {"map": "village-1", "seed": 1, "fraction": 1.0, "code": "abc"}
SHOP = BuildingEdit("B12", 8, "shop", "light_transitional", service="bakery")
INFO = {"buildings": {"B12": {"fr": "Atelier <1>", "en": "Workshop"}}, "options": []}
TITLES = {"active": ("Actif", "Active")}
COLLEGES = {"local_authorities": 30.0, "inhabitants": 50.0, "companies": 20.0}


@pytest.fixture(autouse=True)
def sessions(tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_SESSIONS", str(tmp_path / "sessions"))
    return tmp_path / "sessions"


def begun():
    workshop = Workshop(HEAD, lambda: None)
    workshop.start("active", 1, "aa")
    return workshop


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
EDITS = st.one_of(
    st.builds(BuildingEdit, st.text(max_size=9), st.integers(), st.text(max_size=9)),
    st.builds(ParcelEdit, st.text(max_size=9), st.integers(), st.text(max_size=9)),
    st.builds(OptionEdit, st.text(max_size=9), st.booleans()),
    st.builds(ShockEdit, st.text(max_size=9), st.integers(), st.integers(), FLOATS),
    st.builds(ParameterEdit, st.text(max_size=9), FLOATS),
)


@given(edit=EDITS)
def test_changes_come_back_from_a_file_as_they_were(edit):
    assert from_plain(json.loads(json.dumps(to_plain(edit)))) == edit
    assert to_plain(edit)["kind"] in KINDS


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "eval"},
        {"kind": ["building"]},
        {"kind": "option", "name": "x", "on": "yes"},
        {"kind": "building", "building": "B1"},
        {"kind": "parameter", "key": "a.b", "value": "../x"},
    ],
)
def test_what_is_no_change_is_refused(wrong):
    with pytest.raises(InputError):
        from_plain(wrong)


def test_nothing_is_kept_before_something_is_done(sessions):
    workshop = begun()
    assert diary.stored() == []
    assert workshop.name == ""
    workshop.state("step", "active", 2, (), "bb")
    workshop.note("  du pain ?  ")
    workshop.note("   ")
    assert diary.stored() == [workshop.name]
    again = amount_to(diary.read(workshop.name))
    assert again == workshop.minutes
    assert [s.why for s in again.states] == ["start", "step"]
    assert [text for _, _, text in again.notes] == ["du pain ?"]


def test_each_prefix_of_the_file_is_a_session_that_lost_at_most_its_last_action(sessions):
    """As after a power cut at any byte: what is there is read, and goes on."""
    workshop = begun()
    workshop.state("edit", "active", 2, (SHOP,), "bb")
    workshop.put("Pain ?", "Bread?", COLLEGES, 0.5)
    workshop.vote(1, "inhabitants", "for", "phone")
    workshop.note("é")
    name = workshop.name
    workshop.close()
    path = diary.path_of(name)
    data = path.read_bytes()
    entries = diary.read(name)
    for cut in range(data.index(b"\n") + 1, len(data) + 1):
        path.write_bytes(data[:cut])
        whole = data[:cut].count(b"\n")
        assert diary.read(name) == entries[:whole]
    path.write_bytes(data[:-3])
    again = Workshop(HEAD, lambda: None)
    minutes = again.reopen(name, "village-1")
    assert minutes.notes == ()
    # Who has voted is not known any more: the vote is closed, its count stays.
    assert minutes.ballots[0].votes == (("inhabitants", "for", "phone"),)
    assert again.minutes.open_ballot is None
    again.note("und weiter")
    assert [t for _, _, t in amount_to(diary.read(name)).notes] == ["und weiter"]


def test_files_that_are_none_of_ours_are_refused(sessions):
    workshop = begun()
    workshop.note("x")
    name = workshop.name
    with pytest.raises(InputError, match="open in another tab"):
        Workshop(HEAD, lambda: None).reopen(name, "village-1")
    with pytest.raises(InputError, match="open in another tab"):
        diary.delete(name)
    workshop.close()
    with pytest.raises(InputError, match="another map"):
        Workshop(HEAD, lambda: None).reopen(name, "village-2")
    for wrong in (
        "../../etc/passwd",
        "",
        name + "/..",
        f"{name}.jsonl",
        "20260101-000000-zzzzzzzz",
    ):
        with pytest.raises(InputError, match="no session"):
            diary.read(wrong)
    path = diary.path_of(name)
    good = path.read_bytes()
    for line in (b"{]\n", b"[]\n", b'{"do": "eval"}\n', b'{"do": "vote", "college": 3}\n'):
        path.write_bytes(good + line)
        with pytest.raises(InputError):
            amount_to(diary.read(name))
    path.write_bytes(good)
    diary.delete(name)
    assert diary.stored() == []
    assert list(sessions.iterdir()) == []


def test_a_full_disk_is_said_and_made_good(sessions, monkeypatch):
    workshop = begun()
    workshop.note("one")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.write", full)
        workshop.note("two")
    assert "No space left" in workshop.fault
    assert len(workshop.minutes.notes) == 2
    workshop.note("three")
    assert workshop.fault == ""
    assert amount_to(diary.read(workshop.name)).notes == workshop.minutes.notes


@pytest.fixture(scope="module")
def folder(village, tmp_path_factory):
    place = tmp_path_factory.mktemp("maps") / "village"
    save_territory(village, place)
    return str(place)


@pytest.fixture
def tab(folder, active, monkeypatch):
    monkeypatch.setattr("microville.app.simulation.known_scenarios", lambda: {"active": None})
    monkeypatch.setattr("microville.app.simulation.load_scenario", lambda _: active)
    return lambda: Simulation(folder)


def test_a_session_plays_again_to_the_same_states(tab):
    """Another process that reads the file comes to every state with the same mark."""
    workshop, here = Workshop(HEAD, lambda: None), tab()
    state = here.start("active", 1, 1.0, (), 1)
    workshop.start("active", state["month"], state["hash"])
    cheap = ParameterEdit("mobility.walk_speed_kmh", 3.0)
    for why, act in (
        ("step", lambda: here.step(7)),
        ("edit", lambda: here.edit((SHOP,))),
        ("play", lambda: here.step(1)),
        ("edit", lambda: here.edit((SHOP, cheap))),
        ("step", lambda: here.step(3)),
        ("undo", lambda: here.edit((SHOP,))),
    ):
        state = act()
        workshop.state(why, "active", state["month"], state["edits"], state["hash"])
    states = amount_to(diary.read(workshop.name)).states
    # A change from the next month on changes nothing yet; all else does.
    assert states[2].hash == states[1].hash
    assert len({s.hash for s in states}) == len(states) - 1 == 6
    there = tab()
    for wanted in states:
        found = there.start(wanted.scenario, 1, 1.0, wanted.edits, wanted.month)
        assert found["hash"] == wanted.hash, wanted.why
        assert found["edits"] == wanted.edits
    other = there.start("active", 2, 1.0, states[-1].edits, states[-1].month)
    assert other["hash"] != states[-1].hash


def test_only_parameters_are_changed_as_such(active):
    changed = apply_edits(active, [ParameterEdit("mobility.walk_speed_kmh", 3.0)], {})
    assert changed.parameters.mobility.walk_speed_kmh == 3.0
    for key in ("run.months", "cooperative.tenure", "mobility", "mobility.__class__", ""):
        with pytest.raises(InputError, match="no parameter"):
            apply_edits(active, [ParameterEdit(key, 3.0)], {})
    with pytest.raises(InputError, match="not allowed"):
        apply_edits(active, [ParameterEdit("mobility.walk_speed_kmh", -3.0)], {})


# -- votes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "favour", "adopted", "silent"),
    [
        # By hand: 30 x 1/2 + 50 x 2/3 + 20 x 0 of 100.
        ("l+ l- i+ i+ i- c-", Fraction(145, 300), False, ()),
        # One vote of the inhabitants more for: 15 + 37.5 of 100.
        ("l+ l- i+ i+ i+ i- c-", Fraction(525, 1000), True, ()),
        # Companies abstain: 30 x 1/2 + 50 x 2/3 of the 80 that weigh.
        ("l+ l- i+ i+ i- c0", Fraction(145, 240), True, ("companies",)),
        # Forty people of one college weigh no more than their college.
        ("l- c- " + "i+ " * 40, Fraction(1, 2), False, ()),
        ("l0 i0", None, False, ()),
        ("", None, False, ()),
    ],
)
def test_colleges_weigh_as_the_statutes_say(votes, favour, adopted, silent):
    names, choices = {name[0]: name for name in COLLEGES}, dict(zip("+-0", CHOICES, strict=True))
    found = tally([(names[v[0]], choices[v[1]]) for v in votes.split()], COLLEGES, 0.5)
    assert (found.favour, found.adopted, found.silent) == (favour, adopted, silent)


def test_without_colleges_one_member_has_one_vote():
    votes = [("", "for")] * 3 + [("", "against")] * 2 + [("", "abstain")] * 9
    found = tally(votes, {}, 0.5)
    assert found.favour == Fraction(3, 5)
    assert found.counts == (3, 2, 9)
    assert found.adopted
    assert not tally(votes, {}, 0.667).adopted
    assert not tally([("", "for"), ("", "against")], {}, 0.5).adopted  # half is no majority


VOTES = st.lists(st.tuples(st.sampled_from(sorted(COLLEGES)), st.sampled_from(CHOICES)))


@settings(max_examples=60)
@given(votes=VOTES, college=st.sampled_from(sorted(COLLEGES)))
def test_a_vote_for_never_lowers_the_result_and_order_is_nothing(votes, college):
    before = tally(votes, COLLEGES, 0.5).favour
    more = tally([*votes, (college, "for")], COLLEGES, 0.5)
    assert tally(votes[::-1], COLLEGES, 0.5).favour == before
    if before is not None and any(v == (college, c) for v in votes for c in CHOICES[:2]):
        assert more.favour >= before
    assert 0 <= more.favour <= 1


def test_votes_are_taken_while_the_question_is_open():
    workshop = begun()
    with pytest.raises(InputError):
        workshop.vote(1, "inhabitants", "for", "screen")
    workshop.put("Un pain ?", "A bread?", COLLEGES, 0.5)
    workshop.vote(1, "inhabitants", "against", "screen")
    workshop.vote(1, "inhabitants", "for", "phone")
    for college, choice in (("martians", "for"), ("inhabitants", "maybe"), ("", "for")):
        with pytest.raises(InputError):
            workshop.vote(1, college, choice, "phone")
    workshop.unvote()  # the last on the screen: a phone's stays
    with pytest.raises(InputError, match="No vote"):
        workshop.unvote()
    assert workshop.minutes.ballots[0].votes == (("inhabitants", "for", "phone"),)
    workshop.put("Deux ?", "Two?", {}, 0.5)
    assert [b.open for b in workshop.minutes.ballots] == [False, True]
    with pytest.raises(InputError, match="over"):
        workshop.vote(1, "inhabitants", "for", "phone")
    workshop.close_vote()
    assert workshop.minutes.open_ballot is None
    text = diary.path_of(workshop.name).read_text()
    votes = [json.loads(line) for line in text.splitlines() if '"vote"' in line]
    # Nobody's name, token, address or hour.
    assert all(set(vote) == {"do", "college", "choice", "by"} for vote in votes)


def test_votes_from_many_threads_are_all_counted_once():
    workshop = begun()
    workshop.put("?", "?", {}, 0.5)
    threads = [
        threading.Thread(target=lambda: [workshop.vote(1, "", "for", "phone") for _ in range(5)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workshop.minutes.ballots[0].result.counts == (40, 0, 0)
    assert amount_to(diary.read(workshop.name)) == workshop.minutes


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_minutes_are_told_and_escaped(lang):
    words = app_words(lang, ("Courcy",))
    workshop = begun()
    workshop.state("step", "active", 2, (), "b")
    workshop.state("play", "active", 3, (), "c")
    workshop.note("<b>pain</b>")
    workshop.state("edit", "active", 3, (SHOP,), "d")
    workshop.put("<i>Pain ?</i>", "<i>Bread?</i>", COLLEGES, 0.5)
    workshop.vote(1, "companies", "for", "screen")
    workshop.close_vote()
    workshop.state("undo", "active", 3, (), "c")
    lines = said(workshop.minutes, INFO, TITLES, words)
    # Months that follow each other are one line; each line leads to the state it tells.
    assert [line.state for line in lines] == [0, 2, -1, 3, -1, 4]
    html = minutes_html(workshop.minutes, INFO, TITLES, words)
    assert "<b>" not in html
    assert "<i>Pain" not in html + bars(workshop.minutes.ballots[0], words)
    told = outcome(workshop.minutes.ballots[0], words)
    names = words.listing([words("college.local_authorities"), words("college.inhabitants")])
    assert names in told
    assert words.percent(1.0, 1) in told
    assert said(Minutes(), INFO, TITLES, words) == []


def test_the_script_of_a_workshop_names_what_is_on_the_page():
    """Words in italics in docs/workshop.md are those of the app, in French."""
    text = (Path(__file__).parents[2] / "docs" / "workshop.md").read_text(encoding="utf-8")
    words = app_words("fr", ("Courcy",)).table.values()
    shown = [word.replace("\u00a0", " ").replace("\u202f", " ") for word in words]
    shown += [french for french, _ in scenario_titles().values()]
    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)) - {"italics", "PIN"}
    assert len(named) > 20
    assert not {name for name in named if not any(word.startswith(name) for word in shown)}
