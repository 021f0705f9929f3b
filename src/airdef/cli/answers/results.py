"""`results`: what a campaign's directory holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.cli.output import note
from airdef.cli.summary import show
from airdef.outcome.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def results(folder: Path, as_json: bool, by: Sequence[str] = ()) -> None:
    """Print the campaign stored in a directory; say on stderr what is missing, and how to go on.

    Parameters
    ----------
    folder
        The directory.
    as_json
        Whether one JSON object is printed, and nothing else.
    by
        Names of the dimensions shown.
    """
    store = Store.read(folder)
    campaign = store.campaign()
    for part in store.damaged:
        note(f"airdef: {folder}: part {part} is damaged and left out")
    if not store.finished:
        wanted = f"{store.header.goal:,}" if store.header.goal else "planned"
        note(f"airdef: unfinished: {store.replications:,} of {wanted} replications; go on with: {store.command}")
    if campaign is None:
        message = f"{folder}: no part is complete yet; expected at least one; usual fix: {store.command}"
        raise ValueError(message)
    show(campaign, as_json, store.header, by=by)
