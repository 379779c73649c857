"""Phones: read and vote only, one vote a token, nobody else's pages, no names kept."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import httpx
import pytest

from microville.app import diary
from microville.app.guard import allowed_hosts
from microville.app.limiter import BURST, Limiter
from microville.app.pages.phones import qr_svg
from microville.app.phone import COOKIE, LONGEST_BODY, make_phone_app
from microville.app.sharing import PAUSE_S, TRIES, Sharing
from microville.app.view import View
from microville.app.workshop import Workshop
from microville.errors import InputError

OURS = "192.168.1.20:8766"
COLLEGES = {"local_authorities": 30.0, "inhabitants": 50.0, "companies": 20.0}
INFO = {"place": ["Courcy"], "schematic": True, "buildings": {}, "options": []}


class Phone:
    """A phone's browser on an app in this process: keeps its cookie, follows no redirect."""

    def __init__(self, app, device):
        self.app, self.device = app, device
        self.cookies, self.headers = httpx.Cookies(), {"origin": f"http://{OURS}"}

    def __call__(self, method, path, **more):
        more["headers"] = self.headers | more.get("headers", {})

        async def ask():
            transport = httpx.ASGITransport(self.app, client=(self.device, 5000))
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{OURS}", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        # In a thread of its own: the browser's tests may have left a loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(ask())).result()

    def get(self, path, **more):
        return self("GET", path, **more)

    def post(self, path, **more):
        return self("POST", path, **more)


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A shared session and a way to bring phones into it."""
    monkeypatch.setenv("MICROVILLE_SESSIONS", str(tmp_path / "sessions"))
    shared = SimpleNamespace(info=INFO, lang="fr")
    session = SimpleNamespace(shared=shared, shown=View(), show_phones=lambda: None)
    session.workshop = Workshop({"map": "m"}, lambda: None)
    session.workshop.start("balanced", 1, "aa")
    sharing = Sharing(f"http://{OURS}")
    sharing.claim(session, sharing.pin)
    app = make_phone_app(shared, sharing, allowed_hosts("192.168.1.20", 8766))

    def phone(device="192.168.1.50"):
        return Phone(app, device)

    return SimpleNamespace(session=session, sharing=sharing, phone=phone)


def vote(client, join, number=1, college="inhabitants", choice="for", **more):
    fields = {"number": str(number), "college": college, "choice": choice}
    return client.post(f"/{join}/vote", data=fields | more)


def counts(room):
    return room.session.workshop.minutes.ballots[-1].result.counts


def test_a_phone_reads_votes_once_and_sees_the_result(room):
    join, client = room.sharing.join, room.phone()
    workshop = room.session.workshop
    page = client.get(f"/{join}")
    assert page.status_code == 200
    assert "carte schématique" in page.text
    assert "<form" not in page.text
    before = client.get(f"/{join}/now").json()["mark"]
    workshop.put("<b>Du pain ?</b>", "Bread?", COLLEGES, 0.5)
    assert client.get(f"/{join}/now").json()["mark"] != before
    page = client.get(f"/{join}")
    assert "&lt;b&gt;Du pain" in page.text
    assert "<b>" not in page.text
    assert re.findall(r'name="college" value="(\w*)"', page.text) == list(COLLEGES)
    assert vote(client, join).status_code == 303
    page = client.get(f"/{join}")
    assert "<form" not in page.text
    assert "100" not in page.text  # nothing of the count before the vote is closed
    assert vote(client, join, choice="against").status_code == 409
    assert counts(room) == (1, 0, 0)
    workshop.close_vote()
    assert "Adopté" in client.get(f"/{join}").text
    assert "Adopted" in client.get(f"/{join}?lang=en").text
    # The next question may be voted on again.
    workshop.put("Encore ?", "Again?", {}, 0.5)
    assert vote(client, join, number=1, college="").status_code == 409
    assert vote(client, join, number=2, college="").status_code == 303
    stored = diary.path_of(workshop.name).read_text()
    assert client.cookies[COOKIE] not in stored
    assert "192.168" not in stored
    assert join not in stored


def test_only_reading_and_voting_and_only_with_the_code(room):
    join, client = room.sharing.join, room.phone()
    for path in ("/", "/x", f"/{join[:-1]}", f"/{join}x", "/carte/x", "/solara", "/readyz"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/{join}/../../etc/passwd").status_code == 404
    for method in ("PUT", "DELETE", "PATCH"):
        assert client(method, f"/{join}").status_code == 405
    assert client.get(f"/{join}/vote").status_code == 405
    assert client.post(f"/{join}").status_code == 405
    policy = client.get(f"/{join}").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    room.sharing.release(room.session)
    assert client.get(f"/{join}").status_code == 404
    assert [client.get(f"/{code}/now").status_code for code in (join, "x")] == [204, 204]
    assert vote(client, join).status_code == 404


def test_other_hosts_and_origins_are_refused(room):
    join = room.sharing.join
    room.session.workshop.put("?", "?", {}, 0.5)
    client = room.phone()
    client.get(f"/{join}")
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"host": "evil.example:8766"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ):
        answer = client.post(
            f"/{join}/vote", data={"number": "1", "college": "", "choice": "for"}, headers=headers
        )
        assert answer.status_code == 403, headers
    del client.headers["origin"]
    assert vote(client, join, college="").status_code == 403
    assert client.get(f"/{join}").status_code == 200
    assert counts(room) == (0, 0, 0)


def test_a_vote_needs_a_token_of_the_room(room):
    join = room.sharing.join
    room.session.workshop.put("?", "?", COLLEGES, 0.5)
    stranger = room.phone()
    assert vote(stranger, join).status_code == 409
    stranger.cookies.set(COOKIE, "guess")
    assert vote(stranger, join).status_code == 409
    client = room.phone()
    client.get(f"/{join}")
    for wrong in (
        {"college": "martians"},
        {"choice": "maybe"},
        {"number": "x"},
        {"number": "7"},
        {"filler": "x" * LONGEST_BODY},
    ):
        fields = {"number": "1", "college": "companies", "choice": "for"} | wrong
        assert client.post(f"/{join}/vote", data=fields).status_code == 409, wrong
    assert client.post(f"/{join}/vote", json={"number": 1}).status_code == 409
    assert client.post(f"/{join}/vote", content=b"\xff\xfe").status_code == 409
    assert counts(room) == (0, 0, 0)
    assert vote(client, join, college="companies").status_code == 303
    assert counts(room) == (1, 0, 0)


def test_a_device_that_forgets_its_token_gets_few_others_and_a_shut_door_none(room):
    join, sharing = room.sharing.join, room.sharing
    room.session.workshop.put("?", "?", {}, 0.5)
    for _ in range(sharing.per_device + 2):
        client = room.phone()
        client.get(f"/{join}")
        vote(client, join, college="")
    assert counts(room) == (sharing.per_device, 0, 0)
    assert sharing.phones == sharing.per_device
    other = room.phone("192.168.1.51")
    sharing.locked = True
    page = other.get(f"/{join}")
    assert page.status_code == 200
    assert "<form" not in page.text
    assert vote(other, join, college="").status_code == 409
    sharing.locked = False
    other.get(f"/{join}")
    assert vote(other, join, college="").status_code == 303


def test_a_device_that_asks_too_often_is_told_so(room):
    client = room.phone()
    found = [client.get(f"/{room.sharing.join}/now").status_code for _ in range(int(BURST) + 5)]
    assert found[0] == 200
    assert found[-1] == 429
    assert room.phone("192.168.1.51").get(f"/{room.sharing.join}/now").status_code == 200


def test_the_limit_is_refilled_as_time_goes(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("microville.app.limiter.time.monotonic", lambda: now[0])
    limiter = Limiter(None)
    scope = {"client": ("10.0.0.1", 1)}
    assert all(limiter._allowed(scope) for _ in range(int(BURST)))
    assert not limiter._allowed(scope)
    now[0] = 1.0
    assert [limiter._allowed(scope) for _ in range(6)] == [True] * 5 + [False]


def test_the_pin_cannot_be_guessed_at_leisure(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("microville.app.sharing.time.monotonic", lambda: now[0])
    sharing = Sharing("http://x")
    assert re.fullmatch(r"\d{6}", sharing.pin)
    wrong = "000000" if sharing.pin != "000000" else "111111"
    for _ in range(TRIES):
        with pytest.raises(InputError, match="not the PIN"):
            sharing.claim(None, wrong)
    with pytest.raises(InputError, match="Too many"):
        sharing.check_pin(sharing.pin)
    now[0] += PAUSE_S
    sharing.check_pin(f" {sharing.pin} ")
    assert sharing.join == ""


def test_two_rooms_have_two_codes_and_the_first_ends(room):
    first = room.sharing.join
    other = SimpleNamespace()
    room.sharing.claim(other, room.sharing.pin)
    assert room.sharing.join != first
    assert room.sharing.joined(first) is None
    assert room.sharing.joined(room.sharing.join) is other
    room.sharing.release(room.session)  # not the shared one: nothing ends
    assert room.sharing.is_of(other)


def test_the_code_is_drawn_here():
    drawn = qr_svg("http://192.168.1.20:8766/abcdefghjkmn")
    assert drawn.startswith("<svg")
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
