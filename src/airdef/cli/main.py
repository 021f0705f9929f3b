"""Run the command: every ending, good or bad, is one clear message and an exit code.

0: done.  2: an error, told in one message on stderr.  1: done, but the reader of the output went away (a broken pipe),
which is nobody's error and is not told.  130, 143, 129: ended before its time by Ctrl-C, by SIGTERM, or with its
terminal; the last line on stderr says what was done and what is kept (`airdef.cli.ending`).
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from airdef.cli import ending
from airdef.cli.codes import BROKEN_PIPE, DONE, ERROR, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

TRACEBACK = "AIRDEF_TRACEBACK"
"""Environment variable that, set to anything, lets unexpected errors through with their traceback."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `airdef` with these arguments and return the exit code.

    Without arguments it is the process: those of its command line are taken, and its signals; one that ended before its
    time does not return.

    Parameters
    ----------
    arguments
        The words of the command line behind `airdef`; those of the process by default.

    Returns
    -------
    int
        The exit code.
    """
    from airdef.cli.streams import Streams

    at = ending.begin()
    if arguments is None:
        at.take_signals()
    with Streams() as streams:
        code = _run(arguments)
        if code != INTERRUPTED and not at.signal:
            at.over()
            return BROKEN_PIPE if code == DONE and streams.left else code
        if not at.left:
            print(at.line(), file=sys.stderr, flush=True)
            if arguments is None:
                at.quit()
        return at.code


def _run(arguments: Sequence[str] | None) -> int:
    """Run the command and return its exit code; `INTERRUPTED` for whatever ended it before its time."""
    try:
        from typer.main import get_command

        from airdef import oldnames
        from airdef.cli.app import app

        words, said = oldnames.command(sys.argv[1:] if arguments is None else arguments)
        for sentence in said:
            print(f"airdef: {sentence}", file=sys.stderr)
        result = get_command(app).main(args=words, prog_name="airdef", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE  # of a stream that a program has put in the place of standard output
    except Exception as error:
        if ending.now().signal:  # what became of the command then is no error
            return INTERRUPTED
        if os.environ.get(TRACEBACK) and not _expected(error):
            raise
        from airdef.characters import visible

        print(f"airdef: {visible(_message(error))}", file=sys.stderr)
        return ERROR
    return result if isinstance(result, int) else DONE


def _expected(error: Exception) -> bool:
    """Tell whether an error is the user's to mend: bad input, not a fault of the program.

    airdef's layers raise ValueError for arguments out of range, and errors of their own for scenarios and
    names; Typer's usage errors carry `format_message`; OSError is a file that cannot be read or written, MemoryError a
    machine with less memory than the limits take to be there.
    """
    from airdef.catalogue import CatalogueError, UnknownNameError

    expected = (ValueError, OSError, MemoryError, CatalogueError, UnknownNameError)
    return isinstance(error, expected) or hasattr(error, "format_message")


def _message(error: Exception) -> str:
    """Return what to tell the user: the message of a expected error; of any other what it is and what to do."""
    if hasattr(error, "format_message"):
        return f"{error.format_message()} (`airdef --help` lists commands, `airdef COMMAND --help` options)"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'file'}: {error.strerror}"
    if isinstance(error, MemoryError):
        from airdef.limits import out_of_memory

        return out_of_memory(error)
    if _expected(error):
        return str(error)
    return (
        f"a fault in airdef, not in what you gave: {type(error).__name__}: {error}. "
        f"Please report it with the command; {TRACEBACK}=1 shows where it happened"
    )
