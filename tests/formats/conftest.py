"""Replications to write: one of each kind of raid, simulated once."""

import pytest

import airdef

RAIDS = {
    "port-raid": {},  # aircraft, cruise missiles released in flight, ballistic missiles, turns
    "random": {"raid.0.arrivals": "poisson", "raid.1.arrivals": "poisson"},  # starts shifted by chance
    "island": {},  # over an elevation model
}


@pytest.fixture(scope="session", params=RAIDS)
def replication(request):
    name = "port-raid" if request.param == "random" else request.param
    return airdef.replay(airdef.load(name, RAIDS[request.param]), seed=1, replication=17)


@pytest.fixture(scope="session")
def port_raid():
    return airdef.replay("port-raid", seed=1, replication=17)
