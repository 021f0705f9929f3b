"""The events of libyaml's parser as plain data: places noted, values and depth counted with every alias written out.

Nothing is kept but the data and the places, and reading ends at the first value too many: memory and processor time
are bounded by `airdef.limits` whatever the text holds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import yaml

from airdef import limits
from airdef.characters import called, stranger
from airdef.scenario.errors import Path, Problem, ScenarioError, shown
from airdef.scenario.scalars import ScalarError, plain

if TYPE_CHECKING:
    from collections.abc import Iterator


PARSER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it, else PyYAML's own: slower, and within the same limits."""

_PAIR: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""Two escapes that JSON writes for one character beyond U+FFFF."""

_HALF: Final = re.compile(r"\\[uU](?:0000)?([dD][89a-fA-F][0-9a-fA-F]{2})")
_QUOTED: Final = re.compile(r'(?:[^"\\]|\\.)*', re.DOTALL)

SUBSTITUTE: Final = "\ufdef"
"""What stands for a lone surrogate while a text is read: a noncharacter, which no text may hold either."""

MOST_MENDED: Final = 100
"""Texts in double quotes in which pairs of escapes are read, in a file that is not JSON as a whole."""


class Placed(Protocol):
    """What parsing asks of a document: its text, and where to write down the places of what it reads."""

    @property
    def text(self) -> str:
        """The text of the file."""

    @property
    def file(self) -> str:
        """The name of the file."""

    @property
    def positions(self) -> dict[Path, tuple[int, int]]:
        """Line and column of each value."""

    @property
    def keys(self) -> dict[Path, tuple[int, int]]:
        """Line and column of each key."""

    def problem(self, path: Path, given: str, expected: str, fix: str = "") -> Problem:
        """Return a problem at a path of the document.

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

        Returns
        -------
        Problem
            A problem at a path of the document.
        """


def parsed(document: Placed, whole: bool = False) -> Any:
    """Return the data of a document's text and note where each value stands; None, and nothing noted, for no data.

    Parameters
    ----------
    document
        The document that it was read from, for the places in messages.
    whole
        Whether a comment in the text is an error.

    Returns
    -------
    Any
        The data of a document's text and note where each value stands.

    Raises
    ------
    ScenarioError
        With the place of what is not allowed.
    """
    text, half = document.text, ""
    for _ in range(MOST_MENDED + 1):
        document.positions.clear()
        document.keys.clear()
        try:
            return _Builder(document, yaml.parse(text, Loader=PARSER), whole, half).data()
        except yaml.MarkedYAMLError as e:
            if not _escape(e) or half:
                raise _told(e, text, document.file) from None
            text, half = _mended(text, e)
        except yaml.YAMLError as e:
            given = f"text that is not YAML ({str(e)[:80] or type(e).__name__})"
            problem = Problem(document.file, "", given, "YAML", (), "check the punctuation", 1, 1)
            raise ScenarioError([problem]) from None
    given = f"more than {MOST_MENDED} texts with escapes \\ud800 to \\udfff"
    raise ScenarioError([Problem(document.file, "", given, "characters as they are", (), "write them so", 1, 1)])


def _escape(e: yaml.MarkedYAMLError) -> bool:
    """Return whether an escape in a quoted text is at fault."""
    return "invalid Unicode character escape" in str(e.problem)


def _mended(text: str, e: yaml.MarkedYAMLError) -> tuple[str, str]:
    r"""Return a text with one escape where two stand for one character (`\ud83d\ude00`), and a half that has no other.

    Pairs are mended all at once in JSON, where every text is in double quotes; else in the text in double quotes that
    is at fault. A half gives place to `SUBSTITUTE`, so that it is refused at its path.
    """

    def one(pair: re.Match[str]) -> str:
        high, low = int(pair[2], 16), int(pair[3], 16)
        return f"{pair[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    at = max(text.rfind("\\", 0, e.problem_mark.index + 1), 0)
    quoted = _QUOTED.match(text, at)
    assert quoted is not None  # it matches the empty text
    mended = text[:at] + _PAIR.sub(one, quoted[0]) + text[quoted.end() :]
    if mended == text:
        half = _HALF.match(text, at)
        if half is None:
            return text, "\0"  # an escape beyond Unicode: told next time
        return text[:at] + f"\\u{ord(SUBSTITUTE):04x}" + text[half.end() :], chr(int(half[1], 16))
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return mended, ""
    return _PAIR.sub(one, text), ""


def _told(e: yaml.MarkedYAMLError, text: str, file: str) -> ScenarioError:
    """Return the error of the YAML parser as ours."""
    mark = (e.context_mark if _unclosed(e) else e.problem_mark) or e.context_mark or e.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    given, expected, fix = _explain(e, text)
    return ScenarioError([Problem(file, "", given, expected, (), fix, line, column)])


def _unclosed(e: yaml.MarkedYAMLError) -> bool:
    """Return whether something was opened and not closed: then the place is where it was opened."""
    problem = str(e.problem)
    return "unexpected end of stream" in problem or "expected ',' or" in problem


def _explain(e: yaml.MarkedYAMLError, text: str) -> tuple[str, str, str]:
    """Return given, expected and fix for an error of the YAML parser."""
    problem = " ".join(str(e.problem or e.context or "something YAML does not allow").split())
    if "start any token" in problem or "tab character" in problem:
        sign = text[e.problem_mark.index : e.problem_mark.index + 1]
        if sign == "\t" or "tab character" in problem:
            return "a tab", "spaces for indentation", "replace tabs by spaces"
        return f"{shown(sign)} at the beginning of a text", "a text that begins otherwise", "put it in quotes"
    if _unclosed(e):
        opened = "a quote" if "scalar" in str(e.context) else "a bracket"
        return f"{opened} that is not closed", "its other end", "close it; commas stand between entries"
    if _escape(e):
        return "text that is not YAML (an escape of no character)", "whole characters", "write the character itself"
    return problem, "well-formed YAML", "check brackets, quotes, colons and indentation here"


@dataclass
class _Anchored:
    """What an alias stands for: its path, its data (not before `done`) and the paths of the values in it."""

    path: Path
    data: Any = None
    inside: tuple[Path, ...] = ()
    done: bool = False


class _Builder:
    """Events to plain data, noting positions and counting values with every alias expanded."""

    def __init__(self, document: Placed, events: Iterator[Any], whole: bool, half: str) -> None:
        self.document = document
        self.half = half
        self.next = events.__next__
        self.order: list[Path] = []
        self.anchors: dict[str, _Anchored] = {}
        self.spans: list[tuple[int, int]] | None = [] if whole else None

    def data(self) -> Any:
        """Return the data of the one document there is."""
        self.next()  # the stream begins
        data = None
        if isinstance(self.next(), yaml.DocumentStartEvent):
            data = self.build(self.next(), ())
            self.next()  # the document ends
            event = self.next()
            if isinstance(event, yaml.DocumentStartEvent):
                raise self._refuse((), "a second document ('---')", "one scenario a file", "split the file", event)
        if self.spans is not None and (rest := self._comment()):
            raise self._refuse(
                (), f"the comment {shown(rest)}", "one value and nothing behind it", "put the value in quotes"
            )
        return data

    def _comment(self) -> str:
        """Return the first comment of the text from where it begins, nothing if there is none."""
        text, at = self.document.text, 0
        for begin, end in (*(self.spans or ()), (len(text), len(text))):
            found = re.search(r"(?<![^ \t\n])#", text[at:begin])
            if found:
                return text[at + found.start() :].strip()
            at = end
        return ""

    def build(self, event: Any, path: Path) -> Any:
        """Return the data that begins with an event."""
        self._note(path, event)
        self.order.append(path)
        self._count(path)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        if event.tag is not None:
            raise self._refuse(path, f"the tag {shown(_tag(event))}", "plain values", "remove the tag")
        anchored = None
        if event.anchor is not None:
            anchored = self.anchors[event.anchor] = _Anchored(path)
        begin = len(self.order)
        if isinstance(event, yaml.ScalarEvent):
            data = self._scalar(event, path)
        elif limits.SCENARIO_DEPTH.exceeded(len(path) + 1):
            most = limits.SCENARIO_DEPTH
            raise self._refuse((), "deeper nesting", most.expected, most.fix, event)
        else:
            data = self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        if anchored is not None:
            anchored.data, anchored.inside, anchored.done = data, tuple(self.order[begin:]), True
        return data

    def _note(self, path: Path, event: Any) -> None:
        mark = event.start_mark
        self.document.positions[path] = (mark.line + 1, mark.column + 1)

    def _count(self, path: Path) -> None:
        most = limits.SCENARIO_VALUES
        if len(self.order) > most.most:
            raise self._refuse(path, "more, aliases written out", most.expected, most.fix)

    def _list(self, path: Path) -> tuple[Any, ...]:
        found: list[Any] = []
        here = (*path, 0)
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.build(event, here))
            here = (*path, len(found))
        return tuple(found)

    def _mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            here = self._key(event, path, data)
            key = str(here[-1])
            data[key] = self.build(self.next(), here)
            if data[key] is None:
                self.document.positions[here] = self.document.keys[here]  # an empty value has no place of its own
        return data

    def _key(self, event: Any, path: Path, data: dict[str, Any]) -> Path:
        """Return the path of the entry whose key an event holds."""
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refuse(path, "a list or mapping as a key", "a name", "write 'name: value'", event)
        key = str(event.value)
        here = (*path, key)
        if key in data:
            fix = "remove one of the two, or make them one list"
            raise self._refuse(here, f"'{shown(key)[1:-1]}' twice", "each name once", fix, event)
        self.document.keys[here] = (event.start_mark.line + 1, event.start_mark.column + 1)
        self._span(event)
        if event.tag is not None:
            raise self._refuse(here, f"the tag {shown(_tag(event))}", "a name", "remove the tag", event)
        if strange := stranger(key):
            raise self._refuse(here, self._called(strange), "a name of visible characters", "remove it", event)
        if key == "<<" and event.implicit[0]:
            raise self._refuse(here, "a merge key ('<<')", "names", "write the entries out", event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(here, key, (), True)
        return here

    def _alias(self, event: Any, path: Path) -> Any:
        """Return what an alias stands for, as if it were written out; its places are those of what is anchored."""
        meant = self.anchors.get(event.anchor)
        if meant is None:
            fix = "define the anchor, or quote the text"
            given = f"the alias {shown('*' + event.anchor)}"
            raise self._refuse(path, given, "an alias of an anchor (&name) above it", fix)
        if not meant.done:
            fix = "remove the alias; a released weapon cannot release its carrier"
            raise self._refuse(path, "an alias of something it lies in (a cycle)", "a finite scenario", fix)
        positions, keys, most = self.document.positions, self.document.keys, limits.SCENARIO_DEPTH
        positions[path] = positions.get(meant.path, positions[path])
        for inside in meant.inside:
            here = (*path, *inside[len(meant.path) :])
            self.order.append(here)
            self._count(path)
            if most.exceeded(len(here)):
                raise self._refuse(path, "deeper nesting", most.expected, most.fix, event)
            positions[here] = positions[inside]
            if inside in keys:
                keys[here] = keys[inside]
        return meant.data

    def _scalar(self, event: Any, path: Path) -> Any:
        text = str(event.value)
        self._span(event)
        try:
            found = plain(text) if event.implicit[0] else text
        except ScalarError as e:
            raise self._refuse(path, shown(text), e.expected, e.fix) from None
        if isinstance(found, str) and (strange := stranger(text, lines=True)):
            raise self._refuse(path, self._called(strange), "text of visible characters", "remove it")
        return found

    def _called(self, strange: str) -> str:
        return called(self.half if self.half and strange == SUBSTITUTE else strange)

    def _span(self, event: Any) -> None:
        if self.spans is not None:
            self.spans.append((event.start_mark.index, event.end_mark.index))

    def _refuse(self, path: Path, given: str, expected: str, fix: str, event: Any = None) -> ScenarioError:
        if event is not None:
            self._note(path, event)
        return ScenarioError([self.document.problem(path, given, expected, fix)])


def _tag(event: Any) -> str:
    return str(event.tag).removeprefix("tag:yaml.org,2002:")
