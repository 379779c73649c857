"""The errors that Microville raises on purpose, each with what to do next."""

from __future__ import annotations


class MicrovilleError(Exception):
    """Base of every error that Microville raises on purpose.

    Parameters
    ----------
    message
        What is wrong, in one sentence.
    hint
        What to do next, in one sentence. Shown after the message.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (workers, the OSM reader): keep the hint.
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[MicrovilleError], message: str, hint: str) -> MicrovilleError:
    return kind(message, hint=hint)


class InputError(MicrovilleError):
    """What the user gave cannot be used; the command line exits with 2."""

    exit_code = 2


class ParameterError(InputError):
    """A parameter is unknown, of the wrong type or outside its allowed range."""


class ScenarioError(InputError):
    """A scenario file or programme is wrong; the message names file, line and key."""


class TerritoryError(InputError):
    """A map is unknown, unreadable or not what its schema says."""


class LedgerError(MicrovilleError):
    """An accounting entry does not balance or names an unknown account."""


class RunError(MicrovilleError):
    """A run failed after its input was accepted; the command line exits with 1."""
