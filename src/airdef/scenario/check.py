"""Validation of a document against the declaration's models, and pydantic's findings in plain words."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Any, TypeVar, overload

from pydantic import BaseModel, ValidationError

from airdef.limits import PROBLEMS
from airdef.scenario.errors import Path, Problem, ScenarioError, nearest, shown
from airdef.scenario.quantities import plain_advice
from airdef.scenario.schema import Declaration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from airdef.scenario.document import Document

M = TypeVar("M", bound=BaseModel)

LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "below"),
}
KINDS = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a plain number",
    "float_parsing": "a plain number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
}
FIXES = {
    "a text": "put it in quotes",
    "a list": "write it as a list: [a, b] or lines that start with '- '",
    "a mapping of names to values": "write 'name: value' pairs, indented or in braces",
    "true or false": "write true or false",
    "a finite number": "write a number in digits",
    "a whole number": "write a whole number in digits, without quotes",
    "a plain number": "write the number alone in digits, its decimals behind a point, without quotes",
}


@overload
def validate(document: Document) -> Declaration: ...
@overload
def validate(document: Document, model: type[M]) -> M: ...
def validate(document: Document, model: type[BaseModel] = Declaration) -> BaseModel:
    """Return the declaration of a document, or another model of what it holds.

    Parameters
    ----------
    document
        The document that it was read from, for the places in messages.
    model
        The model of what the document holds.

    Returns
    -------
    BaseModel
        The declaration of a document, or another model of what it holds.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as e:
        raise _described(e, document, model) from None


def _described(error: ValidationError, document: Document, root: type[BaseModel]) -> ScenarioError:
    """Return the problems in the order of the file, one for each place; the first `PROBLEMS` of them in words."""
    found: dict[Path, dict[str, Any]] = {}
    for e in error.errors(include_url=False):
        found.setdefault(_path(e["loc"]), dict(e))
    within = {path[:n] for path in found for n in range(len(path))}
    # A list with a bad entry may be reported as too short as well: only what lies deepest is to be mended.
    deepest = [path for path in found if path not in within]
    deepest.sort(key=lambda path: document.place(path, at_key=found[path]["type"] == "extra_forbidden"))
    first = [_problem(found[path], path, document, root) for path in deepest[:PROBLEMS]]
    return ScenarioError(first, len(deepest) - len(first))


def _path(loc: tuple[Any, ...]) -> Path:
    """Return pydantic's location without its own marks."""
    return tuple(x for x in loc if x != "[key]")


def _problem(e: dict[str, Any], path: Path, document: Document, root: type[BaseModel]) -> Problem:
    """Return one finding of pydantic as a problem."""
    kind, given, context = e["type"], shown(e["input"]), e.get("ctx", {})
    if kind == "missing":
        return _missing(path, document, root)
    if kind == "extra_forbidden":
        known = tuple(_names(path[:-1], root))
        close = nearest(path[-1], known)
        fix = f"write '{close[0]}'" if close else "remove it, or see docs/scenario.md for what can be said here"
        name = f"the unknown name {shown(str(path[-1]))}"
        return document.problem(path, name, f"one of {', '.join(known)}", fix, close, at_key=True)
    if kind == "scenario":
        return document.problem(path, given, context["expected"], context["fix"], tuple(context["nearest"]))
    if kind == "literal_error":
        return _choice(e, path, document)
    if kind in LIMITS:
        key, words = LIMITS[kind]
        return document.problem(path, given, f"a number {words} {context[key]:g}", "correct the number")
    if kind in {"too_short", "too_long", "string_too_short", "string_too_long"}:
        return _length(kind, given, context, path, document)
    if kind in KINDS:
        expected = KINDS[kind]
        return document.problem(path, given, expected, _advice(e["input"], expected))
    return document.problem(path, given, str(e["msg"]), "see docs/scenario.md")


BOOLEANS = {"true": "true yes on y", "false": "false no off n"}
"""What people write for true and false."""


def _advice(value: object, expected: str) -> str:
    """Return the usual fix for a value of the wrong kind: its evident meaning, or a form; never another value."""
    fix = FIXES[expected]
    if expected == "true or false":
        meant = [word for word, others in BOOLEANS.items() if str(value).casefold() in others.split()]
        return f"write {meant[0]}" if meant else fix
    if expected in {"a whole number", "a plain number"} and isinstance(value, str):
        return plain_advice(value, whole=expected == "a whole number") or fix
    return fix


def _missing(path: Path, document: Document, root: type[BaseModel]) -> Problem:
    """Return the problem of a value that must be there."""
    name = str(path[-1])
    if isinstance(path[-1], int):
        fix = "write latitude and longitude in degrees: [0.05, 0.10]"
        return document.problem(path[:-1], "a list that is too short", "[latitude, longitude]", fix)
    example = _example(path, root)
    return document.problem(path, "nothing", f"'{name}'", f"add '{name}: {example or '...'}'")


def _choice(e: dict[str, Any], path: Path, document: Document) -> Problem:
    """Return the problem of a word that is not one of a few."""
    known = tuple(x.strip("' ") for x in str(e["ctx"]["expected"]).replace(" or ", ", ").split(","))
    known = tuple(k for k in known if k)
    close = nearest(e["input"], known)
    fix = f"write '{close[0]}'" if close else f"write one of {', '.join(known)}"
    return document.problem(path, shown(e["input"]), f"one of {', '.join(known)}", fix, close)


def _length(kind: str, given: str, context: dict[str, Any], path: Path, document: Document) -> Problem:
    """Return the problem of a list or text that is too short or too long."""
    what = "characters" if kind.startswith("string") else "entries"
    if kind.endswith("short"):
        least = context["min_length"]
        return document.problem(path, given, f"at least {least} {what}", "add what is missing")
    most = context["max_length"]
    fix = "shorten it" if what == "characters" else "remove entries, or use 'count'"
    return document.problem(path, given, f"at most {most} {what}", fix)


def models_of(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return a model and those its fields lead to, each once, in the order of the fields.

    Parameters
    ----------
    model
        The model of what the document holds.

    Returns
    -------
    list[type[BaseModel]]
        A model and those its fields lead to, each once, in the order of the fields.
    """
    found = [model]
    for info in model.model_fields.values():
        for inner in _models(info.annotation):
            found += [m for m in models_of(inner) if m not in found]
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)


def _model(path: Path, root: type[BaseModel]) -> type[BaseModel] | None:
    """Return the model that describes the mapping at a path from a root, None where none does."""
    model: type[BaseModel] | None = root
    named = False  # whether the next key is a name of the user's own, as in a mapping of entries by name
    for key in path:
        if named or isinstance(key, int):
            named = False
            continue
        info = _fields(model).get(key) if model else None
        model = next(_models(info.annotation), None) if info else None
        named = info is not None and typing.get_origin(info.annotation) is dict
    return None if named else model


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return a model's fields by the name they have in a file."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _names(path: Path, root: type[BaseModel]) -> list[str]:
    """Return the names that may stand in the mapping at a path."""
    model = _model(path, root)
    return list(_fields(model)) if model else []


def _example(path: Path, root: type[BaseModel]) -> str:
    """Return an example of the value at a path, an empty text where there is none."""
    words = tuple(k for k in path if isinstance(k, str))
    model = _model(words[:-1], root) if words else None
    info = _fields(model).get(words[-1]) if model else None
    if info is None or not info.examples:
        return ""
    example = info.examples[0]
    return example if isinstance(example, str) else shown(example)
