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
    from airdef.decisions.answers import Assign as Assign
    from airdef.decisions.answers import Close as Close
    from airdef.decisions.answers import Hold as Hold
    from airdef.decisions.observation import Observation as Observation
    from airdef.formats.export import export as export
    from airdef.outcome import Campaign as Campaign
    from airdef.outcome import Interrupted as Interrupted
    from airdef.outcome import Measure as Measure
    from airdef.outcome.replication import Replication as Replication
    from airdef.report.plots import plot_approach as plot_approach
    from airdef.report.plots import plot_campaign as plot_campaign
    from airdef.report.plots import plot_claims as plot_claims
    from airdef.report.plots import plot_comparison as plot_comparison
    from airdef.report.plots import plot_coverage as plot_coverage
    from airdef.report.plots import plot_doctrine as plot_doctrine
    from airdef.report.plots import plot_envelope as plot_envelope
    from airdef.report.plots import plot_influence as plot_influence
    from airdef.report.plots import plot_limit as plot_limit
    from airdef.report.plots import plot_policies as plot_policies
    from airdef.report.plots import plot_replication as plot_replication
    from airdef.report.plots import plot_sensitivity as plot_sensitivity
    from airdef.report.plots import plot_siting as plot_siting
    from airdef.report.plots import plot_sweep as plot_sweep
    from airdef.report.plots import plot_uncertainty as plot_uncertainty
    from airdef.report.plots import plot_worth as plot_worth
    from airdef.scenario import ScenarioError as ScenarioError
    from airdef.scenario.plan import Scenario as Scenario
    from airdef.studies.allocation import allocate as allocate
    from airdef.studies.claims.study import claims as claims
    from airdef.studies.compare import compare as compare
    from airdef.studies.coverage.front import approach as approach
    from airdef.studies.doctrine.study import doctrine as doctrine
    from airdef.studies.envelope.study import envelope as envelope
    from airdef.studies.limits import magazine as magazine
    from airdef.studies.limits import penetration as penetration
    from airdef.studies.limits import saturation as saturation
    from airdef.studies.policies import policies as policies
    from airdef.studies.siting.front import site as site
    from airdef.studies.sweep import sweep as sweep
    from airdef.studies.uncertainty.influence import influence as influence
    from airdef.studies.uncertainty.sensitivity import sensitivity as sensitivity
    from airdef.studies.uncertainty.study import uncertainty as uncertainty
    from airdef.studies.worth.study import worth as worth

_HOME = {
    "Assign": "airdef.decisions.answers",
    "Close": "airdef.decisions.answers",
    "Hold": "airdef.decisions.answers",
    "Observation": "airdef.decisions.observation",
    "Campaign": "airdef.outcome",
    "CatalogueError": "airdef.catalogue",
    "Replication": "airdef.outcome.replication",
    "Interrupted": "airdef.outcome",
    "Measure": "airdef.outcome",
    "Scenario": "airdef.scenario.plan",
    "ScenarioError": "airdef.scenario",
    "allocate": "airdef.studies.allocation",
    "approach": "airdef.studies.coverage.front",
    "claims": "airdef.studies.claims.study",
    "compare": "airdef.studies.compare",
    "coverage": "airdef.api",
    "doctrine": "airdef.studies.doctrine.study",
    "envelope": "airdef.studies.envelope.study",
    "export": "airdef.formats.export",
    "influence": "airdef.studies.uncertainty.influence",
    "load": "airdef.api",
    "magazine": "airdef.studies.limits",
    "plot_approach": "airdef.report.plots",
    "plot_campaign": "airdef.report.plots",
    "plot_claims": "airdef.report.plots",
    "plot_comparison": "airdef.report.plots",
    "plot_coverage": "airdef.report.plots",
    "plot_doctrine": "airdef.report.plots",
    "plot_envelope": "airdef.report.plots",
    "plot_replication": "airdef.report.plots",
    "plot_influence": "airdef.report.plots",
    "plot_limit": "airdef.report.plots",
    "plot_policies": "airdef.report.plots",
    "plot_sensitivity": "airdef.report.plots",
    "plot_siting": "airdef.report.plots",
    "plot_sweep": "airdef.report.plots",
    "plot_uncertainty": "airdef.report.plots",
    "plot_worth": "airdef.report.plots",
    "penetration": "airdef.studies.limits",
    "policies": "airdef.studies.policies",
    "replay": "airdef.api",
    "results": "airdef.api",
    "run": "airdef.api",
    "saturation": "airdef.studies.limits",
    "sensitivity": "airdef.studies.uncertainty.sensitivity",
    "site": "airdef.studies.siting.front",
    "sweep": "airdef.studies.sweep",
    "uncertainty": "airdef.studies.uncertainty.study",
    "worth": "airdef.studies.worth.study",
}

__all__ = [
    "Assign",
    "Campaign",
    "CatalogueError",
    "Close",
    "Hold",
    "Interrupted",
    "Measure",
    "Observation",
    "Replication",
    "Scenario",
    "ScenarioError",
    "__version__",
    "allocate",
    "approach",
    "claims",
    "compare",
    "coverage",
    "doctrine",
    "envelope",
    "export",
    "influence",
    "load",
    "magazine",
    "penetration",
    "plot_approach",
    "plot_campaign",
    "plot_claims",
    "plot_comparison",
    "plot_coverage",
    "plot_doctrine",
    "plot_envelope",
    "plot_influence",
    "plot_limit",
    "plot_policies",
    "plot_replication",
    "plot_sensitivity",
    "plot_siting",
    "plot_sweep",
    "plot_uncertainty",
    "plot_worth",
    "policies",
    "replay",
    "results",
    "run",
    "saturation",
    "sensitivity",
    "site",
    "sweep",
    "uncertainty",
    "worth",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOME:
        oldnames = import_module("airdef.oldnames")
        if name in oldnames.NAMES:
            oldnames.warn(f"airdef.{name}", f"airdef.{oldnames.NAMES[name]}")
            return __getattr__(oldnames.NAMES[name])
        message = f"module 'airdef' has no attribute {name!r}; its names are {', '.join(__all__)}"
        raise AttributeError(message)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
