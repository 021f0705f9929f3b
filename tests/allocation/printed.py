"""A printed assignment problem, and the recipes by which others are made."""

from __future__ import annotations

import numpy as np

from airdef.allocation import Problem

# Bracken and McCormick (1968), Selected Applications of Nonlinear Programming, chapter 2; here as problem 23 of
# Himmelblau (1972), Applied Nonlinear Programming, has it. Probability that a target is NOT destroyed by a round of
# each of five types; value of each target; rounds of each type; least rounds at some targets.
MISS = (
    "1 .84 .96 1 .92; .95 .83 .95 1 .94; 1 .85 .95 1 .92; 1 .84 .96 1 .95; 1 .85 .96 1 .95; .85 .81 .9 1 .98; "
    ".9 .81 .92 1 .98; .85 .82 .91 1 1; .8 .8 .92 1 1; 1 .86 .95 .96 .9; 1 1 .99 .91 .95; 1 .98 .98 .92 .96; "
    "1 1 .99 .91 .91; 1 .88 .98 .92 .98; 1 .87 .97 .98 .99; 1 .88 .98 .93 .99; 1 .85 .95 1 1; .95 .84 .92 1 1; "
    "1 .85 .93 1 1; 1 .85 .92 1 1"
)
VALUES = (60, 50, 50, 75, 40, 60, 35, 30, 25, 150, 30, 45, 125, 200, 200, 130, 100, 100, 100, 150)
ROUNDS = (200, 100, 300, 150, 250)
LEAST = {1: 30, 6: 100, 10: 40, 14: 50, 15: 70, 16: 35, 20: 10}
DESTROYED = 1735.56958
"""The best with fractions of rounds: no whole numbers destroy more."""


def bracken_mccormick() -> Problem:
    """Return the printed problem."""
    miss = np.array([[float(x) for x in row.split()] for row in MISS.split(";")])
    least = [LEAST.get(j + 1, 0) for j in range(len(VALUES))]
    return Problem(VALUES, 1.0 - miss.T, ROUNDS, least=least)


def ahuja(weapons: int, targets: int, seed: int) -> Problem:
    """Return a problem by the recipe of Ahuja, Kumar, Jha and Orlin (2007): V ~ U[25, 100], p ~ U[.6, .9]."""
    random = np.random.default_rng(seed)
    return Problem(random.integers(25, 101, targets), random.uniform(0.6, 0.9, (weapons, targets)))


def andersen(weapons: int, targets: int, rounds: int, seed: int) -> Problem:
    """Return a problem like those of Andersen, Pavlikov and Toffolo (2022): values of 1 to 100, p from 0 to 1."""
    random = np.random.default_rng(seed)
    return Problem(random.integers(1, 101, targets), random.uniform(0.0, 1.0, (weapons, targets)), rounds)
