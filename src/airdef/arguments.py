"""Errors about arguments, in the language of whoever gave them.

A message names an argument by `of("rcs")`. Python callers read its name (`rcs`), users of the command its option
(`--rcs`), clients of the service the field of their request (`rcs_m2`): each edge says how it calls an argument.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKED: Final = re.compile("\u2039(\\w+)\u203a")


def of(name: str) -> str:
    """Return an argument as a message names it.

    Parameters
    ----------
    name
        Name of the argument.

    Returns
    -------
    str
        An argument as a message names it.
    """
    return f"\u2039{name}\u203a"


class ArgumentError(ValueError):
    """An argument that cannot be: which, what was given, what was expected, the usual fix."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.told(lambda name: name)

    def told(self, called: Callable[[str], str]) -> str:
        """Return the message with every argument as `called` says that it is called.

        Parameters
        ----------
        called
            Says what an argument is called.

        Returns
        -------
        str
            The message with every argument as `called` says that it is called.
        """
        return _MARKED.sub(lambda found: called(found[1]), self.message)
