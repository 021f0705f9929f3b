"""What results of studies look like: the objects that the command line prints with --json (docs/studies.md).

They are sent as they are and not made from these models: `tests/server/test_studies.py` holds real answers against
them, with no key more and none less.
"""

from __future__ import annotations

from typing import Any, Literal

from airdef.server.models import Answer, Ends
from airdef.server.models_places import ApproachResult, EnvelopeResult, SiteResult, StudyResult
from airdef.server.models_results import CoverageResult, DifferenceOut, Grade, MeasureWhole, left_out
from airdef.server.models_worth import WorthResult


class MeanOut(Answer):
    """A mean over `n` replications with its interval; null where too few replications tell."""

    mean: float | None
    ci95: Ends
    n: int


class TriedOut(MeanOut):
    """A value that a search tried, and the measure there."""

    value: float


class SearchOut(Answer):
    """Where a measure crosses the level: at, and between which values chance leaves that open; null: nowhere."""

    case: str
    at: float | None
    earliest: float | None
    latest: float | None
    tried: list[TriedOut]


class LimitResult(StudyResult):
    """The answer of a search for a limit."""

    study: Literal["saturation", "magazine", "penetration"]
    scenario: str
    seed: int
    quantity: str
    measure: str
    level: float
    sentences: list[str]
    searches: list[SearchOut]


class InputOut(Answer):
    """An uncertain input."""

    name: str
    grade: Grade
    spread: str
    adopted_values: list[str]


class UncertaintyResult(StudyResult):
    """Aleatory and epistemic uncertainty of a measure."""

    study: Literal["uncertainty"]
    scenario: str
    measure: str
    unit: str
    seed: int
    catalogue_hash: str
    nominal: float | None
    mean: float | None
    mean_ci95: Ends
    aleatory_sd: float | None
    epistemic_sd: float | None
    chance_95: Ends
    epistemic_95: Ends
    both_95: Ends
    epistemic_share: float | None
    epistemic_share_ci95: Ends
    samples: int
    replications_each: int
    sentence: str
    claims_excluded: int
    adopted_values_that_rest_on_excluded_claims_alone: list[str]
    uncertain_inputs: list[InputOut]


class MorrisOut(Answer):
    """The screening of an input: mean absolute elementary effect, and their standard deviation."""

    mu_star: float | None
    mu_star_half_width: float | None
    sigma: float | None


class WeighedOut(InputOut):
    """An input with the measure at its ends; `first` and `total` are Sobol indices."""

    low: float | None
    nominal: float | None
    high: float | None
    unit: str
    at_5_percent: float | None
    at_95_percent: float | None
    morris: MorrisOut = left_out("Where it was screened.")
    first: float = left_out("Where it has indices.")
    first_ci95: Ends = left_out("Where it has indices.")
    total: float = left_out("Where it has indices.")
    total_ci95: Ends = left_out("Where it has indices.")


class ConvergenceOut(Answer):
    """Total indices by input, of a part of the design."""

    samples: int
    total: dict[str, float | None]


class SensitivityResult(StudyResult):
    """Which uncertain input matters."""

    study: Literal["sensitivity"]
    scenario: str
    measure: str
    unit: str
    seed: int
    samples: int
    replications: int
    evaluations: int
    nominal: float | None
    mean: float | None
    sd: float | None
    verdict: list[str]
    parameters: list[WeighedOut]
    convergence: list[ConvergenceOut]


class ChangeOut(Answer):
    """A difference from the adopted value, and whether its interval excludes 0."""

    mean: float | None
    ci95: Ends
    conclusive: bool


class MovedOut(TriedOut):
    """The measure with a figure moved to a value."""

    change: ChangeOut


class LawOut(Answer):
    """The law that a figure enters, and what it was checked against."""

    law: str
    title: str
    checked: list[str]
    unchecked: str


class FigureWeight(Answer):
    """A figure with the measure where it was moved to."""

    name: str
    grade: Grade
    adopted_values: list[str]
    adopted: float
    unit: str
    moved: list[MovedOut]
    law: LawOut | None


class InfluenceResult(StudyResult):
    """Which figures the answer hangs on most."""

    study: Literal["influence"]
    scenario: str
    measure: str
    unit: str
    seed: int
    replications: int
    samples: int
    base: MeanOut
    sentences: list[str]
    heaviest: list[FigureWeight]
    figures: list[FigureWeight]


class AxisOut(Answer):
    """What is varied: a path, and its values."""

    path: str
    values: list[str]


class PointOut(Answer):
    """A point of a sweep: the values there, and the measures."""

    settings: dict[str, str]
    scenario_hash: str
    replications: int
    measures: dict[str, MeasureWhole]


class SweepResult(StudyResult):
    """A campaign at every point of a grid."""

    study: Literal["sweep"]
    scenario: str
    seed: int
    interrupted: bool
    varied: list[AxisOut]
    points: list[PointOut]


class RungOut(Answer):
    """A step of the search: so many doctrines had so many replications."""

    doctrines: int
    replications: int


class DoctrineOut(Answer):
    """A doctrine that was judged."""

    doctrine: str
    settings: dict[str, str]
    needed: dict[str, str]
    scenario_hash: str
    best: bool
    declared: bool
    neighbour_of_best: bool
    on_front: bool
    tied_with_best: bool
    alike_best: bool
    missiles_used: MeanOut
    loss: MeanOut
    worth: MeanOut
    gain_over_declared: MeanOut
    behind_best: MeanOut
    more_missiles_than_declared: DifferenceOut
    more_loss_than_declared: DifferenceOut


class DoctrineResult(StudyResult):
    """The best doctrines."""

    study: Literal["doctrine"]
    scenario: str
    catalogue_hash: str
    objective: str
    loss: str
    varied: list[AxisOut]
    space: int
    exhaustive: bool
    tried: int
    excluded: int
    rungs: list[RungOut]
    seed: int
    judged_seed: int
    replications: int
    fresh: bool
    interrupted: bool
    loss_if_no_missile_is_fired: float | None
    sentences: list[str]
    warnings: list[str]
    provenance: str
    front: list[str]
    tied: list[str]
    doctrines: list[DoctrineOut]


class BoundOut(Answer):
    """What nobody can beat."""

    leakers: float
    ci95: Ends


class StandingOut(Answer):
    """What a policy lets through; `share` is what it stops, of what could be stopped."""

    policy: str
    leakers: float
    leakers_ci95: Ends
    missiles_used: float
    against_doctrine: float | None
    against_doctrine_ci95: Ends
    share: float | None
    share_ci95: Ends


class PoliciesResult(StudyResult):
    """Rules of fire control against the doctrine."""

    study: Literal["policies"]
    scenario: str
    scenario_hash: str
    catalogue_hash: str
    seed: int
    replications: int
    interrupted: bool
    arriving: int
    bound: BoundOut
    policies: list[StandingOut]


class CaseOut(Answer):
    """A case of a claim: whether it is met, in which share of replications, and the mean of its measure."""

    met: bool | None
    replications: int
    share: float | None
    share_ci95: Ends
    mean: float | None
    mean_ci95: Ends
    refused: str = left_out("Why there is no such scenario.")


class VerdictOut(Answer):
    """A claim with its verdict; docs/claims.md describes what was searched (`limits`, `own_source`, `spread`)."""

    id: str
    title: str
    sentences: list[str]
    reads: str
    verdict: str
    headline: str
    ifs: list[str]
    reason: str
    at_least: float
    unit: str
    stated: CaseOut
    figures_moved: int
    hangs_on: list[dict[str, Any]]
    pairs_that_turn_it: list[dict[str, Any]]
    heaviest_pair: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    own_source: dict[str, Any]
    tests: list[str]
    sources: list[str]
    scenario: str
    seed: int
    cases: int
    spread: dict[str, Any] | None


class ClaimsResult(StudyResult):
    """Verdicts of claims."""

    study: Literal["claims"]
    claims: list[VerdictOut]
    catalogue_hash: str
    claims_excluded: int
    version: str
    complete: bool


class RoundsOut(Answer):
    """Rounds of a weapon at a target, both counted from 0."""

    weapon: int
    target: int
    rounds: int


class AllocateResult(StudyResult):
    """Rounds at targets, what survives them, and the value that is proved to survive in any case."""

    study: Literal["allocate"]
    surviving: float
    bound: float
    gap: float
    seconds: float
    rounds: list[RoundsOut]
    rules: dict[str, float]


Answered = (
    CoverageResult | ApproachResult | EnvelopeResult | SiteResult | DoctrineResult | SweepResult | LimitResult
    | UncertaintyResult | SensitivityResult | InfluenceResult | ClaimsResult | PoliciesResult | AllocateResult
    | WorthResult
)  # fmt: skip
"""The result of a study."""
