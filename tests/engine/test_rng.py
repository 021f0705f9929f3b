"""Philox against the published known answers, and what the campaign relies on."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit
from scipy import stats

from airdef.engine import rng

KNOWN = [
    # counter (4 words), key (2 words), answer (4 words): Random123 1.09, kat_vectors, "philox4x32 10"
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@njit
def _philox(a, b, c, d, x, y):
    return rng.philox(a, b, c, d, x, y)


@njit
def _many(seed, count, entity, purpose):
    out = np.empty(count)
    for k in range(count):
        out[k] = rng.uniform(seed, k, entity, purpose, 0)
    return out


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers_of_random123(validated, counter, key, answer):
    words = [np.uint32(w) for w in (*counter, *key)]
    got = [int(w) for w in _philox(*words)]
    source = {"against": "Random123 1.09, kat_vectors", "kind": "print", "module": "engine"}
    validated(got, answer, law="Random stream: Philox4x32-10, known answers", abs=0.0, **source)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_a_number_is_53_bits_of_the_known_answer(counter, key, answer):
    # counter: replication (low word first), entity, 5 bits of purpose and 27 of index; key: seed (low word first)
    replication, seed = counter[0] + (counter[1] << 32), key[0] + (key[1] << 32)
    purpose, index = divmod(counter[3], 2**27)
    got = rng.uniform(np.uint64(seed), np.uint64(replication), counter[2], purpose, index)
    assert got == ((answer[0] >> 5) * 2**26 + (answer[1] >> 6)) / 2**53


def test_the_floor_of_a_campaign_draws_each_number_once():
    each = [
        rng.uniform(np.uint64(9), np.uint64(4 + k), i % 64, rng.KILL, i // 64) for k in range(3) for i in range(150)
    ]
    assert rng.rng_only_sum(9, 4, 3, 150) == pytest.approx(sum(each), rel=1e-12)
    assert len(set(each)) == 450


def test_every_part_of_the_key_changes_the_draw():
    draws = {
        rng.uniform(np.uint64(s), np.uint64(r), e, p, i)
        for s in (0, 1, 2**40)
        for r in (0, 1, 2**40)
        for e in (0, 1, 2**31)
        for p in (0, 1, 31)
        for i in (0, 1, 2**27 - 1)
    }
    assert len(draws) == 3**5


def test_draws_are_uniform_and_uncorrelated():
    # 200,000 draws; the p-values are fixed by the seed, the limits are what a true generator misses 1 in 1000 times
    a = _many(np.uint64(11), 200_000, 3, rng.KILL)
    b = _many(np.uint64(11), 200_000, 4, rng.KILL)
    assert a.min() >= 0.0
    assert a.max() < 1.0
    assert stats.kstest(a, "uniform").pvalue > 1e-3
    assert stats.kstest(b, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(a, b)[0, 1]) < 3.3 / np.sqrt(len(a))
    assert abs(np.corrcoef(a[:-1], a[1:])[0, 1]) < 3.3 / np.sqrt(len(a))


def test_exponential_times_are_those_of_the_inverse():
    expected = [0.0, 7.0 * np.log(2.0), 7.0 * np.log(4.0), 7.0]
    assert [rng.exponential(u, 7.0) for u in (0.0, 0.5, 0.75, 1.0 - np.exp(-1.0))] == pytest.approx(expected)


def test_exponential_has_its_mean():
    u = _many(np.uint64(5), 100_000, 0, rng.GAP)
    times = np.array([rng.exponential(x, 7.0) for x in u[:20_000]])
    # standard error of the mean of 20,000 exponentials: 7 / sqrt(20,000) = 0.05; four of them
    assert times.mean() == pytest.approx(7.0, abs=0.2)
    assert times.min() >= 0.0
