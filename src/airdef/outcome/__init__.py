"""From replications to answers: statistics, measures with intervals, leak reasons, provenance."""

from airdef.outcome.campaign import Campaign, Interrupted, MergeError, Timing
from airdef.outcome.collect import collect
from airdef.outcome.measures import ClassResult, Measure, Quantile
from airdef.outcome.provenance import cite_bibtex, cite_text
from airdef.outcome.sspk import EffectiveSspk, Factor, effective_sspk
from airdef.outcome.statistics import Statistics
from airdef.outcome.stopping import Precision

__all__ = [
    "Campaign",
    "ClassResult",
    "EffectiveSspk",
    "Factor",
    "Interrupted",
    "Measure",
    "MergeError",
    "Precision",
    "Quantile",
    "Statistics",
    "Timing",
    "cite_bibtex",
    "cite_text",
    "collect",
    "effective_sspk",
]
