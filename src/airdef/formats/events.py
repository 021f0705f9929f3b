"""The events of a history as JSON: what `airdef replay --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.formats.format import Format
from airdef.formats.plain import text
from airdef.formats.playback import Playback

if TYPE_CHECKING:
    from airdef.outcome.history import History


def events(history: History | Playback) -> str:
    """Return a history as `airdef replay --json` prints it: counts, and every event with its time."""
    return text((history.history if isinstance(history, Playback) else history).to_dict())


FORMAT = Format("json", "programs", "the events, as `airdef replay --json` prints them", "application/json", events)
