"""A small campaign on the reference raid, shared by the tests of the report."""

import pytest

import airdef


@pytest.fixture(scope="session")
def campaign():
    return airdef.run("port-raid", 300, seed=5)
