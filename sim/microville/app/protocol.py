"""The minutes of a session in words, for the page and for the report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from microville.app.tally import EVERYBODY
from microville.app.telling import edit_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.minutes import Ballot, Minutes
    from microville.figures.words import Words

MOVES = ("step", "play")
COLOURS = ("#0072B2", "#D55E00", "#9aa1a9")
"""For, against, abstained (Okabe and Ito 2008, and a grey)."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the minutes.

    Attributes
    ----------
    at
        Day and hour.
    text
        What was done.
    state
        Which state it led to, -1 for notes and votes.
    """

    at: str
    text: str
    state: int = -1


def said(
    minutes: Minutes,
    info: Mapping[str, Any],
    titles: Mapping[str, tuple[str, str]],
    words: Words,
) -> list[Said]:
    """Return the minutes, oldest first; months that follow each other are one line.

    Parameters
    ----------
    minutes
        The session.
    info
        What is known of the map.
    titles
        French and English title of each scenario.
    words
        The language.
    """
    lines: list[Said] = []
    for index, state in enumerate(minutes.states):
        lines += _beside(minutes, index, words)
        before = minutes.states[index - 1].edits if index else ()
        month = words.month(state.month - 1) if state.month else words("live.not_yet")
        if state.why in MOVES:
            line = Said(state.at, words("minutes.month", month=month), index)
            last = lines[-1].state if lines else -1
            if last >= 0 and last == index - 1 and minutes.states[last].why in MOVES:
                lines[-1] = line
                continue
        elif state.why == "edit" and state.edits:
            told = edit_sentence(state.edits[-1], info, words)
            line = Said(state.at, words("minutes.edit", change=told), index)
        elif state.why == "undo" and before:
            told = edit_sentence(before[-1], info, words)
            line = Said(state.at, words("minutes.undo", change=told), index)
        elif state.why == "back":
            line = Said(state.at, words("minutes.back", month=month), index)
        else:
            title = words.pick(*titles.get(state.scenario, (state.scenario, state.scenario)))
            line = Said(state.at, words("minutes.start", scenario=title), index)
        lines.append(line)
    return lines + _beside(minutes, len(minutes.states), words)


def _beside(minutes: Minutes, index: int, words: Words) -> list[Said]:
    """Return the notes and votes that came after so many states."""
    notes = [
        Said(at, words("minutes.note", text=text))
        for at, when, text in minutes.notes
        if when == index
    ]
    votes = [
        Said(b.at, f"{words('minutes.vote', text=words.pick(b.fr, b.en))} {outcome(b, words)}")
        for b in minutes.ballots
        if b.after == index
    ]
    return notes + votes


def outcome(ballot: Ballot, words: Words) -> str:
    """Return the count of a vote in a sentence, without markup."""
    result = ballot.result
    yes, no, none = result.counts
    if result.favour is None:
        return words("vote.no_votes")
    key = "vote.going" if ballot.open else "vote.adopted" if result.adopted else "vote.rejected"
    numbers = {"yes": words.number(yes), "no": words.number(no), "none": words.number(none)}
    text = words(key, share=words.percent(float(result.favour), 1), **numbers)
    if result.silent and ballot.colleges:
        names = words.listing([college_name(name, words) for name in result.silent])
        text += f" {words('vote.silent', names=names)}"
    return text


def college_name(name: str, words: Words) -> str:
    """Return what people call a college."""
    if name == EVERYBODY:
        return words("vote.everybody")
    return words(f"college.{name}") if words.has(f"college.{name}") else name


def bars(ballot: Ballot, words: Words, *, drawn: bool = True) -> str:
    """Return a vote as bars with their numbers as text, one row a college; escaped HTML.

    Without ``drawn`` only the text, for pages that allow no style beside their own.
    """
    result = ballot.result
    rows = []
    for row in result.colleges:
        cast = max(sum(row.counts), 1)
        parts = "".join(
            f'<i style="width:{100 * count / cast:.1f}%;background:{colour}"></i>'
            for count, colour in zip(row.counts, COLOURS, strict=True)
        )
        yes, no, none = (words.number(count) for count in row.counts)
        weight = f" · {words.percent(float(row.weight))}" if ballot.colleges else ""
        name = escape(college_name(row.name, words) + weight)
        told = escape(words("vote.counts", yes=yes, no=no, none=none))
        bar = f'<td><span class="mv-votebar" aria-hidden="true">{parts}</span></td>'
        rows.append(f'<tr><th scope="row">{name}</th>{bar if drawn else ""}<td>{told}</td></tr>')
    keys = "".join(
        f'<span><i style="background:{colour}"></i>{escape(words(f"vote.{choice}"))}</span>'
        for choice, colour in zip(("for", "against", "abstain"), COLOURS, strict=True)
    )
    legend = f'<div class="mv-keys">{keys}</div>' if drawn else ""
    return (
        f'{legend}<table class="mv-table mv-votes"><tbody>'
        f'{"".join(rows)}</tbody></table><p class="mv-outcome">{escape(outcome(ballot, words))}</p>'
    )


def minutes_html(
    minutes: Minutes,
    info: Mapping[str, Any],
    titles: Mapping[str, tuple[str, str]],
    words: Words,
) -> str:
    """Return the minutes as a part of the report: escaped HTML, no markup of anybody's."""
    items = "".join(
        f"<li>{escape(f'{line.at} ')}{escape(line.text)}</li>"
        for line in said(minutes, info, titles, words)
    )
    title = escape(minutes.title or words("minutes.title"))
    note = escape(words("minutes.note_votes")) if minutes.ballots else ""
    return f"<h2>{title}</h2><ul>{items}</ul><p>{note}</p>"
