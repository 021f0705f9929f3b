"""Conditions of decoys: threats told apart, and what was spent on decoys."""

from __future__ import annotations

import math

from airdef.engine.memory.layout import State, Tables
from airdef.engine.rules.disguise import engages, is_full_of_decoys
from airdef.engine.rules.reasons.known import EVER_READY, has_round
from airdef.engine.rules.windows import last_close
from airdef.jit import compiled


@compiled
def told_and_left(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was told apart, and no unit with a window for it engages what it looks like to it."""
    if not st.threat[j].told:
        return False
    left = 0
    for u in range(tb.unit.shape[0]):
        if engages(tb, st, u, j) and last_close(tb, u, j) > -math.inf:
            left += 1
    return left == 0


@compiled
def fired_at_decoys(tb: Tables, st: State, u: int) -> bool:
    """Tell whether unit u, or one that shares its magazine, has launched at decoys that its system could tell apart."""
    magazine = tb.unit[u].magazine
    for v in range(tb.unit.shape[0]):
        shares = v == u or (magazine >= 0 and tb.unit[v].magazine == magazine)
        if shares and st.unit[v].at_decoys > 0 and tb.system[tb.unit[v].system].tells_decoys == 1:
            return True
    return False


@compiled
def spent_on_decoys(tb: Tables, st: State, j: int) -> bool:
    """Tell whether rounds or target channels that threat j wanted went to decoys, which the system could tell apart."""
    rounds, launched, taken = False, False, False
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        if not st.ready[u, j] & EVER_READY or not unit.alive:
            continue
        decoys = tb.system[tb.unit[u].system].tells_decoys == 1
        if has_round(tb, st, u, j):
            rounds = True
            if decoys and (unit.full_of_decoys > st.threat[j].ready or is_full_of_decoys(tb, st, u)):
                taken = True
        launched = launched or fired_at_decoys(tb, st, u)
    return (launched and not rounds) or (taken and st.threat[j].engagements == 0)
