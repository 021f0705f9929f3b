"""A plugin of pytest that runs the rules as plain Python: `PYTHONPATH=src:tests:tools/mutation pytest -p plain ...`.

Nothing is compiled: functions stay what they are, records are NumPy's own with fields as attributes, and a handle is
the named tuple that it would be the address of. Slow (a history takes milliseconds), but a changed rule is tried at
once and a debugger steps through it. The rows are those of the compiled engine.
"""

from __future__ import annotations

import os
import sys
import types
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"

import numpy as np

np.seterr(over="ignore")  # 32-bit words wrap, as they should


def _same(function: Any = None, **_: Any) -> Any:
    return _same if function is None else function


def _kernels() -> types.ModuleType:
    from airdef.stamp import source_stamp

    fake = types.ModuleType("airdef.kernels")
    fake.part = fake.compiled = fake.inlined = fake.entry = fake.entry_with = _same  # type: ignore[attr-defined]
    fake.are_cached = lambda *_: True  # type: ignore[attr-defined]
    fake.source_stamp = source_stamp  # type: ignore[attr-defined]
    return fake


def _module(name: str, **content: Any) -> None:
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)


class _Record(np.record):
    """A record whose field `size` goes before NumPy's attribute of that name."""

    @property
    def size(self) -> Any:
        return self["size"]


def _records() -> None:
    """Let the engine's records have their fields as attributes in Python too."""
    from airdef.engine import layout, record

    for module in (record, layout):
        for name, value in list(vars(module).items()):
            if isinstance(value, np.dtype) and value.names:
                setattr(module, name, np.dtype((_Record, value)))


sys.modules["airdef.kernels"] = _kernels()
_module("airdef.engine.memory", Handle=_same)
_module("airdef.engine.fetch", fetch=lambda *_: None)
_module("airdef.engine.forward")
_records()

from airdef.engine import heap  # noqa: E402  (the queue asks for what only compiled code can do)

heap._zeros = lambda word: (int(word) & -int(word)).bit_length() - 1
