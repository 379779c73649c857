"""Random numbers are pure functions of their key, the same in numpy and numba, and well spread."""

import math

import numpy as np
import pytest
from numba import njit
from scipy import stats

from microville import rng

EULER = 0.5772156649015329


@njit
def _chain(state, first, second):
    out = np.empty(len(first), dtype=np.uint64)
    for i in range(len(first)):
        out[i] = rng.mix_word(rng.mix_word(state, first[i]), second[i])
    return out


@njit
def _gumbels(states, table):
    out = np.empty(len(states), dtype=np.int64)
    for i in range(len(states)):
        out[i] = rng.gumbel_of(states[i], table)
    return out


MASK, WEYL = 2**64 - 1, 0x9E3779B97F4A7C15


def _plain_mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def _plain_bits(seed, stream_key, *words):
    """Chain the finaliser of SplitMix64 in Python integers."""
    state = _plain_mix((seed + WEYL) & MASK)
    for word in (int(stream_key), *words):
        state = _plain_mix(((state ^ (word & MASK)) + WEYL) & MASK)
    return state


def _chi_square(values, bins):
    counts = np.bincount(values, minlength=bins)
    return stats.chisquare(counts).pvalue


def test_golden_bits_of_a_mixer_that_a_plain_one_agrees_with():
    found = rng.bits(1, rng.stream("golden"), np.array([0, 1, -1, 2**62]), 7)
    plain = [_plain_bits(1, rng.stream("golden"), word, 7) for word in (0, 1, -1, 2**62)]
    assert found.tolist() == plain
    # The published first outputs of SplitMix64 from state 0: the mixer is the one we name.
    first_outputs = [_plain_mix(WEYL * n & MASK) for n in (1, 2)]
    assert first_outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]
    assert found.tolist() == GOLDEN
    assert rng.stream("golden") == np.uint64(11249311508802197213)


GOLDEN = [17747144632284981028, 2136212789005003022, 8285743419330668347, 10116060376266804015]


def test_numba_and_numpy_give_the_same_bits():
    first = rng.bits(5, rng.stream("a"), np.arange(1000))
    second = rng.bits(5, rng.stream("b"), np.arange(1000))
    state = rng.start_state(2**63 - 1, rng.stream("twin"))
    twin = _chain(state, first, second)
    assert (twin == rng.bits(2**63 - 1, rng.stream("twin"), first, second)).all()


def test_words_broadcast_and_the_shape_is_theirs():
    key = rng.stream("shape")
    table = rng.bits(3, key, np.arange(4)[:, None], np.arange(3))
    assert table.shape == (4, 3)
    assert table[2, 1] == rng.bits(3, key, 2, 1)
    assert rng.bits(3, key).shape == ()
    assert len(np.unique(table)) == 12


def test_identity_tells_parts_apart():
    names = [("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c"), ("1", 2), (12,)]
    assert len({int(rng.identity(*parts)) for parts in names}) == len(names)
    assert rng.identity("B07", 3) == rng.identity("B07", "3")


@pytest.mark.parametrize("shift", [0, 16, 32, 56])
def test_bits_are_uniform(shift):
    bits = rng.bits(1, rng.stream("uniform"), np.arange(200_000))
    byte = ((bits >> np.uint64(shift)) & np.uint64(255)).astype(np.int64)
    assert _chi_square(byte, 256) > 1e-4
    assert _chi_square(rng.below(1, rng.stream("uniform"), 7, np.arange(70_000)), 7) > 1e-4


def test_streams_seeds_and_occasions_are_independent():
    who = np.arange(100_000)
    one, two = rng.stream("work.place"), rng.stream("work.outside")
    base = rng.below(1, one, 16, who, 0)
    others = {
        "stream": rng.below(1, two, 16, who, 0),
        "seed": rng.below(2, one, 16, who, 0),
        "occasion": rng.below(1, one, 16, who, 1),
        "neighbour": rng.below(1, one, 16, who + 1, 0),
    }
    for other in others.values():
        assert _chi_square(base * 16 + other, 256) > 1e-4


def test_below_keeps_to_its_bound():
    bound = np.array([1, 2, 3, 1000, 10**9])
    draws = rng.below(9, rng.stream("bound"), bound, np.arange(5000)[:, None])
    assert (draws >= 0).all()
    assert (draws < bound).all()
    assert (draws[:, 0] == 0).all()
    assert abs(draws[:, 4].mean() / 1e9 - 0.5) < 4 * math.sqrt(1 / 12 / 5000)


@pytest.mark.parametrize("chance", [0.0, 1e-3, 0.25, 0.5, 0.999, 1.0])
def test_events_happen_as_often_as_their_chance(chance):
    count = 200_000
    happened = rng.happens(4, rng.stream("events"), rng.ppb(chance), np.arange(count)).sum()
    spread = math.sqrt(count * chance * (1 - chance))
    assert abs(happened - count * chance) <= 4 * spread


def test_an_event_of_more_chance_happens_to_the_same_and_to_others():
    """Common random numbers: raising a chance never spares anybody."""
    who = np.arange(10_000)
    less = rng.happens(4, rng.stream("crn"), rng.ppb(0.2), who)
    more = rng.happens(4, rng.stream("crn"), rng.ppb(0.3), who)
    assert (more | ~less).all()
    assert more.sum() > less.sum()


def test_chances_are_clipped():
    assert rng.ppb([-0.5, 0.0, 0.5, 1.0, 2.0]).tolist() == [0, 0, 500_000_000, 10**9, 10**9]


def test_the_gumbel_table_holds_its_quantiles():
    table = rng.gumbel_table()
    size = table.shape[1]
    for row, p_of in (
        (0, lambda i: (i + 0.5) / size),
        (1, lambda i: 1 - (1 - (i + 0.5) / size) / size),
    ):
        for i in (0, 1, 17, size // 2, size - 2, size - 1):
            p = p_of(i)
            assert abs(table[row, i] - 1000 * -math.log(-math.log(p))) <= 0.501
    assert (np.diff(table, axis=1) >= 0).all()
    assert table[1, 0] >= table[0, -2]
    assert not table.flags.writeable
    assert (table[0, 0], table[0, 2047], table[1, -1]) == (-2198, 366, 17329)


def test_gumbel_draws_have_the_mean_variance_and_maximum_of_the_distribution():
    table = rng.gumbel_table()
    weight = np.concatenate([np.full(4095, 1 / 4096), np.full(4096, 1 / 4096**2)])
    values = np.concatenate([table[0, :4095], table[1]]) / rng.GUMBEL_SCALE
    assert weight.sum() == pytest.approx(1.0)
    mean = weight @ values
    assert mean == pytest.approx(EULER, abs=1e-3)
    assert weight @ (values - mean) ** 2 == pytest.approx(math.pi**2 / 6, abs=2e-3)
    drawn = _gumbels(rng.bits(1, rng.stream("gumbel"), np.arange(200_000)), table) / 1000
    assert drawn.mean() == pytest.approx(EULER, abs=4 * math.sqrt(math.pi**2 / 6 / 200_000))
    assert stats.kstest(drawn, "gumbel_r").pvalue > 1e-4


def test_argmax_with_gumbel_is_the_logit_and_one_more_alternative_moves_only_its_takers():
    people, table = np.arange(60_000), rng.gumbel_table()
    utility = np.array([0, 700, -400, 300])
    draws = np.stack(
        [_gumbels(rng.bits(1, rng.stream("choice"), people, a), table) for a in range(4)], axis=1
    )
    three = (utility[:3] + draws[:, :3]).argmax(axis=1)
    four = (utility + draws).argmax(axis=1)
    assert (three == four)[four < 3].all()
    for chosen, count in ((three, 3), (four, 4)):
        share = np.exp(utility[:count] / 1000)
        expected = share / share.sum() * len(people)
        assert stats.chisquare(np.bincount(chosen), expected).pvalue > 1e-4
