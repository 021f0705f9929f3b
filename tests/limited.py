"""Code in a process of its own that may take so much more memory and processor time, and no more."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are set as Linux has them")

FRAME = """
import resource, sys
{ready}
def _address_space():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
_most = _address_space() + {megabytes} * (1 << 20)
resource.setrlimit(resource.RLIMIT_AS, (_most, _most))
_used = resource.getrusage(resource.RUSAGE_SELF)
_until = int(_used.ru_utime + _used.ru_stime + {seconds}) + 1
resource.setrlimit(resource.RLIMIT_CPU, (_until, _until))
{code}
"""


def limited(code: str, *, ready: str = "", megabytes: int, seconds: int, **env: str) -> str:
    """Return what code prints in a process that may take so much more memory and processor time than `ready` took.

    Processor time and not time: the machine may be busy. Fails where it ends otherwise than well; what ran out of
    memory raises MemoryError there, what ran out of time is killed.
    """
    program = FRAME.format(
        ready=textwrap.dedent(ready), code=textwrap.dedent(code), megabytes=megabytes, seconds=seconds
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), **env},
    )
    assert done.returncode == 0, f"ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout
