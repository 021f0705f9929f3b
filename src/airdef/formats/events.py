"""The events of a replication as JSON: what `airdef replay --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.formats.format import Format
from airdef.formats.plain import text
from airdef.formats.playback import Playback

if TYPE_CHECKING:
    from airdef.outcome.replication import Replication


def events(replication: Replication | Playback) -> str:
    """Return a replication as `airdef replay --json` prints it: counts, and every event with its time.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    str
        A replication as `airdef replay --json` prints it: counts, and every event with its time.
    """
    return text((replication.replication if isinstance(replication, Playback) else replication).to_dict())


FORMAT = Format("json", "programs", "the events, as `airdef replay --json` prints them", "application/json", events)
