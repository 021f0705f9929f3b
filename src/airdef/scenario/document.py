"""The user's file as plain data, each value with its line and column, within limits that cannot be abused.

Only what YAML 1.2 calls the core schema is read: mappings, lists, texts, numbers, true, false, null. Directives of
another version and tags are refused, and so is what no text may hold (`characters`). Bytes, depth and values (aliases
written out) of a file are bounded by `airdef.limits` and counted while it is read (`parsing`), so that its memory and
processor time are bounded whatever it holds. The parser is libyaml's, by PyYAML: it takes a fiftieth of the time of
one in Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final

from airdef import limits
from airdef.characters import called
from airdef.scenario.errors import Path, Problem, ScenarioError, dotted, shown
from airdef.scenario.parsing import parsed

VERSION: Final = (1, 2)
"""The version of YAML that is read."""

_UNPRINTABLE: Final = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML takes in no file."""


@dataclass(frozen=True)
class Document:
    """A file as read: plain data (lists as tuples), and where each value (`(line, column)`, from 1) stands.

    `changes` are the overrides that the data has beyond the text, by path, in their order.
    """

    data: dict[str, Any]
    file: str
    text: str
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    changes: tuple[tuple[str, Any], ...] = ()

    def place(self, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """Return line and column of the nearest thing that stands in the file; zeros where nothing does.

        Parameters
        ----------
        path
            Where in the document.
        at_key
            Whether the place is that of the key and not that of its value.

        Returns
        -------
        tuple[int, int]
            Line and column of the nearest thing that stands in the file; zeros where nothing does.
        """
        for n in range(len(path), -1, -1):
            found = (self.keys.get(path[:n]) if at_key else None) or self.positions.get(path[:n])
            if found:
                return found
        return 0, 0

    def problem(
        self,
        path: Path,
        given: str,
        expected: str,
        fix: str = "",
        nearest: tuple[str, ...] = (),
        *,
        at_key: bool = False,
    ) -> Problem:
        """Return a problem at a path, with the position of the nearest thing that stands in the file.

        Parameters
        ----------
        path
            Where in the document.
        given
            What was given, in words.
        expected
            What was expected there, in words.
        fix
            The usual fix, in words; empty for none.
        nearest
            The nearest valid names.
        at_key
            Whether the place is that of the key and not that of its value.

        Returns
        -------
        Problem
            A problem at a path, with the position of the nearest thing that stands in the file.
        """
        line, column = self.place(path, at_key=at_key)
        return Problem(self.file, dotted(path), given, expected, nearest, fix, line, column)


def read(path: FilePath) -> Document:
    """Read a scenario file.

    Parameters
    ----------
    path
        Path of the file.

    Returns
    -------
    Document
        The document.

    Raises
    ------
    ScenarioError
        For anything that is not one.
    """
    file, most = str(path), limits.SCENARIO_BYTES
    try:
        with path.open("rb") as stream:
            raw = stream.read(most.most + 1)
    except (OSError, ValueError) as e:  # a name with a zero in it is a ValueError
        given = f"{shown(file)} ({getattr(e, 'strerror', None) or e})"
        fix = "give the path of a file you may read, or the name of a bundled scenario"
        raise ScenarioError([Problem(file, "", given, "a readable scenario file", (), fix)]) from None
    return read_text(_decoded(raw, file), file)


def read_source(path: FilePath, file: str) -> str:
    """Return the text of a scenario file that must be a regular one; messages call it `file`.

    Parameters
    ----------
    path
        Path of the file.
    file
        What messages call the file.

    Returns
    -------
    str
        The text of a scenario file that must be a regular one; messages call it `file`.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    try:
        return _decoded(limits.read_file(path, limits.SCENARIO_BYTES), file)
    except limits.LimitError:
        raise _too_large(file) from None
    except OSError as e:
        given = f"a file that cannot be read ({e.strerror or e})"
        raise ScenarioError([Problem(file, "", given, "a readable scenario file", (), "delete it")]) from None


def _too_large(file: str) -> ScenarioError:
    most = limits.SCENARIO_BYTES
    given = f"a file of more than {limits.amount(most.most, most.of)}"
    return ScenarioError([Problem(file, "", given, most.expected, (), most.fix)])


def _decoded(raw: bytes, file: str) -> str:
    """Return the text in the bytes of a file. Raises ScenarioError."""
    if limits.SCENARIO_BYTES.exceeded(len(raw)):
        raise _too_large(file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        column = e.start - raw.rfind(b"\n", 0, e.start)
        given = f"byte 0x{raw[e.start]:02x}"
        fix = "save the file as UTF-8"
        raise ScenarioError([Problem(file, "", given, "UTF-8 text", (), fix, line, column)]) from None


def read_text(text: str, file: str = "<text>") -> Document:
    """Read a scenario from YAML text.

    Parameters
    ----------
    text
        The text.
    file
        What messages call the file.

    Returns
    -------
    Document
        The document.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    document = Document({}, file, text.removeprefix("\ufeff"))
    data = _data(document)
    if data is None and not document.positions:
        fix = "start with 'name:', 'defence:' and 'raid:'; see 'port-raid' for an example"
        raise ScenarioError([Problem(file, "", "an empty file", "a scenario", (), fix, 1, 1)])
    if not isinstance(data, dict):
        kind = "a list" if isinstance(data, tuple) else shown(data)
        fix = "start with 'name:', 'defence:' and 'raid:' at the left margin"
        raise ScenarioError([document.problem((), kind, "a mapping of names to values", fix)])
    document.data.update(data)
    return document


def read_value(text: str, file: str) -> Any:
    """Return the one value that a YAML text holds, as plain data.

    Parameters
    ----------
    text
        The text.
    file
        What messages call the file.

    Returns
    -------
    Any
        The one value that a YAML text holds, as plain data.

    Raises
    ------
    ScenarioError
        Also for what follows it.
    """
    return _data(Document({}, file, text), whole=True)


def _data(document: Document, whole: bool = False) -> Any:
    """Return the plain data of a document's text, None for none, and note its places; `whole`: no comment in it."""
    file, text, most = document.file, document.text, limits.SCENARIO_BYTES
    if most.exceeded(len(text)):
        given = limits.amount(len(text), "characters")
        raise ScenarioError([Problem(file, "", given, most.expected, (), most.fix)])
    bad = _UNPRINTABLE.search(text)
    if bad is not None:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        raise ScenarioError([Problem(file, "", called(bad[0]), "printable text", (), "remove it", line, column)])
    _check_directives(document)
    return parsed(document, whole)


def _check_directives(document: Document) -> None:
    """Refuse directives but that of the version that is read: in YAML 1.1 `yes`, `010` and `1:30` mean other things."""
    for number, line in enumerate(document.text.splitlines(), 1):
        if line.startswith("%"):
            if line.partition("#")[0].split() == ["%YAML", ".".join(map(str, VERSION))]:
                continue
            fix = "remove the line; write true and false for yes, on, no and off; check numbers such as 010 and 1:30"
            problem = Problem(document.file, "", shown(line), "YAML 1.2 without directives", (), fix, number, 1)
            raise ScenarioError([problem])
        if line.strip() and not line.lstrip().startswith("#"):
            return
