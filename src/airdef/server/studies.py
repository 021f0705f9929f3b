"""The studies that can be ordered: each is a request of `airdef.requests`, its function, and how its answer is sent.

A row of `STUDIES` is all that a study needs. From it come the body of its order with words, limits and defaults, the
route, what the worker does, how errors name its fields, and how much it may ask for.
"""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, create_model

from airdef.allocation import Problem
from airdef.arguments import ArgumentError, of
from airdef.decisions.policies.rules import RULES
from airdef.measures import NAMES
from airdef.requests import assignment, decisions, places, uncertainty, variants
from airdef.requests.argument import argument, arguments
from airdef.server.orders import CALLED_FIELD, Name, Request, Spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from airdef.requests.argument import Field as Argued
    from airdef.requests.argument import Request as Question
    from airdef.scenario import Scenario

MANY: Final = 100
"""Values that an order may list: more than a study shows, less than what exhausts it. Assumed."""

POINTS: Final = 1000
"""Points of a sweep. Assumed: minutes of work, and a result of some megabytes."""

UNITS: Final = {"length": "m", "area": "m2", "time": "s", "speed": "m_s"}
"""How the name of a field ends, by the dimension of its numbers, as in all that the service takes and sends."""

ELSEWHERE: Final = frozenset({"overrides", "threads", "processes", "candidates"})
"""Arguments that no order has. Overrides stand in the spec of the scenario; the service says how much of the machine a
job uses; and no request names a file."""

Texts = Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=20)]


EXAMPLE: Final[dict[str, JsonValue]] = {
    "values": [10.0, 5.0],
    "probabilities": [[0.8, 0.7], [0.6, 0.7]],
    "rounds": [1, 1],
}
"""A problem of two targets: what a form shows of one."""


class ProblemIn(Request):
    """An assignment problem: values by target, rounds by weapon, probabilities of a kill by weapon and target."""

    values: Annotated[list[float], Field(max_length=10_000)]
    probabilities: Annotated[list[Annotated[list[float], Field(max_length=10_000)]], Field(max_length=10_000)]
    rounds: Annotated[list[int], Field(max_length=10_000)] | int = 1
    least: Annotated[list[int], Field(max_length=10_000)] | int = 0
    most: Annotated[list[int], Field(max_length=10_000)] | int | None = None

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})


@dataclass(frozen=True)
class Study:
    """A study that can be ordered.

    name : that of its command, of its route, and of the kind of its jobs
    function, answer : where its function is and what makes plain data of what it returns, as `module:name`; by default
        the result's `to_dict`
    own : type and default of fields that JSON cannot have, or must have, otherwise than the request
    replications : how many the order asks for at least, by its values; the service limits them
    settings : what the study replaces in the scenario besides its spec, to be checked before the order is taken
    defended : whether a scenario without a defence is refused at once
    """

    name: str
    request: type[Question]
    function: str
    summary: str
    answer: str = ""
    own: Mapping[str, tuple[Any, Any]] | None = None
    replications: Callable[[Mapping[str, Any]], int] = lambda values: values.get("replications") or 0
    settings: Callable[[Mapping[str, Any]], Iterable[Mapping[str, Any]]] = lambda _: ()
    defended: bool = False

    def fields(self) -> list[Argued]:
        """Return the arguments that an order has, the scenario among them."""
        return [f for f in arguments(self.request) if f.name not in ELSEWHERE]

    def called(self, name: str) -> str:
        """Return the field of an order that holds an argument: with its unit behind it.

        Parameters
        ----------
        name
            Name of the argument.

        Returns
        -------
        str
            The field of an order that holds an argument: with its unit behind it.
        """
        field = next((f for f in arguments(self.request) if f.name == name), None)
        unit = UNITS.get(field.argument.dimension, "") if field is not None else ""
        return f"{name}_{unit}" if unit else name

    def values(self, order: BaseModel) -> dict[str, Any]:
        """Return the arguments that an order gives, by name, apart from the scenario.

        Parameters
        ----------
        order
            The order.

        Returns
        -------
        dict[str, Any]
            The arguments that an order gives, by name, apart from the scenario.
        """
        return {f.name: getattr(order, self.called(f.name)) for f in self.fields() if f.name != "scenario"}

    def asked(self, order: BaseModel, scenario: Scenario | None) -> dict[str, Any]:
        """Return all arguments of the study, each in its range.

        Parameters
        ----------
        order
            The order.
        scenario
            The scenario; None for a study that has none.

        Returns
        -------
        dict[str, Any]
            All arguments of the study, each in its range.

        Raises
        ------
        ArgumentError
            If an argument is out of range.
        ProblemError
            If the assignment problem is none.
        """
        values = self.values(order)
        if isinstance(values.get("problem"), ProblemIn):
            values["problem"] = Problem(**values["problem"].model_dump())
        names = {f.name for f in arguments(self.request)}
        values |= {"processes": 1} if "processes" in names else {}  # a cancelled job then leaves no process behind
        values |= {"scenario": scenario} if "scenario" in names else {}
        return self.request(**values).values()

    def done(self, values: dict[str, Any], progress: Callable[..., None]) -> Any:
        """Return what comes out. Raises whatever the study raises.

        Parameters
        ----------
        values
            The arguments by name.
        progress
            Told how far the work is.

        Returns
        -------
        Any
            What comes out.
        """
        function = found(self.function)
        parameters = inspect.signature(function).parameters
        if "progress" in parameters:
            values["progress"] = progress
        several = next((n for n, p in parameters.items() if p.kind is p.VAR_POSITIONAL), None)
        return function(*(values.pop(several) if several else ()), **values)

    def plain(self, result: Any) -> dict[str, Any]:
        """Return what came out as plain data.

        Parameters
        ----------
        result
            What `done` returned.

        Returns
        -------
        dict[str, Any]
            As the command prints it with --json.
        """
        plain: dict[str, Any] = found(self.answer)(result) if self.answer else result.to_dict()
        return plain

    def titled(self, values: Mapping[str, Any], scenario: Scenario | None) -> str:
        """Return what a job is called: its scenario, or else what it is asked about, and its measure.

        Parameters
        ----------
        values
            The arguments by name.
        scenario
            The scenario; None for a study that has none.

        Returns
        -------
        str
            What a job is called: its scenario, or else what it is asked about, and its measure.
        """
        subject = values.get("name") or ", ".join(values.get("ids", ())) or (scenario.name if scenario else self.name)
        return f"{subject}: {values['measure']}" if "measure" in values else subject


def found(place: str) -> Any:
    """Return what stands at `module:name`.

    Parameters
    ----------
    place
        `module:name`.

    Returns
    -------
    Any
        What stands at `module:name`.
    """
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _points(values: Mapping[str, Any]) -> int:
    """Return the replications of a sweep. Raises ArgumentError for too many points."""
    from airdef.studies.variants.settings import varied

    points = math.prod(len(varied(text).values) for text in values["vary"])
    if points > POINTS:
        message = f"{of('vary')}: {points:,} points given, at most {POINTS:,} expected; usual fix: a larger step"
        raise ArgumentError(message)
    return points * (values["replications"] or variants.AT_A_POINT)


def _set(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every value of every axis of a sweep, alone."""
    from airdef.studies.variants.settings import varied

    for text in values["vary"]:
        axis = varied(text)
        yield from ({axis.path: value} for value in axis.values)


def _options(values: Mapping[str, Any]) -> int:
    """Return the replications of a study of worth."""
    return (1 + len(values["options"])) * int(values["replications"])


def _set_by_options(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every value that an option sets, alone."""
    from airdef.studies.worth.options import option

    for text in values["options"]:
        yield from ({path: value} for path, value in option(text).settings())


def _sampled(values: Mapping[str, Any]) -> int:
    """Return the replications of parameter samples."""
    return int(values["samples"]) * int(values["replications"])


def map_of_coverage(study: Any) -> dict[str, Any]:
    """Return a map of coverage: GeoJSON, to a metre, with its table.

    Parameters
    ----------
    study
        The coverage study.

    Returns
    -------
    dict[str, Any]
        A map of coverage: GeoJSON, to a metre, with its table.
    """
    from airdef.studies.coverage.answer import rows
    from airdef.studies.coverage.files import geojson

    data = geojson(study)
    for feature in data["features"]:  # a metre: far less than a cell
        feature["geometry"]["coordinates"] = _rounded(feature["geometry"]["coordinates"])
    return data | {"summary": rows(study)}


def _rounded(data: Any) -> Any:
    return round(data, 5) if isinstance(data, float) else [_rounded(x) for x in data]


def _field(request: type[Question], name: str, kind: Any, default: Any = ...) -> dict[str, tuple[Any, Any]]:
    """Return the field of an order for an argument, of another type and with another default than the request has."""
    return {name: (Annotated[kind, argument(request, name).argument], default)}


_ALTITUDES: Final = Annotated[tuple[float, ...], Field(min_length=1, max_length=12)]
_RULES: Final = Annotated[tuple[Literal[tuple(RULES)], ...], Field(max_length=MANY)]  # type: ignore[misc]
_HERE: Final = "airdef.server.studies"
_LIMITS: Final = "airdef.studies.limits"
_UNCERTAINTY: Final = "airdef.studies.uncertainty"

STUDIES: Final = {
    study.name: study
    for study in (
        Study(
            "coverage", places.Coverage, "airdef.api:coverage", "Where a target is detected, tracked or engaged.",
            f"{_HERE}:map_of_coverage",
            own=_field(places.Coverage, "altitudes", _ALTITUDES, argument(places.Coverage, "altitudes").default),
            defended=True,
        ),
        Study(
            "approach", places.Approach, "airdef.studies.coverage.front:approach",
            "What happens to a target that flies at an asset.", defended=True,
        ),
        Study(
            "envelope", places.Envelope, "airdef.studies.envelope.study:envelope",
            "How far a missile reaches, by altitude.",
        ),
        Study(
            "site", places.Site, "airdef.studies.siting.front:site", "Where radars or fire units stand best.",
            "airdef.studies.siting.files:to_dict", own=_field(places.Site, "grid", float), defended=True,
        ),
        Study(
            "doctrine", places.Doctrine, "airdef.studies.doctrine.study:doctrine", "The best rules of engagement.",
            own=_field(places.Doctrine, "vary", Texts, ()),
            replications=lambda values: int(values["budget"] + 3 * values["replications"]),
        ),
        Study(
            "sweep", variants.Sweep, "airdef.studies.sweep:sweep", "A campaign at every point of a grid.",
            own=_field(variants.Sweep, "vary", Annotated[Texts, Field(min_length=1)]), replications=_points,
            settings=_set,
        ),
        Study(
            "worth", variants.Worth, "airdef.studies.worth.study:worth", "What each option saves for its cost.",
            own=_field(variants.Worth, "options", Annotated[Texts, Field(min_length=1)]), replications=_options,
            settings=_set_by_options, defended=True,
        ),
        Study(
            "saturation", variants.Saturation, f"{_LIMITS}:saturation",
            "From which size of a formation more leak than wanted.",
        ),
        Study(
            "magazine", variants.Magazine, f"{_LIMITS}:magazine",
            "How many missiles it takes that probably nothing leaks.",
        ),
        Study(
            "penetration", variants.Penetration, f"{_LIMITS}:penetration", "How small a signature comes near.",
            replications=lambda values: len(values["altitudes"]) * int(values["replications"]),
        ),
        Study(
            "uncertainty", uncertainty.Uncertainty, f"{_UNCERTAINTY}.study:uncertainty",
            "What varies by chance, and what the sources leave open.", replications=_sampled,
        ),
        Study(
            "sensitivity", uncertainty.Sensitivity, f"{_UNCERTAINTY}.sensitivity:sensitivity",
            "Which uncertain input matters.", replications=_sampled,
        ),
        Study(
            "influence", uncertainty.Influence, f"{_UNCERTAINTY}.influence:influence",
            "Which figures the answer hangs on most, each moved alone.",
        ),
        Study(
            "claims", uncertainty.Claims, "airdef.studies.claims.study:claims", "Published sentences put to the model.",
        ),
        Study(
            "policies", decisions.Policies, "airdef.studies.policies:policies",
            "Rules of fire control against the doctrine.", own=_field(decisions.Policies, "policies", _RULES, ()),
        ),
        Study(
            "allocate", assignment.Allocate, "airdef.studies.allocation:solved",
            "Which rounds at which targets, to a proved gap.",
            own=_field(assignment.Allocate, "problem", ProblemIn),
        ),
    )
}  # fmt: skip
"""The studies by name."""


@cache
def order_of(name: str) -> type[BaseModel]:
    """Return the type of the body that orders a study.

    Parameters
    ----------
    name
        Name of the study.

    Returns
    -------
    type[BaseModel]
        The type of the body that orders a study.
    """
    study = STUDIES[name]
    made: dict[str, Any] = {}
    for field in study.fields():
        if field.name == "scenario":
            made["scenario"] = (Spec, ...) if field.required else (Spec | None, field.default)
        else:
            made[study.called(field.name)] = _typed(field, (study.own or {}).get(field.name))
    if "scenario" in made:
        made["called"] = (Name | None, CALLED_FIELD)
    words = study.request.__doc__
    return create_model(f"{name.capitalize()}Order", __base__=Request, __doc__=words, **made)


def _typed(field: Argued, own: tuple[Any, ...] | None) -> tuple[Any, Any]:
    """Return type and default of a field of an order."""
    if own is not None:
        return own
    told, kind = field.argument, field.annotation
    names = told.names() or (NAMES if field.name in ("measure", "precision_of") else ())
    if names:
        word: Any = Literal[tuple(names)]
        kind = tuple[word, ...] if field.many else word
        kind = Annotated[kind | None if field.optional else kind, told]
    if field.many:
        kind = Annotated[kind, Field(max_length=MANY)]
    return kind, ... if field.required else field.default
