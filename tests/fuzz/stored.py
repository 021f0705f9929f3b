"""Stored campaigns: files of one cut, exchanged, flipped and put in each other's place."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from airdef.cli import main
from airdef.cli.codes import DONE, ERROR
from airdef.outcome.files import _seal
from fuzz.values import leaves, trees, words
from fuzz.watch import Finding, check_numbers, check_words, watched


@cache
def made() -> dict[str, bytes]:
    """Return the files of a stored campaign by their names: two parts and a piece of a third."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        store = Path(folder) / "store"
        code = main(
            ["run", "ideal-salvo", "-n", "2500", "--part", "1024", "--out", str(store), "--threads", "1", "--json"]
        )
        assert code == DONE
        return {str(p.relative_to(store)): p.read_bytes() for p in sorted(store.rglob("*")) if p.is_file()}


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(p for k, v in below for p in _leaves(v, (*path, k)))]


@st.composite
def edits(draw: st.DrawFn) -> list[list[Any]]:
    """Return what is done to the files, in order: act, file, and what it takes."""
    names = sorted(made())
    headers = [n for n in names if n.endswith(".json")]
    done: list[list[Any]] = []
    for _ in range(draw(st.integers(1, 3))):
        act = draw(
            st.sampled_from(
                ["flip", "flip", "cut", "delete", "bytes", "swap", "json", "json", "json", "add", "link", "folder"]
            )
        )
        name = draw(st.sampled_from(headers if act == "json" else names))
        size = len(made()[name])
        if act == "flip":
            done.append([act, name, draw(st.integers(0, max(size - 1, 0))), draw(st.integers(0, 7))])
        elif act == "cut":
            done.append([act, name, draw(st.integers(0, size))])
        elif act == "bytes":
            done.append([act, name, draw(st.binary(max_size=40))])
        elif act == "swap":
            done.append([act, name, draw(st.sampled_from(names))])
        elif act == "json":
            path = draw(st.sampled_from([p for p in _leaves(json.loads(made()[name])) if p]))
            done.append(
                [act, name, list(path), draw(st.one_of(leaves(), trees(), st.just("DELETE"))), draw(st.booleans())]
            )
        elif act == "add":
            done.append(
                [act, draw(words()).replace("/", "").replace("\x00", "")[:40] or "x", draw(st.binary(max_size=9))]
            )
        else:
            done.append([act, name])
    return done


def inputs() -> st.SearchStrategy[dict[str, Any]]:
    """Return edits, and whether the campaign is gone on with afterwards."""
    return st.fixed_dictionaries({"edits": edits(), "resume": st.sampled_from([False, False, False, True])})


def _edit(store: Path, edit: list[Any]) -> None:
    act, name, *rest = edit
    file = store / name
    with contextlib.suppress(OSError, UnicodeEncodeError):  # an edit before this one may have taken it away
        if act == "add":
            file.write_bytes(rest[0])
            return
        held = bytearray(file.read_bytes())
        if act == "flip" and held:
            held[rest[0] % len(held)] ^= 1 << rest[1]
            file.write_bytes(held)
        elif act == "cut":
            file.write_bytes(held[: rest[0]])
        elif act == "bytes":
            file.write_bytes(rest[0])
        elif act == "swap":
            file.write_bytes((store / rest[0]).read_bytes())
        elif act == "json":
            file.write_text(_exchanged(held, *rest), encoding="utf-8", errors="surrogatepass")
        elif act in ("delete", "link", "folder"):
            file.unlink()
            if act == "link":
                file.symlink_to("nowhere")
            elif act == "folder":
                file.mkdir()


def _exchanged(held: bytearray, path: list[Any], value: Any, sealed: bool) -> str:
    """Return a file with a value exchanged; `sealed` with a checksum that is right again, as who means ill makes it."""
    try:
        data = json.loads(held)
    except ValueError:
        return held.decode("utf-8", "replace")
    node = data
    for key in path[:-1]:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return json.dumps(data)
    with contextlib.suppress(KeyError, IndexError, TypeError):
        if value == "DELETE":
            del node[path[-1]]
        else:
            node[path[-1]] = value
    if sealed and isinstance(data, dict):
        data.pop("seal", None)
        with contextlib.suppress(ValueError):
            data["seal"] = _seal(data)
    return json.dumps(data)


def simulate(given: dict[str, Any], folder: Path) -> None:
    """Summarise a damaged campaign, and go on with it where the input says so."""
    store = folder / "store"
    for name, content in made().items():
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_bytes(content)
    for edit in given["edits"]:
        _edit(store, edit)
    for line in (
        ["results", str(store), "--json"],
        ["run", "--out", str(store), "--resume", "--json", "--threads", "1"],
    ):
        if line[0] == "run" and not given["resume"]:
            continue
        out, err = io.StringIO(), io.StringIO()
        with watched(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(line)
        told = err.getvalue()
        if code not in (DONE, ERROR):
            raise Finding("code", f"{code}: {told}")
        if "a fault in airdef" in told:
            raise Finding(f"fault {line[0]} " + told.partition("what you gave: ")[2][:60], told)
        if told:
            check_words(told)
        if code == DONE:
            check_numbers(json.loads(out.getvalue(), parse_constant=float), line[0])
    shutil.rmtree(store, ignore_errors=True)
    assert os.getcwd()
