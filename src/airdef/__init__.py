"""airdef: an open, reproducible laboratory for long-range ground-based air defence.

    import airdef
    campaign = airdef.run("port-raid", replications=10_000, seed=1)
    campaign.measures["leakers"].mean
    print(airdef.replay("port-raid", seed=1, replication=4711).timeline())

Names are imported when first used, so that `import airdef` costs nothing.
"""

from __future__ import annotations

from airdef.version import __version__

TYPE_CHECKING = False  # not from `typing`: nothing that takes time is imported before the command takes its signals
if TYPE_CHECKING:
    from airdef.api import coverage as coverage
    from airdef.api import load as load
    from airdef.api import replay as replay
    from airdef.api import results as results
    from airdef.api import run as run
    from airdef.catalogue import CatalogueError as CatalogueError
    from airdef.outcome import Campaign as Campaign
    from airdef.outcome import Interrupted as Interrupted
    from airdef.outcome import Measure as Measure
    from airdef.outcome.history import History as History
    from airdef.scenario import ScenarioError as ScenarioError
    from airdef.scenario.plan import Scenario as Scenario
    from airdef.studies.compare import compare as compare
    from airdef.studies.envelope.study import envelope as envelope
    from airdef.studies.sweep import sweep as sweep
    from airdef.studies.uncertainty.influence import influence as influence
    from airdef.studies.uncertainty.sensitivity import sensitivity as sensitivity
    from airdef.studies.uncertainty.study import uncertainty as uncertainty

_HOME = {
    "Campaign": "airdef.outcome",
    "CatalogueError": "airdef.catalogue",
    "History": "airdef.outcome.history",
    "Interrupted": "airdef.outcome",
    "Measure": "airdef.outcome",
    "Scenario": "airdef.scenario.plan",
    "ScenarioError": "airdef.scenario",
    "compare": "airdef.studies.compare",
    "coverage": "airdef.api",
    "envelope": "airdef.studies.envelope.study",
    "influence": "airdef.studies.uncertainty.influence",
    "load": "airdef.api",
    "replay": "airdef.api",
    "results": "airdef.api",
    "run": "airdef.api",
    "sensitivity": "airdef.studies.uncertainty.sensitivity",
    "sweep": "airdef.studies.sweep",
    "uncertainty": "airdef.studies.uncertainty.study",
}

__all__ = [
    "Campaign",
    "CatalogueError",
    "History",
    "Interrupted",
    "Measure",
    "Scenario",
    "ScenarioError",
    "__version__",
    "compare",
    "coverage",
    "envelope",
    "influence",
    "load",
    "replay",
    "results",
    "run",
    "sensitivity",
    "sweep",
    "uncertainty",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'airdef' has no attribute {name!r}; its names are {', '.join(__all__)}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
