"""Requests to the service: paths, queries, heads and bodies that no page would send."""

from __future__ import annotations

import asyncio
import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from hypothesis import strategies as st

from airdef.server.app import create_app
from airdef.server.settings import Limits, Settings
from fuzz.scenarios import edited, spliced
from fuzz.values import NUMBERS, trees, words
from fuzz.watch import Finding, watched


class Service:
    """A service that takes orders and runs none, asked without a network; a fault of it is raised where it is asked."""

    def __init__(self) -> None:
        workspace = Path(tempfile.mkdtemp(prefix="airdef-fuzz-service-"))
        atexit.register(shutil.rmtree, workspace, ignore_errors=True)
        limits = Limits(jobs=0, reads=1e9, writes=1e9)
        transport = httpx.ASGITransport(create_app(Settings(workspace=workspace, limits=limits)))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765")
        self._runner = asyncio.Runner()

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        """Return the answer to a request."""
        return self._runner.run(self._client.request(method, url, **more))


@cache
def service() -> Service:
    """Return the service, made when it is first asked for."""
    return Service()


@cache
def operations() -> list[tuple[str, str, list[str]]]:
    """Return method, path and the names of the query's parameters of every operation, event streams aside."""
    described = service().request("GET", "/api/openapi.json").json()["paths"]
    return sorted(
        (method.upper(), path, [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"])
        for path, methods in described.items()
        for method, operation in methods.items()
        if not path.endswith("/events")
    )


NAMES = [
    "port-raid",
    "ideal-salvo",
    "island",
    "nosuch",
    "..",
    "%2e%2e",
    "a/b",
    ".",
    "con",
    "x" * 300,
    "1",
    "0" * 26,
    "\x00",
    "\n",
]


def _specs() -> st.SearchStrategy[Any]:
    text = st.one_of(edited(), spliced())
    name = st.one_of(st.sampled_from(NAMES), words())
    changes = st.dictionaries(
        st.one_of(words(), st.sampled_from(["raid.0.count", "name", "raid.0.speed"])), trees(), max_size=3
    )
    return st.one_of(
        st.fixed_dictionaries({"text": text}),
        st.fixed_dictionaries({"name": name}, optional={"set": changes}),
        st.fixed_dictionaries({"text": text, "set": changes}),
        trees(),
    )


def _bodies() -> st.SearchStrategy[Any]:
    order = st.fixed_dictionaries(
        {"scenario": _specs()},
        optional={
            "replications": st.sampled_from(NUMBERS), "seed": st.sampled_from(NUMBERS), "altitudes_m": trees(),
            "precision": st.sampled_from(NUMBERS), "precision_of": words(), "vary": trees(), "changes": trees(),
            "rcs_m2": st.sampled_from(NUMBERS), "measure": words(), "cell_m": st.sampled_from(NUMBERS),
        },
    )  # fmt: skip
    return st.one_of(order, order, _specs(), trees(), st.fixed_dictionaries({"text": st.one_of(edited(), spliced())}))


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, Any]:
    """Return a request."""
    method, path, queries = draw(st.sampled_from(operations()))
    while "{" in path:
        before, _, rest = path.partition("{")
        _, _, after = rest.partition("}")
        path = (
            before
            + quote(draw(st.one_of(st.sampled_from(NAMES), words())).encode("utf-8", "surrogatepass"), safe="")
            + after
        )
    if draw(st.integers(0, 9)) == 0:
        path = "/" + quote(draw(words()).encode("utf-8", "surrogatepass"), safe="/.%")
    value = st.one_of(words(), st.sampled_from(NUMBERS).map(str))
    names = st.one_of(st.sampled_from(queries), words()) if queries else words()
    query = draw(st.dictionaries(names, value, max_size=3))
    body: bytes = b""
    if method in ("POST", "PUT", "PATCH"):
        kind = draw(st.integers(0, 9))
        if kind == 0:
            body = draw(st.binary(max_size=60))
        elif kind == 1:
            body = draw(st.sampled_from([b"[" * 5000, b'{"a":' * 3000, b"1" * 6000, b'"\\ud800"', b"NaN", b"null",
            b"{}",
                                         b'{"scenario":{"text":"\\ud800"}}']))  # fmt: skip
        else:
            body = json.dumps(draw(_bodies()), ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    head = draw(
        st.sampled_from(
            [
                {},
                {},
                {},
                {"content-type": "text/plain"},
                {"accept-encoding": "gzip"},
                {"range": "bytes=0-1,2-3,5-"},
                {"if-none-match": "*"},
                {"origin": "http://elsewhere.example"},
                {"host": "elsewhere"},
            ]
        )
    )
    return {"method": method, "path": path, "query": query, "body": body, "head": head}


def simulate(given: dict[str, Any], folder: Path) -> None:
    """Send a request: it is answered in words, and with no fault of the service."""
    query = {k.encode("utf-8", "surrogatepass"): v.encode("utf-8", "surrogatepass") for k, v in given["query"].items()}
    head = {"content-type": "application/json", **given["head"]}
    url = given["path"] + "?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in query.items())
    with watched():
        answer = service().request(given["method"], url, content=given["body"], headers=head)
    if answer.status_code >= 500 and answer.status_code not in (503, 507):
        raise Finding(f"{answer.status_code} {given['method']}", answer.text[:300])
    if "application/json" in answer.headers.get("content-type", ""):
        told = answer.json()
        if answer.status_code >= 400 and not told.get("error"):
            raise Finding("message empty", f"{answer.status_code} without words: {told}")
        if "NaN" in answer.text and "NaN" not in str(given["body"]):
            raise Finding("number", answer.text[:300])
    elif answer.status_code >= 400 and given["path"].startswith("/api"):
        raise Finding("message form", f"{answer.status_code} that is no JSON: {answer.text[:200]}")
