"""The judgement of a leaker, compiled: the first step of `airdef.engine.leak_reasons.JUDGEMENT` that fits."""

from __future__ import annotations

from typing import Any

from airdef.engine.leak_reasons import JUDGEMENT, LEAK_REASONS, Step
from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.reasons import chain, command, decoys, jamming, losses, moves, silence
from airdef.jit import compiled

_FEATURES = (chain, losses, decoys, silence, moves, command, jamming)
"""The modules of conditions."""


def _condition(name: str) -> Any:
    """Return the condition of that name."""
    return next(getattr(module, name) for module in _FEATURES if hasattr(module, name))


def _ladder(steps: tuple[Step, ...]) -> Any:
    """Return the compiled function that gives the code of the first of some steps that fits; the last fits always.

    Six steps are one function: more functions would take longer to compile.
    """
    taken = (*steps[:6], *[steps[-1]] * (6 - len(steps)))
    a, b, c, d, e, f = (_condition(step.condition) for step in taken)
    in_a, in_b, in_c, in_d, in_e, in_f = (LEAK_REASONS.index(step.reason) for step in taken)
    below = _ladder(steps[6:]) if len(steps) > 6 else _unjudged

    @compiled
    def judged(tb: Tables, st: State, j: int) -> int:
        if a(tb, st, j):
            return in_a
        if b(tb, st, j):
            return in_b
        if c(tb, st, j):
            return in_c
        if d(tb, st, j):
            return in_d
        if e(tb, st, j):
            return in_e
        if f(tb, st, j):
            return in_f
        code: int = below(tb, st, j)
        return code

    return judged


@compiled
def _unjudged(tb: Tables, st: State, j: int) -> int:
    """Return a code that no reason has: the last step fits always."""
    return -1


reason_of = _ladder(JUDGEMENT)
"""The code of the first reason that fits threat j, of tables, state and j."""
