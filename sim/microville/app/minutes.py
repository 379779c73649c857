"""What a session's entries amount to: states, notes, votes; the same live and read from a file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from microville.app.limits import MOST_MONTHS
from microville.app.tally import CHOICES, Tally, tally
from microville.app.written import from_plain
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from microville.app.edits import Edit

FORMAT = 1
"""Of a session's file; raised when older programs could not read it."""
WHYS = ("start", "step", "play", "edit", "undo", "back")
BY = ("screen", "phone")


@dataclass(frozen=True, slots=True)
class State:
    """Where the simulation was after an action.

    Attributes
    ----------
    why
        What was done, of :data:`WHYS`.
    scenario, month, edits
        What brings the simulation there again.
    hash
        Mark of the state, see :func:`microville.app.fingerprint.fingerprint`.
    at
        Day and hour, as people write them.
    """

    why: str
    scenario: str
    month: int
    edits: tuple[Edit, ...]
    hash: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """Something put to the vote.

    Attributes
    ----------
    number
        From 1.
    fr, en
        The question.
    colleges
        Weight of each in percent; empty for one member, one vote.
    majority
        Share that is needed (0-1).
    votes
        ``(college, choice, by)``, nobody's name.
    open
        Whether votes are taken.
    at, after
        Day and hour at which it was opened, and after how many states.
    """

    number: int
    fr: str
    en: str
    colleges: Mapping[str, float]
    majority: float
    votes: tuple[tuple[str, str, str], ...] = ()
    open: bool = True
    at: str = ""
    after: int = 0

    @property
    def result(self) -> Tally:
        """The count as it stands."""
        return tally(((c, choice) for c, choice, _ in self.votes), self.colleges, self.majority)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A session so far.

    Attributes
    ----------
    head
        The first entry: map, seed, fraction, code, day and hour.
    title
        What people call it.
    states
        One an action of the simulation, oldest first.
    notes
        ``(at, after how many states, text)``.
    ballots
        One a question.
    """

    head: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    states: tuple[State, ...] = ()
    notes: tuple[tuple[str, int, str], ...] = ()
    ballots: tuple[Ballot, ...] = ()

    @property
    def open_ballot(self) -> Ballot | None:
        """What is being voted on, None if nothing is."""
        return self.ballots[-1] if self.ballots and self.ballots[-1].open else None


def amount_to(entries: Iterable[Mapping[str, Any]]) -> Minutes:
    """Return what entries amount to.

    Raises
    ------
    InputError
        If an entry cannot be.
    """
    minutes = Minutes()
    for entry in entries:
        minutes = after(minutes, entry)
    return minutes


def after(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    """Return the minutes with one more entry.

    Raises
    ------
    InputError
        If the entry cannot be: of no known kind, or a vote on nothing.
    """
    done = _KINDS.get(str(entry.get("do")))
    if done is None:
        raise InputError(f"A session has no entry {entry.get('do')!r}.")
    try:
        return done(minutes, entry)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"An entry {entry['do']!r} cannot be read: {error}.") from error


def _opened(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    if minutes.head or entry["version"] != FORMAT:
        raise InputError("This session was written by another version of Microville.")
    return replace(minutes, head=dict(entry))


def _state(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    month = int(entry["month"])
    if not 0 <= month <= MOST_MONTHS or entry["why"] not in WHYS:
        raise ValueError(entry["why"])
    edits = tuple(from_plain(edit) for edit in entry["edits"])
    state = State(
        str(entry["why"]), str(entry["scenario"]), month, edits, str(entry["hash"]), _at(entry)
    )
    return replace(minutes, states=(*minutes.states, state))


def _titled(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    return replace(minutes, title=str(entry["text"]))


def _noted(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    note = (_at(entry), len(minutes.states), str(entry["text"]))
    return replace(minutes, notes=(*minutes.notes, note))


def _put(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    if minutes.open_ballot is not None:
        minutes = _closed(minutes, entry)
    colleges = {str(name): float(share) for name, share in entry["colleges"].items()}
    number, majority = len(minutes.ballots) + 1, float(entry["majority"])
    ballot = Ballot(number, str(entry["fr"]), str(entry["en"]), colleges, majority)
    ballot = replace(ballot, at=_at(entry), after=len(minutes.states))
    return replace(minutes, ballots=(*minutes.ballots, ballot))


def _voted(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    ballot = _present(minutes)
    vote = (str(entry["college"]), str(entry["choice"]), str(entry["by"]))
    if vote[0] not in (ballot.colleges or {""}) or vote[1] not in CHOICES or vote[2] not in BY:
        raise InputError("This vote is for no college or no answer of the question.")
    return _with(minutes, replace(ballot, votes=(*ballot.votes, vote)))


def _unvoted(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    """Take back the last vote given on the facilitator's screen."""
    del entry
    ballot = _present(minutes)
    votes = list(ballot.votes)
    for row in range(len(votes) - 1, -1, -1):
        if votes[row][2] == "screen":
            del votes[row]
            return _with(minutes, replace(ballot, votes=tuple(votes)))
    raise InputError("No vote was given on this screen.")


def _closed(minutes: Minutes, entry: Mapping[str, Any]) -> Minutes:
    del entry
    return _with(minutes, replace(_present(minutes), open=False))


def _present(minutes: Minutes) -> Ballot:
    ballot = minutes.open_ballot
    if ballot is None:
        raise InputError("Nothing is being voted on.", hint="Put something to the vote.")
    return ballot


def _with(minutes: Minutes, ballot: Ballot) -> Minutes:
    return replace(minutes, ballots=(*minutes.ballots[:-1], ballot))


def _at(entry: Mapping[str, Any]) -> str:
    return str(entry.get("at", ""))


_KINDS = {
    "open": _opened,
    "state": _state,
    "title": _titled,
    "note": _noted,
    "ballot": _put,
    "vote": _voted,
    "unvote": _unvoted,
    "close": _closed,
}
