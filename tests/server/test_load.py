"""Readers and running jobs together: nothing goes wrong. How fast it is, `benchmarks/serving.py` measures."""

import pytest

from benchmarks.serving import load


@pytest.mark.slow
def test_readers_meet_no_error_while_jobs_run():
    found = load(seconds=3.0, clients=20, jobs=2)
    assert not found.errors
    assert set(found.waits) >= {"scenarios", "jobs", "result", "replay"}
    assert sum(len(waits) for waits in found.waits.values()) >= 20
