"""Counter-based random numbers: pure functions of who asks and why.

Every draw is a function of (seed, stream, identity, occasion) and of nothing else, so that two
scenarios with one seed share the luck of every person they share (common random numbers), and
so that threads and workers cannot change a result.

The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014, "Fast splittable
pseudorandom number generators", OOPSLA), chained over the words of the key. Arithmetic is
unsigned 64-bit and wraps, in numpy and in numba alike: a test holds both to the same bits.

Decisions never call the platform's ``exp`` or ``log`` (their last bits change with the vector
unit): Gumbel draws come from an integer table made with :mod:`decimal`.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit, vectorize

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_ZERO = np.uint64(0)

GUMBEL_BITS = 12
GUMBEL_SCALE = 1000
"""Gumbel draws are integers in thousandths of a util."""


def stream(name: str) -> np.uint64:
    """Return the 64-bit key of a named stream (the start of the SHA-256 of its name)."""
    return np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))


def identity(*parts: str | int) -> np.uint64:
    """Return the 64-bit identity of something named by its parts.

    Identities are hashes of what a thing *is* (a building and a dwelling rank; a mother and a
    rank), never counters, so that one more newcomer does not rename those who follow.
    """
    text = "\x1f".join(str(part) for part in parts)
    return np.uint64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))


def bits(seed: int, stream_key: np.uint64, *words: ArrayLike) -> NDArray[np.uint64]:
    """Return 64 random bits for each combination of words.

    Parameters
    ----------
    seed
        The run's seed, any non-negative integer below 2**64.
    stream_key
        The key of the stream, from :func:`stream`.
    *words
        Integers or integer arrays that broadcast together: identity, occasion, counter.

    Returns
    -------
    ndarray of uint64
        Independent bits, in the broadcast shape of the words.
    """
    state = _chained(_chained(np.uint64(seed), _ZERO), stream_key)
    for word in words:
        array = np.asarray(word)
        if array.dtype != np.uint64:
            array = array.astype(np.int64).view(np.uint64)
        state = _chained(state, array)
    return np.asarray(state)


def below(
    seed: int, stream_key: np.uint64, bound: ArrayLike, *words: ArrayLike
) -> NDArray[np.int64]:
    """Return integers uniform in [0, bound), one for each combination of words.

    Uses the upper 32 bits times the bound (Lemire's method without rejection: the bias is below
    bound / 2**32, that is under 1e-4 relative for the bounds used here).
    """
    high = bits(seed, stream_key, *words) >> np.uint64(32)
    return ((high * np.asarray(bound).astype(np.uint64)) >> np.uint64(32)).astype(np.int64)


def happens(
    seed: int, stream_key: np.uint64, chance_ppb: ArrayLike, *words: ArrayLike
) -> NDArray[np.bool_]:
    """Return whether events of a given chance happen.

    Parameters
    ----------
    seed, stream_key, *words
        The key of the draw, see :func:`bits`.
    chance_ppb
        The chance in parts per billion, as integers (see :func:`ppb`).
    """
    draw = below(seed, stream_key, np.uint64(1_000_000_000), *words)
    return draw < np.asarray(chance_ppb, dtype=np.int64)


def ppb(chance: ArrayLike) -> NDArray[np.int64]:
    """Return a probability (0-1) as an integer in parts per billion, clipped to [0, 1]."""
    clipped = np.clip(np.asarray(chance, dtype=np.float64), 0.0, 1.0)
    return np.rint(clipped * 1e9).astype(np.int64)


@lru_cache(maxsize=1)
def gumbel_table() -> NDArray[np.int64]:
    """Return the integer Gumbel quantiles, in thousandths of a util, shape (2, 4096).

    Row 0 holds the quantiles of 4,096 equal bins of probability; row 1 splits the last bin into
    4,096 more, since that tail decides who takes a rarely chosen alternative. Computed with
    :mod:`decimal`, hence the same on every machine: -ln(-ln(p)) at the middle of each bin.
    """
    size = 1 << GUMBEL_BITS
    table = np.empty((2, size), dtype=np.int64)
    with localcontext() as context:
        context.prec = 18
        half = Decimal(1) / 2
        for i in range(size):
            p = (i + half) / size
            table[0, i] = int((-(-p.ln()).ln() * GUMBEL_SCALE).to_integral_value())
            p_tail = 1 - (1 - (i + half) / size) / size
            table[1, i] = int((-(-p_tail.ln()).ln() * GUMBEL_SCALE).to_integral_value())
    table.setflags(write=False)
    return table


@njit(inline="always", cache=True)  # type: ignore[untyped-decorator]
def mix_word(state: np.uint64, word: np.uint64) -> np.uint64:
    """Return the state after one more word of the key, as :func:`bits` does for arrays."""
    z = (state ^ word) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@vectorize(cache=True)  # type: ignore[untyped-decorator]
def _chained(state: np.uint64, word: np.uint64) -> np.uint64:
    """Chain one more word for whole arrays: one pass, however many steps the mixer has."""
    return mix_word(state, word)  # type: ignore[no-any-return]


@njit(inline="always", cache=True)  # type: ignore[untyped-decorator]
def gumbel_of(state: np.uint64, table: NDArray[np.int64]) -> np.int64:
    """Return the Gumbel draw of 64 bits from :func:`gumbel_table`, in thousandths of a util."""
    first = np.int64(state >> np.uint64(52))
    if first == 4095:
        second = np.int64((state >> np.uint64(40)) & np.uint64(4095))
        return np.int64(table[1, second])
    return np.int64(table[0, first])


def start_state(seed: int, stream_key: np.uint64) -> np.uint64:
    """Return the state after seed and stream, from which kernels chain :func:`mix_word`."""
    return np.uint64(bits(seed, stream_key).item())
