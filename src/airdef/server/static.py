"""The page: the files that the build put there, compressed where it did that, cached as long as they hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

HASHED: Final = re.compile(r"^assets/(?:.*/)?[^/]+-[A-Za-z0-9_-]{8}\.[a-z0-9.]+$")
"""Names with a hash of their content, as Vite makes them (`assets/index-4f3a9c1d.js`): they never change."""

FOREVER: Final = "public, max-age=31536000, immutable"
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>airdef: the page is not built</title></head>
<body style="font-family: system-ui; max-width: 40em; margin: 4em auto; line-height: 1.5">
<h1>The page is not built</h1>
<p>The service runs, and the page it should show here is missing. In a checkout, build it once:</p>
<pre>python3 dev.py web</pre>
<p>and load this address again. An installed package brings the page with it.
The service itself answers under <a href="/api/about">/api</a>; <a href="/api/openapi.json">its description</a>.</p>
</body></html>
"""


class Page(StaticFiles):
    """The files of a folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self.folder = folder

    async def check_config(self) -> None:
        """Accept a folder that is not there: the answer says what to do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, or its compressed form where the browser takes that and it lies beside it..` in it would lead.

        Parameters
        ----------
        path
            The path below the page.
        scope
            The scope of ASGI.

        Returns
        -------
        Response
            A file, or its compressed form where the browser takes that and it lies beside it..` in it would
            lead.

        Raises
        ------
        HTTPException
            For a path of the interface, wherever ` (404).
        """
        if scope["path"].startswith("/api/"):
            raise HTTPException(404)
        if path in {"", "."} and not (self.folder / "index.html").is_file():
            return HTMLResponse(NOT_BUILT, 404)
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
        for name, ending in ENCODINGS.items():
            if re.search(rf"\b{name}\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted) and Path(path).suffix:
                response = await self._packed(path, ending, scope)
                if response is not None:
                    response.headers["content-encoding"] = name
                    return response
        return self._cached(path, await super().get_response(path, scope))

    async def _packed(self, path: str, ending: str, scope: Scope) -> Response | None:
        try:
            response = await super().get_response(path + ending, scope)
        except HTTPException:
            return None
        if response.status_code not in {200, 304}:
            return None
        kind = self._kind(path)
        if kind is None:
            return None
        response.headers["content-type"] = kind
        response.headers["vary"] = "Accept-Encoding"
        return self._cached(path, response)

    @staticmethod
    def _kind(path: str) -> str | None:
        import mimetypes

        known = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
        kind = known.get(Path(path).suffix) or mimetypes.guess_type(path)[0]
        return f"{kind}; charset=utf-8" if kind and kind.startswith("text/") else kind

    @staticmethod
    def _cached(path: str, response: Response) -> Response:
        response.headers["cache-control"] = FOREVER if HASHED.search(path) else "no-cache"
        return response
