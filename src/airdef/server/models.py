"""What answers look like: the OpenAPI description is made from these models, and from those of `orders`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "run", "compare", "coverage", "approach", "envelope", "site", "doctrine", "sweep", "saturation", "magazine",
    "penetration", "uncertainty", "sensitivity", "influence", "claims", "policies", "allocate", "worth",
]  # fmt: skip
State = Literal["queued", "running", "done", "cancelled", "failed", "lost"]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]


class Answer(BaseModel):
    """An answer: what it says is all that it holds."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")


class Error(Answer):
    """Why not, in one message."""

    error: str


class ProblemOut(Answer):
    """One thing wrong with a scenario; `text` is the line that the command line prints."""

    path: str
    given: str
    expected: str
    nearest: list[str]
    fix: str
    line: int
    column: int
    text: str


class Unusable(Answer):
    """A scenario that cannot be run, or a request that says nothing sensible (then without problems)."""

    error: str
    problems: list[ProblemOut] | None = None


class LimitsOut(Answer):
    """What is allowed."""

    jobs: int
    replications: int
    body_bytes: int


class FormatOut(Answer):
    """A format in which a replication can be had."""

    name: str
    reader: str = Field(description="The program that reads it.")


class MeasureWords(Answer):
    """What a measure is called and what it is."""

    name: str
    label: str
    sentence: str
    kind: Literal["count", "probability", "value", "time", "range"]
    unit: str
    prominence: int = Field(description="2 and 1: among the first that are shown. 0: among the others.")


class ReasonWords(Answer):
    """What a leak reason is called and what it means."""

    key: str
    title: str
    sentence: str


class About(Answer):
    """What answers here."""

    version: str
    catalogue_hash: str
    workspace: str
    limits: LimitsOut
    formats: list[FormatOut]
    measures: list[MeasureWords] = Field(description="In printing order; then those that only keys have.")
    reasons: list[ReasonWords] = Field(description="In the order of the judgement.")


class ScenarioHead(Answer):
    """A scenario in the list."""

    name: str
    title: str
    description: str
    bundled: bool
    modified: str | None


class ScenarioEntry(Answer):
    """A scenario whole; `declaration` is null where the text is no scenario any more."""

    name: str
    title: str
    bundled: bool
    yaml: str
    declaration: dict[str, Any] | None


class Summary(Answer):
    """What a scenario holds, in numbers."""

    scenario: str
    valid: bool
    scenario_hash: str
    catalogue_hash: str
    systems: int
    fire_units: int
    radars: int
    assets: int
    threats: int
    figures: int
    assumed: int
    replaced: int
    ground: list[str] = Field(description="What was assumed of the ground.")


class Validation(Answer):
    """Whether a scenario can be run, and what is wrong with it."""

    valid: bool
    problems: list[ProblemOut]
    summary: Summary | None


Ends = Annotated[tuple[float | None, float | None], Field(description="Low and high; null where they are not known.")]


class Printed(Answer):
    """A mean and its interval as they are to be printed."""

    mean: str
    ci95: str


class Estimate(Answer):
    """A mean with its 95 % interval; null where too few replications tell."""

    mean: float | None
    ci95: Ends
    shown: Printed


class Bin(Answer):
    """Replications with a value, or in a bin that begins there."""

    value: float
    count: int


class PartialResult(Answer):
    """What a running campaign says so far."""

    replications: int
    leakers: Estimate
    distribution: list[Bin]
    leak_reasons: dict[str, float]


class JobOut(Answer):
    """A job. Of `goal` things (replications, radars) `done` are done; of a study with stages, those of the stage."""

    id: str
    kind: Kind
    title: str
    state: State
    done: int
    goal: int
    seed: int | None
    created: str
    ended: str | None
    error: str | None
    partial: PartialResult | None
    scenario: str | None = Field(description="Its scenario's name in the workspace, where it has one.")
    stage: str | None = Field(description="What is being done, of a study that has stages.")
    scenario_hash: str | None = Field(description="Which state of the scenario; null for jobs of earlier releases.")


class JobScenario(Answer):
    """What a job was ordered for, as text: of a comparison its last scenario."""

    scenario: str | None
    title: str
    yaml: str


class VersionOut(Answer):
    """A text that is kept as a version of a scenario."""

    scenario: str
    version: str
    used: str


class VersionText(Answer):
    """A version whole."""

    scenario: str
    version: str
    yaml: str


class DeletedOut(Answer):
    """Something in the bin: a scenario by its name, a job by its id."""

    kind: Literal["scenario", "job"]
    id: str
    title: str
    deleted: str
    bytes: int


class Distribution(Answer):
    """How the replications of a campaign are spread over the values of a measure."""

    measure: str
    unit: str
    n: int
    width: float | None = Field(description="Width of a bin; null where every bin is one value.")
    bins: list[Bin]


class Matches(Answer):
    """Replications with a value in a range, the lowest numbers first."""

    measure: str
    replications: list[int]


class CatalogueHead(Answer):
    """An entry in the list."""

    id: str
    kind: str
    name: str
    title: str
    category: str
    role: str
    aliases: list[str]


class ClaimOut(Answer):
    """A published sentence that can be put to the model (`airdef claims`)."""

    id: str
    title: str
    sentences: list[str]
    reads: str
    scenario: str
    at_least: float
    unit: str
    tests: list[str]
    sources: list[str]
