"""What the result of a study of worth looks like: the object that `airdef worth --json` prints."""

from __future__ import annotations

from typing import Literal

from airdef.server.models import Answer, Ends
from airdef.server.models_places import StudyResult
from airdef.server.models_results import DifferenceOut


class ValuedOut(Answer):
    """An option, what it saves, and the ranks that it may have by savings per unit of cost."""

    label: str
    scenario_hash: str
    cost: float
    saved: float
    saved_ci95: Ends
    per_cost: float
    per_cost_ci95: Ends
    best_rank: int
    worst_rank: int
    told_from_nothing: bool
    difference: DifferenceOut


class ToldOut(Answer):
    """Two options by number, -1 for doing nothing, and whether they are told apart, corrected for all pairs."""

    a: int
    b: int
    difference: float
    p: float
    told_apart: bool


class WorthResult(StudyResult):
    """What each option saves of a loss, and which options are told apart."""

    study: Literal["worth"]
    scenario: str
    scenario_hash: str
    catalogue_hash: str
    measure: str
    unit: str
    seed: int
    replications: int
    interrupted: bool
    sentences: list[str]
    options: list[ValuedOut]
    pairs: list[ToldOut]
