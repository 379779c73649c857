"""The page of a phone: what is on the screen in words, and the vote. Plain HTML, all escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from microville.app.protocol import bars, college_name
from microville.app.tally import CHOICES, EVERYBODY
from microville.app.telling import edit_sentence, event_sentence
from microville.app.titles import scenario_titles

if TYPE_CHECKING:
    from microville.app.minutes import Ballot
    from microville.app.session import Session
    from microville.app.view import View
    from microville.figures.words import Words

MOST_TOLD = 6


def mark(session: Session) -> str:
    """Return a text that changes when a phone's page is out of date."""
    view, minutes = session.shown, session.workshop.minutes
    ballot = minutes.open_ballot
    number = ballot.number if ballot else 0
    return f"{number}-{len(minutes.ballots)}-{view.month}-{len(view.edits)}-{view.scenario}"


def page(session: Session, words: Words, join: str, *, voter: bool, voted: bool, fault: str) -> str:
    """Return the page.

    Parameters
    ----------
    session
        What is shared.
    words
        The language.
    join
        Token of the address.
    voter, voted
        Whether the phone may vote, and whether it has on the open question.
    fault
        Key of a sentence that says what went wrong; empty if nothing did.
    """
    info, view = session.shared.info, session.shown
    minutes = session.workshop.minutes
    other = "en" if words.lang == "fr" else "fr"
    parts = [f'<p class="alert" role="alert">{escape(words(fault))}</p>' if fault else ""]
    ballot = minutes.open_ballot
    if ballot is not None:
        parts.append(_form(ballot, words, join, voter=voter, voted=voted))
    elif minutes.ballots:
        last = minutes.ballots[-1]
        question = escape(words.pick(last.fr, last.en))
        parts.append(f"<section><h2>{question}</h2>{_plain_bars(last, words)}</section>")
    else:
        parts.append(f"<p>{escape(words('phone.wait'))}</p>")
    parts.append(_screen(session, view, words))
    schematic = f'<p class="mark">{escape(words("app.schematic"))}</p>' if info["schematic"] else ""
    title = escape(minutes.title or words("app.title"))
    return (
        f'<!doctype html><html lang="{words.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="/phone.css">'
        '<link rel="icon" href="data:,"><script src="/phone.js" defer></script></head>'
        f'<body data-mark="{escape(mark(session))}" data-now="/{join}/now" '
        f'data-ended="{escape(words("phone.ended"))}"><header><h1>{title}</h1>'
        f'<a href="/{join}?lang={other}" lang="{other}">{escape(words("app.language"))}</a>'
        f"</header><main>{schematic}{''.join(parts)}</main>"
        f"<footer><p>{escape(words('phone.no_names'))}</p>"
        f"<p>{escape(words('limits.fictitious'))}</p></footer></body></html>"
    )


def _form(ballot: Ballot, words: Words, join: str, *, voter: bool, voted: bool) -> str:
    question = f"<h2>{escape(words.pick(ballot.fr, ballot.en))}</h2>"
    if voted:
        return f'<section>{question}<p class="done">{escape(words("phone.voted"))}</p></section>'
    if not voter:
        return f"<section>{question}<p>{escape(words('phone.read_only'))}</p></section>"
    colleges = ""
    if ballot.colleges:
        options = [
            (name, f"{college_name(name, words)} ({words.percent(share / 100)})")
            for name, share in ballot.colleges.items()
        ]
        colleges = _radios("college", words("phone.college"), options)
    else:
        colleges = f'<input type="hidden" name="college" value="{EVERYBODY}">'
    choices = _radios(
        "choice", words("phone.choice"), [(name, words(f"vote.{name}")) for name in CHOICES]
    )
    return (
        f'<section>{question}<form method="post" action="/{join}/vote">'
        f'<input type="hidden" name="number" value="{ballot.number}">'
        f'<input type="hidden" name="lang" value="{words.lang}">{colleges}{choices}'
        f"<button>{escape(words('phone.vote'))}</button>"
        f"<p>{escape(words('phone.once'))}</p></form></section>"
    )


def _radios(name: str, title: str, options: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(value)}" required> '
        f"{escape(text)}</label>"
        for value, text in options
    )
    return f"<fieldset><legend>{escape(title)}</legend>{rows}</fieldset>"


def _plain_bars(ballot: Ballot, words: Words) -> str:
    """Return the result as text: a phone's page allows no style of its own."""
    return bars(ballot, words, drawn=False)


def _screen(session: Session, view: View, words: Words) -> str:
    """Return what is on the screen, in words."""
    if not view.month:
        return ""
    info, series = session.shared.info, view.state.get("series", {})
    titles = scenario_titles()
    title = words.pick(*titles.get(view.scenario, (view.scenario, view.scenario)))

    def last(key: str) -> float | None:
        return next((v for v in reversed(series.get(key, ())) if v is not None), None)

    numbers = []
    for key, text, write in (
        ("place_score_walk_15 focus", words("phone.walk"), words.percent),
        ("place_score_bike_15 focus", words("phone.bike"), words.percent),
        ("population focus", words("live.chart.residents"), words.number),
        ("site_jobs all", words("live.chart.jobs"), words.number),
        ("cooperative_cash_eur all", words("phone.cash"), words.euros),
    ):
        value = last(key)
        shown = words("none") if value is None else write(value)
        numbers.append(f"<tr><th scope='row'>{escape(text)}</th><td>{escape(shown)}</td></tr>")
    edits = [edit_sentence(edit, info, words) for edit in view.edits] or [words("phone.unchanged")]
    events = [
        event_sentence(event, info, words)
        for event in view.state.get("events", ())
        if event["month"] == view.month - 1
    ]
    lists = f"<h3>{escape(words('live.changes'))}</h3>{_list(edits)}"
    if any(events):
        lists += f"<h3>{escape(words('live.events'))}</h3>{_list(events[-MOST_TOLD:])}"
    month = words("phone.month", month=words.month(view.month - 1))
    return (
        f"<section><h2>{escape(title)}</h2><p>{escape(month)}</p>"
        f"<table>{''.join(numbers)}</table>{lists}</section>"
    )


def _list(texts: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts if text)}</ul>"
