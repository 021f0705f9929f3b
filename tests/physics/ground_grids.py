"""Ground to test with: seeded hills on a grid of 3 arc-seconds."""

from __future__ import annotations

import math

import numpy as np

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.terrain import Ground

EARTH = 4.0 / 3.0 * EARTH_RADIUS_MEAN
STEP = math.radians(1.0 / 1200.0)


def hills(rows: int = 400, columns: int = 500, seed: int = 1) -> Ground:
    """Smoothed seeded noise, sea in the hollows, its south-western node at 0 N 25 W."""
    noise = np.fft.rfft2(np.random.default_rng(seed).standard_normal((rows, columns)))
    ky, kx = np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :]
    noise *= (1e-4 + kx**2 + ky**2) ** -0.9
    shape = np.fft.irfft2(noise, (rows, columns))
    heights = np.maximum(400.0 * shape / shape.std(), 0.0).astype(np.float32)
    return Ground(heights, (rows - 1) * STEP, math.radians(-25.0), STEP, STEP, float(heights.max()), 92.6)
