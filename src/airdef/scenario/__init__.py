"""Scenarios: what is asked, declared in YAML and resolved with the catalogue's figures.

`load("port-raid")` returns a `Scenario`; `names()` lists the bundled ones. A file that cannot be run raises
`ScenarioError`, whose text names the place, what was given, what was expected and the usual fix.
"""

from typing import Any

from airdef.scenario.errors import Problem as Problem
from airdef.scenario.errors import ScenarioError as ScenarioError
from airdef.scenario.library import ScenarioLike as ScenarioLike
from airdef.scenario.library import find as find
from airdef.scenario.library import given as given
from airdef.scenario.library import load as load
from airdef.scenario.library import loads as loads
from airdef.scenario.library import named as named
from airdef.scenario.library import names as names
from airdef.scenario.plan import Scenario as Scenario


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file; see `airdef.scenario.published` (imported only when asked for).

    Returns
    -------
    dict[str, Any]
        The JSON Schema of a scenario file; see `airdef.scenario.published` (imported only when asked for).
    """
    from airdef.scenario.published import json_schema as make

    return make()
