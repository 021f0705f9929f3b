"""One run of pytest in which every mutant of a module is tried: tests are collected once, and each mutant is a fork.

A first fork runs the tests as they are and tells of each how long it takes and which lines of the module it runs. A
mutant inside a function is then put in the place of that function, in a fork of its own, and only the tests that run
its lines are run, the quickest first, up to the first that fails.
"""

from __future__ import annotations

import ast
import gc
import os
import pickle
import signal
import sys
import time
import traceback
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from mutants import Mutant

SLACK, TIMES = 2.0, 10.0
"""A mutant is noticed when a test takes longer than SLACK + TIMES what it takes without it [s]."""

TELL = os.dup(2)
"""Where it is told how far a run is, while all else is silent."""


class TooLongError(Exception):
    """A test is left out."""

    raised = False


def _too_long(*_: Any) -> None:
    TooLongError.raised = True
    raise TooLongError


def limited(limit: float) -> None:
    """End this process when it has used `limit` seconds more of the processor, or when much more time has passed."""
    signal.setitimer(signal.ITIMER_PROF, limit)
    signal.setitimer(signal.ITIMER_REAL, 50.0 * limit)


def forked(work: Callable[[], Any], limit: float = 0.0) -> Any:
    """Return what `work` returns in a fork of this process, silently.

    None if it ended, or took more than `limit` seconds of the processor (0: no limit).
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        if not os.environ.get("TOLD"):
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
        if limit > 0.0:
            limited(limit)
        try:
            with os.fdopen(writer, "wb") as out:
                out.write(pickle.dumps(work()))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        text = told.read()
    os.waitpid(child, 0)
    return pickle.loads(text) if text else None


def _spans(source: str) -> dict[int, tuple[int, int]]:
    """Return of each line inside a function the lines of its statement (of a compound one: of its head)."""
    spans: dict[int, tuple[int, int]] = {}
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.stmt) and node is not function:
                body = getattr(node, "body", None)
                last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
                for line in range(node.lineno, max(last, node.lineno) + 1):
                    spans[line] = (node.lineno, max(last, node.lineno))
    return spans


def _bare(function: Any) -> Any:
    """Return the function that is wrapped, or a property's."""
    function = getattr(function, "fget", None) or getattr(function, "func", None) or function
    return getattr(function, "__wrapped__", function)


def put_in(module: types.ModuleType, text: str) -> None:
    """Let the functions of a module do what those of a changed source do, wherever they were imported to."""
    changed = types.ModuleType(module.__name__)
    changed.__file__ = module.__file__
    changed.__package__ = module.__package__
    exec(compile(text, str(module.__file__), "exec"), vars(changed))

    def swap(old: dict[str, Any], new: dict[str, Any]) -> None:
        for name, value in old.items():
            one, other = _bare(value), _bare(new.get(name))
            if isinstance(one, types.FunctionType) and isinstance(other, types.FunctionType):
                if one.__module__ == module.__name__:
                    one.__code__ = other.__code__
            elif isinstance(one, type) and isinstance(other, type) and one.__module__ == module.__name__:
                swap(dict(vars(one)), dict(vars(other)))

    swap(dict(vars(module)), vars(changed))


class Session:
    """A plugin of pytest that tries mutants on the tests collected: of each file its module's name and its mutants."""

    def __init__(self, files: dict[str, tuple[str, list[Mutant]]], longest: float) -> None:
        self.files, self.longest = files, longest
        self.left: dict[str, list[Mutant]] = {name: [] for name, _ in files.values()}
        self.elsewhere: dict[str, list[Mutant]] = {name: [] for name, _ in files.values()}
        self.trouble = ""
        self.used: list[str] = []
        self.took = 0.0

    def pytest_runtestloop(self, session: Any) -> bool:
        """Run the tests on what stands, then on each mutant."""
        found = "its tests cannot be collected" if session.testsfailed else forked(lambda: self._as_it_is(session))
        if isinstance(found, str) or found is None:
            self.trouble = found or "its tests end the process"
            return True
        took: dict[str, float] = {name: seconds for name, (seconds, _) in found.items()}
        items = {item.nodeid: item for item in session.items}
        self.used = sorted(took, key=took.__getitem__)
        self.took = sum(took.values())
        os.write(TELL, f"  {len(took)} of {len(items)} tests, {self.took:.0f} s\n".encode())
        gc.collect()
        gc.freeze()  # what is never looked at is never copied into a fork
        for file, (name, mutants) in self.files.items():
            with open(file, encoding="utf-8") as source:
                spans = _spans(source.read())
            for mutant in mutants:
                if mutant.line not in spans:
                    self.elsewhere[name].append(mutant)
                    continue
                at = {(file, line) for line in range(spans[mutant.line][0], spans[mutant.line][1] + 1)}
                chosen = [(items[n], SLACK + TIMES * took[n]) for n in self.used if at & found[n][1]]
                if forked(lambda n=name, m=mutant, c=chosen: self._passes(session, n, c, m.text)):
                    self.left[name].append(mutant)
                    told = f"  {name}:{mutant.line}\n    {mutant.before}\n    {mutant.after}\n"
                    os.write(TELL, told.encode())
            os.write(TELL, f"  {name}: {len(self.left[name])} of {len(mutants)}\n".encode())
        return True

    def _as_it_is(self, session: Any) -> Any:
        """Return of each test how long it takes [s] and the lines that it runs; or what is wrong."""
        found: dict[str, tuple[float, set[tuple[str, int]]]] = {}
        signal.signal(signal.SIGPROF, _too_long)
        for item, following in _pairs(session.items):
            lines: set[tuple[str, int]] = set()

            def local(frame: Any, event: str, _: Any, lines: set[tuple[str, int]] = lines) -> Any:
                if event == "line":
                    lines.add((frame.f_code.co_filename, frame.f_lineno))
                return local

            def trace(frame: Any, *_: Any, local: Any = local) -> Any:
                return local if frame.f_code.co_filename in self.files else None

            TooLongError.raised = False
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, self.longest, 1.0)
            sys.settrace(trace)
            try:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            finally:
                sys.settrace(None)
                signal.setitimer(signal.ITIMER_PROF, 0.0)
            took = time.process_time() - begun
            if session.testsfailed and not TooLongError.raised:
                return f"{item.nodeid} fails without any change"
            session.testsfailed = 0
            if not TooLongError.raised:
                found[item.nodeid] = (took, lines)
        return found

    def _passes(self, session: Any, name: str, tests: list[tuple[Any, float]], text: str) -> bool:
        put_in(sys.modules[name], text)
        for (item, following), (_, limit) in zip(_pairs([item for item, _ in tests]), tests, strict=True):
            limited(limit)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return False
        return True


def _pairs(items: list[Any]) -> list[tuple[Any, Any]]:
    """Return each test with the next one."""
    return list(zip(items, [*items[1:], None], strict=False))
