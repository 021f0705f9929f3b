"""What results look like: of runs, comparisons and coverage maps, of single replications, and of catalogue entries.

They are sent as the command line prints them (`airdef run --json` and its siblings) and are not made from these models:
`tests/server/test_models.py` holds real answers against them, with no key more and none less.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from airdef.server.models import Answer, Bin, CatalogueHead, Ends, Printed
from airdef.server.models_scene import Move, Scene, Shot

Grade = Literal["defined", "A", "B", "C", "D", "scenario", "assumed"]
Fate = Literal["destroyed", "leaked", "passed", "turned-back", "not-released"]


def _no_default(schema: dict[str, Any]) -> None:
    schema.pop("default")


def left_out(description: str) -> Any:
    """Return the field of a key that is left out where it does not apply, and never null.

    Parameters
    ----------
    description
        What it is, in a sentence.

    Returns
    -------
    Any
        The field of a key that is left out where it does not apply, and never null.
    """
    return Field(default=None, description=description, json_schema_extra=_no_default)


class MeasureOut(Answer):
    """A measure of one key of a dimension, over the `n` replications that have it; a constant has no interval."""

    mean: float | None
    ci95: Ends
    sd: float | None
    n: int
    unit: str
    constant: bool
    shown: Printed


class MeasureWhole(MeasureOut):
    """A measure of the whole campaign, with its quantiles by their probability."""

    quantiles: dict[str, float | None]
    quantiles_ci95: dict[str, Ends]


class ClassOut(Answer):
    """What became of the threats of one class: means a replication."""

    threats: float
    kills: float
    kills_ci95: Ends
    leakers: float
    leakers_ci95: Ends
    passed: float
    leak_fraction: float | None


class FactorOut(Answer):
    """One factor of an effective SSPK, whether it counts against these threats, and the figure behind it."""

    name: str
    value: float
    counts: bool
    low: float
    high: float
    grade: Grade
    sources: list[str]
    reason: str


class EffectiveSspkOut(Answer):
    """What one missile type achieves against the threats of a class that fly alike; ranges in metres."""

    system: str
    missile: str
    threat_class: str
    category: str
    behaviours: list[str]
    manoeuvring: bool
    jamming: bool
    threats: int
    knee_range: float
    max_range: float
    near: float
    far: float
    grade: Grade
    factors: dict[str, FactorOut] = Field(
        description="By name: sspk, those of every behaviour (manoeuvre, jamming, ...), range."
    )


class ShownOut(Answer):
    """A figure as it is to be printed, in units that people use; `spread` is empty where it has none."""

    value: str
    spread: str


class FigureOut(Answer):
    """A figure that the scenario rests on, in `unit` (SI and radians)."""

    subject: str
    attribute: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    grade: Grade
    spread_from: str
    reason: str
    shown: ShownOut


class CitedOut(Answer):
    """Where figures were read; what is not known is empty. `reference` is how it stands in a list of references."""

    title: str
    address: str
    kind: str
    author: str
    date: str
    number: str
    publisher: str
    accessed: str
    via: str
    cites: str
    reference: str


class SourceOut(CitedOut):
    """A source of a run."""

    id: str


class TimingOut(Answer):
    """How long a campaign took; the rate is null where that was not measured."""

    prepare_s: float
    simulate_s: float
    replications_per_second: float | None


class PrecisionOut(Answer):
    """At which half-width of the 95 % interval a campaign was to end, and whether it got there."""

    measure: str
    half_width: float
    reached: bool


class RunResult(Answer):
    """The object of `airdef run --json` (docs/campaigns.md)."""

    scenario: str
    scenario_hash: str
    catalogue_hash: str
    version: str
    seed: int
    replications: int
    measures: dict[str, MeasureWhole]
    by_class: dict[str, ClassOut]
    by: dict[str, dict[str, dict[str, MeasureOut]]] = Field(
        description="Measures by dimension (class, formation, asset, system, unit, missile), by key and by name."
    )
    leak_reasons: dict[str, float]
    leak_reasons_shown: dict[str, str]
    leak_reasons_ci95: dict[str, Ends]
    effective_sspk: list[EffectiveSspkOut]
    assumptions: list[FigureOut]
    overrides: list[FigureOut]
    sources: list[SourceOut]
    timing: TimingOut
    interrupted: bool
    precision: PrecisionOut = left_out("Only of a campaign that was to end at a precision.")


class PrintedDifference(Answer):
    """Both means, the difference and its interval as they are to be printed."""

    a: str
    b: str
    difference: str
    ci95: str


class DifferenceOut(Answer):
    """A measure of two variants and its difference b - a over the `n` replications in which both have it."""

    a: float | None
    b: float | None
    difference: float | None
    ci95: Ends
    sd: float | None
    n: int
    variance_reduction: float | None
    unit: str
    shown: PrintedDifference


class BaseOut(Answer):
    """What variants are held against."""

    label: str
    scenario_hash: str
    distributions: dict[str, list[Bin]] = left_out(
        "Replications by value, of every measure that counts; not of a comparison that an older version stored."
    )


class VariantOut(BaseOut):
    """A variant against the base: one sentence, the differences of every measure, and by dimension and key."""

    sentence: str
    measures: dict[str, DifferenceOut]
    by: dict[str, dict[str, dict[str, DifferenceOut]]]


class CompareResult(Answer):
    """The object of `airdef compare --json` (docs/studies.md)."""

    study: Literal["compare"]
    base: BaseOut
    seed: int
    replications: int
    interrupted: bool
    catalogue_hash: str
    variants: list[VariantOut]


Position = Annotated[tuple[float, float], Field(description="Longitude and latitude [deg].")]


class MultiPolygon(Answer):
    """An area in GeoJSON: polygons of rings of positions."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[Position]]]


class AreaProperties(Answer):
    """Whose area it is, at which height above ground, and of which question."""

    part: str
    altitude_m: float
    measure: Literal["detection", "track", "engagement"]
    rcs_m2: float
    scenario: str


class Area(Answer):
    """One part's area at one height."""

    type: Literal["Feature"]
    properties: AreaProperties
    geometry: MultiPolygon


class CoverageRow(Answer):
    """A row of the table: areas, and the share of the full ring that is covered."""

    part: str
    altitude_m: float
    covered_km2: float
    ring_km2: float
    ring_covered: float | None
    gap_km2: float
    twice_km2: float = left_out("Covered by more than one part; only of the whole defence.")


class CoverageResult(Answer):
    """GeoJSON: one multipolygon for each radar or unit, and for the defence, at each height; and the table."""

    type: Literal["FeatureCollection"]
    features: list[Area]
    summary: list[CoverageRow]


EventKind = Literal[
    "appear", "firm", "dropped", "assign", "launch", "cancel", "hit", "miss", "abort", "judged-dead", "judged-alive",
    "leak", "damage", "destroyed", "exited", "turn", "reload", "reloading", "closed",
    "emitting", "silent", "link-lost", "link-restored", "received", "given-up", "told-apart", "turned-back",
    "moving", "in-place", "heard", "jamming-ends",
]  # fmt: skip


class EventOut(Answer):
    """An event of a replication; what does not apply to its kind is left out."""

    time: float
    kind: EventKind
    threat: str = left_out("The threat that it happens to.")
    unit: str = left_out("The fire unit that does it.")
    radar: str = left_out("The radar that holds or drops a track.")
    missile: str = left_out("The missile type.")
    target: str = left_out("What on the ground is reached.")
    reason: str = left_out("Why a threat leaks.")
    source: str = left_out("The post at the other end of a link; the command node that assigned.")
    value: float = left_out(
        "Of assign, cancel and reload missiles; of launch the time of flight [s]; of hit, miss and abort the slant "
        "range [m]; of damage hits; of turn seconds."
    )


class FateOut(Answer):
    """What became of a threat; `reason` is empty unless it leaked, `time` null for one that was not released."""

    threat: str
    threat_class: str = Field(alias="class")
    fate: Fate
    reason: str
    time: float | None


class Replay(Answer):
    """One replication with all its events, and the scene it was simulated in."""

    scenario: str
    scenario_hash: str
    catalogue_hash: str
    seed: int
    replication: int
    counts: dict[str, float | None]
    events: list[EventOut]
    fates: list[FateOut]
    shots: list[Shot]
    moves: list[Move]
    scene: Scene


class AdoptedValueOut(Answer):
    """The value that the model takes for an attribute, in the unit people use."""

    attribute: str
    nominal: float
    low: float
    high: float
    unit: str
    grade: Grade
    spread: str
    spread_from: str
    sources: list[str]
    claims: list[str]
    reason: str
    shown: ShownOut


class PartOut(Answer):
    """A member of a system, and on what ground; null where all launchers carry it, or as many as the system says."""

    name: str
    launchers: int | None
    rounds: int | None
    grade: Grade
    claims: list[str]
    sources: list[str]
    reason: str


class PublishedOut(Answer):
    """A published figure or sentence, in its own unit; numbers are null where it gives none."""

    claim: str
    subject: str
    kind: str
    attribute: str
    low: float | None
    value: float | None
    high: float | None
    unit: str
    bound: str
    text: str
    qualifier: str
    basis: str
    grade: str
    source: str
    quoted: str


class EntrySource(CitedOut):
    """A source of an entry of the catalogue."""

    source: str


class CatalogueEntry(CatalogueHead):
    """An entry with the model's adopted values and the published claims they rest on, with their sources.

    Of a system that cannot be simulated `missing` says what is not published, and `nearest` names one that can be.
    """

    description: str
    missing: str = ""
    nearest: str = ""
    adopted_values: dict[str, AdoptedValueOut]
    parts: dict[str, list[PartOut]]
    claims: list[PublishedOut]
    sources: list[EntrySource]
