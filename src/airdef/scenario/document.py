"""The user's file as plain data, each value with its line and column, within limits that cannot be abused.

Only what YAML 1.2 calls the core schema is read: mappings, lists, texts, numbers, true, false, null. Directives of
another version and tags are refused, and so is what no text may hold (`characters`). The file is bounded in bytes,
depth and number of values (aliases expanded), so that no file can exhaust the machine.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from airdef.scenario.characters import called, paired, stranger
from airdef.scenario.errors import Path, Problem, ScenarioError, dotted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 20
MAX_VALUES = 50_000
MAX_NUMBER = 100
"""Characters of a number."""

VERSION = (1, 2)
"""The version of YAML that is read."""

TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Document:
    """A file as read: plain data (lists as tuples), and where each value (`(line, column)`, from 1) stands."""

    data: dict[str, Any]
    file: str
    text: str
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

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
        """Return a problem at a path, with the position of the nearest thing that stands in the file."""
        line, column = 0, 0
        for n in range(len(path), -1, -1):
            place = self.keys.get(path[:n]) if at_key else None
            place = place or self.positions.get(path[:n])
            if place:
                line, column = place
                break
        return Problem(self.file, dotted(path), given, expected, nearest, fix, line, column)


class _Counting(Composer):
    """A composer that stops at MAX_VALUES, before the nodes of a huge file are in memory.

    It remembers which nodes carry a tag that the file states, and gives errors of the scanner that have no place one.
    """

    count = 0

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.tags: dict[int, str] = {}

    def get_single_node(self) -> Any:
        with self._placed():
            return super().get_single_node()

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.count += 1
        event = self.parser.peek_event()
        if self.count > MAX_VALUES:
            raise MarkedYAMLError(problem=_TOO_MANY, problem_mark=event.start_mark)
        tag = getattr(event, "tag", None)
        node = super().compose_node(parent, index)
        if tag is not None:
            self.tags[id(node)] = str(tag)
        return node

    @contextmanager
    def _placed(self) -> Iterator[None]:
        """Give an ill-formed escape or number, which the scanner reports without a place, the place it stands at."""
        try:
            yield
        except (ValueError, OverflowError, AssertionError) as e:
            problem = f"text that is not YAML ({str(e)[:80] or type(e).__name__})"
            raise MarkedYAMLError(problem=problem, problem_mark=self.parser.scanner.reader.get_mark()) from None


_TOO_MANY = "too many values"


def read(path: FilePath) -> Document:
    """Read a scenario file. Raises ScenarioError for anything that is not one."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as e:
        given = f"'{file}' ({e.strerror or e})"
        fix = "give the path of a file you may read, or the name of a bundled scenario"
        raise ScenarioError([Problem(file, "", given, "a readable scenario file", (), fix)]) from None
    if len(raw) > MAX_BYTES:
        size = f"a file of more than {MAX_BYTES} bytes"
        fix = "describe a group once and use 'count' for its members"
        raise ScenarioError([Problem(file, "", size, f"at most {MAX_BYTES} bytes", (), fix)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        column = e.start - raw.rfind(b"\n", 0, e.start)
        given = f"byte 0x{raw[e.start]:02x}"
        fix = "save the file as UTF-8"
        raise ScenarioError([Problem(file, "", given, "UTF-8 text", (), fix, line, column)]) from None
    return read_text(text, file)


def read_text(text: str, file: str = "<text>") -> Document:
    """Read a scenario from YAML text. Raises ScenarioError."""
    text = text.removeprefix("\ufeff")
    document = Document({}, file, text)
    data = _data(document)
    if data is None:
        fix = "start with 'name:', 'defence:' and 'raid:'; see 'port-raid' for an example"
        raise ScenarioError([Problem(file, "", "an empty file", "a scenario", (), fix, 1, 1)])
    if not isinstance(data, dict):
        kind = "a list" if isinstance(data, tuple) else shown(data)
        fix = "start with 'name:', 'defence:' and 'raid:' at the left margin"
        raise ScenarioError([document.problem((), kind, "a mapping of names to values", fix)])
    document.data.update(data)
    return document


def read_value(text: str, file: str) -> Any:
    """Return the one value that a YAML text holds, as plain data. Raises ScenarioError, also for what follows it."""
    return _data(Document({}, file, text), whole=True)


def _data(document: Document, whole: bool = False) -> Any:
    """Return the plain data of a document's text, None for none, and note its places; `whole`: no comment in it."""
    _check_directives(document)
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = MAX_DEPTH + 1  # the values of the deepest list are one deeper than it
    yaml.Composer = _Counting
    root = _compose(yaml, document.text, document.file)
    if root is None:
        return None
    if whole and (rest := _comment(document.text, root)):
        given = f"the comment {shown(rest)}"
        raise ScenarioError([document.problem((), given, "one value and nothing behind it", "put the value in quotes")])
    return _Builder(document, yaml.composer.tags).build(root, (), ())


def _comment(text: str, root: Any) -> str:
    """Return the first comment in a text from where it begins; nothing if there is none."""
    spans, nodes = [], [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ScalarNode):
            spans.append((node.start_mark.index, node.end_mark.index))
        elif isinstance(node, MappingNode):
            nodes += [n for pair in node.value for n in pair]
        else:
            nodes += node.value
    for k, c in enumerate(text):
        if c == "#" and (k == 0 or text[k - 1] in " \t\n") and not any(a <= k < b for a, b in spans):
            return text[k:].strip()
    return ""


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


def _compose(yaml: YAML, text: str, file: str) -> Any:
    """Return the root node, or raise ScenarioError with the position of what YAML does not allow."""
    try:
        return yaml.compose(text)
    except MarkedYAMLError as e:
        mark = (e.context_mark if _unclosed(e) else e.problem_mark) or e.context_mark or e.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        given, expected, fix = _explain(e)
        raise ScenarioError([Problem(file, "", given, expected, (), fix, line, column)]) from None
    except ReaderError as e:
        line = text.count("\n", 0, e.position) + 1
        column = e.position - text.rfind("\n", 0, e.position)
        given = called(chr(e.character))
        problem = Problem(file, "", given, "printable text", (), "remove it", line, column)
        raise ScenarioError([problem]) from None
    except (YAMLError, ValueError, OverflowError, RecursionError, AssertionError) as e:
        given = f"text that is not YAML ({str(e)[:80] or type(e).__name__})"
        problem = Problem(file, "", given, "YAML", (), "check the punctuation", 1, 1)
        raise ScenarioError([problem]) from None


def _unclosed(e: MarkedYAMLError) -> bool:
    """Return whether something was opened and not closed: then the place is where it was opened."""
    problem = str(e.problem)
    return "unexpected end of stream" in problem or "expected ',' or" in problem


def _explain(e: MarkedYAMLError) -> tuple[str, str, str]:
    """Return given, expected and fix for an error of the YAML parser."""
    problem = " ".join(str(e.problem or e.context or "something YAML does not allow").split())
    if e.problem == _TOO_MANY:
        return "too much", f"at most {MAX_VALUES} values", "describe a group once and use 'count'"
    if "maximum depth" in f"{problem} {e.note or ''}" or "MaxDepth" in type(e).__name__:
        return "deeper nesting", f"at most {MAX_DEPTH} levels", "check the brackets and the indentation"
    if "'\\t'" in problem:
        return "a tab", "spaces for indentation", "replace tabs by spaces"
    if "undefined alias" in problem:
        return problem, "an alias of an anchor (&name) above it", "define the anchor, or quote the text"
    if _unclosed(e):
        opened = "a quote" if "scalar" in str(e.context) else "a bracket"
        return f"{opened} that is not closed", "its other end", "close it; commas stand between entries"
    if "another document" in problem:
        return "a second document ('---')", "one scenario a file", "split the file"
    return problem, "well-formed YAML", "check brackets, quotes, colons and indentation here"


class _Builder:
    """Nodes to plain data, noting positions and counting values with every alias expanded.

    `tags` holds what the file states as the tag of a node, by the node's identity.
    """

    def __init__(self, document: Document, tags: dict[int, str]) -> None:
        self.document = document
        self.tags = tags
        self.count = 0

    def build(self, node: Any, path: Path, above: tuple[int, ...]) -> Any:
        """Return the data of a node; `above` are the nodes it lies in."""
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.document.positions[path] = place
        self.count += 1
        if self.count > MAX_VALUES:
            raise self._refuse(
                path,
                f"aliases that stand for more than {MAX_VALUES} values",
                f"at most {MAX_VALUES} values",
                "write the values out, or use 'count'",
            )
        if id(node) in above:
            self.document.positions[path] = self.document.keys.get(path, place)
            raise self._refuse(
                path,
                "an alias of something it lies in (a cycle)",
                "a finite scenario",
                "remove the alias; a released weapon cannot release its carrier",
            )
        if id(node) in self.tags:
            given = f"the tag {shown(self.tags[id(node)])}"
            raise self._refuse(path, given, "plain values", "remove the tag")
        above = (*above, id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, above)
        if isinstance(node, SequenceNode):
            return tuple(self.build(child, (*path, i), above) for i, child in enumerate(node.value))
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: Path, above: tuple[int, ...]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, ScalarNode):
                self.document.positions[path] = place
                raise self._refuse(path, "a list or mapping as a key", "a name", "write 'name: value'")
            key = paired(str(key_node.value))
            here = (*path, key)
            self.document.keys[here] = place
            if id(key_node) in self.tags:
                self.document.positions[here] = place
                raise self._refuse(here, f"the tag {shown(self.tags[id(key_node)])}", "a name", "remove the tag")
            if strange := stranger(key):
                self.document.positions[here] = place
                raise self._refuse(here, called(strange), "a name of visible characters", "remove it")
            if key_node.tag == f"{TAG}merge":
                self.document.positions[here] = place
                raise self._refuse(here, "a merge key ('<<')", "names", "write the entries out")
            if key in data:
                self.document.positions[here] = place
                raise self._refuse(
                    here,
                    f"'{shown(key)[1:-1]}' twice",
                    "each name once",
                    "remove one of the two, or make them one list",
                )
            data[key] = self.build(value_node, here, above)
            if data[key] is None:
                self.document.positions[here] = place  # an empty value has no place of its own
        return data

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        tag, text = str(node.tag).removeprefix(TAG), str(node.value)
        if tag in {"int", "float"} and len(text) > MAX_NUMBER:
            raise self._refuse(path, shown(text), f"a number of at most {MAX_NUMBER} characters", "shorten it")
        try:
            if tag == "null":
                return None
            if tag == "bool":
                return text.casefold() == "true"
            if tag == "int":
                return int(text.replace("_", ""), 0 if text.lstrip("+-")[:2] in {"0x", "0o"} else 10)
            if tag == "float":
                return float(text.replace("_", "").casefold().replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            raise self._refuse(path, shown(text), "a number", "write it in digits, or quote the text") from None
        text = paired(text)
        if strange := stranger(text, lines=True):
            raise self._refuse(path, called(strange), "text of visible characters", "remove it")
        return text

    def _refuse(self, path: Path, given: str, expected: str, fix: str) -> ScenarioError:
        return ScenarioError([self.document.problem(path, given, expected, fix)])
