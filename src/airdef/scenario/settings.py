"""Values set in a declaration from outside, as `--set raid.0.count=8` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airdef.characters import called, paired, stranger
from airdef.limits import PATH_WORDS
from airdef.scenario.document import Document, read_value
from airdef.scenario.errors import Path, Problem, ScenarioError, dotted, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def with_overrides(document: Document, overrides: Mapping[str, object]) -> Document:
    """Return a document with values replaced or added.

    What stands behind `overrides` is one name: `defence.0.overrides.missile.sspk.aircraft`. A text is read as YAML
    would read it. What is set is validated with the rest of the declaration.

    Parameters
    ----------
    document
        The document that it was read from, for the places in messages.
    overrides
        Maps dotted paths to values: names, and for lists the position from 0 or the `name` of the entry:
        `raid.0.count`, `assets.port.value`.

    Returns
    -------
    Document
        A document with values replaced or added.

    Raises
    ------
    ScenarioError
        If the path leads nowhere or the text is not a value.
    """
    return _with(document, overrides.items(), _value)


def with_changes(document: Document, changes: Iterable[tuple[str, Any]]) -> Document:
    """Return a document with the `changes` of another one of the same text: values as a document holds them.

    Parameters
    ----------
    document
        The document that it was read from, for the places in messages.
    changes
        What is changed, by path.

    Returns
    -------
    Document
        A document with the `changes` of another one of the same text: values as a document holds them.
    """
    return _with(document, changes, _plain)


def _with(
    document: Document, pairs: Iterable[tuple[str, Any]], settle: Callable[[Document, str, object], Any]
) -> Document:
    """Return a document with values replaced or added, each as `settle` makes it of what is given."""
    data, gone, changes = document.data, set(), []
    for path, value in pairs:
        if not isinstance(path, str) or not all(path.split(".")):
            raise _refused(document, shown(path), "", "a dotted path", "separate names and positions by single points")
        words = path.split(".")
        if PATH_WORDS.exceeded(len(words)):
            given = f"a path of {len(words)} words"
            raise _refused(document, given, shown(path)[1:-1], PATH_WORDS.expected, PATH_WORDS.fix)
        settled = settle(document, path, value)
        data, at = _set(document, data, words, settled)
        gone.add(at)
        changes.append((path, settled))
    if not gone:
        return document
    lengths = sorted({len(at) for at in gone})

    def kept(places: Mapping[Path, tuple[int, int]]) -> dict[Path, tuple[int, int]]:
        return {p: at for p, at in places.items() if not any(p[:n] in gone for n in lengths)}

    places = (kept(document.positions), kept(document.keys))
    return Document(data, document.file, document.text, *places, (*document.changes, *changes))


def _value(document: Document, path: str, value: object) -> Any:
    """Return a value as a document holds it: a text as YAML reads it, whole."""
    if isinstance(value, str):
        try:
            return read_value(value, f"--set {path}")
        except ScenarioError as e:
            first = e.first
            given = shown(value) if first.given in shown(value) else f"{shown(value)} with {first.given}"
            raise _refused(document, given, path, first.expected, first.fix) from None
    return _plain(document, path, value)


def _plain(document: Document, path: str, value: object) -> Any:
    """Return lists as tuples, however deep. Raises ScenarioError for a text that no file may hold."""
    if isinstance(value, list | tuple):
        return tuple(_plain(document, path, v) for v in value)
    if isinstance(value, dict):
        return {_plain(document, path, str(k)): _plain(document, path, v) for k, v in value.items()}
    if isinstance(value, str):
        text = paired(value)
        if strange := stranger(text, lines=True):
            given = called(strange)
            raise _refused(document, given, path, "text of visible characters", "remove it")
        return text
    return value


def _set(document: Document, data: dict[str, Any], words: list[str], value: Any) -> tuple[dict[str, Any], Path]:
    """Return the data with one value set, and where: positions at and below it hold no more."""
    if "overrides" in words[:-1]:
        at = words.index("overrides") + 1
        words = [*words[:at], ".".join(words[at:])]
    path: list[str | int] = []
    return _put(document, data, words, value, path), tuple(path)


def _put(document: Document, node: Any, words: list[str], value: Any, path: list[str | int]) -> Any:
    """Return a copy of `node` with the value at `words` in it; `path` collects the way."""
    if not words:
        return value
    word = words[0]
    if isinstance(node, tuple):
        index = _index(document, node, word, path)
        path.append(index)
        child = _put(document, node[index], words[1:], value, path)
        return (*node[:index], child, *node[index + 1 :])
    if node is None:
        node = {}
    if not isinstance(node, dict):
        here = dotted(tuple(path))
        raise _refused(
            document, shown(node), ".".join([here, *words]), f"names or entries in '{here}'", f"set '{here}' itself"
        )
    path.append(word)
    return {**node, word: _put(document, node.get(word), words[1:], value, path)}


def _index(document: Document, node: tuple[Any, ...], word: str, path: list[str | int]) -> int:
    """Return the position in a list that a word of the path means: a number from 0, or an entry's name."""
    if word.isdecimal() and int(word[:9]) < len(node):
        return int(word[:9])
    names = [str(e.get("name", "")) if isinstance(e, dict) else "" for e in node]
    if word in names:
        return names.index(word)
    here: Path = tuple(path)
    expected = f"a position from 0 to {len(node) - 1}, or the name of an entry" if node else "a list with entries"
    close = nearest(word, [n for n in names if n])
    fix = f"'{dotted(here)}' has {len(node)} entries; count from 0"
    raise ScenarioError([Problem("--set", f"{dotted(here)}.{word}", shown(word), expected, close, fix)])


def _refused(document: Document, given: str, path: str, expected: str, fix: str) -> ScenarioError:
    return ScenarioError([Problem("--set", path, given, expected, (), fix)])
