"""Names of an earlier version that go on working for one version: every use warns, and says the new name.

Commands, options, arguments and attributes of Python, measures, and the columns and fields of stored campaigns. No key
of a scenario file has changed. The tables stand here, and nowhere else; `docs/words.md` has the words they follow.
"""

from __future__ import annotations

import warnings
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

GOES: Final = "0.2.0"
"""The version with which the old names go."""

COLUMNS: Final = {"gone": "exited", "never_existed": "not_released", "tries": "intercept_attempts"}
"""Columns of rows and statistics, and the measures of the same names; also behind a dimension (`class:srbm:tries`)."""

COMMANDS: Final = {"reach": "penetration"}
"""Commands."""

OPTIONS: Final = {
    "saturation": {"--group": "--formation"},
    "penetration": {"--group": "--formation"},
    "uncertainty": {"--states": "--samples", "--believe": "--only-source"},
    "sensitivity": {"--believe": "--only-source"},
    "claims": {"--believe": "--only-source"},
}
"""Options, by the (new) name of their command."""

NAMES: Final = {"History": "Replication"}
"""Names of the package `airdef`."""


class OldNameWarning(FutureWarning):
    """An old name was used: it works now, and not from version `GOES` on."""


def told(old: str, new: str) -> str:
    """Return the sentence that warns of an old name.

    Parameters
    ----------
    old, new
        The two names, as the user writes them.

    Returns
    -------
    str
        What it is called now, and when the old name goes.
    """
    return f"{old} is called {new} now; the old name goes with version {GOES}"


def warn(old: str, new: str, stacklevel: int = 3) -> None:
    """Warn of an old name (once for each place in a program: Python keeps count).

    Parameters
    ----------
    old, new
        The two names, as the user writes them.
    stacklevel
        Whose line is shown, as `warnings.warn` counts.
    """
    warnings.warn(told(old, new), OldNameWarning, stacklevel=stacklevel)


def column(name: str) -> str:
    """Return the name that a column has now; silently, for what is read from files.

    Parameters
    ----------
    name
        A column's name, such as `tries` or `class:srbm:tries`.

    Returns
    -------
    str
        Its name now, the same if it has not changed.
    """
    before, colon, last = name.rpartition(":")
    return before + colon + COLUMNS.get(last, last)


def measure(name: str) -> str:
    """Return the name that a measure has now, with a warning if an old one was given.

    Parameters
    ----------
    name
        A measure's name, old or new.

    Returns
    -------
    str
        Its name now.
    """
    if name in COLUMNS:
        warn(f"the measure {name!r}", repr(COLUMNS[name]), 4)
    return COLUMNS.get(name, name)


def plan(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain data of a stored scenario with the field names of now.

    Parameters
    ----------
    data
        The scenario as `campaign.json` has it.

    Returns
    -------
    dict
        The same, with `adopted_values` for `readings`, and `formation_index` for a threat's `group`.
    """
    new = {("adopted_values" if key == "readings" else key): value for key, value in data.items()}
    if isinstance(new.get("threats"), list):
        new["threats"] = [_threat(threat) for threat in new["threats"]]
    return new


def _threat(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {("formation_index" if key == "group" else key): value for key, value in data.items()}


def command(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return a command line with the names of now, and what to tell of the old ones.

    Parameters
    ----------
    arguments
        The words of the command line behind `airdef`.

    Returns
    -------
    tuple
        The words with new names, and a sentence for each old name in them, once.
    """
    words, said = list(arguments), dict[str, None]()
    at = next((k for k, word in enumerate(words) if not word.startswith("-")), None)
    if at is None:
        return words, []
    if words[at] in COMMANDS:
        said[told(f"`airdef {words[at]}`", f"`airdef {COMMANDS[words[at]]}`")] = None
        words[at] = COMMANDS[words[at]]
    known = OPTIONS.get(words[at], {})
    for k in range(at + 1, len(words)):
        if words[k] == "--":
            break
        option, equals, value = words[k].partition("=")
        if option in known:
            said[told(option, known[option])] = None
            words[k] = known[option] + equals + value
    return words, list(said)


def arguments(**new: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator by which a function takes arguments by their old names too.

    Parameters
    ----------
    **new
        The new name of each argument, by its old one.

    Returns
    -------
    Callable
        The decorator. The function raises TypeError if an argument is given by both names.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def taking(*args: P.args, **kwargs: P.kwargs) -> R:
            for old in new.keys() & kwargs.keys():
                if new[old] in kwargs:
                    message = f"{function.__name__}: {old!r} and {new[old]!r} given, which are one argument"
                    raise TypeError(message)
                warn(f"the argument {old!r} of {function.__name__}", repr(new[old]))
                kwargs[new[old]] = kwargs.pop(old)
            return function(*args, **kwargs)

        return taking

    return decorate


def attributes(**new: str) -> Callable[[C], C]:
    """Return a decorator by which objects of a class have attributes by their old names too.

    Parameters
    ----------
    **new
        The new name of each attribute, by its old one.

    Returns
    -------
    Callable
        The decorator.
    """

    def decorate(cls: C) -> C:
        for old, name in new.items():
            setattr(cls, old, property(_reading(cls.__name__, old, name)))
        return cls

    return decorate


def _reading(owner: str, old: str, name: str) -> Callable[[Any], Any]:
    def get(self: Any) -> Any:
        warn(f"{owner}.{old}", f"{owner}.{name}")
        return getattr(self, name)

    get.__doc__ = f"`{name}`, by the name it had before."
    return get
