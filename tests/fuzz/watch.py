"""What no input may do: raise what nobody expects, take more than its time or memory, give a number that is none."""

from __future__ import annotations

import math
import resource
import time
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numba.core.event import Event, Listener, register

import airdef

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SECONDS = 10.0
"""Processor time of one input: what is longer is taken for a hang."""

MOST_BYTES = 2 << 30
"""Growth of the process's greatest memory with one input: the limits of `airdef.limits` allow twice that for what is
worked out; nothing that the inputs here ask for should come near."""


class _Compiling(Listener):
    """Adds up the processor time that compiling takes: it is no input's, and once for all of them."""

    def __init__(self) -> None:
        self.spent, self._since, self._depth = 0.0, 0.0, 0

    def on_start(self, event: Event) -> None:
        if not self._depth:
            self._since = time.process_time()
        self._depth += 1

    def on_end(self, event: Event) -> None:
        self._depth -= 1
        if not self._depth:
            self.spent += time.process_time() - self._since


_COMPILING = _Compiling()

SLOWEST = [0.0]
"""Processor time [s] of the slowest input that this process has watched."""

register("numba:compile", _COMPILING)

HOME = Path(airdef.__file__).parent


class Finding(AssertionError):  # noqa: N818 - it is what a search finds
    """Something that an input must not do; `kind` tells one from another, so that each is told once."""

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(f"{kind}: {told}")
        self.kind = kind


@contextmanager
def watched(*refusals: type[BaseException]) -> Iterator[None]:
    """Raise Finding for an unexpected exception, or too much time or memory; `refusals` are answers in words."""
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, _used()
    try:
        yield
    except Finding:
        raise
    except refusals as error:
        check_words(str(error))
    except Exception as error:
        raise Finding(_place(error), f"{type(error).__name__}: {error}") from error
    took = _used() - start
    SLOWEST[0] = max(SLOWEST[0], took)
    if took > MOST_SECONDS:
        raise Finding("time", f"{took:.1f} s of processor time, at most {MOST_SECONDS:g} expected")
    grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory)
    if grown > MOST_BYTES:
        raise Finding("memory", f"{grown / 2**20:.0f} MiB more, at most {MOST_BYTES / 2**20:.0f} expected")


def _used() -> float:
    """Return the processor time of this process [s], compiling left out."""
    return time.process_time() - _COMPILING.spent


def _place(error: BaseException) -> str:
    """Return the kind of an exception and where in airdef it was raised last."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(HOME)]
    where = f" in {Path(frames[-1].filename).relative_to(HOME)}, {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{where}"


def check_words(text: str, longest: int = 100_000) -> None:
    """Raise Finding for a message that is empty, too long to be read, or holds what is not seen."""
    if not text.strip():
        raise Finding("message empty", "an empty message")
    if len(text) > longest:
        raise Finding("message long", f"a message of {len(text)} characters")
    strange = next((c for c in text if not (c.isprintable() or c == "\n")), "")
    if strange and not _shown(strange):
        raise Finding("message strange", f"U+{ord(strange):04X} in a message: {text[:200]!r}")
    if "Traceback" in text:
        raise Finding("message traceback", f"a traceback: {text[:200]!r}")


def _shown(character: str) -> bool:
    """Return whether a character that Python calls unprintable may be shown: spaces, joiners, private use,
    unassigned."""
    from airdef.characters import stranger

    return not stranger(character, lines=True)


def check_numbers(value: Any, where: str = "") -> None:
    """Raise Finding for a number in plain data that is none."""
    if isinstance(value, float) and not math.isfinite(value):
        raise Finding("number", f"{value} at {where}")
    if isinstance(value, dict):
        for key, part in value.items():
            check_numbers(part, f"{where}.{key}")
    if isinstance(value, list | tuple):
        for k, part in enumerate(value):
            check_numbers(part, f"{where}.{k}")
