"""What an export format is: one module of this package declares one, by its name `FORMAT`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.formats.playback import Playback
    from airdef.outcome.replication import Replication


@dataclass(frozen=True)
class Format:
    """A way to write one replication as a text that another program reads.

    name       as the command line, the service and the ending of a file have it
    reader     the program that reads it
    holds      what is in it, in a few words
    media_type as the service sends it
    write      returns the text of a replication; the same replication gives the same text
    """

    name: str
    reader: str
    holds: str
    media_type: str
    write: Callable[[Replication | Playback], str]

    @property
    def suffix(self) -> str:
        """Ending of a file in this format, with its point."""
        return f".{self.name}"
