"""Phones on the same network: who may join, who has voted. Read and vote, nothing else."""

from __future__ import annotations

import hashlib
import secrets
import socket
import threading
import time
from typing import TYPE_CHECKING

from microville.errors import InputError

if TYPE_CHECKING:
    from microville.app.session import Session

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that people take for each other."""
TOKEN_LENGTH = 12
"""Letters of the join token: 59 bits."""
PIN_DIGITS = 6
TRIES = 5
PAUSE_S = 60.0
"""After five wrong PINs nobody may try for a minute."""
MOST_PHONES = 500


class Sharing:
    """What phones may join: the session of one tab, once its facilitator has given the PIN.

    Nothing of it is written to disk. Voters are random tokens, of which only hashes are held, and
    no vote is held with its token: a set says which tokens have voted on the present question.

    Parameters
    ----------
    address
        What phones open, without the token: ``"http://192.168.1.20:8766"``.
    per_device
        How many may join from one network address.
    """

    def __init__(self, address: str, per_device: int = 3) -> None:
        self.address, self.per_device = address, per_device
        self.pin = "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))
        self._lock = threading.RLock()
        self._wrong, self._until = 0, 0.0
        self._salt = secrets.token_bytes(16)
        self.join, self.locked = "", False
        self._session: Session | None = None
        self._voters: set[bytes] = set()
        self._devices: dict[bytes, int] = {}
        self._voted: tuple[int, set[bytes]] = (0, set())

    # -- the facilitator ----------------------------------------------------------------------

    def check_pin(self, pin: str) -> None:
        """Check the facilitator's PIN.

        Raises
        ------
        InputError
            If it is wrong, or too many were wrong lately.
        """
        with self._lock:
            if time.monotonic() < self._until:
                raise InputError("Too many wrong PINs.", hint="Wait a minute, then try again.")
            if secrets.compare_digest(pin.strip().encode(), self.pin.encode()):
                self._wrong = 0
                return
            self._wrong += 1
            if self._wrong >= TRIES:
                self._wrong, self._until = 0, time.monotonic() + PAUSE_S
            raise InputError("This is not the PIN.", hint="It stands where the app was started.")

    def claim(self, session: Session, pin: str) -> None:
        """Let phones see a tab's session from now on, under a new address.

        Raises
        ------
        InputError
            If the PIN is wrong.
        """
        self.check_pin(pin)
        with self._lock:
            self._end()
            self.join = "".join(secrets.choice(LETTERS) for _ in range(TOKEN_LENGTH))
            self._session = session

    def release(self, session: Session) -> None:
        """End the sharing of a tab's session, if it is shared; forget all phones."""
        with self._lock:
            if self._session is session:
                self._end()

    def _end(self) -> None:
        self.join, self.locked, self._session = "", False, None
        self._voters, self._devices, self._voted = set(), {}, (0, set())

    def is_of(self, session: Session) -> bool:
        """Return whether a tab's session is the shared one."""
        return self._session is session

    @property
    def link(self) -> str:
        """Address that phones open."""
        return f"{self.address}/{self.join}"

    @property
    def phones(self) -> int:
        """How many have joined."""
        return len(self._voters)

    # -- the phones ---------------------------------------------------------------------------

    def joined(self, join: str) -> Session | None:
        """Return the shared session if this is its token."""
        with self._lock:
            right = bool(self.join) and secrets.compare_digest(join.encode(), self.join.encode())
            return self._session if right else None

    def knows(self, voter: str) -> bool:
        """Return whether somebody has joined with this token."""
        return self._hash(voter) in self._voters

    def admit(self, device: str) -> str:
        """Return a new voter's token.

        Raises
        ------
        InputError
            If the door is shut, or too many came from one address.
        """
        with self._lock:
            mark = self._hash(device)
            if self.locked or len(self._voters) >= MOST_PHONES:
                raise InputError("The door is shut.", hint="Ask the facilitator.")
            if self._devices.get(mark, 0) >= self.per_device:
                raise InputError("Too many from this device.", hint="Ask the facilitator.")
            self._devices[mark] = self._devices.get(mark, 0) + 1
            voter = secrets.token_urlsafe(24)
            self._voters.add(self._hash(voter))
        return voter

    def has_voted(self, voter: str, number: int) -> bool:
        """Return whether a token has voted on a question."""
        return self._voted[0] == number and self._hash(voter) in self._voted[1]

    def vote(self, join: str, voter: str, number: int, college: str, choice: str) -> None:
        """Count one vote of a token on the open question.

        Raises
        ------
        InputError
            If the token is unknown or has voted, or the vote cannot be.
        """
        with self._lock:
            session, mark = self.joined(join), self._hash(voter)
            if session is None or mark not in self._voters:
                raise InputError("Join first.")
            if self.has_voted(voter, number):
                raise InputError("You have voted already.")
            session.workshop.vote(number, college, choice, "phone")
            if self._voted[0] != number:
                self._voted = (number, set())
            self._voted[1].add(mark)

    def _hash(self, text: str) -> bytes:
        """Return a keyed hash: addresses and tokens themselves are never held."""
        return hashlib.blake2b(text.encode(), key=self._salt, digest_size=16).digest()


def lan_address() -> str:
    """Return this machine's address in its local network; nothing is sent.

    Raises
    ------
    InputError
        If it has none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Choosing a route is all that a datagram socket does here (RFC 5737: no such host).
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            found = ""
    if not found or found.startswith("127."):
        raise InputError(
            "This machine has no address in a local network.",
            hint="Join the network first, or give its address with --share-address.",
        )
    return found
