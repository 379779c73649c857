"""Random draws of the plain town: SplitMix64 over words, written again with Python's integers."""

import hashlib
import math

MASK = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
BILLION = 10**9


def word_of(name):
    """Return the first eight bytes of the SHA-256 of a name, as an integer."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def bits(seed, stream, *words):
    """Return 64 bits for a seed, a named stream and integers."""
    state = mix((seed + GOLDEN) & MASK)
    for word in (word_of(stream), *words):
        state = mix(((state ^ (word & MASK)) + GOLDEN) & MASK)
    return state


def lower(draw):
    """Return the lower half of 64 bits."""
    return draw & (2**32 - 1)


def upper(draw):
    """Return the upper half of 64 bits."""
    return draw >> 32


def scaled(half, bound):
    """Return an integer from 0 to below the bound, of 32 bits."""
    return (half * bound) >> 32


def below(seed, stream, bound, *words):
    """Return an integer from 0 to below the bound."""
    return scaled(upper(bits(seed, stream, *words)), bound)


def happens(seed, stream, chance, *words):
    """Return whether something of a chance (0-1, in parts per billion) happens."""
    return below(seed, stream, BILLION, *words) < parts(chance)


def parts(chance):
    """Return a chance in whole parts per billion."""
    return round(min(max(chance, 0.0), 1.0) * 1e9)


def gumbel(draw):
    """Return the Gumbel quantile of 64 bits, in whole thousandths.

    The upper 12 bits choose a bin of probability; in the last one the next 12 bits choose a part.
    """
    first = draw >> 52
    tail = (1 - (first + 0.5) / 4096) if first < 4095 else _part((draw >> 40) & 4095)
    return _quantiles.setdefault(tail, round(-1000 * math.log(-math.log1p(-tail))))


def _part(part):
    return (1 - (part + 0.5) / 4096) / 4096


_quantiles = {}
