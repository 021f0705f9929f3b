import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom

from airdef.physics import detection, integration

PROBABILITIES = (0.1, 0.3, 0.5, 0.7, 0.9)


@pytest.mark.parametrize(
    ("m", "n", "expected"),
    [
        (2, 3, (0.028, 0.216, 0.5, 0.784, 0.972)),
        (3, 5, (0.00856, 0.16308, 0.5, 0.83692, 0.99144)),
        (2, 4, (0.0523, 0.3483, 0.6875, 0.9163, 0.9963)),
        (4, 5, (0.00046, 0.03078, 0.1875, 0.52822, 0.91854)),
    ],
)
def test_m_of_n_table(validated, m, n, expected):
    # the table is exact: terminating decimals
    validated(
        [integration.m_of_n(p, m, n) for p in PROBABILITIES],
        expected,
        law="m of n",
        against="binomial sums",
        kind="closed form",
        rel=1e-12,
    )


@settings(deadline=None)  # the first example compiles
@given(st.floats(1e-6, 1.0 - 1e-6), st.integers(1, 200), st.data())
def test_m_of_n_agrees_with_scipy(p, n, data):
    m = data.draw(st.integers(0, n))
    # logarithms of factorials of 200 cost some 1e-13
    assert integration.m_of_n(p, m, n) == pytest.approx(binom.sf(m - 1, n, p), rel=1e-10, abs=1e-300)


def test_m_of_n_certainties():
    assert integration.m_of_n(0.0, 1, 5) == 0.0
    assert integration.m_of_n(0.0, 0, 5) == 1.0
    assert integration.m_of_n(1.0, 5, 5) == 1.0


@pytest.mark.parametrize(("m", "n"), [(4, 3), (-1, 3), (0, 0)])
def test_m_of_n_refuses(m, n):
    with pytest.raises(ValueError, match="0 <= m <= n"):
        integration.m_of_n(0.5, m, n)


def test_cumulative_values(validated):
    # exact: 1 - 2^-5 and 1 - 0.7^10
    got = [integration.cumulative([0.5] * 5)[-1], integration.cumulative([0.3] * 10)[-1]]
    # roundings of ten factors
    validated(
        got, [0.96875, 0.9717524751], law="cumulative detection", against="1 - (1 - p)^n", kind="closed form", rel=1e-12
    )
    table = integration.cumulative([[0.5, 0.5], [0.0, 1.0]])
    np.testing.assert_allclose(table, [[0.5, 0.75], [0.0, 1.0]], rtol=1e-15)


@pytest.mark.parametrize(
    ("pfa", "snr_db", "pulses", "expected"),
    [(1e-9, -10.0, 256, 0.8765), (1e-9, -12.0, 256, 0.3767), (1e-6, 12.4, 1, 0.8733), (1e-6, 8.8, 1, 0.1953)],
)
def test_published_coherent_integration(validated, pfa, snr_db, pulses, expected):
    # radarsimpy tests/test_tools.py, printed to four digits; its recommended tolerance
    value = integration.coherent_pd(10.0 ** (snr_db / 10.0), pfa, pulses)
    validated(
        float(value), expected, law="coherent integration", against="radarsimpy's test tables", kind="print", abs=5e-4
    )


@given(st.floats(1e-9, 1e-2), st.floats(0.01, 50.0), st.integers(1, 50))
@settings(deadline=None)  # the first example compiles
def test_coherent_integration_bounds_the_square_law_detector(pfa, snr, pulses):
    best = float(integration.coherent_pd(snr, pfa, pulses))
    t = detection.threshold(pfa, pulses)
    assert detection.probability_of_detection(snr, t, pulses, 0) <= best + 1e-12


def binary_loss(pd, pfa, n, m):
    """Return the loss [dB] of m-of-n against non-coherent integration of n pulses, steady target."""
    pulse_pd = brentq(lambda p: integration.m_of_n(p, m, n) - pd, 1e-6, 1 - 1e-9, xtol=1e-14)
    pulse_pfa = brentq(lambda p: integration.m_of_n(p, m, n) - pfa, 1e-9, 0.99, xtol=1e-14)
    binary = detection.required_snr(pulse_pd, pulse_pfa, 1, 0)
    return 10.0 * math.log10(binary / detection.required_snr(pd, pfa, n, 0))


def test_binary_integration_loss(validated):
    # https://se.mathworks.com/help/radar/ref/binaryintloss.html prints 1.0596 dB, from approximations good to 0.03 dB
    validated(
        binary_loss(0.9, 1e-6, 24, 12),
        1.0596,
        law="binary integration loss",
        against="MathWorks binaryintloss",
        kind="print",
        abs=0.03,
        unit="dB",
    )
    # exact, computed independently to 1e-4 dB
    assert binary_loss(0.9, 1e-6, 24, 12) == pytest.approx(1.0797, abs=1e-4)


def test_best_m_of_binary_integration():
    # same page: the best m is about 0.955 n^0.8 = 12.1 of 24; the minimum is flat, so within 3
    losses = {m: binary_loss(0.9, 1e-6, 24, m) for m in range(2, 24)}
    assert abs(min(losses, key=losses.__getitem__) - 0.955 * 24**0.8) < 3.0
