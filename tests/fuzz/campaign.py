"""The long search: inputs by the ten thousand, in a process that may hang or die, watched by one that does neither.

    python3 dev.py fuzz                       every target, 10,000 inputs each, a new seed
    python3 dev.py fuzz --only scenarios --count 100000 --seed 7 --minutes 15
    python3 dev.py fuzz --again FILE          one input again, from what a finding has written

Every finding is told once and its input written to `fuzz-findings/` as JSON. Exit code 1 if there was one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz.targets import TARGETS, packed, unpacked
from fuzz.watch import MOST_SECONDS, SLOWEST, Finding

STACK = 500
"""Inputs of one process: a new one then, so that what piles up in one does not count against an input."""

PATIENCE = 6.0
"""The watcher lets an input have so many times its processor time before it ends the process."""

MOST_RSS = 6 << 30
"""Memory at which the watcher ends the process."""

MOST_TOLD = 100
"""Different findings after which the search of a target ends."""


class _Enough(Exception):  # noqa: N818 - no error
    """The search has gone on for as long as it may."""


@dataclass
class Found:
    """What a search has found: the findings by kind, each with its first input; how many inputs were tried.

    `slowest` is the greatest processor time of one input [s], `memory` the greatest of the process [bytes].
    """

    tried: int = 0
    findings: dict[str, tuple[str, Any]] = field(default_factory=dict)
    slowest: float = 0.0
    memory: int = 0


def search(name: str, count: int, number: int, end: float, mark: Path | None = None) -> Found:
    """Try `count` inputs of a target from a seed in this process, until `end` (monotonic time) at most.

    Parameters: `mark` a file that always holds the input under way.
    """
    target, found = TARGETS[name], Found()

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs())
    def try_one(value: Any) -> None:
        if time.monotonic() > end or len(found.findings) >= MOST_TOLD:
            raise _Enough
        if mark is not None:
            mark.write_text(json.dumps({"target": name, "input": packed(value)}), encoding="utf-8")
        found.tried += 1
        with tempfile.TemporaryDirectory() as folder:
            try:
                target.simulate(value, Path(folder))
            except Finding as finding:
                found.findings.setdefault(finding.kind, (str(finding), value))

    with contextlib.suppress(_Enough):
        try_one()
    return found


def _child(name: str, count: int, number: int, seconds: float, folder: Path) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mark = folder / "under-way.json"
    TARGETS[name].warm()
    found = search(name, count, number, time.monotonic() + seconds, mark)
    told = {
        "tried": found.tried,
        "findings": [[k, t, packed(v)] for k, (t, v) in found.findings.items()],
        "slowest": SLOWEST[0],
        "memory": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }
    (folder / "found.json").write_text(json.dumps(told), encoding="utf-8")
    mark.unlink(missing_ok=True)
    return 0


def _rss(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Return processor time [s] and memory [bytes] of a process and its children."""
    import psutil

    try:
        root = psutil.Process(process.pid)
        all_of_it = [root, *root.children(recursive=True)]
        times = [p.cpu_times() for p in all_of_it]
        return sum(t.user + t.system for t in times), sum(p.memory_info().rss for p in all_of_it)
    except psutil.Error:
        return 0.0, 0


def _watched(name: str, count: int, number: int, seconds: float, folder: Path) -> tuple[Found, str]:
    """Search in a process of its own; return what it found and how it ended, nothing if well."""
    command = [sys.executable, "-m", "fuzz", "--child", name, str(count), str(number), f"{seconds:.1f}", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    mark, seen, since, why = folder / "under-way.json", "", 0.0, ""
    while process.poll() is None:
        time.sleep(0.5)
        used, held = _rss(process)
        now = mark.read_text(encoding="utf-8") if mark.exists() else ""
        if now != seen:
            seen, since = now, used
        if seen and used - since > PATIENCE * MOST_SECONDS:
            why = f"time: no end after {used - since:.0f} s of processor time"
        elif held > MOST_RSS:
            why = f"memory: {held / 2**30:.1f} GiB"
        if why:
            process.kill()
            break
    told = process.communicate()[1].decode(errors="replace")
    if not why and process.returncode:
        why = f"end: the process ended with {process.returncode}: {told[-1000:]}"
    found, result = Found(), folder / "found.json"
    if result.exists():
        data = json.loads(result.read_text(encoding="utf-8"))
        findings = {k: (t, unpacked(v)) for k, t, v in data["findings"]}
        found = Found(data["tried"], findings, data["slowest"], data["memory"])
        result.unlink()
    if why and mark.exists():
        value = json.loads(mark.read_text(encoding="utf-8"))["input"]
        found.findings[why.partition(":")[0] + " " + str(value)[:40]] = (why, unpacked(value))
        mark.unlink()
    return found, why


def _written(where: Path, name: str, kind: str, told: str, value: Any) -> Path:
    where.mkdir(exist_ok=True)
    tidy = "".join(c if c.isalnum() else "-" for c in kind)[:60]
    path = where / f"{name}-{tidy}.json"
    path.write_text(json.dumps({"target": name, "told": told, "input": packed(value)}, indent=1), encoding="utf-8")
    return path


def campaign(only: list[str], count: int, number: int, minutes: float, where: Path) -> int:
    """Search every target in turns of `STACK` inputs; tell what comes out; return the exit code."""
    known: dict[tuple[str, str], str] = {}
    tried = dict.fromkeys(only, 0)
    started, end = time.monotonic(), time.monotonic() + 60.0 * minutes
    turn, ended, slowest, memory = 0, 0, 0.0, 0
    with tempfile.TemporaryDirectory(prefix="airdef-fuzz-") as folder:
        while any(n < count for n in tried.values()) and time.monotonic() < end:
            for name in [n for n in only if tried[n] < count]:
                if time.monotonic() > end:
                    break
                size = min(STACK, count - tried[name])
                left = min(end - time.monotonic(), 600.0)
                found, why = _watched(name, size, number + 1000 * turn, left, Path(folder))
                tried[name] += max(found.tried, 1)
                ended += bool(why)
                slowest, memory = max(slowest, found.slowest), max(memory, found.memory)
                for kind, (told, value) in found.findings.items():
                    if (name, kind) not in known:
                        known[name, kind] = told
                        path = _written(where, name, kind, told, value)
                        print(f"{name}: {told[:300]}\n    {path}", flush=True)
            turn += 1
            done = ", ".join(f"{name} {n:,}" for name, n in tried.items())
            told = f"slowest {slowest:.1f} s, most memory {memory / 2**20:.0f} MiB, processes ended {ended}"
            print(f"{time.monotonic() - started:.0f} s: {done}; findings: {len(known)}; {told}", flush=True)
    return 1 if known else 0


def again(path: Path) -> int:
    """Try one input again, from the file of a finding, and show where it fails."""
    data = json.loads(path.read_text(encoding="utf-8"))
    value = unpacked(data["input"])
    print(value)
    with tempfile.TemporaryDirectory() as folder:
        TARGETS[data["target"]].simulate(value, Path(folder))
    print("nothing is found with it")
    return 0


def main(arguments: list[str]) -> int:
    """Run what the command line asks for and return the exit code."""
    if arguments[:1] == ["--child"]:
        name, count, number, seconds, folder = arguments[1:]
        return _child(name, int(count), int(number), float(seconds), Path(folder))
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=sorted(TARGETS), help="this target; repeatable")
    parser.add_argument("--count", type=int, default=10_000, help="inputs of each target")
    parser.add_argument("--seed", type=int, default=None, help="the same seed tries the same inputs")
    parser.add_argument("--minutes", type=float, default=1e6, help="end after so long")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / "fuzz-findings", help="where inputs go")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try the input of a finding again")
    asked = parser.parse_args(arguments)
    if asked.again:
        return again(asked.again)
    number = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    print(f"seed {number}; processor {os.cpu_count()}", flush=True)
    return campaign(asked.only or sorted(TARGETS), asked.count, number, asked.minutes, asked.out)
