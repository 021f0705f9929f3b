"""Answers compressed once and sent many times."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.requests import Request

LEVEL = 6

PIECE: Final = 64 * 1024
"""Bytes of a long answer that are sent at once: whoever reads it sees how far it has come."""

WHOLE: Final = "x-airdef-bytes"
"""The header that says how long an answer is once it is unpacked."""


@dataclass(frozen=True)
class Packed:
    """A body as it is, and compressed."""

    raw: bytes
    packed: bytes

    @classmethod
    def of(cls, raw: bytes) -> Packed:
        """Compress a body.

        Parameters
        ----------
        raw
            The body.

        Returns
        -------
        Packed
            The body, and its compressed form.
        """
        return cls(raw, gzip.compress(raw, LEVEL, mtime=0))

    @property
    def size(self) -> int:
        """Bytes of both."""
        return len(self.raw) + len(self.packed)

    def answer(self, request: Request, kind: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer with this body of a media type, compressed for whoever takes that.

        Parameters
        ----------
        request
            The request.
        kind
            Its media type.
        headers
            Headers besides; None for none.

        Returns
        -------
        Response
            The answer with this body of a media type, compressed for whoever takes that.
        """
        told = {**(headers or {}), "vary": "Accept-Encoding", WHOLE: str(len(self.raw))}
        body = self.raw
        if "gzip" in request.headers.get("accept-encoding", ""):
            body, told = self.packed, told | {"content-encoding": "gzip"}
        if len(body) <= PIECE:
            return Response(body, media_type=kind, headers=told)
        told["content-length"] = str(len(body))
        return StreamingResponse(_pieces(body), media_type=kind, headers=told)


async def _pieces(body: bytes) -> AsyncIterator[memoryview]:
    """Give a body piece by piece, each when the one before has been taken."""
    whole = memoryview(body)
    for start in range(0, len(body), PIECE):
        yield whole[start : start + PIECE]
