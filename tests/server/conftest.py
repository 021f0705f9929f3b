"""One service for the tests that do not need their own, with one run that is done."""

import sys
from pathlib import Path

import pytest

from server.service import opened, ordered, until

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:  # the benchmarks are a package of the checkout, beside src and tests
    sys.path.insert(0, ROOT)

SEED = 7
REPLICATIONS = 3000
"""Two parts and a piece of a third: parts have 1,024 replications."""


@pytest.fixture(scope="session")
def client(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="session")
def run(client):
    """A finished run."""
    job = ordered(client, "run", scenario={"name": "port-raid"}, replications=REPLICATIONS, seed=SEED)
    done = until(client, job["id"])
    assert done["state"] == "done", done
    return done
