"""The record of a tab: what was done, noted and voted, kept in a file from the first action on."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

from microville.app.diary import Diary
from microville.app.minutes import FORMAT, Minutes, after, amount_to
from microville.app.written import to_plain
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from microville.app.edits import Edit

LONGEST_TEXT = 2000
"""Characters of a note or a question."""
MOST_VOTES = 5000
"""Of one question: more people do not meet in a room."""


class Workshop:
    """What a tab has done so far, in memory and, from the first action on, in a file.

    May be used by several threads: the tab's, and the one that takes votes from phones.

    Parameters
    ----------
    head
        What a session needs to be played again: ``map``, ``seed``, ``fraction``, ``code``.
    changed
        Called after each entry, by whatever thread made it.
    """

    def __init__(self, head: Mapping[str, Any], changed: Callable[[], None]) -> None:
        self._head, self._changed = dict(head), changed
        self._lock = threading.RLock()
        self._diary: Diary | None = None
        self._waiting: list[dict[str, Any]] = []
        self.minutes = Minutes()
        self.fault = ""

    @property
    def name(self) -> str:
        """Name of the stored session; empty before the first action."""
        return "" if self._diary is None else self._diary.name

    def start(self, scenario: str, month: int, mark: str) -> None:
        """Note where a tab starts; written once something is done."""
        with self._lock:
            opened = {"do": "open", "version": FORMAT, **self._head, "at": _now()}
            self._waiting = [opened, _state("start", scenario, month, (), mark)]
            self.minutes = amount_to(self._waiting)
        self._changed()

    def state(self, why: str, scenario: str, month: int, edits: Sequence[Edit], mark: str) -> None:
        """Record where an action has brought the simulation."""
        self._add(_state(why, scenario, month, edits, mark))

    def entitle(self, text: str) -> None:
        """Give the session a title."""
        self._add({"do": "title", "text": text.strip()[:LONGEST_TEXT]})

    def note(self, text: str) -> None:
        """Write a note into the minutes."""
        if text.strip():
            self._add({"do": "note", "text": text.strip()[:LONGEST_TEXT], "at": _now()})

    def put(self, fr: str, en: str, colleges: Mapping[str, float], majority: float) -> None:
        """Put a question to the vote; one that is open is closed first."""
        question = {"fr": fr.strip()[:LONGEST_TEXT], "en": en.strip()[:LONGEST_TEXT]}
        self._add(
            {"do": "ballot", **question, "colleges": dict(colleges), "majority": majority}
            | {"at": _now()}
        )

    def vote(self, number: int, college: str, choice: str, by: str) -> None:
        """Count a vote. No name, address or hour goes with it.

        Raises
        ------
        InputError
            If that question is not open any more, or has no such college or answer.
        """
        with self._lock:
            ballot = self.minutes.open_ballot
            if ballot is None or ballot.number != number:
                raise InputError("This vote is over.")
            if len(ballot.votes) >= MOST_VOTES:
                raise InputError(f"At most {MOST_VOTES} votes are taken on a question.")
            self._add({"do": "vote", "college": college, "choice": choice, "by": by})

    def unvote(self) -> None:
        """Take back the last vote given on the screen."""
        self._add({"do": "unvote"})

    def close_vote(self) -> None:
        """Take no more votes on the open question."""
        self._add({"do": "close"})

    def reopen(self, name: str, on_map: str) -> Minutes:
        """Go on with a stored session, and return its minutes.

        A vote that was open when the session ended is closed: who has voted is not known any more.

        Raises
        ------
        InputError
            If it cannot be read, is open elsewhere, or was held on another map.
        """
        with self._lock:
            if name == self.name:
                return self.minutes
            diary = Diary(name)
            try:
                minutes = _usable(amount_to(diary.entries), on_map)
            except InputError:
                diary.close()
                raise
            self.close()
            self._diary, self._waiting, self.minutes = diary, [], minutes
            if minutes.open_ballot is not None:
                self.close_vote()
        self._changed()
        return self.minutes

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._diary is not None:
                self._diary.close()
                self._diary = None

    def _add(self, entry: dict[str, Any]) -> None:
        with self._lock:
            minutes = after(self.minutes, entry)
            try:
                self._write(entry)
                self.fault = ""
            except InputError as error:
                # The room goes on; the page says that nothing is kept.
                self.fault = str(error)
            self.minutes = minutes
        self._changed()

    def _write(self, entry: dict[str, Any]) -> None:
        """Write what waits, then an entry; what could not be written waits again."""
        self._waiting.append(entry)
        if self._diary is None:
            self._diary = Diary.make(self._waiting[0])
            del self._waiting[0]
        while self._waiting:
            self._diary.add(self._waiting[0])
            del self._waiting[0]


def _usable(minutes: Minutes, on_map: str) -> Minutes:
    if not minutes.states:
        raise InputError("There is nothing in this session.", hint="Delete it.")
    if minutes.head.get("map") != on_map:
        raise InputError(
            "This session was held on another map, or on an older state of this one.",
            hint="Start the app with that map (--map).",
        )
    return minutes


def _state(why: str, scenario: str, month: int, edits: Sequence[Edit], mark: str) -> dict[str, Any]:
    plain = [to_plain(edit) for edit in edits]
    said = {"scenario": scenario, "month": month, "edits": plain, "hash": mark}
    return {"do": "state", "why": why, **said, "at": _now()}


def _now() -> str:
    """Return the day and the hour, to the minute."""
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
