"""What a study keeps for its next variants is bounded by bytes, whatever the variants are."""

from __future__ import annotations

import pytest

from limited import limited

CODE = """
limits.STUDY_CACHE_BYTES = {most}
bench = VariantRunner("port-raid")
model = Model(bench, (), "leakers", 1, 64)
first = model.values(bench.scenario(variant(0))).tobytes()
for k in range({variants}):
    model.values(bench.scenario(variant(k)))
assert model.values(bench.scenario(variant(0))).tobytes() == first
print(model.simulated)
"""

READY = """
from airdef import limits
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.uncertainty.samples import Model

def variant(k):
    # all of the geometry is another one
    return {{"environment.time_step": f"{{0.5 + 0.01 * k}} s"}}

bench = VariantRunner("port-raid")
Model(bench, (), "leakers", 1, 64).values(bench.scenario(variant(0)))  # compiled by then
del bench
"""

VARIANTS = 100
"""Variants of some 4 MiB each."""

ROOM = 120
"""Memory [MiB] in which they all are simulated:

what is kept of them, one at work, and what the allocator holds back.
"""


def test_many_variants_take_no_more_memory_than_some() -> None:
    code = CODE.format(most=24 << 20, variants=VARIANTS)
    assert (
        limited(code, ready=READY.format(), megabytes=ROOM, seconds=120) == f"{VARIANTS}\n"
    )  # what was measured is small and kept


def test_without_a_bound_they_would_take_more() -> None:
    code = CODE.format(most=1 << 40, variants=VARIANTS)
    with pytest.raises(AssertionError, match=r"MemoryError|ended with -"):
        limited(code, ready=READY.format(), megabytes=ROOM, seconds=120)
