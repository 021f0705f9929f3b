"""The options of the commands, made of the requests: words, defaults, limits and units stand there and nowhere else.

A command is a function in a file of its own in `airdef.cli.commands`. `command` adds an option for every argument of
the request that the function takes first, and calls the function with the request that was made of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from airdef.arguments import ArgumentError
from airdef.requests.argument import Field, Request, arguments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Picture = Annotated[Path | None, typer.Option("--picture", metavar="FILE", help="Write a picture: .svg, .png or .pdf.")]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="DIMENSION",
        help="Show every measure by class, formation, asset, system, unit or missile (or all). Repeatable.",
    ),
]

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A bundled scenario by name, or the path of a YAML file.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Replace a value of the scenario, e.g. raid.0.count=12. Repeatable."
    ),
]


@dataclass(frozen=True)
class Option:
    """How an argument is given on the command line, where that is not plain from the argument.

    names : `-n`, `--replications`; metavar : what stands for its value in the help; commas : several values stand in
    one text, separated by commas; positional : it has no option;
    optional : it may be left out all the same; default : a default of the command's own;
    words : instead of the request's, where the command says more
    """

    names: tuple[str, ...] = ()
    metavar: str = ""
    commas: bool = False
    positional: bool = False
    optional: bool = False
    default: Any = None
    words: str = ""


COMMON: Final[Mapping[str, Option]] = {
    "scenario": Option(
        metavar="SCENARIO", positional=True, words="A bundled scenario by name, or the path of a YAML file."
    ),
    "overrides": Option(("--set",), "PATH=VALUE", words="Replace a value of the scenario, e.g. raid.0.count=12."),
    "common": Option(("--common",), "PATH=VALUE", words="Replace a value in all of them."),
    "changes": Option(("--set",), "PATH=VALUE"),
    "replications": Option(("-n", "--replications")),
    "replication": Option(("-k", "--replication")),
    "measure": Option(("--of",), "MEASURE"),
    "grades": Option(metavar="A,B,...", commas=True),
    "without": Option(metavar="SOURCE"),
    "only_source": Option(metavar="SOURCE"),
    "formation": Option(metavar="NAME"),
    "vary": Option(metavar="PATH=VALUES"),
    "rcs": Option(metavar="AREA"),
    "dwell": Option(metavar="TIME"),
    "dask": Option(metavar="ADDRESS"),
}
"""How arguments are given, by name, wherever a command says nothing else."""

METAVARS: Final = {"length": "LENGTH", "area": "AREA", "time": "TIME", "speed": "SPEED"}


class NamesScenarios(typer.core.TyperCommand):
    """A command whose help ends with the names of the bundled scenarios, looked up only for that help."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """Return the help with the names.

        Parameters
        ----------
        ctx
            The context of Typer.

        Returns
        -------
        str
            The help with the names.
        """
        from airdef.scenario import names

        self.epilog = f"{self.epilog or ''}\n\nBundled scenarios: {', '.join(names())}"
        return super().get_help(ctx)


def command(
    app: typer.Typer,
    request: type[Request] | None = None,
    *,
    epilog: str = "",
    names_scenarios: bool = False,
    options: Mapping[str, Option] | None = None,
    without: Sequence[str] = (),
    name: str | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds a function to the command line.

    Errors about arguments name the options.

    Parameters
    ----------
    app
        The command line.
    request
        The type of the request.
    epilog
        What stands below the help.
    names_scenarios
        Whether the help names the bundled scenarios.
    options
        How arguments are given that are given otherwise than their name and type say.
    without
        Arguments that have no option.
    name
        Name of the command; by default that of the function.

    Returns
    -------
    Callable[[Callable[..., None]], Callable[..., None]]
        A decorator that adds a function to the command line.
    """

    def decorated(function: Callable[..., None]) -> Callable[..., None]:
        known = {**COMMON, **(options or {})}
        taken = {} if request is None else {
            f.name: known.get(f.name, Option()) for f in arguments(request) if f.name not in without
        }  # fmt: skip
        made = [] if request is None else [_parameter(f, taken[f.name]) for f in arguments(request) if f.name in taken]
        own = list(inspect.signature(function, eval_str=True).parameters.values())[request is not None :]

        def run(**values: Any) -> None:
            called = {n: _longest(o, n) for n, o in taken.items()}
            try:
                if request is None:
                    function(**values)
                else:
                    given = {n: values.pop(n) for n in taken}
                    function(asked(request, given, taken), **values)
            except ArgumentError as error:
                raise ToldError(error.told(lambda n: called.get(n, f"--{n.replace('_', '-')}"))) from error

        parameters = [*made, *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own)]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        run.__doc__, run.__name__ = function.__doc__, function.__name__
        cls = NamesScenarios if names_scenarios else None
        app.command(name, cls=cls, epilog=epilog or None)(run)
        return function

    return decorated


class ToldError(ValueError):
    """An error about an argument, in the words of the command."""


def _longest(option: Option, name: str) -> str:
    if option.positional:
        return option.metavar or name.upper()
    return max(option.names, key=len) if option.names else f"--{name.replace('_', '-')}"


def asked(request: type[Request], given: Mapping[str, Any], options: Mapping[str, Option]) -> Request:
    """Return the request that the options make; what is not given is left to its defaults.

    Parameters
    ----------
    request
        The type of the request.
    given
        The options' values.
    options
        How arguments are given, by name.

    Returns
    -------
    Request
        The request that the options make; what is not given is left to its defaults.

    Raises
    ------
    ArgumentError
        If it is refused; the message says where and why.
    """
    values: dict[str, Any] = {}
    for field in arguments(request):
        if field.required:
            # None: it was left out; empty: it is no option, and the command itself gives it
            values[field.name] = None if field.name in given else ""
        value = given.get(field.name)
        if value is None or (value == [] and field.many):
            continue
        if field.name in ("overrides", "common"):
            value = overrides(value, _longest(options[field.name], field.name))
        elif options[field.name].commas:
            value = [v.strip() for v in value.split(",") if v.strip() or field.name != "grades"]
        values[field.name] = value
    return request.of(values)


def overrides(given: Sequence[str] | None, option: str = "--set") -> dict[str, str]:
    """Return what `PATH=VALUE` options say, by path.

    Parameters
    ----------
    given
        `PATH=VALUE` texts.
    option
        The option, as it was written.

    Returns
    -------
    dict[str, str]
        What `PATH=VALUE` options say, by path.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    from airdef.studies.variants.settings import setting

    return dict(setting(text, option) for text in given or ())


def _parameter(field: Field, option: Option) -> inspect.Parameter:
    """Return an argument of a request as a parameter that Typer makes an option of."""
    kind = _kind(field, option)
    default = _default(field, option)
    help_ = option.words or field.argument.words
    limits = field.argument.limits(field.kind)
    if limits:
        help_ = f"{help_[:-1]}: {limits}." if ":" not in help_ else f"{help_[:-1]} ({limits})."
    if field.argument.otherwise:
        help_ = f"{help_[:-1]} [{field.argument.otherwise}]."
    repeats = kind is list
    if repeats and not option.positional:
        help_ += " Repeatable."
    more: dict[str, Any] = {"help": help_}
    metavar = option.metavar or METAVARS.get(field.argument.dimension, "")
    if metavar:
        more["metavar"] = metavar
    held: Any = list[str] if repeats else kind
    required = field.required and option.default is None and not option.optional
    optional: Any = held if required or default is not None else held | None
    names = option.names or (f"--{field.name.replace('_', '-')}",)
    mark = typer.Argument(**more) if option.positional else typer.Option(*names, **more)
    annotation: Any = Annotated[optional, mark]
    return inspect.Parameter(
        field.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if required else default,
        annotation=annotation,
    )


def _kind(field: Field, option: Option) -> Any:
    if option.commas:
        return str
    if field.many or field.name in ("overrides", "common", "changes", "vary", "scenarios"):
        return list
    if field.argument.dimension:
        return str
    if field.name in ("out", "candidates"):
        return Path
    return field.kind if field.kind in (int, float, bool) else str


def _default(field: Field, option: Option) -> Any:
    """Return the default as it is written on the command line."""
    value = field.default if option.default is None else option.default
    if field.required or value is None or value == ():
        return None
    if field.many:
        texts = [text_of(v, field.argument.dimension) for v in value]
        return ",".join(texts) if option.commas else None
    return text_of(value, field.argument.dimension) if field.argument.dimension else value


def text_of(value: Any, dimension: str) -> str:
    """Return a value as it is written on the command line: `50m`, `1km`, `1m2`, `60s`.

    Parameters
    ----------
    value
        The value in SI.
    dimension
        Its dimension.

    Returns
    -------
    str
        A value as it is written on the command line: `50m`, `1km`, `1m2`, `60s`.
    """
    if not dimension:
        return str(value)
    if dimension == "length" and value >= 1e3 and value % 1e3 == 0.0:
        return f"{value / 1e3:g}km"
    return f"{value:g}" + {"length": "m", "area": "m2", "time": "s", "speed": "m/s"}[dimension]


def quantity(option: str, text: str, dimension: str) -> float:
    """Return an option's quantity in SI.

    Parameters
    ----------
    option
        The option, as it was written.
    text
        The text.
    dimension
        Its dimension.

    Returns
    -------
    float
        An option's quantity in SI.

    Raises
    ------
    ValueError
        With what was expected and the usual fix.
    """
    from airdef.scenario.errors import shown
    from airdef.scenario.quantities import QuantityError, parse

    try:
        return parse(text.strip(), dimension)
    except QuantityError as e:
        message = f"{option}: {shown(text)} given, {e}"
        raise ValueError(message) from None
