"""`export`: one history as a file that other programs read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from airdef import api, formats, writing
from airdef.cli.output import note, writable
from airdef.cli.progress import announce_compiling
from airdef.cli.scenarios import loaded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def chosen(form: str | None, out: Path | None) -> str:
    """Return the format asked for, or the one that the file's ending names. Raises ValueError."""
    if form is not None:
        return formats.checked(form)
    if out is None or not out.suffix:
        message = f"--format: none given; expected one of {', '.join(formats.MODULES)}; usual fix: --format czml"
        raise ValueError(message)
    return formats.checked(out.suffix)


def export(name: str, replication: int, seed: int, form: str | None, out: Path | None, settings: Sequence[str]) -> None:
    """Play one replication alone and write it to a file, or to stdout where none is named."""
    wanted = chosen(form, out)
    if out is not None:
        writable("--out", out, "raid.czml")
    with announce_compiling():
        history = api.replay(loaded(name, settings), seed, replication)
    text = formats.written(history, wanted)
    if out is None:
        if hasattr(sys.stdout, "buffer"):  # the formats are UTF-8 wherever they go
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)
        return
    writing.save(out, text)
    form_of = formats.of(wanted)
    note(f"written: {out} ({form_of.name}, for {form_of.reader})")
