"""Counter-based random numbers: a draw is a pure function of what it is for.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011,
doi:10.1145/2063384.2063405) encrypts the counter (replication, threat, purpose and index) under the key
(seed). No state is kept, so no draw can shift another: a campaign can be cut anywhere, and variants that
differ in one thing share the random streams of all the others (common random numbers).
"""

from __future__ import annotations

import math

import numpy as np

from airdef.jit import compiled, inlined, uint32, uint64

GAP, FIRM, DROP, KILL, SALVO, DELAY, ASSESS, DAMAGE, PHASE, FIRM_AGAIN, DROP_AGAIN = range(11)
LINK_ABSENT, LINK_LOST, LINK_RESTORED, MARCH = range(11, 15)
APART = 20
"""Purposes, as docs/model/engagement.md lists them."""

INDEX_BITS = 27
"""Index and purpose share one 32-bit word: five bits of purpose, 27 of index."""

Word = np.uint32
_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint32(0x9E3779B9)
_W1 = np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)


@inlined
def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Encrypt one 128-bit counter with ten rounds of Philox4x32.

    Valid for every input.
    Reference: Salmon et al. (2011), section 4.3; checked against the known answers of Random123.

    Parameters
    ----------
    c0
        Word 0 of the counter, 32 bits.
    c1
        Word 1 of the counter, 32 bits.
    c2
        Word 2 of the counter, 32 bits.
    c3
        Word 3 of the counter, 32 bits.
    k0
        Word 0 of the key, 32 bits.
    k1
        Word 1 of the key, 32 bits.

    Returns
    -------
    tuple[Word, Word, Word, Word]
        Four 32-bit words.
    """
    a, b, c, d = uint32(c0), uint32(c1), uint32(c2), uint32(c3)
    x, y = uint32(k0), uint32(k1)
    for _ in range(10):
        p0 = _M0 * uint64(a)
        p1 = _M1 * uint64(c)
        h0, l0 = uint32(p0 >> uint64(32)), uint32(p0 & _LOW)
        h1, l1 = uint32(p1 >> uint64(32)), uint32(p1 & _LOW)
        a, b, c, d = h1 ^ b ^ x, l1, h0 ^ d ^ y, l0
        x, y = uint32(x + _W0), uint32(y + _W1)
    return a, b, c, d


@inlined
def uniform(seed: np.uint64 | int, replication: np.uint64 | int, entity: int, purpose: int, index: int) -> float:
    """Return the uniform number in [0, 1) that belongs to (seed, replication, entity, purpose, index).

    All arguments are non-negative integers: seed and replication below 2**64, entity below 2**32, purpose
    below 32, index below 2**27 (the callers keep to that; larger ones would wrap). 53 random bits, float64.

    Parameters
    ----------
    seed
        Seed of the random streams, below 2^64.
    replication
        Number of the replication, below 2^64.
    entity
        Number of the threat or other thing that it belongs to.
    purpose
        Purpose of the draw.
    index
        Number of the draw among those of its purpose.

    Returns
    -------
    float
        The uniform number in [0, 1) that belongs to (seed, replication, entity, purpose, index).
    """
    s, r = uint64(seed), uint64(replication)
    word = uint32((uint64(purpose) << uint64(INDEX_BITS)) | uint64(index))
    a, b, _, _ = philox(
        uint32(r & _LOW),
        uint32(r >> uint64(32)),
        uint32(entity),
        word,
        uint32(s & _LOW),
        uint32(s >> uint64(32)),
    )
    high = float(a >> uint32(5))
    low = float(b >> uint32(6))
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0)


@inlined
def exponential(u: float, mean: float) -> float:
    """Turn a uniform number in [0, 1) into an exponential time [same unit as `mean`] by inversion.

    Parameters
    ----------
    u
        A uniform number in [0, 1).
    mean
        The mean of the exponential distribution, in any unit.

    Returns
    -------
    float
        The time, in the unit of `mean`.
    """
    return -mean * math.log1p(-u)


@compiled
def rng_only_sum(seed: int, first: int, count: int, draws: int) -> float:
    """Draw `draws` numbers in each of `count` replications and add them up: the RNG-only baseline of any campaign.

    Parameters
    ----------
    seed
        Seed of the random streams.
    first
        Number of the first replication.
    count
        How many replications.
    draws
        Random numbers of one replication.

    Returns
    -------
    float
        The sum of all numbers.
    """
    total = 0.0
    for k in range(count):
        for i in range(draws):
            total += uniform(seed, first + k, i & 63, KILL, i >> 6)
    return total
