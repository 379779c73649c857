"""A vote by colleges: put to the room, counted, shown."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.pages.parts import Action, Choice, Heading
from microville.app.protocol import bars, college_name
from microville.app.tally import CHOICES
from microville.app.telling import edit_sentence
from microville.app.words import app_words

if TYPE_CHECKING:
    from microville.app.comparing import Comparing
    from microville.app.minutes import Ballot
    from microville.app.session import Session
    from microville.figures.words import Words

FREE = "free"


@solara.component
def Vote(session: Session, comparing: Comparing, words: Words) -> None:
    """Show what is voted on, or let the facilitator put something to the vote."""
    minutes = session.minutes.value
    ballot = minutes.open_ballot
    Heading(words("vote.title"))
    if ballot is not None:
        Count(session, ballot, words)
    else:
        Put(session, comparing, words)
    closed = [b for b in reversed(minutes.ballots) if not b.open]
    for done in closed[:1]:
        Outcome(done, words)
    if len(closed) > 1:
        told = "".join(
            f"<h3>{escape(words.pick(b.fr, b.en))}</h3>{bars(b, words)}" for b in closed[1:]
        )
        summary = escape(words("vote.earlier"))
        solara.HTML("details", f"<summary>{summary}</summary>{told}")


def subjects(
    session: Session, comparing: Comparing, words: Words
) -> list[tuple[str, tuple[str, str], str]]:
    """Return what can be put to the vote: a key, French and English question, how it is listed."""
    info, edits = session.shared.info, session.view.value.edits
    place = tuple(info["place"])
    both = (app_words("fr", place), app_words("en", place))
    found = []
    for number, edit in reversed(list(enumerate(edits))):
        told = tuple(w("vote.question_edit", change=edit_sentence(edit, info, w)) for w in both)
        found.append((f"edit {number}", (told[0], told[1])))
    if len(edits) > 1:
        told = tuple(w("vote.question_all", count=w.number(len(edits))) for w in both)
        found.append(("edits", (told[0], told[1])))
    progress = comparing.progress.value
    if progress.phase == "done":
        titles = progress.result["titles"]
        for name, fr, en in titles[1:]:
            pairs = ((both[0], fr, titles[0][1]), (both[1], en, titles[0][2]))
            told = tuple(w("vote.question_compare", name=a, base=b) for w, a, b in pairs)
            found.append((f"compare {name}", (told[0], told[1])))
    listed = [(key, texts, words.pick(*texts)) for key, texts in found]
    return [*listed, (FREE, ("", ""), words("vote.free"))]


@solara.component
def Put(session: Session, comparing: Comparing, words: Words) -> None:
    """Let the facilitator choose a question and open the vote."""
    view = session.view.value
    found = subjects(session, comparing, words)
    chosen, set_chosen = solara.use_state("")
    text = solara.use_reactive("")
    keys = [key for key, _, _ in found]
    key = chosen if chosen in keys else keys[0]

    def put() -> None:
        fr, en = next(texts for name, texts, _ in found if name == key)
        if key == FREE:
            fr = en = text.value
        state = view.state
        session.workshop.put(fr, en, state["colleges"], state["majority"])
        text.value = ""

    options = [(name, told) for name, _, told in found]
    Choice(words("vote.what"), key, options, set_chosen, name="vote-what")
    if key == FREE:
        solara.InputText(
            words("vote.free"), value=text, continuous_update=True, classes=["mv-write-question"]
        )
    ready = bool(view.state) and (key != FREE or bool(text.value.strip()))
    Action(words("vote.put"), put, name="vote-put", disabled=not ready, main=True)
    rule = "vote.rule" if view.state.get("colleges") else "vote.rule_everybody"
    solara.HTML("div", escape(words(rule)), classes=["mv-small"])


@solara.component
def Count(session: Session, ballot: Ballot, words: Words) -> None:
    """Count votes given on this screen, show how many came, close the vote."""
    number = ballot.number
    with solara.Div(classes=["mv-card mv-ballot"]):
        solara.HTML("h3", escape(words.pick(ballot.fr, ballot.en)))
        told = words("vote.came", count=words.number(len(ballot.votes)))
        solara.HTML("div", escape(told), classes=["mv-came"], attributes={"role": "status"})
        solara.HTML("div", escape(words("vote.by_hand")), classes=["mv-small"])
        for row in ballot.result.colleges:
            name = college_name(row.name, words)
            weight = f" · {words.percent(float(row.weight))}" if ballot.colleges else ""
            with solara.Div(classes=["mv-college"]).key(f"college {row.name}"):
                solara.HTML("span", escape(name + weight))
                for choice, count in zip(CHOICES, row.counts, strict=True):
                    solara.Button(
                        f"{words(f'vote.{choice}')} {count}",
                        on_click=lambda n=row.name, c=choice: session.workshop.vote(
                            number, n, c, "screen"
                        ),
                        classes=["mv-action", f"mv-vote-{row.name or 'all'}-{choice}"],
                        attributes={"aria-label": f"{name} : {words(f'vote.{choice}')}, {count}"},
                    )
        by_hand = any(by == "screen" for _, _, by in ballot.votes)
        with solara.Div(classes=["mv-row"]):
            Action(words("vote.close"), session.workshop.close_vote, name="vote-close", main=True)
            Action(
                words("vote.take_back"),
                session.workshop.unvote,
                name="vote-take-back",
                disabled=not by_hand,
            )


@solara.component
def Outcome(ballot: Ballot, words: Words) -> None:
    """Show the result of a closed vote."""
    with solara.Div(classes=["mv-card mv-result-of-vote"]):
        solara.HTML("h3", escape(words.pick(ballot.fr, ballot.en)))
        solara.HTML("div", bars(ballot, words))
