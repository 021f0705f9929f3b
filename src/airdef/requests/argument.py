"""An argument of a question, and the requests that are made of them.

A request is a frozen dataclass. Each field is annotated with an `Argument`: words, limits and unit stand there and
nowhere else, the default is the field's. The Python functions check their arguments by it (`asks`), the command makes
its options of it (`airdef.cli.options`), and the service's orders have the same annotated types, which pydantic reads.

Nothing here imports pydantic before a request is made: the command's help is made of requests and has to be quick.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache, wraps
from typing import Any, ClassVar, Final, ParamSpec, Self, TypeVar, get_args, get_origin, get_type_hints

from airdef.arguments import ArgumentError, of

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_SHOWN: Final = {"length": "m", "area": "m^2", "time": "s", "speed": "m/s"}
"""Dimensions of quantities, and the unit of a number without one."""

_NOUNS: Final = {"length": "a length", "area": "an area", "time": "a time", "speed": "a speed"}


@dataclass(frozen=True)
class Argument:
    """What is said of an argument.

    words : what it is, in a sentence
    low, high : the least and the greatest number; `above`, `below` : the same, themselves excluded
    dimension : it is a quantity: a number in SI, or a text with a unit
    choices : the words it may be, or a function that returns them
    otherwise : what is taken where it is None, in words
    fix : the usual fix where it is out of range
    """

    words: str
    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None
    dimension: str = ""
    choices: tuple[str, ...] | Callable[[], Iterable[str]] = ()
    otherwise: str = ""
    fix: str = ""

    @property
    def unit(self) -> str:
        """The unit of its numbers; empty for counts, words and probabilities."""
        return _SHOWN.get(self.dimension, "")

    def names(self) -> tuple[str, ...]:
        """Return the words it may be; none where it may be anything."""
        return tuple(self.choices()) if callable(self.choices) else self.choices

    def described(self) -> str:
        """Return its words with the unit of its numbers."""
        return f"{self.words[:-1]} [{self.unit}]." if self.unit else self.words

    def expected(self, kind: type, many: bool = False) -> str:
        """Return in words what is expected: a noun, and from where to where.

        Parameters
        ----------
        kind
            The type of its values.
        many
            Whether several values are meant.

        Returns
        -------
        str
            In words what is expected: a noun, and from where to where.
        """
        names = self.names()
        if names:
            return f"one of {', '.join(names)}"
        if kind is bool:
            return "True or False"
        if kind is Mapping:
            return "a mapping of path to value"
        if kind not in (int, float):
            return "texts" if many else "a text"
        noun = "a whole number" if kind is int else _NOUNS.get(self.dimension, "a number")
        return f"{'one or more, each ' if many else ''}{noun}{self._range()}"

    def limits(self, kind: type) -> str:
        """Return in words what its values are limited to, as a help says it; empty where hardly anything is.

        Parameters
        ----------
        kind
            The type of its values.

        Returns
        -------
        str
            In words what its values are limited to, as a help says it; empty where hardly anything is.
        """
        names = self.names()
        if names:
            return ", ".join(names)
        ends = [x for x in (self.low, self.high, self.above, self.below) if x is not None]
        return self._range().strip() if kind in (int, float) and len(ends) > 1 and max(ends) < 1e6 else ""

    def _range(self) -> str:
        unit = f" {self.unit}" if self.unit else ""

        def number(value: float) -> str:
            return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e19 else f"{value:g}"

        low = self.low if self.low is not None else self.above
        high = self.high if self.high is not None else self.below
        if low is not None and high is not None:
            if self.low is not None and self.high is not None:
                return f" from {number(low)} to {number(high)}{unit}"
            return f" between {number(low)} and {number(high)}{unit}"
        if low is not None:
            return f" {'above' if self.above is not None else 'of at least'} {number(low)}{unit}"
        return "" if high is None else f" {'below' if self.below is not None else 'of at most'} {number(high)}{unit}"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Return pydantic's schema of the annotated type, strict and with these limits."""
        return self._limited(handler(source))

    def _limited(self, schema: Any) -> Any:
        """Put the limits into a schema, or into that of the items of a list or of a value that may be None."""
        inner = {"nullable": "schema", "list": "items_schema", "default": "schema"}.get(schema["type"])
        if inner is not None:
            return {**schema, inner: self._limited(schema[inner])}
        if schema["type"] == "tuple":
            return {**schema, "items_schema": [self._limited(s) for s in schema["items_schema"]]}
        if schema["type"] == "bool":
            return {**schema, "strict": True}
        if schema["type"] not in ("int", "float"):
            return schema
        limits = {"ge": self.low, "le": self.high, "gt": self.above, "lt": self.below, "strict": True}
        limited = schema | {k: v for k, v in limits.items() if v is not None}
        return limited | ({"allow_inf_nan": False} if schema["type"] == "float" else {})

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """Return the JSON Schema of the annotated type with its words."""
        return handler(schema) | {"description": self.described()}


@dataclass(frozen=True)
class Field:
    """A field of a request: its argument and type. `many`: several values; `optional`: None is allowed."""

    name: str
    argument: Argument
    kind: type
    many: bool
    optional: bool
    default: Any
    annotation: Any

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.default is MISSING


_KNOWN: Final[dict[type, tuple[Field, ...]]] = {}


class Request:
    """A question with its arguments, every one in its range: an ArgumentError is raised where one is not."""

    _question: ClassVar[str] = ""

    def __post_init__(self) -> None:
        for field in arguments(type(self)):
            object.__setattr__(self, field.name, checked(field, getattr(self, field.name)))

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return the request with values by name, as they come from an edge; names of no argument are left out.

        Parameters
        ----------
        values
            The values by name.

        Returns
        -------
        Self
            The request with values by name, as they come from an edge; names of no argument are left out.
        """
        known = {f.name for f in arguments(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})

    def values(self) -> dict[str, Any]:
        """Return the arguments by name."""
        return {f.name: getattr(self, f.name) for f in arguments(type(self))}


def arguments(request: type[Request]) -> tuple[Field, ...]:
    """Return the fields of a request type, in their order.

    Parameters
    ----------
    request
        The type of the request.

    Returns
    -------
    tuple[Field, ...]
        The fields of a request type, in their order.
    """
    if request not in _KNOWN:
        _KNOWN[request] = _fields(request)
    return _KNOWN[request]


def _fields(request: type[Request]) -> tuple[Field, ...]:
    hints = get_type_hints(request, include_extras=True)
    return tuple(_field(f.name, hints[f.name], f.default) for f in fields(request))  # type: ignore[arg-type]


def _field(name: str, hint: Any, default: Any) -> Field:
    kept, (inner, *marks) = hint, get_args(hint)
    argument = next(m for m in marks if isinstance(m, Argument))
    options = [a for a in get_args(inner) if a is not type(None)] if type(None) in get_args(inner) else [inner]
    kind: Any = options[0]
    many = get_origin(kind) is tuple
    if many:
        kind = get_args(kind)[0]
    kind = get_origin(kind) or kind
    kind = kind if isinstance(kind, type) and kind is not Any else object
    return Field(name, argument, kind, many, type(None) in get_args(inner), default, kept)


def argument(request: type[Request], name: str) -> Field:
    """Return a field of a request type by its name.

    Parameters
    ----------
    request
        The type of the request.
    name
        Name of the argument.

    Returns
    -------
    Field
        A field of a request type by its name.
    """
    return next(f for f in arguments(request) if f.name == name)


def checked(field: Field, value: Any) -> Any:
    """Return a value as the request holds it.

    Parameters
    ----------
    field
        The field of the request.
    value
        The value.

    Returns
    -------
    Any
        A value as the request holds it.

    Raises
    ------
    ArgumentError
        If it is refused; the message says where and why.
    """
    if value is None and field.optional:
        return None
    if field.many:
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            raise _refused(field, value)
        return tuple(_single(field, v) for v in value)
    return _single(field, value)


def _single(field: Field, value: Any) -> Any:
    a = field.argument
    if a.dimension and isinstance(value, str):
        value = _parsed(field, value)
    names = a.names()
    if names:
        if not isinstance(value, str) or value not in names:
            raise _refused(field, value)
        return value
    if field.kind is Mapping and not isinstance(value, Mapping):
        raise _refused(field, value)
    if field.kind in (int, float, bool, str):
        from pydantic import ValidationError

        try:
            return _adapter(field.kind, a).validate_python(value)
        except ValidationError:
            raise _refused(field, value) from None
    return value


@cache
def _adapter(kind: type, argument: Argument) -> Any:
    from typing import Annotated

    from pydantic import ConfigDict, TypeAdapter

    annotated: Any = Annotated[kind, argument]
    return TypeAdapter(annotated, config=ConfigDict(strict=True))


def _parsed(field: Field, text: str) -> float:
    from airdef.scenario.errors import shown
    from airdef.scenario.quantities import QuantityError, parse

    try:
        return parse(text.strip(), field.argument.dimension)
    except QuantityError as e:
        message = f"{of(field.name)}: {shown(text)} given, {e}"
        raise ArgumentError(message) from None


def _refused(field: Field, value: Any) -> ArgumentError:
    from airdef.scenario.errors import nearest

    a = field.argument
    if isinstance(value, int) and not -(10**30) < value < 10**30:
        given = "a number of more than 30 digits"
    else:
        given = f"{value:g}" if isinstance(value, float) and math.isfinite(value) else repr(value)[:80]
    if a.unit and isinstance(value, int | float):
        given += f" {a.unit}"
    close = nearest(str(value), a.names(), 1) if a.names() else ()
    message = f"{of(field.name)}: {given} given, {a.expected(field.kind, field.many)} expected"
    hint = f"; nearest: '{close[0]}'" if close else f"; usual fix: {a.fix}" if a.fix else ""
    return ArgumentError(message + hint)


def asks(request: type[Request]) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Return a decorator: the function's arguments are checked by a request, and given to it as that holds them.

    A test holds the names and defaults of the function against those of the request.

    Parameters
    ----------
    request
        The type of the request.

    Returns
    -------
    Callable[[Callable[Given, Answer]], Callable[Given, Answer]]
        A decorator: the function's arguments are checked by a request, and given to it as that holds them.
    """

    def decorated(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        signature = inspect.signature(function)

        @wraps(function)
        def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            bound.arguments.update(request.of(bound.arguments).values())
            return function(*bound.args, **bound.kwargs)

        asked.request = request  # type: ignore[attr-defined]
        return asked

    return decorated
